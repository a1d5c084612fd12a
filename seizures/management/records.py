"""Synthetic seizures, written set-based: whole pieces by one statement, through the system's own login.

A lane is one unit's run of records; pieces of the lanes are laid in turn, so that units lie mixed in the table as
they would. Everything thrown hangs on the seed and the number of the record, so the same call makes the same records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connections, transaction

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from aircop.reference.normalise import normalise
from seizures.events import BulkLoaded
from seizures.models import Seizure
from taskforces.models import TaskForce

PIECE = 1_000  # rows; well under two seconds, so that nobody waits long for a lock
WHY = "load test: synthetic records"

# Commodity, substance, form, unit, least and most, conveyance, concealment, detection, place: one in the same row.
GOODS = (
    ("DRG", "cocaine", "powder", "kg", 0.4, 12, "PAX", "FBT", "XRB", "CHK"),
    ("DRG", "cocaine", "powder", "g", 300, 1_400, "PAX", "ING", "TGT-API", "HOS"),
    ("DRG", "cocaine", "powder", "kg", 4, 80, "CRG", "CVR", "TGT-CRG", "CGO"),
    ("DRG", "heroin", "powder", "kg", 0.3, 6, "PAX", "FBT", "RSK", "TRZ"),
    ("DRG", "methamphetamine", "crystal-rock", "kg", 1, 14, "PAX", "BAG", "K9", "SEC"),
    ("DRG", "cannabis-herb", "plant-matter", "kg", 2, 30, "PAX", "BAG", "K9", "BAG"),
    ("DRG", "cannabis-resin", "resin-block", "kg", 0.4, 9, "PAX", "BAG", "", "ARR"),
    ("DRG", "ketamine", "powder", "g", 100, 3_000, "PST", "PST", "XRC", "MAIL"),
    ("DRG", "khat", "plant-matter", "kg", 8, 120, "CRG", "FRT", "RTN", "CGO"),
    ("PRE", "ephedrine", "powder", "kg", 5, 75, "CRG", "", "TGT-CRG", "CGO"),
    ("MED", "tramadol", "pill-tablet", "tablet", 4_000, 240_000, "CRG", "FRT", "XRC", ""),
    ("WLD", "", "", "kg", 2, 60, "CRG", "CVR", "INT", "CGO"),
    ("GLD", "", "", "kg", 0.4, 9, "PAX", "WRN", "BSC", "SEC"),
    ("DOC", "", "", "piece", 1, 14, "PAX", "HND", "CKT", "GAT"),
)
KEYS = (
    "commodity", "substance", "form", "unit", "low", "high", "conveyance", "concealment", "detection", "place",
    "factor", "factor_text", "factor_version",
)  # fmt: skip

RESERVE = """
INSERT INTO taskforces_referencecounter (task_force_id, kind, year, last)
VALUES (%s, 'S', extract(year FROM now() AT TIME ZONE 'UTC')::int, %s)
ON CONFLICT (task_force_id, kind, year) DO UPDATE SET last = taskforces_referencecounter.last + excluded.last
RETURNING year, last
"""

# `dice` throws per record: five independent large numbers by hashing the number of the record with the seed.
INSERT = """
WITH goods AS (
  SELECT * FROM jsonb_to_recordset(%(goods)s) AS g(place_in_list int, commodity text, substance text, form text,
    unit text, low float8, high float8, conveyance text, concealment text, detection text, place text,
    factor numeric, factor_text text, factor_version text)
), dice AS MATERIALIZED (
  SELECT n, %(start)s::timestamptz + make_interval(secs => a %% %(span)s) AS at, b, c, d, e,
    to_hex(hashint8extended(n, %(seed)s + 6)) || 'ffffffffffffffff' AS hex,
    (%(own_lists)s::uuid[])[n - %(first)s + 1] AS own_list
  FROM generate_series(%(first)s, %(last)s) AS n, LATERAL (
    SELECT hashint8extended(n, %(seed)s + 1) & %(mask)s AS a, hashint8extended(n, %(seed)s + 2) & %(mask)s AS b,
           hashint8extended(n, %(seed)s + 3) & %(mask)s AS c, hashint8extended(n, %(seed)s + 4) & %(mask)s AS d,
           hashint8extended(n, %(seed)s + 5) & %(mask)s AS e) AS thrown
), draft AS MATERIALIZED (
  SELECT dice.*, goods.*, at + make_interval(mins => (b %% 600)::int) AS told,
    CASE WHEN c %% 100 < 70 THEN 'locked' WHEN c %% 100 < 85 THEN 'verified' WHEN c %% 100 < 95 THEN 'submitted'
         ELSE 'rejected' END AS status,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hex, 1, 3) || '8'
      || substr(hex, 4, 3) || lpad(to_hex(n), 12, '0'))::uuid AS id,
    round((low * exp(ln(high / low) * ((d %% 100000) / 100000.0)))::numeric, CASE unit WHEN 'kg' THEN 3 ELSE 0 END)
      AS quantity
  FROM dice JOIN goods ON place_in_list = e %% %(kinds)s
), seizures AS (
  INSERT INTO seizures_seizure (id, access_list_id, root_list_id, owner_agency, owner_unit, version, recorded_at,
    recorded_by_id, withdrawn_reason, retention_category, legal_hold, reference, status, task_force_id, airport_id,
    occurred_at, occurred_zone, occurred_precision, occurred_on, direction, conveyance, place, detection,
    contributing_detections, trigger, producing_country, departure_country, destination_country,
    lead_agency_id, persons_arrested, flight_number, air_waybill, summary, narrative, handling, handling_words,
    submitted_at, verified_by_id, verified_at, locked_at, rejection)
  SELECT id, COALESCE(own_list, %(root)s), %(root)s, %(agency)s, %(unit)s, 3, told, %(officer)s, '', 'standard', false,
    %(prefix)s || lpad((%(number)s + n - %(first)s)::text, 6, '0'), status, %(unit)s, %(airport)s,
    at, %(zone)s, 'minute', (at AT TIME ZONE %(zone)s)::date, (ARRAY['OUT', 'IN', 'TRN'])[b %% 3 + 1], conveyance,
    CASE WHEN d %% 7 > 0 THEN place ELSE '' END, CASE WHEN d %% 9 > 0 THEN detection ELSE '' END,
    '{}', '', '', '', '',
    %(agency)s, b %% 3, CASE conveyance WHEN 'PAX' THEN 'Q0' || (100 + b %% 900) ELSE '' END, '',
    'Synthetic record ' || n || ': ' || quantity || ' ' || unit || ' ' || COALESCE(NULLIF(substance, ''), commodity)
      || ' found at ' || %(airport)s || ' on the way to another airport.',
    CASE WHEN c %% 4 > 0 THEN repeat('Nothing of this happened; it fills a page for measuring. ', 3) ELSE '' END,
    (ARRAY['H0', 'H0', 'H0', 'H0', 'H1', 'H2'])[c %% 6 + 1], '',
    told, CASE WHEN status IN ('locked', 'verified') THEN %(supervisor)s::uuid END,
    CASE WHEN status IN ('locked', 'verified') THEN told + interval '1 day' END,
    CASE status WHEN 'locked' THEN told + interval '9 days' END, CASE status WHEN 'rejected' THEN 'INC' ELSE '' END
  FROM draft
), items AS (
  INSERT INTO seizures_item (id, seizure_id, sequence, commodity, substance, form, concealment, quantity, unit, basis,
    kg_equivalent, factor, factor_text, factor_version, currency)
  SELECT id, id, 1, commodity, substance, form, CASE WHEN d %% 10 > 2 THEN concealment ELSE '' END, quantity, unit,
    'weighed', quantity * factor / 1000, factor, factor_text, factor_version, ''
  FROM draft
)
SELECT (array_agg(id ORDER BY n))[1], (array_agg(id ORDER BY n DESC))[1] FROM draft
"""


@dataclass(frozen=True, slots=True)
class Lane:
    """One unit's run of records: who logs and verifies, between which times, and how many.

    `own_lists` are derived lists of the unit's: the first records lie on one each.
    """

    unit: TaskForce
    officer: UUID
    supervisor: UUID
    count: int
    start: datetime
    end: datetime
    own_lists: Sequence[UUID] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Consecutive records of one lane, by their numbers in the whole load."""

    lane: Lane
    first: int
    last: int
    offset: int  # of the first record within its lane

    @property
    def size(self) -> int:
        """Return how many records it holds."""
        return self.last - self.first + 1


def pieces(lanes: Sequence[Lane], size: int = PIECE) -> Iterator[Piece]:
    """Cut the lanes into pieces, so that all lanes are done at about the same time."""
    most = max((lane.count for lane in lanes), default=0)
    rounds = max(1, -(-most // size))
    first = 1
    for turn in range(rounds):
        for lane in lanes:
            begin, end = (lane.count * edge // rounds for edge in (turn, turn + 1))
            if end > begin:
                yield Piece(lane, first, first + end - begin - 1, begin)
                first += end - begin


def lay(actor: Actor, piece: Piece, *, seed: int, alias: str) -> None:
    """Write one piece with its audit entry and its event. The same seed twice is refused by the keys.

    The records and the event go in by `alias`, the system's login, the audit entry by the application's: that is
    committed last, so that a piece that was not written is not claimed.
    """
    lane = piece.lane
    with transaction.atomic(), transaction.atomic(using=alias):
        record(actor, "seizure.bulk_load", about=lane.unit, changes={"count": (None, piece.size)}, reason=WHY)
        year, last_number = _reserve(alias, piece)
        with connections[alias].cursor() as cursor:
            cursor.execute(INSERT, _parameters(piece, seed, year, last_number))
            first, last = cursor.fetchone()
        about = Seizure(id=first, access_list_id=lane.unit.default_list_id, root_list_id=lane.unit.default_list_id)
        append(BulkLoaded(lane.unit.default_list_id, piece.size, last), about=about, actor=actor, using=alias)


def _reserve(alias: str, piece: Piece) -> tuple[int, int]:
    """Take the references' numbers from the unit's counter; return their year and the last of them."""
    with connections[alias].cursor() as cursor:
        cursor.execute(RESERVE, [piece.lane.unit.pk, piece.size])
        year, last = cursor.fetchone()
    return year, last


def _parameters(piece: Piece, seed: int, year: int, last_number: int) -> dict[str, Any]:
    lane, unit = piece.lane, piece.lane.unit
    return {
        "goods": _goods(lane),
        "kinds": len(GOODS),
        "first": piece.first,
        "last": piece.last,
        "seed": seed * 1_000,
        "mask": 2**62 - 1,
        "start": lane.start,
        "span": max(1, int((lane.end - lane.start) / timedelta(seconds=1))),
        "own_lists": [str(each) for each in lane.own_lists[piece.offset : piece.offset + piece.size]],
        "root": unit.default_list_id,
        "agency": unit.host_agency_id,
        "unit": unit.pk,
        "officer": lane.officer,
        "supervisor": lane.supervisor,
        "airport": unit.airport_id,
        "zone": unit.airport.timezone,
        "prefix": f"{unit.code}-S-{year}-",
        "number": last_number - piece.size + 1,
    }


def _goods(lane: Lane) -> str:
    """Return the goods with the factors that hold where and when the lane ends."""
    region, day = lane.unit.airport.country.sub_region, lane.end.date()
    rows = []
    for place, row in enumerate(GOODS):
        mass = normalise(Decimal(1), row[3], row[1], region, day)
        factor = None if mass.factor is None else f"{mass.factor:f}"
        rows.append(
            dict(zip(KEYS, (*row, factor, mass.factor_text, mass.version), strict=True)) | {"place_in_list": place}
        )
    return orjson.dumps(rows).decode()
