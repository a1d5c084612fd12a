"""Who may change the organisation, and why not: actor by act, and what a membership may be."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.actor import NOBODY, Actor
from aircop.access.models import Share, ShareVia
from aircop.access.roles import Role
from aircop.access.verdict import Verdict
from aircop.accounts.models import User
from aircop.accounts.services.person import create_person
from taskforces import rules
from taskforces.models import Membership
from taskforces.services.hit_opening import open_hits
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db

ACTS = (
    "open_agency",
    "open_task_force",
    "manage_task_force",
    "unshare_unit_list",
    "manage_people",
    "end_membership",
    "keep_hits",
)
TABLE = """
platform_admin | yes  yes  yes  yes  yes   yes other_agency
agency_admin   | role role role role yes   yes yes
other_admin    | role role role role other_agency other_agency other_agency
supervisor     | role role role role role  role role
officer        | role role role role role  role role
analyst        | role role role role role  role role
coordinator    | role role role role role  role role
auditor        | role role role role role  role role
nobody         | role role role role role  role role
"""


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in TABLE.strip().splitlines():
        who, codes = line.split("|")
        yield from ((who.strip(), act, code) for act, code in zip(ACTS, codes.split(), strict=True))


def _actor(cast: Cast, who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    if who == "other_admin":
        return cast.member("Eva Lima", cast.elsewhere, Role.AGENCY_ADMIN).actor
    actor: Actor = getattr(cast, who).actor
    return actor


def _ask(cast: Cast, act: str, actor: Actor, running: Membership) -> Verdict:
    asked: dict[str, Any] = {
        "open_agency": lambda: rules.can_open_agency(actor),
        "open_task_force": lambda: rules.can_open_task_force(actor),
        "manage_task_force": lambda: rules.can_manage_task_force(actor, cast.abj),
        "unshare_unit_list": lambda: rules.can_unshare_unit_list(actor, cast.abj),
        "manage_people": lambda: rules.can_manage_people_of(actor, cast.customs),
        "end_membership": lambda: rules.can_end_membership(actor, running),
        "keep_hits": lambda: rules.can_keep_hits(actor, cast.customs),
    }
    verdict: Verdict = asked[act]()
    assert bool(verdict.reason) is not verdict.allowed
    return verdict


def test_the_table(cast: Cast) -> None:
    running = cast.officer.membership
    actors = {who: _actor(cast, who) for who in dict.fromkeys(who for who, _, _ in _rows())}
    found = [(who, act, _ask(cast, act, actors[who], running).code or "yes") for who, act, _ in _rows()]
    assert found == list(_rows())


@pytest.mark.parametrize(
    ("days", "code"), [(None, "yes"), (1, "yes"), (-1, "ended")], ids=["open", "runs until tomorrow", "ended yesterday"]
)
def test_a_membership_is_ended_while_it_runs(cast: Cast, days: int | None, code: str) -> None:
    membership = cast.officer.membership
    membership.valid_to = timezone.now() + timedelta(days=days) if days is not None else None
    assert (rules.can_end_membership(cast.agency_admin.actor, membership).code or "yes") == code


@pytest.mark.parametrize(
    ("by", "agency", "role", "unit", "code"),
    [
        ("agency_admin", "customs", Role.OFFICER, "abj", "yes"),
        ("agency_admin", "customs", Role.AUDITOR, None, "yes"),
        ("agency_admin", "customs", Role.AGENCY_ADMIN, None, "yes"),
        ("agency_admin", "customs", Role.OFFICER, None, "yes"),
        ("agency_admin", "police", Role.OFFICER, "abj", "other_agency"),
        ("agency_admin", "customs", Role.SUPERVISOR, "acc", "not_taking_part"),
        ("agency_admin", "customs", Role.PLATFORM_ADMIN, None, "programme_role"),
        ("agency_admin", "customs", Role.COORDINATOR, None, "programme_role"),
        ("agency_admin", "customs", Role.AUDITOR, "abj", "role_without_unit"),
        ("platform_admin", "foreign", Role.SUPERVISOR, "acc", "yes"),
        ("platform_admin", "elsewhere", Role.SUPERVISOR, "acc", "not_taking_part"),
        ("platform_admin", "programme", Role.COORDINATOR, None, "yes"),
        ("supervisor", "customs", Role.OFFICER, "abj", "role"),
    ],
)
def test_who_may_be_seated_where(cast: Cast, by: str, agency: str, role: Role, unit: str | None, code: str) -> None:
    """An administrator gives roles of its agency, in units where the agency takes part, and none of the programme's."""
    task_force = getattr(cast, unit) if unit else None
    wanted = Membership(person=cast.auditor.user, agency=getattr(cast, agency), task_force=task_force, role=role)
    assert (rules.can_start_membership(getattr(cast, by).actor, wanted).code or "yes") == code


@pytest.mark.parametrize(
    ("by", "whom", "code"),
    [
        ("agency_admin", "officer", "yes"),  # sits in its agency
        ("agency_admin", "invited", "yes"),  # began there, sits nowhere yet
        ("agency_admin", "gone", "yes"),  # sat there last
        ("agency_admin", "outsider", "agency"),  # of an agency of another country
        ("agency_admin", "colleague", "agency"),  # of another agency of the same unit
        ("agency_admin", "both", "agency"),  # of two agencies
        ("agency_admin", "stranger", "agency"),  # invited by the platform, sits nowhere
        ("platform_admin", "outsider", "yes"),
        ("platform_admin", "both", "yes"),
        ("platform_admin", "stranger", "yes"),
        ("supervisor", "officer", "role"),
    ],
)
def test_whom_an_administrator_seats(cast: Cast, by: str, whom: str, code: str) -> None:
    """Whoever it manages or invited: nobody is drawn into an agency from another one by that agency alone."""
    wanted = Membership(person=_whom(cast, whom), agency=cast.customs, role=Role.AUDITOR)
    assert (rules.can_start_membership(getattr(cast, by).actor, wanted).code or "yes") == code


def _whom(cast: Cast, whom: str) -> User:
    match whom:
        case "invited":
            return create_person(actor=cast.agency_admin.actor, email="new@example.org", name="New")
        case "stranger":
            return create_person(actor=cast.platform_admin.actor, email="new@example.org", name="New")
        case "gone":
            end_membership(actor=founder(), membership=cast.officer.membership, reason="Left")
            return cast.officer.user
        case "both":
            start_membership(actor=founder(), person=cast.officer.user, agency=cast.foreign, role=Role.OFFICER)
            return cast.officer.user
    member: Member = getattr(cast, whom)
    return member.user


@pytest.mark.parametrize("by", ["agency_admin", "platform_admin"])
def test_nobody_gives_a_role_to_oneself(cast: Cast, by: str) -> None:
    """Not the officer's seat, from which an administrator would read every case of the unit."""
    administrator = getattr(cast, by)
    wanted = Membership(person=administrator.user, agency=cast.customs, task_force=cast.abj, role=Role.SUPERVISOR)
    assert rules.can_start_membership(administrator.actor, wanted).code == "self"


def test_a_share_of_a_units_list_is_taken_back_once(cast: Cast) -> None:
    share = Share(level="view", via=ShareVia.DIRECT)
    actor = cast.platform_admin.actor
    assert rules.can_unshare_unit_list(actor, cast.abj, share)
    share.until = timezone.now() - timedelta(seconds=1)
    assert rules.can_unshare_unit_list(actor, cast.abj, share).code == "state"
    share.until, share.revoked_at = None, timezone.now()
    assert rules.can_unshare_unit_list(actor, cast.abj, share).code == "state"


@pytest.mark.parametrize(("takes_part", "opens", "closes"), [(False, "yes", "state"), (True, "state", "yes")])
def test_hit_no_hit_is_switched_on_once_and_off_once(cast: Cast, takes_part: bool, opens: str, closes: str) -> None:
    actor, desk = cast.agency_admin.actor, cast.desk(cast.customs)
    if takes_part:
        open_hits(actor=cast.agency_admin.actor, agency=cast.customs, contact=desk)
        actor = cast.agency_admin.actor
    verdicts = [rules.can_open_hits(actor, cast.customs), rules.can_close_hits(actor, cast.customs)]
    assert [verdict.code or "yes" for verdict in verdicts] == [opens, closes]
    assert rules.can_open_hits(cast.officer.actor, cast.customs).code == "role"
    assert rules.can_close_hits(cast.officer.actor, cast.customs).code == "role"
