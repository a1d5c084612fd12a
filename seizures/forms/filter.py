"""The filters of the list of seizures, and what they say in words."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aircop.reference.queries import airport_name, label
from aircop.web.pagination import AFTER, BEFORE
from aircop.web.words import day, quantity
from seizures.enums import Handling, SeizureStatus
from seizures.forms.fields import AirportField, choice, picker
from seizures.forms.wording import LABELS, shown
from seizures.queries.completeness import ANYTHING, Report
from taskforces.models import Agency, TaskForce

ORDERS = {
    "-occurred": "-occurred_at", "occurred": "occurred_at", "-recorded": "-recorded_at", "recorded": "recorded_at",
}  # fmt: skip
ANY = pgettext_lazy("no filter", "Any")
# Filters that are a choice of few codes, in the order of the form; the list has the name of the field.
CHOSEN = ("commodity", "drug_group", "form", "concealment", "direction", "conveyance", "place", "detection", "trigger")
COUNTRIES = ("producing_country", "departure_country", "destination_country")
# What the form calls otherwise than the search does: people know units by their code.
ASKED = {"unit": "task_force", "agency": "lead_agency"}
LONGEST = 200


class DayField(forms.DateField):
    """A day from the calendar of the browser, or typed."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"], widget=widget, **{"required": False, **kwargs}
        )


class FilterForm(forms.Form):
    """What a list of seizures is narrowed by. A filter that cannot be read is left out, and says so."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.fields["q"] = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=LONGEST)
        self.fields["unit"] = _among(gettext_lazy("Unit"), _units())
        self.fields["airport"] = AirportField(label=LABELS["airport"], required=False)
        for name in CHOSEN:
            self.fields[name] = choice(name, label=_label(name), required=False)
            self.fields[name].empty_label = ANY  # type: ignore[attr-defined]
        for name in COUNTRIES:
            self.fields[name] = picker("country", label=_label(name), required=False)
        self.fields["substance"] = picker("substance", label=LABELS["items.substance"], required=False)
        self.fields["status"] = _among(LABELS["status"], SeizureStatus.choices)
        self.fields["handling"] = _among(LABELS["handling"], Handling.choices)
        self.fields["agency"] = _among(LABELS["lead_agency"], _agencies())
        self.fields["arrests"] = _among(gettext_lazy("Arrests"), ARRESTS.items())
        self.fields["incomplete"] = _among(gettext_lazy("Incomplete"), INCOMPLETE.items())
        self.fields["score_below"] = forms.IntegerField(
            label=gettext_lazy("Less complete than, in per cent"), required=False, min_value=1, max_value=100
        )
        self.fields["kg_from"] = _kilograms(gettext_lazy("At least (kg, all items together)"))
        self.fields["kg_to"] = _kilograms(gettext_lazy("At most (kg, all items together)"))
        self.fields["since"] = DayField(label=gettext_lazy("From (day at the airport)"))
        self.fields["until"] = DayField(label=gettext_lazy("To (day at the airport)"))
        self.order_fields(["q", "unit", "airport", "commodity", "substance"])

    def chosen(self) -> dict[str, Any]:
        """Return the fields that have a readable value."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def wanted(self) -> dict[str, Any]:
        """Return what is asked, as the search takes it."""
        return {ASKED.get(name, name): self._value(name, value) for name, value in self.chosen().items()}

    def _value(self, name: str, value: Any) -> Any:
        match name:
            case "airport":
                return value.pk
            case "arrests":
                return value == "yes"
            case "score_below":
                return str(value)
            case "unit":
                return TaskForce.objects.values_list("pk", flat=True).get(code=value)
        return value

    def unknown(self) -> list[str]:
        """Return the parameters of the address that this list does not know."""
        return [name[:40] for name in self.data if name not in {*self.fields, "order", AFTER, BEFORE}][:5]

    def words(self) -> dict[str, str]:
        """Return, per filter, what it says."""
        return {name: self._say(name, value) for name, value in self.chosen().items()}

    def _say(self, name: str, value: Any) -> str:
        if name in ("agency", "arrests", "incomplete"):
            return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]
        if name in SAID:
            return SAID[name](value)
        return shown(f"items.{name}" if name in ITEM_FILTERS else name, value)


SAID: Mapping[str, Callable[[Any], str]] = {
    "q": lambda text: _("“%(words)s”") % {"words": text},
    "unit": str,
    "airport": lambda place: _("at %(airport)s") % {"airport": airport_name(place.pk)},
    "drug_group": lambda code: label("drug_group", code),
    "producing_country": lambda code: _("produced in %(country)s") % {"country": shown("producing_country", code)},
    "departure_country": lambda code: _("leaving %(country)s") % {"country": shown("departure_country", code)},
    "destination_country": lambda code: _("bound for %(country)s") % {"country": shown("destination_country", code)},
    "since": lambda date: _("from %(day)s") % {"day": day(date)},
    "until": lambda date: _("to %(day)s") % {"day": day(date)},
    "score_below": lambda score: _("less than %(score)d %% complete") % {"score": score},
    "kg_from": lambda kg: _("at least %(kg)s") % {"kg": quantity(kg, "kg")},
    "kg_to": lambda kg: _("at most %(kg)s") % {"kg": quantity(kg, "kg")},
}
ITEM_FILTERS = ("commodity", "substance", "form", "concealment")
INCOMPLETE = {
    ANYTHING: gettext_lazy("something is missing"),
    Report.IDS: gettext_lazy("lacks what the UNODC file needs"),
    Report.CEN: gettext_lazy("lacks what the WCO sheet needs"),
    Report.COURT: gettext_lazy("lacks what the court file needs"),
}
ARRESTS = {"yes": gettext_lazy("with arrests"), "no": gettext_lazy("without arrests")}


def _label(name: str) -> Any:
    if name == "drug_group":
        return gettext_lazy("Drug group")
    return LABELS[f"items.{name}" if name in ITEM_FILTERS else name]


def _among(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", ANY), *choices])


def _kilograms(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=15, decimal_places=6)


def _units() -> list[tuple[str, str]]:
    rows = TaskForce.objects.order_by("code").values_list("code", "name")
    return [(code, f"{code} {name}") for code, name in rows]


def _agencies() -> list[tuple[str, str]]:
    return [(str(pk), name) for pk, name in Agency.objects.order_by("name").values_list("pk", "name")]


def kept(form: Any, order: str, orders: Collection[str] = ORDERS) -> list[tuple[str, str]]:
    """Return the filters of a form and an order as hidden fields of another one."""
    fields = [(name, str(form.data.get(name, ""))) for name in form.chosen()]
    return [*fields, ("order", order)] if order in orders else fields


def sentence(words: Iterable[str], count: int) -> str:
    """Return what is shown, in words that follow the count."""
    filters = ", ".join(words)
    if not filters:
        return ngettext("seizure: all that you may see", "seizures: all that you may see", count)
    return ngettext("seizure: %(filters)s", "seizures: %(filters)s", count) % {"filters": filters}
