"""The contact directory: who keeps it, what it refuses, when a desk is on duty, what is left behind."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aircop.access.actor import NOBODY
from aircop.access.models import AccessList, ListKind
from aircop.access.roles import Role
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.events.models import Event
from aircop.web.phones import BadNumber, read_phone, show_phone
from taskforces import rules
from taskforces.models import ContactPoint
from taskforces.models.contact_point import WEEK
from taskforces.models.hours import DAY, Opening, minutes, openings
from taskforces.services.contact_point import (
    Desk,
    add_contact_point,
    change_contact_point,
    remove_contact_point,
    verify_contact_point,
)
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

KEEPERS = """
platform_admin | yes   yes   yes         yes
coordinator    | yes   yes   yes         yes
supervisor     | yes   other other       other
agency_admin   | yes   other yes         other
officer        | role  role  role        role
analyst        | role  role  role        role
auditor        | role  role  role        role
outsider       | role  role  role        role
nobody         | role  role  role        role
"""


def desk(**changed: Any) -> Desk:
    """Return a dull desk."""
    return Desk(**{"function": "DUTY", "name": "Duty desk", "phones": ["27 20 22 11 00"]} | changed)


def test_who_keeps_which_desks(cast: Cast) -> None:
    """Own unit, other unit, own agency (the customs, host of the unit), other agency."""
    owners = (cast.abj, cast.acc, cast.customs, cast.foreign)
    for line in KEEPERS.strip().splitlines():
        who, codes = line.split("|")
        actor = NOBODY if who.strip() == "nobody" else getattr(cast, who.strip()).actor
        found = [rules.can_add_contact_point(actor, owner).code or "yes" for owner in owners]
        assert [code.replace("_owner", "") for code in found] == codes.split(), who


def test_a_desk_is_added_and_everybody_of_the_network_finds_it(cast: Cast) -> None:
    """An office that reads no case reads this; nobody signed in reads nothing."""
    contact = add_contact_point(actor=cast.supervisor.actor, owner=cast.abj, desk=desk())
    assert contact.phones == ["+2252720221100"]
    assert (contact.country_id, contact.zone, contact.around_the_clock) == ("CI", "Africa/Abidjan", True)
    for who in ("officer", "outsider", "platform_admin", "agency_admin", "auditor", "partner_officer"):
        assert ContactPoint.objects.visible_to(getattr(cast, who).actor).filter(pk=contact.pk).exists(), who
    assert not ContactPoint.objects.visible_to(NOBODY).exists()
    with as_owner():
        assert AuditEntry.objects.get(object_id=contact.pk).verb == "contact_point.add"
        assert Event.objects.get(object_id=contact.pk).kind == "contact_point_added"


def test_there_is_one_list_of_the_network(cast: Cast) -> None:
    lists = {cast.desk(owner).access_list_id for owner in (cast.abj, cast.foreign)}
    assert lists == set(AccessList.objects.filter(kind=ListKind.NETWORK).values_list("pk", flat=True))


def test_the_wall_hides_the_directory_from_who_left(cast: Cast) -> None:
    """Without a membership in force not even the database shows it."""
    cast.desk(cast.abj)
    term = {"valid_from": timezone.now() - timedelta(days=9), "valid_to": timezone.now() - timedelta(days=1)}
    gone = cast.member("Left Long", cast.customs, Role.OFFICER, cast.abj, **term)
    assert gone.actor.groups == frozenset()
    assert gone.actor.memberships == ()
    assert ContactPoint.objects.visible_to(gone.actor).count() == 0


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " "}, "name"),
        ({"function": "XYZ"}, "function"),
        ({"phones": ["12"]}, "phones"),
        ({"phones": ["+999 1234567"]}, "phones"),
        ({"phones": ["+2252720221100"] * 9}, "phones"),
        ({"phones": []}, "phones"),
        ({"email": "nobody"}, "email"),
        ({"languages": ["xx"]}, "languages"),
        ({"channels": [{"channel": "PIGEON", "address": "loft"}]}, "channels"),
        ({"channels": [{"channel": "SIGNAL", "address": " "}]}, "channels"),
        ({"hours": [(WEEK, WEEK + 1)]}, "hours"),
        ({"hours": [(60, 60)]}, "hours"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"verify_every_days": 0}, "verify_every_days"),
        ({"verify_every_days": 999}, "verify_every_days"),
    ],
)
def test_what_a_desk_cannot_be(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        add_contact_point(actor=cast.supervisor.actor, owner=cast.abj, desk=desk(**told))
    assert fault.value.field == field


def test_a_day_to_come_is_no_day_of_verification(cast: Cast) -> None:
    tomorrow = timezone.now().date() + timedelta(days=2)
    with pytest.raises(Invalid):
        add_contact_point(actor=cast.supervisor.actor, owner=cast.abj, desk=desk(), verified_on=tomorrow)


def test_only_its_keepers_change_it(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    for act in (
        lambda: change_contact_point(actor=cast.officer.actor, contact=contact, changes={"name": "Mine"}),
        lambda: verify_contact_point(actor=cast.partner_supervisor.actor, contact=contact),
        lambda: remove_contact_point(actor=cast.auditor.actor, contact=contact, reason="No"),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Missing):
        verify_contact_point(actor=NOBODY, contact=contact)


def test_a_change_is_kept_field_by_field_and_the_second_writer_is_told(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    told = {"name": "Night desk", "languages": ["fr", "en"]}
    changed = change_contact_point(actor=cast.supervisor.actor, contact=contact, changes=told, version=1)
    assert (changed.name, changed.languages, changed.version) == ("Night desk", ["fr", "en"], 2)
    with pytest.raises(StaleWrite) as stale:
        change_contact_point(actor=cast.supervisor.actor, contact=contact, changes={"name": "Day desk"}, version=1)
    assert [(clash.sent, clash.current) for clash in stale.value.clashes] == [("Day desk", "Night desk")]
    same = change_contact_point(actor=cast.supervisor.actor, contact=contact, changes={"name": "Night desk"})
    assert same.version == 2
    with pytest.raises(Invalid):
        change_contact_point(actor=cast.supervisor.actor, contact=contact, changes={"access_list": None})


def test_a_desk_grows_stale_and_is_made_sure_of(cast: Cast) -> None:
    contact = cast.desk(cast.abj, verified_on=timezone.now().date() - timedelta(days=91))
    assert contact.stale
    assert not cast.desk(cast.abj, verified_on=timezone.now().date() - timedelta(days=90)).stale
    verified = verify_contact_point(actor=cast.supervisor.actor, contact=contact)
    assert not verified.stale
    assert verified.verified_by_id == cast.supervisor.user.pk


def test_a_removed_desk_is_gone_for_everybody_and_kept(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    with pytest.raises(Invalid):
        remove_contact_point(actor=cast.supervisor.actor, contact=contact, reason=" ")
    remove_contact_point(actor=cast.supervisor.actor, contact=contact, reason="Desk closed")
    assert not ContactPoint.objects.visible_to(cast.supervisor.actor).filter(pk=contact.pk).exists()
    with as_owner():
        assert ContactPoint._base_manager.get(pk=contact.pk).withdrawn_reason == "Desk closed"


def test_the_database_wants_one_owner_and_a_way_to_reach_it(cast: Cast) -> None:
    contact = cast.desk(cast.abj)
    for broken in ({"agency": cast.customs}, {"task_force": None}, {"phones": []}, {"name": " "}):
        with pytest.raises(IntegrityError), transaction.atomic(), as_owner():
            ContactPoint._base_manager.filter(pk=contact.pk).update(**broken)


# Hours ----------------------------------------------------------------------------------------------------------------

MONDAY = datetime(2026, 3, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "hours", "at", "on_duty"),
    [
        ("UTC", [(0, WEEK)], MONDAY, True),
        ("UTC", [], MONDAY, False),
        ("UTC", [(8 * 60, 17 * 60)], MONDAY + timedelta(hours=8), True),
        ("UTC", [(8 * 60, 17 * 60)], MONDAY + timedelta(hours=17), False),
        ("UTC", [(8 * 60, 17 * 60)], MONDAY + timedelta(hours=7, minutes=59, seconds=59), False),
        ("Africa/Nairobi", [(8 * 60, 17 * 60)], MONDAY + timedelta(hours=5), True),  # 08:00 there
        ("Africa/Nairobi", [(8 * 60, 17 * 60)], MONDAY + timedelta(hours=14), False),  # 17:00 there
        ("America/Bogota", [(6 * DAY + 22 * 60, 6 * DAY + 30 * 60)], MONDAY + timedelta(hours=10), True),  # Mon 05:00
        ("America/Bogota", [(6 * DAY + 22 * 60, 6 * DAY + 30 * 60)], MONDAY + timedelta(hours=4), True),  # Sun 23:00
        ("America/Bogota", [(6 * DAY + 22 * 60, 6 * DAY + 30 * 60)], MONDAY + timedelta(hours=12), False),
        ("Europe/Lisbon", [(8 * 60, 9 * 60)], datetime(2026, 7, 6, 7, 30, tzinfo=UTC), True),  # summer time
    ],
)
def test_on_duty_is_judged_in_the_desks_own_zone(
    cast: Cast, zone: str, hours: list[tuple[int, int]], at: datetime, on_duty: bool
) -> None:
    contact = cast.desk(cast.abj, zone=zone, hours=hours)
    found = ContactPoint.objects.visible_to(cast.officer.actor).with_duty(at).get(pk=contact.pk)
    assert found.on_duty is on_duty  # type: ignore[attr-defined]


@given(st.integers(1, 7), st.integers(0, DAY - 1), st.integers(0, DAY - 1))
def test_an_opening_and_its_span_say_the_same(day: int, opens: int, closes: int) -> None:
    opening = Opening(day, opens, closes)
    start, end = opening.span
    assert 0 < end - start <= DAY
    assert openings([(start, end)]) == [opening]


@given(st.text(max_size=12))
def test_rubbish_is_no_time_of_the_day(text: str) -> None:
    with suppress(ValueError):
        assert 0 <= minutes(text) < DAY


@pytest.mark.parametrize(("text", "found"), [("08:30", 510), ("8", 480), ("8h15", 495), ("24:00", 0), ("0.5", 5)])
def test_times_as_people_write_them(text: str, found: int) -> None:
    assert minutes(text) == found


# Telephone numbers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "region", "found"),
    [
        ("+225 27 20 22 11 00", "", "+2252720221100"),
        ("27 20 22 11 00", "CI", "+2252720221100"),
        ("00225 27 20 22 11 00", "GH", "+2252720221100"),
        ("(0)30 276 1234", "GH", "+233302761234"),
    ],
)
def test_numbers_as_people_write_them(text: str, region: str, found: str) -> None:
    assert read_phone(text, region) == found
    assert show_phone(found).replace(" ", "") == found


@pytest.mark.parametrize(
    "text", ["", "call me", "27 20 22 11 00", "+225 27", "+225 " + "1" * 30, "+0 12", "+225 99 99 99 99 99"]
)
def test_an_error_says_what_to_do(text: str) -> None:
    with pytest.raises(BadNumber, match=r"Write|Begin|Check"):
        read_phone(text)


@given(st.text(max_size=60))
def test_rubbish_is_no_number(text: str) -> None:
    with suppress(BadNumber):
        assert read_phone(text, "CI").startswith("+")
