"""Looking for seizures: free text and every filter of the lists, said once for pages, interface and exports.

`looked_for(rows, name, value)` adds one thing that is asked; `aircop.access.pages.page`, `count_upto` and
`ids_found` read what fits. Nothing else than the names of `NAMES` can be asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.translation import get_language

from aircop.reference.queries import below_heading
from seizures.models import SeizureQuerySet
from seizures.queries.search_words import Term, lexemes, quoted, terms

# Filters that are answered by a code, and the list whose headings stand for what lies below them.
CODED: Mapping[str, str] = {
    "status": "",
    "airport": "",
    "task_force": "",
    "lead_agency": "",
    "direction": "",
    "conveyance": "",
    "place": "place",
    "detection": "detection",
    "trigger": "trigger",
    "producing_country": "",
    "departure_country": "",
    "destination_country": "",
    "route": "",
    "handling": "",
    "commodity": "",
    "substance": "substance",
    "drug_group": "",
    "form": "",
    "concealment": "concealment",
    "incomplete": "",
    "score_below": "",
}
ARREST = "=has:arrest"
# Filters that the table itself answers as fast as the index: alone they leave the list as it is.
PLAIN: Mapping[str, str] = {
    "id": "pk__in",
    "access_list": "access_list_id",
    "recorded_from": "recorded_at__gte",
    "recorded_to": "recorded_at__lt",
}
RANGES = ("since", "until", "kg_from", "kg_to")
NAMES = frozenset({"q", "arrests", *CODED, *PLAIN, *RANGES})

FIND = "SELECT seizures_search_find(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
CAP = 10_000  # how far a list is counted
SEARCHED = 2_000  # how far what the index finds is counted while somebody waits for a page


@dataclass(frozen=True)
class Search:
    """What is asked for, all of it at once; of several codes of one filter, any."""

    text: str = ""
    coded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    arrests: bool | None = None
    access_list: UUID | None = None
    id: tuple[UUID, ...] | None = None
    since: date | None = None
    until: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None
    kg_from: Decimal | None = None
    kg_to: Decimal | None = None

    def adding(self, name: str, value: Any) -> "Search":
        """Return the search with one more thing asked; names that no list knows are a fault of the caller."""
        if name not in NAMES:
            raise KeyError(name)
        if name == "q":
            return replace(self, text=value)
        if name in CODED:
            many = (value,) if isinstance(value, str | UUID) else value
            return replace(self, coded={**self.coded, name: tuple(map(str, many))})
        told: dict[str, Any] = {name: tuple(value) if name == "id" else value}
        return replace(self, **told)

    @property
    def needed(self) -> bool:
        """Whether the index is needed."""
        return replace(self, id=None, access_list=None, recorded_from=None, recorded_to=None) != Search()

    @property
    def terms(self) -> list[Term]:
        """The words that were typed, as they are looked for."""
        return terms(self.text, get_language() or "en")

    @property
    def beginnings(self) -> frozenset[str]:
        """The beginnings of words that are found, folded: for marking them in a text."""
        return frozenset(word for term in self.terms for word in term.beginnings)

    def query(self) -> str:
        """Return the question to the index of words; every code that was asked must be one of the letters it knows."""
        parts = [term.query for term in self.terms]
        parts += [_any_of(name, codes) for name, codes in self.coded.items()]
        if self.arrests is not None:
            parts.append(("" if self.arrests else "!") + quoted(ARREST))
        if self.access_list is not None:
            parts.append(quoted(f"=on:{self.access_list}"))
        return " & ".join(parts)

    @property
    def hopeless(self) -> bool:
        """Whether something was typed that holds no word."""
        return bool(self.text.strip()) and not self.terms

    def ids(
        self, using: str, *, field: str, descending: bool, start: tuple[datetime, UUID] | None, size: int
    ) -> list[UUID]:
        """Return the ids of the first rows that fit and that the bound reader may see, after a place in the order."""
        if self.hopeless:
            return []
        ranges = (self.since, self.until, self.recorded_from, self.recorded_to, self.kg_from, self.kg_to)
        only = None if self.id is None else list(self.id)
        place = start or (None, None)
        with connections[using].cursor() as cursor:
            cursor.execute(FIND, [self.query(), *ranges, only, field, descending, *place, size])
            found: list[UUID] = cursor.fetchone()[0]
        return found


def _any_of(name: str, codes: Iterable[str]) -> str:
    code_list = CODED[name]
    below = {code: below_heading(code_list, code) for code in codes} if code_list else {}
    meant = [quoted(each) for code in codes for each in lexemes(name, code, below)]
    return f"({' | '.join(meant)})" if meant else quoted("=nothing")


def looked_for(rows: SeizureQuerySet, name: str, value: Any) -> SeizureQuerySet:
    """Return the rows with one more thing asked of them."""
    asked = search_of(rows).adding(name, value)
    narrowed = rows.filter(**{PLAIN[name]: value}) if name in PLAIN else rows.all()
    narrowed.finder = asked
    return narrowed


def search_of(rows: SeizureQuerySet) -> Search:
    """Return what was asked of the rows."""
    return rows.finder if isinstance(rows.finder, Search) else Search()


def ids_found(rows: SeizureQuerySet, most: int, order: str = "-occurred_at") -> list[UUID]:
    """Return the ids of the rows in an order, no more than so many."""
    search, field = search_of(rows), order.removeprefix("-")
    if not search.needed:
        return list(rows.order_by(order, "-id" if order.startswith("-") else "id").values_list("pk", flat=True)[:most])
    return search.ids(rows.db, field=field, descending=order.startswith("-"), start=None, size=most)


def count_upto(rows: SeizureQuerySet, most: int) -> int:
    """Count the rows, no further than so many."""
    search = search_of(rows)
    if search.needed:
        return len(search.ids(rows.db, field="occurred_at", descending=True, start=None, size=most))
    return rows.order_by().values("pk")[:most].count()
