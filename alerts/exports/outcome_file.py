"""Figures of alerts and requests as CSV: each table below its heading, times in minutes, shares as two numbers."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from aircop.web.cells import plain_cell
from alerts.forms.outcome import Cell, Share, Sheet
from alerts.queries.outcome import Period

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def outcome_text(sheets: Iterable[Sheet], *, period: Period, at: datetime) -> str:
    """Return the file: which days, when it was made, then each table."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("First day (GMT)"), period.since.isoformat()])
    writer.writerow([_("Last day (GMT)"), period.until.isoformat()])
    writer.writerow([_("Made (GMT)"), at.strftime("%Y-%m-%d %H:%M")])
    writer.writerow([_("Times"), _("in minutes")])
    for sheet in sheets:
        writer.writerow([])
        writer.writerow([plain_cell(str(sheet.title))])
        writer.writerow(list(_headings(sheet)))
        writer.writerows([list(_cells(row)) for row in sheet.rows])
    return MARK + text.getvalue()


def _headings(sheet: Sheet) -> Iterator[str]:
    """Yield the headings; a share has a column for what it is of."""
    first = sheet.rows[0] if sheet.rows else ()
    for number, heading in enumerate((*sheet.words, *sheet.headings)):
        yield plain_cell(str(heading))
        if len(first) > number and isinstance(first[number], Share):
            yield _("of")


def _cells(row: Iterable[Cell]) -> Iterator[Any]:
    for cell in row:
        if isinstance(cell, Share):
            yield from (cell.part, cell.whole)
        elif isinstance(cell, timedelta):
            yield round(cell.total_seconds() / 60)
        else:
            yield "" if cell is None else plain_cell(cell) if isinstance(cell, str) else cell
