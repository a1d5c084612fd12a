"""What people type about a desk of the contact directory."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.actor import Actor
from aircop.reference.fields import CodeChoiceField
from aircop.reference.queries import codes
from aircop.web.phones import show_phone
from aircop.web.words import known_zones
from taskforces.models import Agency, ContactPoint, TaskForce
from taskforces.models.contact_point import WEEK
from taskforces.models.hours import Opening, clock, minutes, openings
from taskforces.rules import can_add_contact_point

CHANNELS = range(1, 4)  # rows of channel and address
DAYS = range(1, 8)
ALWAYS, WEEKLY, UNKNOWN = "always", "weekly", "unknown"
HOURS_HELP = gettext_lazy("For example 08:00-17:00; through midnight 22:00-06:00; several with commas between them.")
WHEN = [
    (ALWAYS, gettext_lazy("Day and night, every day")),
    (WEEKLY, gettext_lazy("At the hours below")),
    (UNKNOWN, gettext_lazy("Hours not known")),
]


class DeskForm(forms.Form):
    """A desk: what it does, how and when it is reached."""

    function = CodeChoiceField(label=gettext_lazy("Function"), code_list="contact_function")
    name = forms.CharField(
        label=gettext_lazy("Name of the desk"),
        max_length=120,
        help_text=gettext_lazy("The desk or the office, not a person: “Duty desk of the unit”."),
    )
    phones = forms.CharField(
        label=gettext_lazy("Telephone numbers"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "tel"}),
        help_text=gettext_lazy(
            "One per line, with + and the country code; a number without it is of the desk's country."
        ),
    )
    email = forms.CharField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken"), required=False, widget=forms.CheckboxSelectMultiple
    )
    when = forms.ChoiceField(label=gettext_lazy("Answers"), choices=WHEN, widget=forms.RadioSelect, initial=ALWAYS)
    zone = forms.ChoiceField(label=gettext_lazy("Time zone of the hours"), required=False)
    verify_every_days = forms.IntegerField(
        label=gettext_lazy("Make sure of it every so many days"), min_value=1, max_value=366, initial=90
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = codes("language")  # type: ignore[attr-defined]
        zones = [(name, name) for name in sorted(known_zones())]
        self.fields["zone"].choices = [("", _("That of the airport")), *zones]  # type: ignore[attr-defined]
        for number in CHANNELS:
            self.fields[f"channel_{number}"] = CodeChoiceField(
                label=_("Channel %(number)s") % {"number": number}, code_list="contact_channel", required=False
            )
            self.fields[f"address_{number}"] = forms.CharField(
                label=_("Address on channel %(number)s") % {"number": number}, required=False, max_length=120
            )
        for day in DAYS:
            self.fields[f"day_{day}"] = forms.CharField(
                label=WEEKDAYS[day - 1], required=False, max_length=60, help_text=HOURS_HELP if day == 1 else ""
            )

    @property
    def channel_rows(self) -> list[tuple[Any, Any]]:
        """The rows of channel and address."""
        return [(self[f"channel_{number}"], self[f"address_{number}"]) for number in CHANNELS]

    @property
    def weekly(self) -> bool:
        """Whether the hours of the days are asked for, so that they are shown open."""
        return bool(self["when"].value() == WEEKLY)

    @property
    def day_rows(self) -> list[Any]:
        """The hours of each day."""
        return [self[f"day_{day}"] for day in DAYS]

    def clean(self) -> dict[str, Any]:
        """Read hours and channels; each fault stands at its field."""
        cleaned = super().clean() or {}
        for number in CHANNELS:
            both = (cleaned.get(f"channel_{number}"), cleaned.get(f"address_{number}"))
            if any(both) and not all(both):
                self.add_error(f"address_{number}", _("Give the channel and the address on it, or neither."))
        spans: list[tuple[int, int]] = []
        if cleaned.get("when") == WEEKLY:
            spans = [opening.span for day in DAYS for opening in self._day(day, cleaned.get(f"day_{day}") or "")]
            if not spans and not self.errors:
                self.add_error("day_1", _("Give the hours of at least one day, or choose another answer above."))
        cleaned["hours"] = [(0, WEEK)] if cleaned.get("when") == ALWAYS else spans
        return cleaned

    def _day(self, day: int, text: str) -> list[Opening]:
        found = []
        for part in filter(None, (each.strip() for each in text.split(","))):
            try:
                opens, closes = (minutes(each) for each in part.replace("\N{EN DASH}", "-").split("-"))
            except ValueError:
                self.add_error(f"day_{day}", _("Write the hours as 08:00-17:00, several with commas between them."))
                return []
            found.append(Opening(day, opens, closes))
        return found

    def told(self) -> dict[str, Any]:
        """Return what was told about the desk, as the services take it."""
        cleaned = self.cleaned_data
        rows = [(cleaned[f"channel_{number}"], cleaned[f"address_{number}"]) for number in CHANNELS]
        plain = {
            name: cleaned[name] for name in ("function", "name", "email", "languages", "verify_every_days", "hours")
        }
        return plain | {
            "phones": [line.strip() for line in cleaned["phones"].splitlines() if line.strip()],
            "channels": [{"channel": channel, "address": address} for channel, address in rows if channel],
            **({"zone": cleaned["zone"]} if cleaned["zone"] else {}),
        }


class NewDeskForm(DeskForm):
    """A desk that is not in the directory yet: whose it is comes first."""

    field_order = ("owner",)
    owner = forms.ChoiceField(label=gettext_lazy("Desk of"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = dict(owners_of(actor))
        self.fields["owner"].choices = [(key, str(owner)) for key, owner in self.owners.items()]  # type: ignore[attr-defined]

    @property
    def owner_chosen(self) -> TaskForce | Agency:
        """Return the task force or agency that was chosen."""
        return self.owners[self.cleaned_data["owner"]]


def owners_of(actor: Actor) -> Iterable[tuple[str, TaskForce | Agency]]:
    """Return the units and agencies whose desks the actor may keep, by a key for the form."""
    units = TaskForce.objects.select_related("airport__country", "host_agency").order_by("code")
    owners: list[TaskForce | Agency] = [*units, *Agency.objects.select_related("country").order_by("name")]
    for owner in owners:
        if can_add_contact_point(actor, owner):
            yield str(owner.pk), owner


def desk_as_typed(contact: ContactPoint) -> Mapping[str, Any]:
    """Return a desk as its form shows it."""
    spans = [(span.lower, span.upper) for span in contact.hours]
    typed: dict[str, Any] = {
        "function": contact.function,
        "name": contact.name,
        "phones": "\n".join(map(show_phone, contact.phones)),
        "email": contact.email,
        "languages": contact.languages,
        "when": ALWAYS if contact.around_the_clock else WEEKLY if spans else UNKNOWN,
        "zone": contact.zone,
        "verify_every_days": contact.verify_every_days,
        "version": contact.version,
    }
    for number, each in zip(CHANNELS, contact.channels, strict=False):
        typed |= {f"channel_{number}": each["channel"], f"address_{number}": each["address"]}
    if typed["when"] == WEEKLY:
        for opening in openings(spans):
            hours = f"{clock(opening.opens)}-{clock(opening.closes)}"
            before = typed.get(f"day_{opening.day}")
            typed[f"day_{opening.day}"] = f"{before}, {hours}" if before else hours
    return typed


class RemoveForm(forms.Form):
    """Why a desk leaves the directory."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.CharField(widget=forms.HiddenInput, required=False)
