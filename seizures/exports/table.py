"""The table of an export: its columns, its lines (one for each item), and what was left out. Formats write it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import FieldClass
from aircop.access.pages import page
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import Verdict
from aircop.paging import Mark
from aircop.reference.queries import airport_name
from seizures.forms.wording import basis_of, label_of, shown
from seizures.models import Item, Seizure, SeizureQuerySet
from seizures.queries.consent import note_consents
from seizures.sharing_rules import can_use_in_court

PIECE = 500  # records in memory at a time

type Line = list[str | int | Decimal | None]
type Read = Callable[[Any], Any]
type May = Callable[[Actor, Seizure], Verdict]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the field that it shows (whose class decides who gets it), and how it is read."""

    heading: Any
    name: str
    read: Read


def _plain(name: str) -> Column:
    return Column(label_of(name), name, lambda row: getattr(row, name))


def _said(name: str) -> Column:
    return Column(label_of(name), name, lambda row: shown(name, getattr(row, name)))


def _of_item(name: str, *, code: bool = False) -> Column:
    key = f"items.{name}"
    return Column(label_of(key), key, lambda item: shown(key, getattr(item, name)) if code else getattr(item, name))


def seizure_columns() -> list[Column]:
    """Return the columns that tell of the seizure, in the reader's language."""
    return [
        _plain("reference"),
        _said("status"),
        Column(_("When (GMT)"), "occurred_at", lambda row: row.occurred_at.strftime("%Y-%m-%d %H:%M")),
        Column(_("Day at the airport"), "occurred_on", lambda row: row.occurred_on.isoformat()),
        Column(_("IATA code"), "airport", lambda row: row.airport_id),
        Column(label_of("airport"), "airport", lambda row: airport_name(row.airport_id)),
        Column(_("Unit"), "task_force", lambda row: row.task_force.code),
        Column(label_of("lead_agency"), "lead_agency", lambda row: row.lead_agency.name),
        *(_said(name) for name in ("direction", "conveyance")),
        _plain("flight_number"),
        _plain("air_waybill"),
        *(_said(name) for name in ("place", "detection")),
        *(_said(name) for name in ("producing_country", "departure_country", "destination_country")),
        _plain("persons_arrested"),
        _plain("summary"),
        _plain("narrative"),
        Column(label_of("handling"), "handling", lambda row: row.handling),
        _plain("handling_words"),
    ]


def item_columns() -> list[Column]:
    """Return the columns that tell of one item."""
    return [
        Column(gettext_lazy("Item"), "items.sequence", lambda item: item.sequence),
        *(_of_item(name, code=True) for name in ("commodity", "substance", "form", "concealment")),
        _of_item("quantity"),
        _of_item("unit", code=True),
        Column(pgettext_lazy("column", "Kilograms"), "items.kg_equivalent", lambda item: item.kg_equivalent),
        _of_item("basis", code=True),
        _of_item("confirmed_substance", code=True),
        Column(pgettext_lazy("column", "Basis of figures"), "items.figure_basis", basis_of),
        _of_item("value"),
        _of_item("currency"),
    ]


@dataclass
class Told:
    """What an export held, known when its last line is written."""

    records: int = 0
    lines: int = 0
    withheld: int = 0
    not_for_court: int = 0
    handling: set[str] = field(default_factory=set)
    owners: set[UUID] = field(default_factory=set)

    @property
    def marking(self) -> str:
        """The strictest handling code among the rows."""
        return max(self.handling, default="H0")


class Table:
    """Reads what is exported, piece by piece; identities where they are asked for and the reader holds the right."""

    def __init__(
        self, actor: Actor, rows: SeizureQuerySet, *, may: May, identities: bool, order: str = "-occurred_at"
    ) -> None:
        self.actor, self.rows, self.may, self.order = actor, rows.with_rows(), may, order
        self.identities = identities and actor.may_see_identities
        self.told = Told()
        self._of_seizure = [each for each in seizure_columns() if self.identities or not _hidden(each)]
        self._of_item = item_columns()

    @property
    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [str(column.heading) for column in (*self._of_seizure, *self._of_item)]

    def lines(self) -> Iterator[Line]:
        """Yield a line for each item of each record that the reader may export; the others are counted."""
        for rows in self._pieces():
            held = grants.held_on(self.actor, rows)
            note_consents(self.actor, rows)
            for row in rows:
                if not self.may(self.actor, row):
                    self.told.withheld += 1
                    continue
                self.told.records += 1
                self.told.handling.add(row.handling)
                self.told.owners.add(row.owner_agency)
                self.told.not_for_court += not can_use_in_court(self.actor, row)
                first = [self._cell(column, row, held[row.pk]) for column in self._of_seizure]
                for item in row.items.all():
                    self.told.lines += 1
                    yield [*first, *(column.read(item) for column in self._of_item)]

    def _cell(self, column: Column, row: Seizure, held: frozenset[str]) -> Any:
        return "" if _hidden(column) and SEE_IDENTITY not in held else column.read(row)

    def _pieces(self) -> Iterator[Sequence[Seizure]]:
        mark: Mark | None = None
        while True:
            found = page(self.rows, order=self.order, after=mark, size=PIECE)
            yield found.rows
            if found.next is None:
                return
            mark = found.next


def _hidden(column: Column) -> bool:
    owner, _dot, name = column.name.rpartition(".")
    declared = Item.FIELDS if owner else Seizure.FIELDS
    return declared.get(name, FieldClass.IDENTITY) == FieldClass.IDENTITY
