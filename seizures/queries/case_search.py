"""Looking for cases: free text and every filter of the lists, said once for pages and interface."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.translation import get_language

from seizures.models import CaseQuerySet
from seizures.queries.search_words import Term, quoted, terms

CODED = ("status", "task_force", "agency", "offence", "handling", "outcome", "mine")
NAMES = frozenset({"q", "overdue", "since", "until", "id", *CODED})
FIND = "SELECT seizures_casesearch_find(%s, %s, %s, NULL, NULL, NULL, %s, %s, %s, %s, %s, %s, %s)"
EPOCH = date(1970, 1, 1)
CAP = 2_000  # how far a list is counted while somebody waits


@dataclass(frozen=True)
class CaseSearch:
    """What is asked for, all of it at once; of several codes of one filter, any."""

    text: str = ""
    coded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overdue: bool = False
    since: date | None = None
    until: date | None = None
    id: tuple[UUID, ...] | None = None

    def adding(self, name: str, value: Any) -> "CaseSearch":
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
        """Whether anything is asked at all: without it the table's own order is faster."""
        return self != CaseSearch()

    @property
    def terms(self) -> list[Term]:
        """The words that were typed, as they are looked for."""
        return terms(self.text, get_language() or "en")

    def query(self) -> str:
        """Return the question to the index of words."""
        parts = [term.query for term in self.terms]
        parts += [f"({' | '.join(quoted(f'={name}:{code}') for code in codes)})" for name, codes in self._asked()]
        return " & ".join(parts)

    def _asked(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(name, codes or ("nothing",)) for name, codes in self.coded.items()]

    def ids(
        self, using: str, *, field: str, descending: bool, start: tuple[datetime, UUID] | None, size: int
    ) -> list[UUID]:
        """Return the ids of the first cases that fit and that the bound reader may see, after a place in the order."""
        if self.text.strip() and not self.terms:
            return []
        due = (datetime.now(UTC).date() - EPOCH).days - 1 if self.overdue else None
        only = None if self.id is None else list(self.id)
        asked = [self.query(), self.since, self.until, due, only, field, descending, *(start or (None, None)), size]
        with connections[using].cursor() as cursor:
            cursor.execute(FIND, asked)
            found: list[UUID] = cursor.fetchone()[0]
        return found


def case_search_of(rows: CaseQuerySet) -> CaseSearch:
    """Return what was asked of the rows."""
    return rows.finder if isinstance(rows.finder, CaseSearch) else CaseSearch()


def cases_looked_for(rows: CaseQuerySet, name: str, value: Any) -> CaseQuerySet:
    """Return the rows with one more thing asked of them."""
    narrowed = rows.all()
    narrowed.finder = case_search_of(rows).adding(name, value)
    return narrowed


def count_cases(rows: CaseQuerySet, most: int = CAP) -> int:
    """Count the rows, no further than so many."""
    search = case_search_of(rows)
    if search.needed:
        return len(search.ids(rows.db, field="recorded_at", descending=True, start=None, size=most))
    return rows.order_by().values("pk")[:most].count()
