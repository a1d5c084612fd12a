"""To whom open work is handed, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.accounts.models import User
from taskforces.models import TaskForce
from taskforces.queries.handover import Leaver, successors


class HandoverForm(forms.Form):
    """Somebody of the unit, and a reason."""

    successor = forms.ModelChoiceField(
        label=_("To whom"), queryset=User.objects.none(), help_text=_("An officer or a supervisor of the unit.")
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the audit, with your name."),
    )

    def __init__(self, *args: Any, unit: TaskForce, leaver: Leaver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors(unit, leaver.person.pk)  # type: ignore[attr-defined]
