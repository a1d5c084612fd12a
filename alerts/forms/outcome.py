"""Figures of alerts and requests: for which days they are asked, and how their tables read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aircop.reference.queries import country_name, label
from aircop.reference.queries.snapshot import today
from aircop.web.words import span
from alerts.enums import AlertKind, Clock
from alerts.queries.outcome import AlertFigures, AlertOutcome, Period, RequestFigures, RequestOutcome, Times
from seizures.forms.filter import DayField
from taskforces.models import Agency, TaskForce

USUAL = timedelta(days=89)
LONGEST = timedelta(days=5 * 366)
WHO: Any = pgettext_lazy("statistics", "Who was asked")
FROM: Any = pgettext_lazy("statistics", "From")
TO: Any = pgettext_lazy("statistics", "To")


class OutcomeForm(forms.Form):
    """From which day to which; the last ninety days unless it says otherwise."""

    since = DayField(label=gettext_lazy("First day (GMT)"))
    until = DayField(label=gettext_lazy("Last day (GMT)"))

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than five years at a time."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        period = period_of(told.get("since"), told.get("until"))
        if period.until < period.since:
            self.add_error("until", _("The last day lies before the first one."))
        elif period.until - period.since > LONGEST:
            self.add_error("until", _("Choose five years at most."))
        return told

    def period(self) -> Period:
        """Return the days that are asked for; the usual ones when they cannot be read."""
        told = self.cleaned_data if self.is_valid() else {}
        return period_of(told.get("since"), told.get("until"))


class OutcomeExportForm(OutcomeForm):
    """The same days, and what the file is for."""

    purpose = forms.CharField(
        label=gettext_lazy("What the file is for"),
        max_length=300,
        help_text=gettext_lazy("It is kept in the audit, with your name."),
        error_messages={"required": gettext_lazy("Say what the file is for: it is kept in the audit.")},
    )


def period_of(since: date | None, until: date | None) -> Period:
    """Return the days from one to the other; where one is left out, ninety days that end with the other or today."""
    if since is None:
        until = until or today()
        return Period(max(until, date.min + USUAL) - USUAL, until)
    return Period(since, until or max(today(), since))


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return str(self.part)
        return _("%(part)d (%(percent)d %%)") % {"part": self.part, "percent": round(100 * self.part / self.whole)}


type Cell = str | int | timedelta | Share | None


@dataclass(frozen=True)
class Sheet:
    """One table: `words` of its columns are texts, the others figures."""

    name: str
    title: Any
    words: Sequence[Any]
    headings: Sequence[Any]
    rows: Sequence[Sequence[Cell]]


TIMES = (
    gettext_lazy("Median time"),
    gettext_lazy("Nine of ten within"),
    pgettext_lazy("statistics", "n"),
)
OF_ALERTS = (
    gettext_lazy("Alerts"),
    gettext_lazy("Addressed"),
    gettext_lazy("Answered"),
    *TIMES,
    gettext_lazy("With a seizure or an arrest"),
)
OF_REQUESTS = (
    pgettext_lazy("requests", "Asked"),
    pgettext_lazy("requests", "Answered"),
    pgettext_lazy("requests", "Refused"),
    pgettext_lazy("requests", "Withdrawn"),
    pgettext_lazy("requests", "Open"),
    *TIMES,
    gettext_lazy("Within the clock"),
)


def alert_sheets(found: AlertOutcome) -> list[Sheet]:
    """Return the tables of alerts: by kind, by who told, by who was asked, by pair of countries."""
    names = _names([*((each.key[0], None) for each in found.tellers), *(each.key for each in found.sides)])
    return [
        _of_alerts("kinds", _("By kind"), [_("Kind of alert")], found.kinds, lambda key: [AlertKind(key[0]).label]),
        _of_alerts("tellers", _("By who told"), [_("Task force")], found.tellers, lambda key: [names[(key[0], None)]]),
        _of_alerts("sides", _("By who was asked"), [WHO], found.sides, lambda key: [names[key]]),
        _of_alerts("pairs", _("By countries"), [FROM, TO], found.pairs, _countries),
    ]


def request_sheets(found: RequestOutcome) -> list[Sheet]:
    """Return the tables of requests: by clock, by who was asked, by pair of countries, and why they were refused."""
    names = _names(each.key for each in found.sides)
    refusals: list[list[Cell]] = [
        [*_countries(each.key), label("refusal_reason", each.key[2]), each.refused] for each in found.refusals
    ]
    return [
        _of_requests("clocks", _("By clock"), [_("Clock")], found.clocks, lambda key: [Clock(key[0]).label]),
        _of_requests("asked", _("By who was asked"), [WHO], found.sides, lambda key: [names[key]]),
        _of_requests("countries", _("By countries"), [FROM, TO], found.pairs, _countries),
        Sheet("refusals", _("Why they were refused"), [FROM, TO, _("Reason")], [OF_REQUESTS[2]], refusals),
    ]


def _of_alerts(name: str, title: str, words: list[Any], found: Iterable[AlertFigures], said: Any) -> Sheet:
    rows = [
        [
            *said(each.key), each.alerts, each.addressed, Share(each.answered, each.addressed), *_times(each.times),
            Share(each.yielded, each.answered),
        ]
        for each in found
    ]  # fmt: skip
    return Sheet(name, title, words, OF_ALERTS, rows)


def _of_requests(name: str, title: str, words: list[Any], found: Iterable[RequestFigures], said: Any) -> Sheet:
    rows = [
        [
            *said(each.key), each.asked, each.answered, each.refused, each.withdrawn, each.open, *_times(each.times),
            Share(each.in_time, each.measured),
        ]
        for each in found
    ]  # fmt: skip
    return Sheet(name, title, words, OF_REQUESTS, rows)


def _times(times: Times) -> list[Cell]:
    return [times.median, times.ninth, times.count]


def _countries(key: tuple[Any, ...]) -> list[str]:
    return [country_name(code) if code else _("International agency") for code in key[:2]]


def _names(keys: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], str]:
    """Return the names of units and agencies by their keys: (unit, None) or (None, agency)."""
    every = set(keys)
    units = TaskForce.objects.in_bulk([unit for unit, _agency in every if unit])
    agencies = Agency.objects.in_bulk([agency for _unit, agency in every if agency])
    return {key: str(units[key[0]] if key[0] else agencies[key[1]]) for key in every}


def shown(cell: Cell) -> str:
    """Return a cell as people read it; where nothing was measured, a dash."""
    if cell is None:
        return "\N{EN DASH}"
    return span(cell) if isinstance(cell, timedelta) else str(cell)
