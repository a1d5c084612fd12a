"""The authorisation matrix for records of another unit that are shared: each level, with identities and without.

Who reads is of the agency that holds the share, in each role. The routes are those of the matrix that answer 404 about
a record that is not shared; a new one joins by itself, by its kind (`matrix_shared.SHARED_BY`).
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aircop.access.roles import Level, Role
from seizures.models import Seizure
from seizures.services.case_share import share_case
from seizures.services.referral import withdraw_referral
from seizures.services.share import Terms, share_seizure, unshare_record, unshare_seizure
from tests.architecture.matrix import MATRIX, MISSING, UNIT
from tests.architecture.matrix_shared import SHARED_BY, Held, kind_of, shared
from tests.architecture.test_matrix import World, world
from tests.cast import Member
from tests.clock import expire

__all__ = ["world"]
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("world", ["officer"], indirect=True)]

# Routes about something else than a record that can be shared, by how they begin: people, shares, alerts, messages.
APART = (
    "accounts:", "people:", "contacts:", "taskforces:", "api:upload", "audit:", "shares:share", "api:share",
    "api:consent", "api:people", "shares:referral", "api:referral", "alerts:", "api:alert", "api:photo", "messages:",
    "api:thread", "api:message", "api:request", "api:group", "api:delivery", "api:webhook", "api:duty",
    "api:subscription", "api:access-review", "api:handover",
)  # fmt: skip
ROUTES = [asked for asked, row in MATRIX.items() if row.foreign == MISSING and not asked.split()[1].startswith(APART)]
EVERY = [Held("", level.value, names) for level in Level for names in (False, True)]
READS = [asked for asked in ROUTES if asked.startswith("GET ")]
LEAST = Held("", Level.VIEW.value, names=False)
MOST = Held("", Level.MANAGE.value, names=True)


def reader(world: World, role: Role) -> Member:
    """Return somebody of the agency of the other country, or of the programme, in a role."""
    cast = world.cast
    if role in {Role.PLATFORM_ADMIN, Role.COORDINATOR}:
        return cast.platform_admin if role == Role.PLATFORM_ADMIN else cast.coordinator
    return cast.member(f"Reader {role}", cast.foreign, role, cast.acc if role in UNIT else None)


def give(world: World, member: Member, held: Held, end: str = "") -> None:
    """Share every record of the unit with the reader's agency, and let that have ended if so told."""
    supervisor, agency = world.cast.supervisor.actor, member.membership.agency
    until = timezone.now() + timedelta(days=1) if end == "expired" else None
    for state, seizure in world.own.items():
        if state in {"draft", "h2"} or not isinstance(seizure, Seizure):  # nobody shares a draft, nor what is under H2
            continue
        seizure.refresh_from_db()
        share = share_seizure(
            actor=supervisor, seizure=seizure, agency=agency, level=Level(held.level), reason="Same ring",
            until=until, with_identities=held.names,
        )  # fmt: skip
        if end == "revoked":
            unshare_seizure(actor=supervisor, seizure=seizure, share_id=share.pk)
        if end == "expired":
            expire(share)
    terms = Terms(level=Level(held.level), reason="Same ring", until=until, with_identities=held.names)
    for case in (world.cases[0], world.own_cases["submitted"]):
        case.refresh_from_db()
        share = share_case(actor=supervisor, case=case, receiver=agency, terms=terms)
        if end == "revoked":
            unshare_record(actor=supervisor, about=case, share_id=share.pk)
        if end == "expired":
            expire(share)


def take_back_what_stands(world: World) -> None:
    """End the shares, and the offer, that the world begins with."""
    supervisor = world.cast.supervisor.actor
    unshare_seizure(actor=supervisor, seizure=world.own["shared"], share_id=world.share.pk)
    unshare_record(actor=supervisor, about=world.cases[0], share_id=world.case_share.pk)
    withdraw_referral(actor=supervisor, referral=world.referral)


def answers(world: World, member: Member, routes: list[str]) -> dict[str, int]:
    """Return what the reader gets on each route."""
    world.client = Client()
    world.client.force_login(member.user)
    return {asked: world.ask(asked, MATRIX[asked]).status_code for asked in routes}


def wrong(got: dict[str, int], held: Held) -> dict[str, tuple[int, int]]:
    """Return, by route, what was answered and what should have been."""
    return {asked: (status, shared(asked, held)) for asked, status in got.items() if status != shared(asked, held)}


@pytest.mark.parametrize("terms", EVERY, ids=lambda held: f"{held.level}{' with identities' if held.names else ''}")
def test_a_share_reaches_as_far_as_it_says(world: World, terms: Held) -> None:
    readers = {role: reader(world, Role(role)) for role in UNIT}
    give(world, readers["officer"], terms)
    end = terms in {LEAST, MOST}  # at both ends of the scale: what is the unit's alone, and who only ever reads
    routes = [asked for asked in ROUTES if end or kind_of(asked) != "the unit's"]
    for role, member in readers.items():
        if role == Role.ANALYST and not end:
            continue
        found = wrong(answers(world, member, routes), Held(role, terms.level, terms.names))
        assert not found, f"{role}, got and wanted: {found}"


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_a_share_that_ended_leaves_nothing(world: World, end: str) -> None:
    readers = {role: reader(world, Role(role)) for role in UNIT}
    take_back_what_stands(world)
    give(world, readers["officer"], MOST, end)
    for role, member in readers.items():
        got = answers(world, member, ROUTES if role == "supervisor" else READS)
        assert {asked: status for asked, status in got.items() if status != MISSING} == {}, role


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.PLATFORM_ADMIN, Role.COORDINATOR, Role.AUDITOR])
def test_offices_read_at_most_what_an_analyst_reads(world: World, role: Role) -> None:
    """Who keeps accounts reads no records; the coordinator never sees identities."""
    member = reader(world, role)
    give(world, member, MOST)
    if role in {Role.AGENCY_ADMIN, Role.PLATFORM_ADMIN}:
        got = answers(world, member, READS)
        assert {asked: status for asked, status in got.items() if status != MISSING} == {}
    else:
        assert wrong(answers(world, member, ROUTES), Held("analyst", "manage", names=role != Role.COORDINATOR)) == {}


def test_every_kind_names_routes_of_records(world: World) -> None:
    """A route that is gone, or is no record's, has no kind."""
    named = [asked for rows in SHARED_BY.values() for asked in rows]
    assert set(named) <= set(ROUTES)
    assert len(named) == len(set(named))
    assert {kind_of(asked) for asked in ROUTES} >= {"seen", "the unit's"}
