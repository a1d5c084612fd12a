"""Whom a thread is opened to later."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from alerts.forms.message import receivers
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import agencies, units


class PartyForm(forms.Form):
    """One unit or agency that takes no part yet."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Task force or agency"),
        error_messages={"required": gettext_lazy("Choose a task force or an agency.")},
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = {each.unit_id or each.agency_id for each in parties}
        every: list[Any] = [each for each in (*units(), *agencies()) if each.pk not in inside]
        self.offered = {f"{'unit' if isinstance(each, TaskForce) else 'agency'}:{each.pk}": each for each in every}
        chosen = [("", gettext_lazy("Choose")), *receivers(every)]
        self.fields["receiver"].choices = chosen  # type: ignore[attr-defined]

    def who(self) -> TaskForce | Agency:
        """Return whom was chosen."""
        found: TaskForce | Agency = self.offered[self.cleaned_data["receiver"]]
        return found
