"""Synthetic seizures, written set-based: whole pieces by one statement, through the system's own login.

A lane is one unit's run of records; pieces of the lanes are laid in turn, so that units lie mixed in the table as
they would. Everything thrown hangs on the seed and the number of the record, so the same call makes the same records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from seizures.events import BulkLoaded
from seizures.management.thrown import ENDS, GOODS, ends, goods
from seizures.models import Seizure
from seizures.queries.search_index import CAUGHT_UP, LAY_ASIDE
from taskforces.models import TaskForce

PIECE = 1_000  # rows; well under two seconds, so that nobody waits long for a lock
WHY = "load test: synthetic records"

RESERVE = """
INSERT INTO taskforces_referencecounter (task_force_id, kind, year, last)
VALUES (%s, %s, extract(year FROM now() AT TIME ZONE 'UTC')::int, %s)
ON CONFLICT (task_force_id, kind, year) DO UPDATE SET last = taskforces_referencecounter.last + excluded.last
RETURNING year, last
"""

# `dice` throws per record: independent large numbers by hashing the number of the record with the seed. What is left
# blank, where they went and what else was found follows the older records of the demo: `aircop.demo.details`.
INSERT = """
WITH goods AS (
  SELECT * FROM jsonb_to_recordset(%(goods)s) AS g(place_in_list int, commodity text, substance text, form text,
    unit text, low float8, high float8, conveyance text, concealment text, detection text, place text, details jsonb,
    factor numeric, factor_text text, factor_version text)
), ends AS (
  SELECT * FROM jsonb_to_recordset(%(ends)s) AS e(place_in_list int, far text, far_country text)
), dice AS MATERIALIZED (
  SELECT n, %(start)s::timestamptz + make_interval(secs => a %% %(span)s) AS at, b, c, d, e, f, g,
    to_hex(hashint8extended(n, %(seed)s + 6)) || 'ffffffffffffffff' AS hex,
    (%(own_lists)s::uuid[])[n - %(first)s + 1] AS own_list
  FROM generate_series(%(first)s, %(last)s) AS n, LATERAL (
    SELECT hashint8extended(n, %(seed)s + 1) & %(mask)s AS a, hashint8extended(n, %(seed)s + 2) & %(mask)s AS b,
           hashint8extended(n, %(seed)s + 3) & %(mask)s AS c, hashint8extended(n, %(seed)s + 4) & %(mask)s AS d,
           hashint8extended(n, %(seed)s + 5) & %(mask)s AS e, hashint8extended(n, %(seed)s + 7) & %(mask)s AS f,
           hashint8extended(n, %(seed)s + 8) & %(mask)s AS g) AS thrown
), draft AS MATERIALIZED (
  SELECT dice.*, goods.*, ends.far, ends.far_country, at + make_interval(mins => (b %% 600)::int) AS told,
    (ARRAY['OUT', 'IN', 'TRN'])[b %% 3 + 1] AS direction, (at AT TIME ZONE %(zone)s)::date AS day,
    CASE WHEN conveyance IN ('PAX', 'CRG') AND f %% 20 > 2 THEN 'Q0' || (100 + b %% 900) ELSE '' END AS flight,
    CASE WHEN c %% 100 < 70 THEN 'locked' WHEN c %% 100 < 85 THEN 'verified' WHEN c %% 100 < 95 THEN 'submitted'
         ELSE 'rejected' END AS status,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hex, 1, 3) || '8'
      || substr(hex, 4, 3) || lpad(to_hex(n), 12, '0'))::uuid AS id,
    round((low * exp(ln(high / low) * ((d %% 100000) / 100000.0)))::numeric, CASE unit WHEN 'kg' THEN 3 ELSE 0 END)
      AS quantity
  FROM dice JOIN goods ON goods.place_in_list = e %% %(kinds)s JOIN ends ON ends.place_in_list = g %% %(places)s
), seizures AS (
  INSERT INTO seizures_seizure (id, access_list_id, root_list_id, owner_agency, owner_unit, version, recorded_at,
    recorded_by_id, withdrawn_reason, retention_category, legal_hold, reference, status, task_force_id, airport_id,
    occurred_at, occurred_zone, occurred_precision, occurred_on, direction, conveyance, place, detection,
    contributing_detections, trigger, producing_country, departure_country, destination_country,
    lead_agency_id, persons_arrested, flight_number, air_waybill, summary, narrative, handling, handling_words,
    submitted_at, verified_by_id, verified_at, locked_at, rejection)
  SELECT id, COALESCE(own_list, %(root)s), %(root)s, %(agency)s, %(unit)s, 3, told, %(officer)s, '', 'standard', false,
    %(prefix)s || lpad((%(number)s + n - %(first)s)::text, 6, '0'), status, %(unit)s, %(airport)s,
    at, %(zone)s, 'minute', day, direction, conveyance,
    CASE WHEN d %% 20 > 2 THEN place ELSE '' END, CASE WHEN d %% 9 > 0 THEN detection ELSE '' END,
    '{}', (ARRAY['', '', '', 'TGT', 'TGT', 'TGT', 'RTN', 'RTN', 'TIP', 'HIT'])[g / 100 %% 10 + 1],
    CASE WHEN f / 100 %% 100 BETWEEN 58 AND 77 THEN 'UNK' WHEN f / 100 %% 100 > 77 AND commodity = 'DRG' THEN 'CO'
         ELSE '' END,
    CASE WHEN g / 1000 %% 100 < 15 THEN '' WHEN g / 1000 %% 100 < 22 THEN 'UNK' WHEN direction = 'OUT' THEN %(country)s
         ELSE far_country END,
    CASE WHEN f / 10000 %% 100 < 37 THEN '' WHEN direction = 'IN' THEN %(country)s ELSE far_country END,
    %(agency)s, b / 3 %% 3, flight,
    CASE conveyance WHEN 'CRG' THEN '000-' || (1000000 + f %% 8999999) || (1000000 + f %% 8999999) %% 7 ELSE '' END,
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
    kg_equivalent, factor, factor_text, factor_version, currency, details)
  SELECT id, id, 1, commodity, substance, CASE WHEN b %% 10 > 0 THEN form ELSE '' END,
    CASE WHEN d %% 10 > 2 THEN concealment ELSE '' END, quantity, unit, 'weighed', quantity * factor / 1000, factor,
    factor_text, factor_version, '', details
  FROM draft
  UNION ALL SELECT md5(id || ' cash')::uuid, id, 2, 'CUR', '', '', 'WRN', (12 + e %% 178) * 50,
    (ARRAY['EUR', 'USD', 'XOF'])[e %% 3 + 1], 'counted', NULL, NULL, '', '', '', '{"cash_form": "notes"}'
  FROM draft WHERE commodity = 'DRG' AND g / 10000 %% 100 < 9
), legs AS (
  INSERT INTO seizures_routeleg (id, seizure_id, sequence, kind, airport_id, country, flight_number, date, confidence,
    source)
  SELECT md5(id || kind)::uuid, id, row_number() OVER (PARTITION BY id ORDER BY place_on_way), kind, leg.airport,
    leg.country, CASE kind WHEN 'SEI' THEN flight ELSE '' END, day - CASE kind WHEN 'ORG' THEN 1 ELSE 0 END, '',
    (ARRAY['TKT', 'TAG', 'INT', 'DOC'])[f %% 4 + 1]
  FROM draft CROSS JOIN LATERAL (VALUES (1, 'ORG', far, far_country, direction <> 'OUT'),
    (2, 'SEI', %(airport)s, %(country)s, true), (3, 'DST', far, far_country, direction = 'OUT')
  ) AS leg(place_on_way, kind, airport, country, went) WHERE went AND g / 1000000 %% 100 >= 61
), conveyances AS (
  INSERT INTO seizures_conveyance (id, seizure_id, seat, booking_reference, ticket_number, bag_tags, house_waybill,
    shipper, consignee, agent, declared_goods, hs_code, pieces, weight_kg, currency, container, postal_item, sender,
    addressee, operator, tracking_number, registration, aircraft_place)
  SELECT md5(id || ' carried')::uuid, id, CASE conveyance WHEN 'PAX' THEN (1 + f %% 40) || 'C' ELSE '' END, '', '',
    CASE WHEN conveyance = 'PAX' AND f %% 2 = 0 THEN ARRAY['0000' || (100000 + e %% 900000)] ELSE '{}' END, '',
    CASE conveyance WHEN 'CRG' THEN 'Nobody & Sons ' || e %% 500 ELSE '' END, '', '',
    CASE WHEN conveyance IN ('CRG', 'PST') THEN (ARRAY['Spare parts', 'Garments', 'Foodstuffs'])[e %% 3 + 1] ELSE ''
    END, '', CASE conveyance WHEN 'CRG' THEN 1 + e %% 40 END,
    CASE WHEN conveyance IN ('CRG', 'PST') THEN 1 + e %% 900 END, '', '', '',
    CASE conveyance WHEN 'PST' THEN 'Nobody ' || e %% 700 ELSE '' END, '', '', '', '', ''
  FROM draft WHERE c / 100 %% 10 < 4
), seen AS (
  INSERT INTO seizures_substancesighting (substance, confirmed, first_at)
  SELECT substance, false, min(told) FROM draft WHERE substance <> '' AND NOT EXISTS (
    SELECT FROM seizures_substancesighting known WHERE known.substance = draft.substance)
  GROUP BY substance ORDER BY substance ON CONFLICT DO NOTHING
)
SELECT array_agg(id ORDER BY n) FROM draft
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

    The triggers of the search are laid aside for the transaction; the piece is brought in by one statement.

    The records and the event go in by `alias`, the system's login, the audit entry by the application's: that is
    committed last, so that a piece that was not written is not claimed.
    """
    lane = piece.lane
    with transaction.atomic(), transaction.atomic(using=alias):
        record(actor, "seizure.bulk_load", about=lane.unit, changes={"count": (None, piece.size)}, reason=WHY)
        year, last_number = reserve(alias, piece, "S")
        with connections[alias].cursor() as cursor:
            cursor.execute(LAY_ASIDE)
            cursor.execute(INSERT, _parameters(piece, seed, year, last_number))
            (made,) = cursor.fetchone()
            cursor.execute(CAUGHT_UP, [made])
        about = Seizure(id=made[0], access_list_id=lane.unit.default_list_id, root_list_id=lane.unit.default_list_id)
        append(BulkLoaded(lane.unit.default_list_id, piece.size, made[-1]), about=about, actor=actor, using=alias)


def reserve(alias: str, piece: Piece, kind: str) -> tuple[int, int]:
    """Take the references' numbers from the unit's counter; return their year and the last of them."""
    with connections[alias].cursor() as cursor:
        cursor.execute(RESERVE, [piece.lane.unit.pk, kind, piece.size])
        year, last = cursor.fetchone()
    return year, last


def _parameters(piece: Piece, seed: int, year: int, last_number: int) -> dict[str, Any]:
    lane, unit = piece.lane, piece.lane.unit
    return {
        "goods": goods(unit.airport.country.sub_region, lane.end.date()),
        "kinds": len(GOODS),
        "ends": ends(unit.airport_id),
        "places": len(ENDS),
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
        "country": unit.airport.country_id,
        "zone": unit.airport.timezone,
        "prefix": f"{unit.code}-S-{year}-",
        "number": last_number - piece.size + 1,
    }
