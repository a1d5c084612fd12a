"""What people type to put somebody on the duty roster: who, from when to when, on which days."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.accounts.models import User
from aircop.reference.queries import codes
from taskforces.models import TaskForce
from taskforces.queries.duty import answerers
from taskforces.services.duty import Shift


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ShiftForm(forms.Form):
    """One shift, or the same hours on several days in a row, by the clock of the airport."""

    person = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none())
    first = forms.DateField(label=gettext_lazy("First day"), widget=_day_input())
    last = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=_day_input(),
        required=False,
        help_text=gettext_lazy("The same hours on each day until then. Leave it empty for one day."),
    )
    begins = forms.TimeField(label=gettext_lazy("From"), widget=_time_input())
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=_time_input(),
        help_text=gettext_lazy("A time at or before the beginning is on the next day."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none to take those of the person's last shift."),
    )
    backup = forms.BooleanField(label=gettext_lazy("Stands in when nobody else is on duty"), required=False)

    def __init__(self, *args: Any, unit: TaskForce, **kwargs: Any) -> None:
        self.zone = ZoneInfo(unit.airport.timezone)
        today = timezone.now().astimezone(self.zone).date()
        kwargs.setdefault("initial", {"first": today})
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = answerers(unit.pk)  # type: ignore[attr-defined]
        self.fields["languages"].choices = codes("language")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is not before the first one."))
        return cleaned

    def told(self) -> tuple[Shift, int]:
        """Return the first shift, and on how many days it is."""
        cleaned = self.cleaned_data
        first, last = cleaned["first"], cleaned["last"] or cleaned["first"]
        over_night = cleaned["ends"] <= cleaned["begins"]
        shift = Shift(
            person=cleaned["person"],
            starts_at=self._at(first, cleaned["begins"]),
            ends_at=self._at(first + timedelta(days=over_night), cleaned["ends"]),
            languages=cleaned["languages"],
            backup=cleaned["backup"],
        )
        return shift, (last - first).days + 1

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)
