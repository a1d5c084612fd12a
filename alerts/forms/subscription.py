"""What people type about a subscription and about their quiet hours, and how a subscription reads."""

from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.accounts.forms import zones
from aircop.reference.fields import CodeChoiceField
from aircop.reference.queries import airport_name, country_name, entries, grouped, label
from aircop.web.forms import NumberField
from aircop.web.words import quantity
from alerts.enums import AlertKind, Mail, Severity, Weekday
from alerts.models import Subscription
from alerts.services.subscription import CODES, LONGEST_NAME, WANTED_NAMES

ANY: Any = gettext_lazy("Any")
PLACE_HELP: Any = gettext_lazy("An airport (ABJ) or a country (CI).")
COUNTRY = 2  # letters
HOURS = [f"{hour:02}:00" for hour in range(24)]


class HeadedCodeField(CodeChoiceField):
    """A choice among the codes of a list in which a heading can be chosen too: all that lies below it."""

    def _rows(self) -> list[Any]:
        headings = {found.label(): found.code for found in entries(self.code_list) if not found.selectable}
        rows: list[Any] = [("", self.empty_label)]
        for key, value in grouped(self.code_list):
            if isinstance(value, str):
                rows.append((key, value))
            else:
                rows.append((key, [(headings[key], _("%(heading)s: all") % {"heading": key}), *value]))
        return rows


def _place(words: Any) -> forms.CharField:
    return forms.CharField(
        label=words,
        required=False,
        max_length=3,
        help_text=PLACE_HELP,
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


class SubscriptionForm(forms.Form):
    """A filter, and how what fits it comes."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("Only you see it: it says why you got an alert."),
        error_messages={"required": gettext_lazy("Give the subscription a name.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    origin = _place(gettext_lazy("The route begins at"))
    via = _place(gettext_lazy("The route touches"))
    destination = _place(gettext_lazy("The route ends at"))
    substance_group = CodeChoiceField(
        code_list="drug_group", label=gettext_lazy("Group of substances"), required=False, empty_label=ANY
    )
    substance = CodeChoiceField(code_list="substance", label=gettext_lazy("Substance"), required=False, empty_label=ANY)
    concealment = HeadedCodeField(
        code_list="concealment", label=gettext_lazy("Concealment"), required=False, empty_label=ANY
    )
    conveyance = CodeChoiceField(
        code_list="conveyance", label=gettext_lazy("Carried by"), required=False, empty_label=ANY
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of alert"), choices=[("", ANY), *AlertKind.choices], required=False
    )
    severity = forms.ChoiceField(label=gettext_lazy("It matters at least"), choices=Severity.choices)
    weight_kg = NumberField(
        label=gettext_lazy("At least so many kilograms"),
        required=False,
        help_text=gettext_lazy("An alert that tells no weight does not fit then."),
    )
    mail = forms.ChoiceField(
        label=gettext_lazy("By e-mail"),
        choices=Mail.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "In the application it is there at once. What is urgent, or over before, waits for no digest."
        ),
    )
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Hour of the message"),
        coerce=int,
        required=False,
        empty_value="7",
        choices=list(enumerate(HOURS)),
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the week"), coerce=int, required=False, empty_value="0", choices=Weekday.choices
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in CODES:
            self.fields[name].keep(self.initial.get(name, ""))  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """Return what the services take."""
        told = {name: self.cleaned_data[name] for name in WANTED_NAMES}
        return told | {"hour": int(told["hour"]), "weekday": int(told["weekday"])}


class QuietHoursForm(forms.Form):
    """From when to when, and by which clocks."""

    begins = forms.TimeField(
        label=gettext_lazy("From"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Say when it begins, for example 22:00."),
                        "invalid": gettext_lazy("Enter the time in 24 hours, for example 22:00.")},
    )  # fmt: skip
    ends = forms.TimeField(
        label=gettext_lazy("To"),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": gettext_lazy("Say when it ends, for example 06:00."),
                        "invalid": gettext_lazy("Enter the time in 24 hours, for example 06:00.")},
    )  # fmt: skip
    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zones)


def blank_quiet(zone: str) -> dict[str, Any]:
    """Return what stands in the form of who was never quiet: the night, by the clocks of a zone."""
    return {"begins": time(22), "ends": time(6), "timezone": zone if zone in available_timezones() else "UTC"}


def as_typed(row: Subscription) -> dict[str, Any]:
    """Return a subscription as its form shows it."""
    return {name: getattr(row, name) for name in (*WANTED_NAMES, "version")}


def wants(row: Subscription) -> str:
    """Return what a subscription lets pass, in words."""
    told = [
        _("from %(place)s") % {"place": _place_name(row.origin)} if row.origin else "",
        _("through %(place)s") % {"place": _place_name(row.via)} if row.via else "",
        _("to %(place)s") % {"place": _place_name(row.destination)} if row.destination else "",
        *(label(code_list, getattr(row, name)) for name, code_list in CODES.items() if getattr(row, name)),
        str(row.get_kind_display()) if row.kind else "",
        _("at least: %(severity)s") % {"severity": row.get_severity_display()} if row.severity != Severity.INFO else "",
        _("from %(weight)s on") % {"weight": quantity(row.weight_kg, "kg")} if row.weight_kg else "",
    ]
    return " \N{MIDDLE DOT} ".join(each for each in told if each) or _("every alert that you may see")


def comes(row: Subscription) -> str:
    """Return how it comes by e-mail, in words."""
    at = HOURS[row.hour]
    if row.mail == Mail.DAILY:
        return _("once a day at %(hour)s, together") % {"hour": at}
    if row.mail == Mail.WEEKLY:
        return _("once a week, %(day)s at %(hour)s, together") % {"day": row.get_weekday_display(), "hour": at}
    return str(row.get_mail_display())


def _place_name(code: str) -> str:
    return country_name(code) if len(code) == COUNTRY else airport_name(code)
