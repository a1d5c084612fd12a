"""The filters of the audit page."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aircop.audit.models import Outcome
from aircop.audit.presenters import act_choices

ANY = pgettext_lazy("no filter", "Any")
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=DAY_FORMATS, widget=widget)


class AuditFilterForm(forms.Form):
    """By person, act, record, outcome and day (GMT)."""

    person = forms.CharField(label=_("Person"), max_length=100, required=False)
    act = forms.ChoiceField(label=_("Act"), required=False, choices=lambda: [("", ANY), *act_choices()])
    reference = forms.CharField(label=_("Reference"), max_length=60, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", ANY), *Outcome.choices])
    since = _day(_("From (GMT)"))
    until = _day(_("To (GMT)"))

    def wanted(self) -> dict[str, Any]:
        """Return the filters that have a readable value, as the query takes them."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        for name, later in (("since", 0), ("until", 1)):
            if name in found:
                found[name] = _midnight(found[name], later)
        return found


def _midnight(day: date, later: int) -> datetime:
    """Return the beginning of a day, or of the day after it; days at the end of the calendar stay what they are."""
    then = day + timedelta(days=later) if day < date.max else day
    return datetime.combine(then, time(), tzinfo=get_current_timezone())
