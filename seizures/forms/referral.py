"""Offering a case to another unit, and answering."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aircop.access.verdict import Verdict
from aircop.web.forms import NoteInput
from seizures.enums import ReferralKind
from seizures.forms.case_share import ITEM, Items
from seizures.forms.share import DAYS
from seizures.models import Case, Seizure
from taskforces.models import TaskForce
from taskforces.queries.task_force import units

READ_BY = _("The other unit and the auditor read it.")
BAD_DAY = {"invalid": _("Enter the date as day, month and year, for example 30/06/2027.")}


def _day(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=False, input_formats=DAYS, widget=widget, error_messages=BAD_DAY, **options
    )


def _end_of(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone)) if day else None


class OfferForm(Items, forms.Form):
    """To which unit, for what, by when, and which seizures go along."""

    to_unit = forms.ModelChoiceField(
        TaskForce.objects.none(),
        label=_("To which unit"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the unit to which you offer it.")},
    )
    kind = forms.ChoiceField(
        label=_("What it is asked to do"),
        choices=ReferralKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the case is referred or transferred.")},
    )
    due_at = _day(_("To be answered by the end of"), initial=lambda: timezone.now().date() + timedelta(days=3))
    with_identities = forms.BooleanField(label=_("Show names and free text too (narrative, notes)"), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=NoteInput({"rows": 2}), help_text=READ_BY,
        error_messages={"required": _("Say why it is offered.")},
    )  # fmt: skip
    conditions_accepted = forms.BooleanField(required=False)

    def __init__(self, *args: Any, case: Case, items: Iterable[tuple[Seizure, Verdict]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = case.task_force.airport.timezone
        self.fields["to_unit"].queryset = units().exclude(pk=case.task_force_id)  # type: ignore[attr-defined]
        if case.handling_words:
            words = _("The receiver keeps to the conditions: %(words)s")
            self.fields["conditions_accepted"].label = words % {"words": case.handling_words}
        else:
            del self.fields["conditions_accepted"]
        self.ask_items(items)

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        told = {name: value for name, value in self.cleaned_data.items() if not name.startswith(ITEM)}
        return told | {"due_at": _end_of(told["due_at"], self.zone), "items": self.items()}


class PlainForm(forms.Form):
    """Nothing to tell; what the act is refused for is said here."""

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {}


class AcceptForm(forms.Form):
    """By when a referred case is handed back."""

    work_due_at = _day(
        _("To be handed back by the end of"), help_text=_("Thirty days from now, if you leave it empty.")
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"work_due_at": _end_of(self.cleaned_data["work_due_at"], self.zone)}


class WordsForm(forms.Form):
    """Why; the other unit reads it."""

    words = forms.CharField(
        label=_("Why"), max_length=500, widget=NoteInput({"rows": 2}), help_text=READ_BY,
        error_messages={"required": _("Say why: the other unit reads it.")},
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {"words": self.cleaned_data["words"]}
