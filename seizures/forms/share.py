"""Sharing a record with an agency, a unit or a person."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.roles import LEVEL_WORDS, Level
from aircop.web.forms import NoteInput
from seizures.enums import Handling
from seizures.queries.share import Receiver, seat_of
from seizures.services.share import Terms
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import agencies, units

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
RECEIVERS = ("agency", "unit", "person")


class ShareForm(forms.Form):
    """With whom, how far, until when and why."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agency"), empty_label=gettext_lazy("Choose"), required=False
    )
    unit = forms.ModelChoiceField(
        TaskForce.objects.none(), label=gettext_lazy("Or a unit"), empty_label=gettext_lazy("Choose"), required=False
    )
    person = forms.EmailField(
        label=gettext_lazy("Or one person"),
        required=False,
        help_text=gettext_lazy("The e-mail address by which the person signs in. It ends when the person leaves."),
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
        input_formats=DAYS,
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

    def __init__(self, *args: Any, about: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"level": Level.VIEW.value, **kwargs.get("initial", {})}})
        self.zone = zone
        self.fields["agency"].queryset = agencies()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]
        if about.handling == Handling.H3:
            words = {"words": about.handling_words}
            self.fields["conditions_accepted"].label = _("The receiver keeps to the conditions: %(words)s") % words
        else:
            del self.fields["conditions_accepted"]

    def clean(self) -> dict[str, Any]:
        """Ask for one receiver: an agency, a unit, or a person who reads records somewhere."""
        cleaned = super().clean() or self.cleaned_data
        named = [name for name in RECEIVERS if cleaned.get(name)]
        if not named and not set(RECEIVERS) & set(self.errors):
            self.add_error("agency", _("Choose who is to see it: an agency, a unit or a person."))
        if len(named) > 1:
            self.add_error(named[1], _("Choose one of the three: an agency, a unit or a person."))
        return cleaned

    def receiver(self) -> Receiver:
        """Return who is to see it."""
        cleaned = self.cleaned_data
        found: Receiver = cleaned["agency"] or cleaned["unit"] or seat_of(cleaned["person"])
        return found

    def terms(self) -> Terms:
        """Return how far, how long and why."""
        told = self.told()
        return Terms(**{**told, "level": Level(told["level"]), "until": self._end()})

    def told(self) -> dict[str, Any]:
        """Return what is told beside the receiver."""
        return {name: value for name, value in self.cleaned_data.items() if name not in RECEIVERS}

    def _end(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(self.zone)) if day else None

    def would_see(self) -> tuple[Level, bool]:
        """Return level and identities of the share as it stands in the form, complete or not."""
        level = self.data.get("level") or Level.VIEW
        known = Level(level) if level in set(Level) else Level.VIEW
        return known, bool(self.data.get("with_identities"))
