"""What people type when they open a closed group and say who belongs to it."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid
from alerts.forms.message import receivers
from alerts.services.group import Purpose
from seizures.queries.share import Receiver, seat_of
from taskforces.queries.task_force import agencies, units


class DayField(forms.DateField):
    """A day, to its end."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        faults = {"invalid": gettext_lazy("Enter the date as day, month and year, for example 30/06/2027.")}
        super().__init__(required=False, widget=widget, error_messages=faults, **kwargs)


def end_of(day: date | None, zone: str) -> datetime | None:
    """Return the last second of a day at a place."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(zone)) if day else None


class GroupForm(forms.Form):
    """What a group is called, and when it ends."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the group a name.")},
    )
    operation = forms.CharField(label=gettext_lazy("Operation"), max_length=120, required=False)
    ends_at = DayField(label=gettext_lazy("Until"), help_text=gettext_lazy("From then on it is read, and not written."))

    def purpose(self, zone: str) -> Purpose:
        """Return it as the services take it."""
        told = self.cleaned_data
        return Purpose(name=told["name"], operation=told["operation"], ends_at=end_of(told["ends_at"], zone))


class MemberForm(forms.Form):
    """Who is let in: a unit or an agency of the list, or one person by its address."""

    receiver = forms.ChoiceField(label=gettext_lazy("Task force or agency"), required=False)
    person = forms.EmailField(
        label=gettext_lazy("Or one person, by e-mail address"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    until = DayField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every: list[Any] = [*units(), *agencies()]
        self.parties = {f"{each._meta.model_name}:{each.pk}": each for each in every}
        chosen = [("", _("Choose")), *receivers(every)]
        self.fields["receiver"].choices = chosen  # type: ignore[attr-defined]

    def who(self) -> Receiver:
        """Return who was named; Invalid when nobody or both were."""
        named, person = self.cleaned_data["receiver"], self.cleaned_data["person"]
        if bool(named) == bool(person):
            raise Invalid(_("Choose a task force, an agency or a person, one of them."), field="receiver")
        if person:
            return seat_of(person)
        kind, _colon, pk = named.partition(":")
        found: Receiver = self.parties[f"{'taskforce' if kind == 'unit' else 'agency'}:{pk}"]
        return found
