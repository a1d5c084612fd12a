"""The search index of cases: built and asked as that of seizures is, over the words of the case and of its own parts.

Nothing of a linked seizure or person stands in it: a case must not be found by what its reader may not see. Its times
are those of the opening; in place of kilograms it holds the day, counted from 1970, by which the first open task is
due, so that what is overdue is found by the index too.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import migrations

from seizures.queries import search_find, search_index

DUE = """(SELECT min(t.due_on) - date '1970-01-01' FROM seizures_casetask t WHERE t.case_id = r.id
      AND t.done_at IS NULL AND r.status IN ('open', 'investigation', 'referred', 'court'))"""
OPENED = "COALESCE(r.opened_at, r.recorded_at)"
# What is said of a seizure, and what is said of a case in its place.
INSTEAD = (
    ("(SELECT sum(kg_equivalent) FROM seizures_item WHERE seizure_id = r.id)", DUE),
    ("r.recorded_at, r.occurred_on,", f"r.recorded_at, ({OPENED} AT TIME ZONE 'UTC')::date,"),
    ("r.occurred_at", OPENED),
    ("seizures_searchpart", "seizures_casesearchpart"),
    ("seizures_seizure", "seizures_case"),
)


def of_cases(sql: str) -> str:
    """Return a statement about the index of seizures as one about the index of cases."""
    for seizure, case in INSTEAD:
        sql = sql.replace(seizure, case)
    return re.sub(r"\bseizures_search(?!_words\()", "seizures_casesearch", sql)


TABLE, TABLE_DOWN = of_cases(search_index.TABLE), of_cases(search_index.TABLE_DOWN)
COMPOSE, COMPOSE_DOWN = of_cases(search_index.COMPOSE), of_cases(search_index.COMPOSE_DOWN)
FIND, FIND_DOWN = of_cases(search_find.FIND), of_cases(search_find.FIND_DOWN)


def cases_searched(
    table: str,
    *,
    column: str = "case_id",
    words: Sequence[str] = (),
    hidden: Sequence[str] = (),
    codes: Mapping[str, str] | None = None,
    lexemes: str = "",
    watch: Sequence[str] = (),
) -> list[migrations.RunSQL]:
    """Return the operations by which cases are found by the rows of a table: see `search_index.searched`."""
    made = search_index.searched(
        table, column=column, words=words, hidden=hidden, codes=codes, lexemes=lexemes, watch=watch
    )
    return [migrations.RunSQL(_of(each.sql), _of(each.reverse_sql)) for each in made]


def _of(sql: Any) -> Any:
    """Return what a migration runs, as `of_cases` says it: one text, or several with their values."""
    if isinstance(sql, str):
        return of_cases(sql)
    return [(of_cases(text), values) for text, values in sql]
