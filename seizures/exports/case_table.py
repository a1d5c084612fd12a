"""The table of an export of cases: a line for each, with how far its tasks are."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seizures.enums import ConsentKind, Handling
from seizures.exports.table import Column, Line, Table
from seizures.forms.case_wording import label_of_case, shown_of_case
from seizures.models import Case
from seizures.queries.case import NOTHING, Progress, progress_of
from seizures.queries.consent import note_consents
from seizures.rules import consented


def _plain(name: str) -> Column:
    return Column(label_of_case(name), name, lambda row: getattr(row, name))


def _said(name: str) -> Column:
    return Column(label_of_case(name), name, lambda row: shown_of_case(name, getattr(row, name)))


def _day(heading: Any, name: str) -> Column:
    return Column(heading, name, lambda row: f"{moment:%Y-%m-%d}" if (moment := getattr(row, name)) else "")


class CaseTable(Table[Case]):
    """Cases, a line for each."""

    counted = gettext_lazy("Cases")

    def __init__(self, *args: Any, order: str = "-recorded_at", **kwargs: Any) -> None:
        super().__init__(*args, order=order, **kwargs)
        self._progress: dict[UUID, Progress] = {}

    def columns(self) -> list[Column]:
        """Return the columns, in the reader's language."""
        return [
            _plain("reference"),
            _plain("title"),
            _said("status"),
            _day(_("Opened (GMT)"), "opened_at"),
            _day(_("Closed (GMT)"), "closed_at"),
            _said("outcome"),
            Column(label_of_case("unit"), "task_force", lambda row: row.task_force.code),
            Column(label_of_case("lead_agency"), "lead_agency", lambda row: row.lead_agency.name),
            _said("offences"),
            Column(_("Tasks"), "tasks", lambda row: self._of(row).tasks),
            Column(_("Tasks finished"), "tasks", lambda row: self._of(row).done),
            Column(_("Tasks overdue"), "tasks", lambda row: self._of(row).overdue),
            _plain("summary"),
            _plain("narrative"),
            Column(label_of_case("handling"), "handling", lambda row: row.handling),
            _plain("handling_words"),
        ]

    def left_out(self) -> str:
        """Say how many cases are left out, and why."""
        said = ngettext(
            "%(count)d case that you see on screen is left out: its handling (H2, H3) does not let it out.",
            "%(count)d cases that you see on screen are left out: their handling (H2, H3) does not let them out.",
            self.told.withheld,
        )
        return said % {"count": self.told.withheld}

    def note(self, rows: Sequence[Case]) -> None:
        """Count the tasks of the rows, and look up their consents."""
        self._progress = progress_of(rows)
        note_consents(self.actor, rows)

    def for_court(self, row: Case) -> bool:
        """Whether the case may be used in court: under H1 with the agency whose it is, or with its consent."""
        return bool(consented(self.actor, row, Handling.H1, ConsentKind.COURT))

    def lines_of(self, row: Case, first: Line) -> Iterator[Line]:  # noqa: ARG002  a case has no lines of its own
        """Yield the one line."""
        yield first

    def _of(self, row: Case) -> Progress:
        return self._progress.get(row.pk, NOTHING)
