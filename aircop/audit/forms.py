"""The filters of the audit page, and what an export of it needs to know."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aircop.audit.agencies import agency_names
from aircop.audit.export import Asked
from aircop.audit.kinds import OTHERS, ActKind, Side
from aircop.audit.models import Outcome
from aircop.audit.presenters import act_choices

ANY = pgettext_lazy("no filter", "Any")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """Return a field for a day, in the spellings that people use."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, input_formats=DAY_FORMATS, widget=widget)


def _agency_choices() -> list[tuple[str, Any]]:
    named = sorted(((str(pk), name) for pk, name in agency_names().items()), key=lambda pair: pair[1])
    return [("", ANY), (OTHERS, _("Any other than the owner's")), *named]


class AuditFilterForm(forms.Form):
    """Whose entries, what kind of act, by whom, to which record, with which outcome, on which days (GMT)."""

    side = forms.ChoiceField(label=_("Whose entries"), required=False, choices=[("", ANY), *Side.choices])
    kind = forms.ChoiceField(label=_("Kind of act"), required=False, choices=[("", ANY), *ActKind.choices])
    agency = forms.ChoiceField(label=_("Agency of the reader"), required=False, choices=_agency_choices)
    person = forms.CharField(label=_("Person"), max_length=100, required=False)
    act = forms.ChoiceField(label=_("Act"), required=False, choices=lambda: [("", ANY), *act_choices()])
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", ANY), *Outcome.choices])
    since = day_field(_("From (GMT)"))
    until = day_field(_("To (GMT)"))

    def wanted(self) -> dict[str, Any]:
        """Return the filters that are set, as the query takes them. Ask only when the form is valid."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        for name, later in (("since", 0), ("until", 1)):
            if name in found:
                found[name] = midnight(found[name], later)
        return found

    def unknown(self, others: Iterable[str]) -> list[str]:
        """Return the names in the address that are no filter."""
        return sorted(self.data.keys() - self.fields.keys() - set(others))


def midnight(day: date, later: int = 0) -> datetime:
    """Return the beginning of a day, or of the day after it; days at the end of the calendar stay what they are."""
    then = day + timedelta(days=later) if day < date.max else day
    return datetime.combine(then, time(), tzinfo=get_current_timezone())


class AuditExportForm(forms.Form):
    """Of which agency, which days, and what for."""

    LONGEST = timedelta(days=366)

    agency = forms.ChoiceField(label=_("Agency"))
    since = day_field(_("First day (GMT)"), required=True)
    until = day_field(_("Last day (GMT)"), required=True)
    purpose = forms.CharField(
        label=_("What the file is for"),
        max_length=300,
        help_text=_("It is kept in the audit, with your name, and stands in the file."),
        error_messages={"required": _("Say what the file is for: it is kept in the audit.")},
    )

    def __init__(self, *args: Any, agencies: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = agency_names()
        self.fields["agency"].choices = [(str(each), names.get(each, str(each))) for each in sorted(agencies)]  # type: ignore[attr-defined]
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = str(next(iter(agencies)))

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than a year at a time."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        elif since and until and until - since > self.LONGEST:
            self.add_error("until", _("Choose a year at most, and export the rest in a second file."))
        return told

    def asked(self, *, by: str) -> Asked:
        """Return what is asked for, as the export takes it."""
        told = self.cleaned_data
        agency = UUID(told["agency"])
        named = agency_names().get(agency, "")
        return Asked(
            agency_id=agency, agency=named, since=midnight(told["since"]), until=midnight(told["until"], 1), by=by,
            purpose=told["purpose"],
        )  # fmt: skip
