"""The table of an export: its columns, its lines, and what was left out. Formats write it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected
from aircop.access.pages import page
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import Verdict
from aircop.paging import Mark
from aircop.reference.queries import airport_name
from seizures.forms.wording import basis_of, label_of, shown
from seizures.models import Seizure
from seizures.queries.consent import note_consents
from seizures.sharing_rules import can_use_in_court

PIECE = 500  # records in memory at a time

type Line = list[str | int | Decimal | None]
type Read = Callable[[Any], Any]
type May = Callable[[Actor, Any], Verdict]


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


class Table[R: Protected]:
    """Reads what is exported, piece by piece; identities where they are asked for and the reader holds the right.

    Of one kind of record; what differs between the kinds stands in the classes that follow it.
    """

    counted: ClassVar[Any]  # what the last lines call the records

    def __init__(self, actor: Actor, rows: Any, *, may: May, identities: bool, order: str) -> None:
        self.actor, self.rows, self.may, self.order = actor, rows.with_rows(), may, order
        self.identities = identities and actor.may_see_identities
        self.told = Told()
        self._columns = [each for each in self.columns() if self.identities or not self._hidden(each)]

    def columns(self) -> list[Column]:
        """Return the columns that tell of the record."""
        raise NotImplementedError

    def left_out(self) -> str:
        """Say how many records are left out, and why."""
        raise NotImplementedError

    def note(self, rows: Sequence[R]) -> None:
        """Look up at once what is asked of each row of a piece."""

    def for_court(self, row: R) -> bool:
        """Whether the record may be used in court."""
        raise NotImplementedError

    def lines_of(self, row: R, first: Line) -> Iterator[Line]:
        """Yield the lines of one record; `first` are the cells of its own columns."""
        raise NotImplementedError

    @property
    def headings(self) -> list[str]:
        """The headings of the columns."""
        return [str(column.heading) for column in self._columns]

    def lines(self) -> Iterator[Line]:
        """Yield the lines of each record that the reader may export; the others are counted."""
        for rows in self._pieces():
            held = grants.held_on(self.actor, rows)
            self.note(rows)
            for row in rows:
                if not self.may(self.actor, row):
                    self.told.withheld += 1
                    continue
                self._count(row)
                first = [self._cell(column, row, held[row.pk]) for column in self._columns]
                for line in self.lines_of(row, first):
                    self.told.lines += 1
                    yield line

    def _count(self, row: Any) -> None:
        self.told.records += 1
        self.told.handling.add(row.handling)
        self.told.owners.add(row.owner_agency)
        self.told.not_for_court += not self.for_court(row)

    def _cell(self, column: Column, row: R, held: frozenset[str]) -> Any:
        return "" if self._hidden(column) and SEE_IDENTITY not in held else column.read(row)

    def _hidden(self, column: Column) -> bool:
        declared = self.rows.model.FIELDS
        return bool(declared.get(column.name, FieldClass.IDENTITY) == FieldClass.IDENTITY)

    def _pieces(self) -> Iterator[Sequence[R]]:
        mark: Mark | None = None
        while True:
            found = page(self.rows, order=self.order, after=mark, size=PIECE)
            yield found.rows
            if found.next is None:
                return
            mark = found.next


class SeizureTable(Table[Seizure]):
    """Seizures, a line for each item."""

    counted = gettext_lazy("Seizures")

    def __init__(self, *args: Any, order: str = "-occurred_at", **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        self._of_item = item_columns()

    def columns(self) -> list[Column]:
        """Return the columns that tell of the seizure."""
        return seizure_columns()

    @property
    def headings(self) -> list[str]:
        """The headings of the columns, those of the item last."""
        return [*super().headings, *(str(column.heading) for column in self._of_item)]

    def left_out(self) -> str:
        """Say how many records are left out, and why."""
        said = ngettext(
            "%(count)d seizure that you see on screen is left out: its handling (H2, H3) does not let it out.",
            "%(count)d seizures that you see on screen are left out: their handling (H2, H3) does not let them out.",
            self.told.withheld,
        )
        return said % {"count": self.told.withheld}

    def note(self, rows: Sequence[Seizure]) -> None:
        """Look up the consents of the rows."""
        note_consents(self.actor, rows)

    def for_court(self, row: Seizure) -> bool:
        """Whether the record may be used in court."""
        return bool(can_use_in_court(self.actor, row))

    def lines_of(self, row: Seizure, first: Line) -> Iterator[Line]:
        """Yield a line for each item."""
        for item in row.items.all():
            yield [*first, *(column.read(item) for column in self._of_item)]
