"""Synthetic records: as many as asked for, valid, the same for the same seed, and the bench's five readers."""

import json
import stat
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.pages import page
from aircop.audit.models import AuditEntry
from aircop.events.models import Event
from aircop.reference.normalise import normalise
from seizures.management.records import Lane, pieces
from seizures.models import Case, Conveyance, Item, Person, RouteLeg, Seizure, SubstanceSighting
from seizures.models.commodity import commodity
from seizures.models.conveyance import DETAILS, fields_of
from seizures.queries.case import cases_narrowed, linked_of, progress_of
from seizures.queries.case_search import count_cases
from seizures.queries.person_search import Asked
from seizures.queries.search_index import CAUGHT_UP, LAY_ASIDE
from seizures.services.detail import canonical
from seizures.services.person_search import search_persons
from seizures.services.verification import verify_seizure
from taskforces.models import ReferenceCounter, TaskForce
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def staffed(cast: Cast) -> Cast:
    assert cast.officer
    assert cast.supervisor
    return cast


def make(count: int, **options: Any) -> None:
    call_command("make_records", seizures=count, verbosity=0, **options)


def everything() -> list[tuple[Any, ...]]:
    with as_owner():
        columns = ("id", "occurred_at", "status", "summary", "items__quantity", "items__kg_equivalent", "legs__airport")
        return list(Seizure.objects.order_by("id", "items__id", "legs__id").values_list(*columns))


def test_as_many_as_asked_for_onto_the_unit(staffed: Cast) -> None:
    make(300)
    actor = staffed.officer.actor
    rows = Seizure.objects.visible_to(actor)
    assert rows.count() == 300
    assert {row.access_list_id for row in rows} == {staffed.abj.default_list_id}
    assert set(Counter(row.status for row in rows)) == {"submitted", "verified", "locked", "rejected"}
    assert len(page(rows, size=100).rows) == 100


def test_cases_are_laid_over_the_seizures_of_the_unit(staffed: Cast) -> None:
    make(30, cases=80)
    actor = staffed.officer.actor
    rows = list(Case.objects.visible_to(actor))
    assert len(rows) == 80
    assert {row.access_list_id for row in rows} == {staffed.abj.default_list_id}
    assert {"open", "closed", "investigation"} <= {row.status for row in rows}
    linked = linked_of(actor, rows)
    assert all(len(linked[row.pk].seizures) == 1 and len(linked[row.pk].agencies) == 1 for row in rows)
    assert {each.tasks for each in progress_of(rows).values()} == {3}
    assert count_cases(cases_narrowed(Case.objects.visible_to(actor), {"q": "synthetic"})) == 80, "they are found"
    assert Event.objects.filter(kind="bulk_loaded", object_type="seizures.case").count() == 1
    assert AuditEntry.objects.filter(verb="case.bulk_load").count() == 1


@pytest.mark.usefixtures("file_store")
def test_the_bench_has_cases_on_lists_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    make(300, cases=1_000, world="bench")
    readers = {each["kind"]: each for each in json.loads((tmp_path / "bench-readers.json").read_text())}
    seen = {}
    for kind, reader in readers.items():
        rows = Case.objects.visible_to(bind(Actor(subject_id=reader["id"])))
        seen[kind] = rows.count(), rows.values("access_list").distinct().count()
        assert len(page(rows, order="-recorded_at", size=10).rows) == min(10, seen[kind][0])
    assert seen["half"] == (500, 10)
    assert seen["thousandth"] == (1, 1)
    assert seen["single_shares"] == (300, 300)
    assert seen["one_list"] == (1_000, 1)
    count, lists = seen["twelve"]
    assert lists > 12 * min(count // 12, 12)
    with as_owner():
        assert Case.objects.count() == 2_000
        assert Seizure.objects.count() == 300


def test_persons_are_shared_out_and_found_by_name(staffed: Cast) -> None:
    make(3, persons=7)
    persons = list(Person.objects.visible_to(staffed.officer.actor).select_related("identity"))
    assert sorted(Counter(person.seizure_id for person in persons).values()) == [1, 3, 3]
    name = persons[0].identity.names[0]
    hits, _more = search_persons(actor=staffed.officer.actor, asked=Asked(name=name), purpose="control")
    assert hits[0].person == persons[0]
    assert (hits[0].score, hits[0].reasons) == (100, ("name_same",))


def test_the_same_seed_makes_the_same_records(staffed: Cast) -> None:
    assert staffed
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            make(60, seed=seed)
            found.append(everything())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_the_same_seed_twice_is_refused(staffed: Cast) -> None:
    assert staffed
    make(20)
    with pytest.raises(CommandError, match="another --seed"), transaction.atomic():
        make(20)


def test_references_go_on_from_the_units_own(staffed: Cast) -> None:
    first = staffed.seizure()
    make(25)
    assert first.reference
    assert ReferenceCounter.objects.get(task_force=staffed.abj).last == 26
    after = staffed.seizure()
    assert after.reference == f"{first.reference[:-6]}000027"


def test_the_records_are_as_the_services_make_them(staffed: Cast) -> None:
    make(200)
    with as_owner():
        items = list(Item.objects.select_related("seizure__airport__country"))
        assert len({item.seizure_id for item in items}) == 200
        for item in items:
            seizure = item.seizure
            region = seizure.airport.country.sub_region
            mass = normalise(item.quantity, item.unit, item.substance, region, seizure.occurred_on)
            expected = None if mass.kg is None else mass.kg.quantize(Decimal("1e-15"))
            assert (item.kg_equivalent, item.factor_text) == (expected, mass.factor_text)
            assert seizure.occurred_at < datetime.now(UTC)
            assert seizure.id.version == 7
        for each in {item.seizure for item in items}:
            each.full_clean(exclude=[f.name for f in Seizure._meta.fields if f.blank or f.null], validate_unique=False)


def test_the_parts_are_as_the_services_make_them(staffed: Cast) -> None:
    """Legs are numbered from one and end elsewhere; details are their class's own; substances count as seen."""
    make(400)
    with as_owner():
        items = list(Item.objects.all())
        told = list(RouteLeg.objects.order_by("seizure", "sequence"))
        carried = list(Conveyance.objects.select_related("seizure"))
        seen = set(SubstanceSighting.objects.values_list("substance", flat=True))
    for item in items:
        assert canonical(commodity(item.commodity), item.details, {}) == item.details
    assert {item.sequence for item in items} == {1, 2}
    assert seen >= {item.substance for item in items if item.substance}
    for _seizure, group in groupby(told, key=lambda leg: leg.seizure_id):
        legs = list(group)
        assert [leg.sequence for leg in legs] == [1, 2]
        assert {leg.kind for leg in legs} in ({"ORG", "SEI"}, {"SEI", "DST"})
        assert len({leg.airport_id for leg in legs}) == 2
    assert 0.3 < len({leg.seizure_id for leg in told}) / 400 < 0.5
    for each in carried:
        filled = {name for name in DETAILS if getattr(each, name) not in ("", None, [])}
        assert filled <= set(fields_of(each.seizure.conveyance)), each.seizure.conveyance
    assert carried


def test_the_index_of_words_is_what_its_triggers_write(staffed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Laid aside and brought in by one statement, or written row by row: the same words."""
    assert staffed
    found = []
    for _ in range(2):
        with transaction.atomic():
            make(120)
            found.append(words())
            transaction.set_rollback(True)
        monkeypatch.setattr("seizures.management.records.LAY_ASIDE", "SELECT")
        monkeypatch.setattr("seizures.management.records.CAUGHT_UP", "SELECT cardinality(%s::uuid[])")
    assert len(found[0]) == 120
    assert found[0] == found[1]


def words() -> list[tuple[Any, ...]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seizures_search ORDER BY id")
        return cursor.fetchall()


def test_the_application_cannot_lay_the_index_aside(staffed: Cast) -> None:
    """What it writes is found, whatever it sets; and what a load brings in it may not call."""
    with connection.cursor() as cursor:
        cursor.execute(LAY_ASIDE)
    seizure = staffed.seizure()
    assert [row[0] for row in words()] == [seizure.pk]
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(CAUGHT_UP, [[seizure.pk]])


def test_work_goes_on_with_them(staffed: Cast) -> None:
    make(60)
    actor = staffed.supervisor.actor
    waiting = Seizure.objects.visible_to(actor).filter(status="submitted").first()
    assert waiting
    assert verify_seizure(actor=actor, seizure=waiting).status == "verified"


def test_each_piece_leaves_one_audit_entry_and_one_event(staffed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seizures.management.commands.make_records.pieces", lambda lanes: pieces(lanes, 20))
    make(50)
    with as_owner():
        events = list(Event.objects.filter(kind="bulk_loaded"))
        entries = list(AuditEntry.objects.filter(verb="seizure.bulk_load"))
    assert len(events) == len(entries) == 3
    assert sum(event.payload["count"] for event in events) == 50
    assert {event.root_list for event in events} == {staffed.abj.default_list_id}
    assert {entry.object_id for entry in entries} == {staffed.abj.pk}


def test_pieces_keep_the_lanes_in_step(staffed: Cast) -> None:
    now = datetime.now(UTC)
    lanes = [
        Lane(staffed.abj, staffed.officer.user.pk, staffed.supervisor.user.pk, count, now - timedelta(1), now)
        for count in (10, 100, 0)
    ]
    cut = list(pieces(lanes, 25))
    assert [piece.size for piece in cut if piece.lane is lanes[0]] == [2, 3, 2, 3]
    assert [piece.size for piece in cut if piece.lane is lanes[1]] == [25] * 4
    assert [piece.first for piece in cut[1:]] == [piece.last + 1 for piece in cut[:-1]]
    assert not list(pieces([]))


def test_without_anybody_to_log_it_is_refused(cast: Cast) -> None:
    assert cast.abj
    with pytest.raises(CommandError, match="officer and a supervisor"):
        make(10)


def test_the_bench_has_its_five_readers(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seizures.management.bench.SINGLES", 30)
    settings.DATA_DIR = tmp_path
    make(1_000, world="bench")
    path = tmp_path / "bench-readers.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    readers = {reader["kind"]: reader for reader in json.loads(path.read_text())}
    seen = {}
    for kind, reader in readers.items():
        actor = bind(Actor(subject_id=reader["id"]))
        rows = Seizure.objects.visible_to(actor)
        seen[kind] = rows.count()
        assert len(page(rows, size=10).rows) == min(10, seen[kind])
        if kind in {"dormant", "single_shares"}:
            assert not rows.filter(occurred_at__gt=datetime.now(UTC) - timedelta(days=1_000)).exists()
        if kind == "twelve":
            assert len({m.agency_id for m in actor.memberships}) == 12
        if kind == "single_shares":
            assert rows.values("access_list").distinct().count() == seen[kind]
        assert reader["token"]
    assert seen["half"] == 500
    assert seen["thousandth"] == 1
    assert seen["single_shares"] == 30
    assert seen["twelve"] > 0
    assert seen["dormant"] > 0
    assert TaskForce.objects.filter(code__startswith="Q").count() == 25
    with as_owner():
        assert Seizure.objects.count() == 1_000
    with pytest.raises(CommandError, match="stands already"):
        make(10, world="bench")
