"""The legs of a route as rows of a form: empty rows are left out, the number of a row may be changed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid
from aircop.web.identifiers import IdentifierField
from seizures.forms.fields import AirportField, choice, country
from seizures.forms.filter import DayField
from seizures.forms.scan import ScanField
from seizures.forms.wording import LABELS
from seizures.models import RouteLeg, Seizure
from seizures.services.route import MOST_LEGS, Leg

TELLS = ("airport", "country", "flight_number", "date")  # a row that has none of these is empty


class LegForm(forms.Form):
    """One place of the route."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = choice("leg_kind", label=LABELS["legs.kind"], required=False)
        self.fields["airport"] = AirportField(label=LABELS["legs.airport"], required=False)
        self.fields["country"] = country(
            label=LABELS["legs.country"], help_text=gettext_lazy("Only where the airport is not known.")
        )
        self.fields["flight_number"] = IdentifierField(kind="flight", label=LABELS["legs.flight_number"])
        self.fields["date"] = DayField(label=LABELS["legs.date"])
        self.fields["confidence"] = choice("confidence", label=LABELS["legs.confidence"], required=False)
        self.fields["source"] = choice("leg_source", label=LABELS["legs.source"], required=False)

    def leg(self) -> Leg | None:
        """Return the leg, or None when the row is empty."""
        told = {name: self.cleaned_data.get(name) for name in self.fields if name not in {"ORDER", "DELETE"}}
        return Leg(**told) if any(told[name] for name in TELLS) else None  # type: ignore[arg-type]


class _Rows(forms.BaseFormSet[LegForm]):
    """Rows in the order that their numbers tell; a row to be taken away is left out."""

    def add_fields(self, form: LegForm, index: int | None) -> None:
        """Call number and removal by what they are."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = gettext_lazy("Place in the route")
        form.fields["DELETE"].label = gettext_lazy("Take this leg away")

    def told(self) -> list[tuple[LegForm, Leg]]:
        """Return the rows that tell a leg, with it."""
        rows = [form for form in self.forms if not form.cleaned_data.get("DELETE")]
        rows.sort(key=lambda form: form.cleaned_data.get("ORDER") or self.forms.index(form) + 1)
        return [(form, leg) for form in rows if (leg := form.leg()) is not None]

    def put_fault(self, fault: Invalid, told: list[tuple[LegForm, Leg]]) -> None:
        """Put what the service refused onto its row, or onto the whole."""
        _legs, place, name = (*fault.field.split("."), "", "")[:3]
        if place.isdigit() and int(place) < len(told):
            form = told[int(place)][0]
            form.add_error(name if name in form.fields else None, fault.reason)
        else:
            self.non_form_errors().append(fault.reason)


LegRows: Any = forms.formset_factory(
    LegForm, formset=_Rows, extra=0, can_order=True, can_delete=True, max_num=MOST_LEGS, absolute_max=MOST_LEGS
)


class RouteForm(forms.Form):
    """The version that was shown, and a field for a scanner."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    scanned = ScanField()


def rows_of(seizure: Seizure, legs: list[RouteLeg]) -> list[dict[str, Any]]:
    """Return the legs as the form shows them; where there are none, the seizing airport between two empty rows."""
    if not legs:
        here = {"kind": "SEI", "airport": seizure.airport_id}
        return [{"kind": "ORG"}, here, {"kind": "DST"}]
    names = ("kind", "flight_number", "date", "confidence", "source")
    return [
        {name: getattr(leg, name) for name in names}
        | {"airport": leg.airport_id, "country": "" if leg.airport_id else leg.country}
        for leg in legs
    ]
