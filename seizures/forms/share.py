"""Sharing a seizure with one agency."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.roles import LEVEL_WORDS, Level
from aircop.web.forms import NoteInput
from seizures.enums import Handling
from seizures.models import Seizure
from taskforces.models import Agency
from taskforces.queries.task_force import agencies


class ShareForm(forms.Form):
    """With whom, how far, until when and why."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Agency"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose the agency that is to see it.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[(level.value, LEVEL_WORDS[level]) for level in Level],
        widget=forms.RadioSelect,
    )
    with_identities = forms.BooleanField(
        label=gettext_lazy("Show names and free text too (narrative, air waybill)"), required=False
    )
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A day at your airport. Without one the share goes on until somebody ends it."),
        error_messages={"invalid": gettext_lazy("Enter the date as day, month and year, for example 30/06/2027.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=NoteInput({"rows": 2}),
        help_text=gettext_lazy("The other agency and the auditor read it."),
        error_messages={"required": gettext_lazy("Say why it is shared.")},
    )  # fmt: skip
    conditions_accepted = forms.BooleanField(required=False)

    def __init__(self, *args: Any, seizure: Seizure, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"level": Level.VIEW.value, **kwargs.get("initial", {})}})
        self.seizure = seizure
        self.fields["agency"].queryset = agencies()  # type: ignore[attr-defined]
        if seizure.handling == Handling.H3:
            words = {"words": seizure.handling_words}
            self.fields["conditions_accepted"].label = _("The receiver keeps to the conditions: %(words)s") % words
        else:
            del self.fields["conditions_accepted"]

    def terms(self) -> dict[str, Any]:
        """Return what the service takes."""
        terms = dict(self.cleaned_data)
        return terms | {"level": Level(terms["level"]), "until": self._end()}

    def _end(self) -> datetime | None:
        day = self.cleaned_data["until"]
        zone = ZoneInfo(self.seizure.airport.timezone)
        return datetime.combine(day, time(23, 59, 59), tzinfo=zone) if day else None

    def would_see(self) -> tuple[Level, bool]:
        """Return level and identities of the share as it stands in the form, complete or not."""
        level = self.data.get("level") or Level.VIEW
        known = Level(level) if level in set(Level) else Level.VIEW
        return known, bool(self.data.get("with_identities"))
