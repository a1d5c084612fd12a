"""The duty roster: who keeps it, what it refuses, a whole week in one act, what is left behind, who reads what."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aircop.access.actor import NOBODY
from aircop.access.roles import Role
from aircop.errors import Invalid, Missing, NotAllowed
from taskforces import rules
from taskforces.models import DutyShift
from taskforces.queries.duty import on_duty_now, roster_of
from taskforces.services.duty import MOST_DAYS, Shift, _later, add_duty_shift, remove_duty_shift
from taskforces.services.membership import end_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.taskforces.rostered import on_duty
from tests.traces import entries, payloads

pytestmark = pytest.mark.django_db

KEEPERS = """
supervisor       | yes   other
owner_supervisor | yes   other
agency_admin     | yes   other
officer          | role  role
analyst          | role  role
platform_admin   | role  role
coordinator      | role  role
auditor          | role  role
outsider         | role  role
nobody           | role  role
"""


def shift(member: Member, *, begins: int = 1, lasts: int = 8, **changed: Any) -> Shift:
    """Return a shift in so many hours, for so many."""
    at = timezone.now().replace(microsecond=0) + timedelta(hours=begins)
    usual: dict[str, Any] = {"person": member.user, "starts_at": at, "ends_at": at + timedelta(hours=lasts)}
    return Shift(**usual | changed)


def add(cast: Cast, told: Shift, **more: Any) -> list[DutyShift]:
    """Put somebody on the roster of ABJ1."""
    return add_duty_shift(actor=cast.supervisor.actor, task_force=cast.abj, shift=told, **more)


def test_who_keeps_which_roster(cast: Cast) -> None:
    """Own unit, other unit."""
    for line in KEEPERS.strip().splitlines():
        who, codes = line.split("|")
        actor = NOBODY if who.strip() == "nobody" else getattr(cast, who.strip()).actor
        found = [rules.can_keep_roster(actor, unit).code or "yes" for unit in (cast.abj, cast.acc)]
        assert [code.replace("_unit", "") for code in found] == codes.split(), who


def test_what_is_over_stands(cast: Cast) -> None:
    row = on_duty(cast.officer)
    assert rules.can_remove_duty_shift(cast.supervisor.actor, row)
    assert rules.can_remove_duty_shift(cast.officer.actor, row).code == "role"
    row.ends_at = timezone.now()
    assert rules.can_remove_duty_shift(cast.supervisor.actor, row).code == "state"


def test_a_shift_leaves_its_entry_and_its_event(cast: Cast) -> None:
    [row] = add(cast, shift(cast.officer, languages=["fr", "en", "fr"]))
    assert (row.languages, row.owner_agency, row.owner_unit) == (["fr", "en"], cast.customs.pk, cast.abj.pk)
    [entry] = entries("duty_shift.add")
    assert (entry["object_id"], entry["recipients"], entry["object_ids"]) == (row.pk, ["Awa Kone"], [row.pk])
    assert payloads("duty_shift_added") == [{"task_force": str(cast.abj.pk), "shifts": [str(row.pk)]}]


def test_a_week_in_one_act(cast: Cast) -> None:
    """At the same hours of the airport's clock, all of them or none."""
    rows = add(cast, shift(cast.officer), days=7)
    assert len(rows) == len({row.starts_at.date() for row in rows}) == 7
    assert {(row.starts_at.hour, row.ends_at - row.starts_at) for row in rows} == {
        (rows[0].starts_at.hour, timedelta(hours=8))
    }
    assert len(entries("duty_shift.add")) == 1
    on_the_third = shift(cast.officer, begins=49, lasts=1)
    with pytest.raises(Invalid, match="on duty at this time already") as fault:
        add(cast, on_the_third, days=2)
    assert fault.value.field == "person"
    assert len(roster_of(cast.supervisor.actor, cast.abj.pk)) == 7


def test_languages_are_taken_from_the_last_shift(cast: Cast) -> None:
    assert add(cast, shift(cast.officer))[0].languages == []
    add(cast, shift(cast.officer, begins=20, languages=["fr", "wo"]))
    assert add(cast, shift(cast.officer, begins=40))[0].languages == ["fr", "wo"]
    assert add(cast, shift(cast.colleague))[0].languages == []


@pytest.mark.parametrize(
    ("told", "days", "field"),
    [
        ({"lasts": 0}, 1, "ends_at"),
        ({"lasts": 7 * 24 + 1}, 1, "ends_at"),
        ({"begins": -9}, 1, "ends_at"),
        ({"begins": 367 * 24}, 1, "starts_at"),
        ({}, 0, "days"),
        ({}, MOST_DAYS + 1, "days"),
        ({"lasts": 25}, 2, "ends_at"),
        ({"languages": ["xx"]}, 1, "languages"),
        ({"languages": ["fr"] * 9}, 1, "languages"),
    ],
)
def test_what_a_shift_cannot_be(cast: Cast, told: dict[str, Any], days: int, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        add(cast, shift(cast.officer, **told), days=days)
    assert fault.value.field == field


def test_only_who_answers_alerts_in_the_unit_now_is_on_duty(cast: Cast) -> None:
    for member in (cast.analyst, cast.partner_officer, cast.agency_admin):
        with pytest.raises(Invalid) as fault:
            add(cast, shift(member))
        assert fault.value.field == "person"
    end_membership(actor=founder(), membership=cast.officer.membership, reason="Moved")
    with pytest.raises(Invalid):
        add(cast, shift(cast.officer))


def test_others_put_nobody_on_it(cast: Cast) -> None:
    for member in (cast.officer, cast.partner_supervisor, cast.platform_admin):
        with pytest.raises(NotAllowed):
            add_duty_shift(actor=member.actor, task_force=cast.abj, shift=shift(cast.officer))


def test_the_database_holds_that_nobody_is_on_duty_twice(cast: Cast) -> None:
    row = add(cast, shift(cast.officer))[0]
    again = DutyShift(
        **{each.attname: getattr(row, each.attname) for each in DutyShift._meta.concrete_fields if each.name != "id"}
    )
    with as_owner():
        for wrong in ({}, {"ends_at": row.starts_at}):
            for name, value in wrong.items():
                setattr(again, name, value)
            with pytest.raises(IntegrityError), transaction.atomic():
                DutyShift._base_manager.bulk_create([again])


def test_another_fault_of_the_database_is_not_taken_for_an_overlap(cast: Cast) -> None:
    told = shift(cast.officer)
    assert cast.supervisor.actor.signed_in
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE taskforces_dutyshift ADD CONSTRAINT never CHECK (version > 9) NOT VALID")
    with pytest.raises(IntegrityError, match="never"):
        add(cast, told)


def test_what_is_to_come_is_taken_off_and_what_runs_ends_now(cast: Cast) -> None:
    ahead, runs = add(cast, shift(cast.colleague))[0], on_duty(cast.officer)
    assert remove_duty_shift(actor=cast.supervisor.actor, shift=ahead).withdrawn_at
    ended = remove_duty_shift(actor=cast.agency_admin.actor, shift=runs)
    assert ended.ends_at <= timezone.now()
    assert not ended.withdrawn_at
    assert len(entries("duty_shift.remove")) == len(payloads("duty_shift_removed")) == 2
    assert roster_of(cast.supervisor.actor, cast.abj.pk) == []
    with pytest.raises(Missing):
        remove_duty_shift(actor=cast.supervisor.actor, shift=ahead)
    with pytest.raises(NotAllowed):
        remove_duty_shift(actor=cast.supervisor.actor, shift=ended)
    assert add(cast, shift(cast.colleague))


def test_the_network_reads_what_runs_and_the_unit_all_of_it(cast: Cast) -> None:
    """The wall says the same as the query; nobody reads anything without a membership."""
    runs, ahead = on_duty(cast.officer), add(cast, shift(cast.colleague))[0]

    def seen(member: Member) -> tuple[set[Any], set[Any]]:
        asked = set(DutyShift.objects.visible_to(member.actor).values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM taskforces_dutyshift")
            return asked, {row[0] for row in cursor.fetchall()}

    for who in ("officer", "supervisor", "analyst", "colleague", "agency_admin"):
        assert seen(getattr(cast, who)) == ({runs.pk, ahead.pk},) * 2, who
    for who in ("partner_officer", "outsider", "platform_admin", "coordinator"):
        assert seen(getattr(cast, who)) == ({runs.pk},) * 2, who
    term = {"valid_from": timezone.now() - timedelta(days=9), "valid_to": timezone.now() - timedelta(days=1)}
    assert seen(cast.member("Left Long", cast.customs, Role.OFFICER, cast.abj, **term)) == (set(), set())


def test_nobody_of_another_unit_writes_past_the_wall(cast: Cast) -> None:
    ahead = add(cast, shift(cast.officer))[0]
    assert cast.partner_supervisor.actor.signed_in
    with connection.cursor() as cursor:
        cursor.execute("UPDATE taskforces_dutyshift SET backup = true WHERE id = %s", [ahead.pk])
        assert cursor.rowcount == 0
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM taskforces_dutyshift")


def test_who_left_is_on_duty_no_more(cast: Cast) -> None:
    row = on_duty(cast.officer)
    assert on_duty_now(cast.outsider.actor) == [row]
    end_membership(actor=founder(), membership=cast.officer.membership, reason="Moved")
    assert on_duty_now(cast.outsider.actor) == []


def test_a_shift_says_what_it_is(cast: Cast) -> None:
    [row] = add(cast, shift(cast.officer))
    assert row.reference.startswith("ABJ1 ")
    assert str(row).startswith("ABJ1 Unit ABJ1 from ")


@given(
    day=st.integers(0, 365),
    hour=st.integers(0, 23),
    later=st.integers(1, MOST_DAYS),
    zone=st.sampled_from(["Africa/Abidjan", "America/Sao_Paulo", "Europe/Lisbon", "Africa/Cairo"]),
)
def test_clocks_that_are_put_forward_shift_no_hours(day: int, hour: int, later: int, zone: str) -> None:
    """But for the hour that does not exist on that one day."""
    place = ZoneInfo(zone)
    at = datetime(2026, 1, 1, hour, tzinfo=place) + timedelta(days=day)
    there = _later(at.astimezone(UTC), later, place).astimezone(place)
    assert there.date() == at.date() + timedelta(days=later)
    assert there.hour - hour in {0, 1}
