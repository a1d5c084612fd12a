"""A table as CSV: for spreadsheets, so with the mark of UTF-8, and without a cell that one would run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from aircop.web.cells import plain_cell
from seizures.exports.table import Line, Table

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
BUFFER = 64 * 1024  # characters that are sent together


class _Echo:
    """Gives back what the writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_text(table: Table[Any], *, shown: str, at: datetime) -> Iterator[str]:
    """Yield the file in pieces: what it holds and when it was made, headings, lines, then counts and handling."""
    writer, held = csv.writer(_Echo()), MARK
    for line in _every(table, shown=shown, at=at):
        held += writer.writerow([_cell(each) for each in line])
        if len(held) > BUFFER:
            yield held
            held = ""
    yield held


def _every(table: Table[Any], *, shown: str, at: datetime) -> Iterator[Line]:
    yield [_("Shown"), shown]
    yield [_("Made (GMT)"), at.strftime("%Y-%m-%d %H:%M")]
    yield [_("Handling"), _("Each line carries its code; the strictest stands below.")]
    yield []
    yield list(table.headings)
    yield from table.lines()
    yield []
    yield from _closing(table)


def _closing(table: Table[Any]) -> Iterable[Line]:
    told = table.told
    yield [str(table.counted), told.records]
    yield [_("Lines"), told.lines]
    yield [_("Strictest handling"), told.marking]
    if told.not_for_court:
        yield [_("Not for court without consent (H1)"), told.not_for_court]
    if told.withheld:
        yield [_("Left out"), table.left_out()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value) if isinstance(value, int) else plain_cell(str(value))
