"""What came of alerts and requests over a period: counted by the database over what the reader may see.

Of an alert its readers are not told whom else it was for: an addressee counts for who serves with the unit that told
it, and for the addressee itself. So nobody counts what no page shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from aircop.access.actor import Actor
from alerts.enums import Result
from alerts.models import Alert, InformationRequest, Thread
from alerts.queries.alert import TOLD
from alerts.queries.request import TERMS

YIELDS = (Result.SEIZURE, Result.ARREST)

ALERTS = """
WITH told AS MATERIALIZED ({told}),
asked AS (
  SELECT told.id, told.kind, told.task_force_id AS teller, told.owner_agency, tp.country_id AS from_country,
         a.id AS addressee, a.unit_id, a.agency_id,
         CASE WHEN a.id IS NOT NULL THEN COALESCE(ap.country_id, g.country_id, '') END AS to_country,
         extract(epoch FROM came.first - told.published_at)::float8 AS took, came.yielded
    FROM told
    JOIN taskforces_taskforce tt ON tt.id = told.task_force_id JOIN reference_airport tp ON tp.iata = tt.airport_id
    LEFT JOIN alerts_addressee a ON a.alert_id = told.id
     AND (told.owner_unit = ANY (%s::uuid[]) OR told.owner_unit IS NULL AND told.owner_agency = ANY (%s::uuid[])
          OR a.unit_id = ANY (%s::uuid[]) OR a.agency_id = ANY (%s::uuid[]))
    LEFT JOIN taskforces_taskforce au ON au.id = a.unit_id LEFT JOIN reference_airport ap ON ap.iata = au.airport_id
    LEFT JOIN taskforces_agency g ON g.id = a.agency_id
    LEFT JOIN LATERAL (SELECT min(w.at) AS first, bool_or(w.result = ANY (%s)) AS yielded
                         FROM alerts_answer w WHERE w.addressee_id = a.id) came ON true
)
SELECT CASE GROUPING(kind, teller, unit_id, agency_id, from_country, to_country)
         WHEN 31 THEN 'kind' WHEN 47 THEN 'teller' WHEN 51 THEN 'side' WHEN 60 THEN 'pair' ELSE 'total' END,
       kind, teller, unit_id, agency_id, from_country, to_country,
       count(DISTINCT id), count(addressee), count(took), count(*) FILTER (WHERE yielded),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY took), array_agg(DISTINCT owner_agency)
  FROM asked
 GROUP BY GROUPING SETS ((), (kind), (teller), (unit_id, agency_id), (from_country, to_country))
"""
# Time during which the asker was asked back is not counted: the clock stood still.
REQUESTS = """
WITH asked AS (
  SELECT r.*, COALESCE(fp.country_id, fa.country_id, '') AS from_country,
         COALESCE(tp.country_id, ta.country_id, '') AS to_country,
         CASE WHEN r.status IN ('answered', 'refused')
              THEN term.seconds - extract(epoch FROM r.due_at - r.ended_at)::float8 END AS took,
         r.status IN ('answered', 'refused') OR r.status = 'open' AND r.due_at < statement_timestamp() AS measured,
         r.ended_at <= r.due_at AS in_time
    FROM ({asked}) r
    JOIN unnest(%s::text[], %s::float8[]) AS term(clock, seconds) ON term.clock = r.clock
    LEFT JOIN taskforces_taskforce fu ON fu.id = r.from_unit_id
    LEFT JOIN reference_airport fp ON fp.iata = fu.airport_id
    LEFT JOIN taskforces_agency fa ON fa.id = r.from_agency_id
    LEFT JOIN taskforces_taskforce tu ON tu.id = r.to_unit_id
    LEFT JOIN reference_airport tp ON tp.iata = tu.airport_id
    LEFT JOIN taskforces_agency ta ON ta.id = r.to_agency_id
)
SELECT CASE GROUPING(clock, to_unit_id, to_agency_id, from_country, to_country, refusal)
         WHEN 31 THEN 'clock' WHEN 39 THEN 'side' WHEN 57 THEN 'pair' WHEN 56 THEN 'refusal' ELSE 'total' END,
       clock, to_unit_id, to_agency_id, from_country, to_country, refusal,
       count(*), count(*) FILTER (WHERE status = 'answered'), count(*) FILTER (WHERE status = 'refused'),
       count(*) FILTER (WHERE status = 'withdrawn'), count(took),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY took),
       count(*) FILTER (WHERE measured), count(*) FILTER (WHERE measured AND in_time)
  FROM asked
 GROUP BY GROUPING SETS (
   (), (clock), (to_unit_id, to_agency_id), (from_country, to_country), (from_country, to_country, refusal))
"""


@dataclass(frozen=True)
class Period:
    """From the first day to the last, by GMT."""

    since: date
    until: date

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """The first instant, and the first one that is past it."""
        begins, last = (datetime.combine(each, time(), tzinfo=UTC) for each in (self.since, self.until))
        return begins, last + timedelta(days=1) if self.until < date.max else datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Times:
    """How long answers took: of how many, the median, and what nine of ten stayed below. Without any: nothing."""

    count: int = 0
    median: timedelta | None = None
    ninth: timedelta | None = None


@dataclass(frozen=True)
class AlertFigures:
    """Alerts told, units and agencies addressed, those of them that answered, and with a seizure or an arrest.

    `key` says of what: a kind, the id of a unit or an agency, or two countries (the unit's that told, the addressee's).
    """

    key: tuple[Any, ...] = ()
    alerts: int = 0
    addressed: int = 0
    answered: int = 0
    yielded: int = 0
    times: Times = Times()


@dataclass(frozen=True)
class AlertOutcome:
    """The figures of alerts: all, by kind, by the unit that told, by who was asked, by pair of countries."""

    total: AlertFigures = AlertFigures()
    kinds: Sequence[AlertFigures] = ()
    tellers: Sequence[AlertFigures] = ()
    sides: Sequence[AlertFigures] = ()
    pairs: Sequence[AlertFigures] = ()
    owners: Sequence[UUID] = ()


@dataclass(frozen=True)
class RequestFigures:
    """Requests asked, answered, refused, withdrawn; those whose clock has said something, and those within it."""

    key: tuple[Any, ...] = ()
    asked: int = 0
    answered: int = 0
    refused: int = 0
    withdrawn: int = 0
    times: Times = Times()
    measured: int = 0
    in_time: int = 0

    @property
    def open(self) -> int:
        """How many wait for somebody."""
        return self.asked - self.answered - self.refused - self.withdrawn


@dataclass(frozen=True)
class RequestOutcome:
    """The figures of requests: all, by clock, by who was asked, by pair of countries; refusals by pair and reason."""

    total: RequestFigures = RequestFigures()
    clocks: Sequence[RequestFigures] = ()
    sides: Sequence[RequestFigures] = ()
    pairs: Sequence[RequestFigures] = ()
    refusals: Sequence[RequestFigures] = ()


def alert_outcome(actor: Actor, period: Period) -> AlertOutcome:
    """Return what came of the alerts of a period that the reader sees."""
    begins, ends = period.instants
    told = Alert.objects.visible_to(actor).filter(status__in=TOLD, published_at__gte=begins, published_at__lt=ends)
    names = ("id", "kind", "task_force_id", "owner_agency", "owner_unit", "published_at")
    units = [each.unit_id for each in actor.memberships if each.unit_id]
    agencies = [each.agency_id for each in actor.memberships]
    rows = _counted(ALERTS, "told", told.order_by().values(*names), [units, agencies, units, agencies, list(YIELDS)])
    by: dict[str, list[AlertFigures]] = {}
    owners: Sequence[UUID] = ()
    for which, kind, teller, unit, agency, here, there, alerts, addressed, answered, yielded, took, whose in rows:
        key = {"kind": (kind,), "teller": (teller,), "side": (unit, agency), "pair": (here, there)}.get(which, ())
        figures = AlertFigures(key, alerts, addressed, answered, yielded, _times(answered, took))
        if addressed or which not in {"side", "pair"}:
            by.setdefault(which, []).append(figures)
        owners = sorted(whose or ()) if which == "total" else owners
    ranked = {which: sorted(found, key=_most_addressed) for which, found in by.items()}
    kinds, tellers, sides, pairs = (ranked.get(which, ()) for which in ("kind", "teller", "side", "pair"))
    return AlertOutcome(by.get("total", [AlertFigures()])[0], kinds, tellers, sides, pairs, owners)


def request_outcome(actor: Actor, period: Period) -> RequestOutcome:
    """Return what came of the requests for information of a period that the reader sees."""
    begins, ends = period.instants
    seen = InformationRequest.objects.filter(
        thread__in=Thread.objects.visible_to(actor), asked_at__gte=begins, asked_at__lt=ends
    )
    names = (
        "from_unit_id", "from_agency_id", "to_unit_id", "to_agency_id", "clock", "status", "due_at", "ended_at",
        "refusal",
    )  # fmt: skip
    terms = [[str(each) for each in TERMS], [term.total_seconds() for term in TERMS.values()]]
    by: dict[str, list[RequestFigures]] = {}
    for row in _counted(REQUESTS, "asked", seen.order_by().values(*names), terms):
        which, clock, unit, agency, here, there, refusal, asked, answered, refused, withdrawn, ended, took = row[:13]
        if which == "refusal" and not refusal:
            continue
        key = {
            "clock": (clock,), "side": (unit, agency), "pair": (here, there), "refusal": (here, there, refusal),
        }.get(which, ())  # fmt: skip
        figures = RequestFigures(key, asked, answered, refused, withdrawn, _times(ended, took), *row[13:])
        by.setdefault(which, []).append(figures)
    ranked = {which: sorted(found, key=_most_asked) for which, found in by.items()}
    clocks, sides, pairs, refusals = (ranked.get(which, ()) for which in ("clock", "side", "pair", "refusal"))
    return RequestOutcome(by.get("total", [RequestFigures()])[0], clocks, sides, pairs, refusals)


# The parts ----------------------------------------------------------------------------------------------------------


def _counted(sql: str, name: str, rows: QuerySet[Any, Any], params: list[Any]) -> list[tuple[Any, ...]]:
    """Count over what a query of the reader's holds: its statement stands in the one that counts."""
    try:
        inner, given = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**{name: inner}), [*given, *params])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _times(count: int, took: Sequence[float] | None) -> Times:
    if not took or took[0] is None:
        return Times()
    median, ninth = (timedelta(seconds=each) for each in took)
    return Times(count, median, ninth)


def _most_addressed(figures: AlertFigures) -> tuple[Any, ...]:
    return (-figures.addressed, -figures.alerts, str(figures.key))


def _most_asked(figures: RequestFigures) -> tuple[Any, ...]:
    return (-figures.asked, str(figures.key))
