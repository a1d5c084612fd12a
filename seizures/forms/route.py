"""The legs of a route as rows of a form: empty rows are left out, the number of a row may be changed."""

import hashlib
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from aircop.access.models import FieldClass
from aircop.errors import Clash, Invalid
from aircop.web.identifiers import IdentifierField
from seizures.forms.fields import AirportField, choice, country
from seizures.forms.filter import DayField
from seizures.forms.read import sent_as, words_of_value
from seizures.forms.scan import ScanField
from seizures.forms.touched import THEIRS, TouchedForm, mark_of, marks_in
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

    def mark(self) -> str:
        """Return a mark of the whole row, by which it is known again untouched."""
        return " ".join(mark_of(bound.field.widget, bound.value()) for bound in self)

    def words(self) -> str:
        """Return what the row tells in one line; nothing when it is taken away."""
        if self["DELETE"].value():
            return ""
        asked = [bound for bound in self if bound.name not in {"ORDER", "DELETE"}]
        return ", ".join(filter(None, (words_of_value(bound.field.widget, bound.value()) for bound in asked)))

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


LegRows: Any = forms.formset_factory(
    LegForm, formset=_Rows, extra=0, can_order=True, can_delete=True, max_num=MOST_LEGS, absolute_max=MOST_LEGS
)


class RouteForm(TouchedForm):
    """The rows of a route, the version that was shown, and a field for a scanner.

    Each row has one mark: of a row that two writers touched one text stands, the whole of it.
    """

    scanned = ScanField()

    def __init__(
        self, data: Any = None, *, seizure: Seizure, legs: list[RouteLeg], rows: list[dict[str, Any]] | None = None
    ) -> None:
        super().__init__(data, initial={"version": seizure.version})
        self.stand = LegRows(initial=rows_of(seizure, legs), prefix="legs")
        self.initial["marks"] = " ".join(f"{place}:{_mark(row)}" for place, row in enumerate(self.stand))
        if data is not None:
            self.legs = LegRows(self._chosen(data), prefix="legs")
        else:
            self.legs = self.stand if rows is None else LegRows(initial=rows, prefix="legs")

    @property
    def parts(self) -> list[LegForm]:
        """The rows."""
        return list(self.legs)

    def is_valid(self) -> bool:
        """Whether the form and all its rows can be read."""
        return all([super().is_valid(), self.legs.is_valid()])

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field of a row holds."""
        return RouteLeg.FIELDS.get(name.rpartition("-")[2])

    def kept(self) -> Any:
        """Return the rows to show after somebody else wrote the route: the writer's own where touched, else theirs."""
        mine, theirs, own = list(self.legs), list(self.stand), self._own()
        return [
            typed_in((mine if place in own else theirs)[place])
            for place in range(max(len(mine), len(theirs)))
            if place in own or place < len(theirs)
        ]

    def put_fault(self, fault: Invalid) -> None:
        """Put what the service refused onto its row, or onto the whole."""
        told = self.legs.told()
        _legs, place, name = (*fault.field.split("."), "", "")[:3]
        if place.isdigit() and int(place) < len(told):
            form = told[int(place)][0]
            form.add_error(name if name in form.fields else None, fault.reason)
        else:
            self.legs.non_form_errors().append(fault.reason)

    def clashes(self) -> tuple[Clash, ...]:
        """Return both texts of each row that this writer and somebody else touched."""
        before, after = marks_in(self.data.get("marks", "")), marks_in(self.initial["marks"])
        mine, theirs = list(self.legs), dict(enumerate(self.stand))
        told = [
            (place, mine[place].words(), theirs[place].words() if place in theirs else "")
            for place in sorted(self._own())
            if before.get(str(place)) != after.get(str(place))
        ]
        label = gettext("Leg %(place)s")
        return tuple(
            Clash(f"legs-{place}", label % {"place": place + 1}, sent, now) for place, sent, now in told if sent != now
        )

    def _own(self) -> set[int]:
        """Return the places of the rows that the writer touched; a row that was added and left empty is none."""
        before = marks_in(self.data.get("marks", ""))
        shown = {place: before.get(str(place)) for place in range(len(self.legs))}
        return {
            place for place, row in enumerate(self.legs) if _mark(row) != shown[place] and (shown[place] or row.words())
        }

    def _chosen(self, data: Any) -> Any:
        """Return what was sent, with the rows that were given up as they stand."""
        given_up = [place for place in range(MOST_LEGS) if data.get(f"keep-legs-{place}") == THEIRS]
        if not given_up:
            return data
        data, theirs = data.copy(), list(self.stand)
        for place in given_up:
            if place >= len(theirs):
                data[f"legs-{place}-DELETE"] = "on"
                continue
            for bound in theirs[place]:
                data[bound.html_name] = sent_as(bound.field.widget, bound.value())[0]
            data.pop(f"legs-{place}-DELETE", None)
        return data


def _mark(row: LegForm) -> str:
    return hashlib.sha256(row.mark().encode()).hexdigest()[:16]


def typed_in(row: LegForm) -> dict[str, Any]:
    """Return a row as it was typed, or as it stands."""
    return {bound.name: bound.value() for bound in row}


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
