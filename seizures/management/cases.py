"""Synthetic cases, written set-based like the seizures of `records`: each with its lead agency, tasks and a link."""

from datetime import timedelta
from typing import Any

from django.db import connections, transaction

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.events import append
from seizures.events import BulkLoaded
from seizures.management.records import WHY, Piece, reserve
from seizures.models import Case
from seizures.queries.case_search_index import of_cases
from seizures.queries.search_index import CAUGHT_UP, LAY_ASIDE

KIND = "C"
MOST_LINKED = 500  # seizures of the unit that cases are laid over

OVER = """
SELECT array_agg(id) FROM (
  SELECT id FROM seizures_seizure WHERE task_force_id = %s AND reference IS NOT NULL ORDER BY recorded_at DESC, id DESC
   LIMIT %s) latest
"""
INSERT = """
WITH dice AS MATERIALIZED (
  SELECT n, %(start)s::timestamptz + make_interval(secs => a %% %(span)s) AS at, b, c,
    to_hex(hashint8extended(n, %(seed)s + 16)) || 'ffffffffffffffff' AS hex,
    (%(own_lists)s::uuid[])[n - %(first)s + 1] AS own_list,
    (%(seizures)s::uuid[])[n %% GREATEST(cardinality(%(seizures)s::uuid[]), 1) + 1] AS seizure
  FROM generate_series(%(first)s, %(last)s) AS n, LATERAL (
    SELECT hashint8extended(n, %(seed)s + 11) & %(mask)s AS a, hashint8extended(n, %(seed)s + 12) & %(mask)s AS b,
           hashint8extended(n, %(seed)s + 13) & %(mask)s AS c) AS thrown
), draft AS MATERIALIZED (
  SELECT dice.*, CASE WHEN c %% 100 < 30 THEN 'open' WHEN c %% 100 < 60 THEN 'investigation' WHEN c %% 100 < 75
      THEN 'referred' WHEN c %% 100 < 85 THEN 'court' ELSE 'closed' END AS status,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(hex, 1, 3) || '8'
      || substr(hex, 4, 3) || lpad(to_hex(n), 12, '0'))::uuid AS id
  FROM dice
), cases AS (
  INSERT INTO seizures_case (id, access_list_id, root_list_id, owner_agency, owner_unit, version, recorded_at,
    recorded_by_id, withdrawn_reason, retention_category, legal_hold, reference, title, status, suspended_from,
    status_at, task_force_id, lead_agency_id, handling, handling_words, summary, narrative, offences, opened_at,
    closed_at, outcome, reminded)
  SELECT id, COALESCE(own_list, %(root)s), %(root)s, %(agency)s, %(unit)s, 2, at, %(supervisor)s, '', 'standard', false,
    %(prefix)s || lpad((%(number)s + n - %(first)s)::text, 6, '0'), 'Synthetic case ' || n, status, '',
    at + interval '9 days', %(unit)s, %(agency)s, (ARRAY['H0', 'H0', 'H0', 'H0', 'H1', 'H2'])[c %% 6 + 1], '',
    'Several consignments, one sender ' || b %% 900 || '.',
    CASE WHEN c %% 4 > 0 THEN repeat('Nothing of this happened; it fills a page for measuring. ', 3) ELSE '' END,
    (ARRAY['{drug-trafficking}', '{drug-trafficking,organised-group}', '{wildlife}', '{}'])[b %% 4 + 1]::text[],
    at, CASE status WHEN 'closed' THEN at + interval '90 days' END,
    CASE status WHEN 'closed' THEN (ARRAY['convicted', 'acquitted', 'no_further_action'])[b %% 3 + 1] ELSE '' END, 90
  FROM draft
), agencies AS (
  INSERT INTO seizures_caseagency (id, case_id, agency_id, role, since, recorded_by_id)
  SELECT md5(id || ' lead')::uuid, id, %(agency)s, 'lead', at, %(supervisor)s FROM draft
), tasks AS (
  INSERT INTO seizures_casetask (id, case_id, sequence, kind, title, assignee_id, due_on, done_at, done_by_id,
    not_applicable, words, version, recorded_at, recorded_by_id)
  SELECT md5(id || kind)::uuid, id, place, kind, '', CASE WHEN b %% 3 = 0 THEN %(officer)s::uuid END,
    (at + make_interval(days => 30 * place))::date, CASE WHEN (b >> place) %% 2 = 0 THEN at + interval '8 days' END,
    CASE WHEN (b >> place) %% 2 = 0 THEN %(officer)s::uuid END, false, '', 1, at, %(supervisor)s
  FROM draft CROSS JOIN (VALUES (1, 'laboratory'), (2, 'phone'), (3, 'prosecution')) AS task(place, kind)
), links AS (
  INSERT INTO seizures_caseseizure (id, case_id, seizure_id, linked_at, linked_by_id)
  SELECT md5(id || ' over')::uuid, id, seizure, at, %(supervisor)s FROM draft WHERE seizure IS NOT NULL
)
SELECT array_agg(id ORDER BY n) FROM draft
"""


def lay_cases(actor: Actor, piece: Piece, *, seed: int, alias: str) -> None:
    """Write one piece with its audit entry and its event, as `records.lay` does for seizures."""
    unit = piece.lane.unit
    with transaction.atomic(), transaction.atomic(using=alias):
        record(actor, "case.bulk_load", about=unit, changes={"count": (None, piece.size)}, reason=WHY)
        year, last_number = reserve(alias, piece, KIND)
        with connections[alias].cursor() as cursor:
            cursor.execute(LAY_ASIDE)
            cursor.execute(OVER, [unit.pk, MOST_LINKED])
            (over,) = cursor.fetchone()
            cursor.execute(INSERT, _parameters(piece, seed, year, last_number) | {"seizures": over or []})
            (made,) = cursor.fetchone()
            cursor.execute(of_cases(CAUGHT_UP), [made])
        about = Case(id=made[0], access_list_id=unit.default_list_id, root_list_id=unit.default_list_id)
        append(BulkLoaded(unit.default_list_id, piece.size, made[-1]), about=about, actor=actor, using=alias)


def _parameters(piece: Piece, seed: int, year: int, last_number: int) -> dict[str, Any]:
    lane, unit = piece.lane, piece.lane.unit
    return {
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
        "prefix": f"{unit.code}-{KIND}-{year}-",
        "number": last_number - piece.size + 1,
    }
