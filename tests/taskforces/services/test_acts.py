"""Each act on the organisation: done, audited, announced, refused, undone with its audit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.models import Seat, Share
from aircop.access.network import network_group_id
from aircop.access.roles import Level, Role
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.reference.models import Airport
from seizures.models import Seizure
from taskforces.models import Agency, Membership, Participation, TaskForce
from taskforces.services.agency import open_agency
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import can_found_network, found_network, founder
from taskforces.services.task_force import admit_agency, open_task_force, share_unit_list, unshare_unit_list
from tests.cast import Cast
from tests.clock import end_a_second_ago
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit

pytestmark = pytest.mark.django_db


def open_an_agency(_cast: Cast, actor: Actor) -> Any:
    terms: dict[str, Any] = {"code": "SN-DOU", "name": "Customs of Senegal", "short_name": "Douanes", "kind": "customs"}
    return open_agency(actor=actor, country="SN", **terms)


def open_a_unit(cast: Cast, actor: Actor) -> Any:
    airport = Airport.objects.get(pk="DSS")
    return open_task_force(actor=actor, code="DSS1", name="Dakar", airport=airport, host_agency=cast.foreign)


def _admit(cast: Cast, actor: Actor) -> Any:
    return admit_agency(actor=actor, task_force=cast.abj, agency=cast.elsewhere)


def _share(cast: Cast, actor: Actor) -> Any:
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Programme reporting"}
    return share_unit_list(actor=actor, task_force=cast.abj, agency=cast.programme, **terms)


def _unshare(cast: Cast, actor: Actor) -> Any:
    given = Share.objects.filter(access_list=cast.abj.default_list, group=cast.programme.group).first()
    return unshare_unit_list(actor=actor, task_force=cast.abj, share_id=given.pk, reason="It ended") if given else None


def _start(cast: Cast, actor: Actor) -> Any:
    terms: dict[str, Any] = {"agency": cast.foreign, "role": Role.OFFICER, "task_force": cast.acc}
    return start_membership(actor=actor, person=cast.outsider.user, **terms)


def _end(cast: Cast, actor: Actor) -> Any:
    return end_membership(actor=actor, membership=cast.officer.membership, reason="Posted elsewhere")


CASES = [
    pytest.param(open_an_agency, "agency.open", "agency_opened", id="open_agency"),
    pytest.param(open_a_unit, "task_force.open", "task_force_opened", id="open_task_force"),
    pytest.param(_admit, "task_force.admit", "agency_joined", id="admit_agency"),
    pytest.param(_share, "task_force.share", "unit_list_shared", id="share_unit_list"),
    pytest.param(_unshare, "task_force.unshare", "unit_list_unshared", id="unshare_unit_list"),
    pytest.param(_start, "membership.start", "membership_started", id="start_membership"),
    pytest.param(_end, "membership.end", "membership_ended", id="end_membership"),
]

type Act = Callable[[Cast, Actor], Any]


def _set_up(cast: Cast) -> tuple[Actor, Actor]:
    """Name everybody the acts need, and return who may and who may not."""
    assert cast.foreign
    assert cast.elsewhere
    assert cast.acc
    assert cast.outsider
    assert cast.officer
    _share(cast, founder())
    return cast.platform_admin.actor, cast.supervisor.actor


def _stands() -> tuple[int, ...]:
    with as_owner():
        kinds: tuple[Any, ...] = (Agency, TaskForce, Participation, Membership, Seat, Share)
        running = Membership.objects.filter(valid_to=None).count()
        revoked = Share.objects.filter(revoked_at=None).count()
        return *(kind.objects.count() for kind in kinds), running, revoked


@pytest.mark.parametrize(("act", "verb", "event"), CASES)
def test_an_act_is_done_audited_and_announced_once(cast: Cast, act: Act, verb: str, event: str) -> None:
    may, _ = _set_up(cast)
    before, audited, heard = _stands(), len(entries(verb)), len(events(event))
    act(cast, may)
    assert _stands() != before
    assert (len(entries(verb)), len(events(event))) == (audited + 1, heard + 1)
    assert (entries(verb)[-1]["actor_id"], events(event)[-1]["actor"]) == (may.subject_id, may.subject_id)


@pytest.mark.parametrize(("act", "verb", "event"), CASES)
def test_an_act_is_refused_by_role(cast: Cast, act: Act, verb: str, event: str) -> None:
    _, may_not = _set_up(cast)
    before, audited, heard = _stands(), len(entries(verb)), len(events(event))
    with pytest.raises(NotAllowed) as refused, transaction.atomic():
        act(cast, may_not)
    assert refused.value.code == "role"
    assert (_stands(), len(entries(verb)), len(events(event))) == (before, audited, heard)


@pytest.mark.parametrize(("act", "verb", "event"), CASES)
def test_an_act_that_cannot_be_audited_is_undone(cast: Cast, act: Act, verb: str, event: str) -> None:
    may, _ = _set_up(cast)
    before, heard = _stands(), len(events(event))
    with mute_audit(verb), pytest.raises(IntegrityError), transaction.atomic():
        act(cast, may)
    assert (_stands(), len(events(event))) == (before, heard)


# Memberships and seats ----------------------------------------------------------------------------------------------


def test_a_seat_is_taken_in_the_agency_and_in_the_role_of_the_unit(cast: Cast) -> None:
    names = {
        seat.group.name for seat in Seat.objects.filter(user=cast.officer.user).select_related("group") if seat.group
    }
    assert names == {"network", "agency CI-CUS", "unit ABJ1 officer"}


@pytest.mark.parametrize("who", ["agency_admin", "platform_admin"])
def test_an_office_reads_no_records(cast: Cast, who: str) -> None:
    """It sits nowhere that a share could name but with the whole network, and still holds its office."""
    actor = getattr(cast, who).actor
    assert (actor.groups, len(actor.memberships)) == ({network_group_id()}, 1)


def test_a_membership_ends_now_and_is_never_overwritten(cast: Cast) -> None:
    officer = cast.officer
    assert cast.seizure()
    ended = end_membership(actor=cast.agency_admin.actor, membership=officer.membership, reason="Posted elsewhere")
    assert (ended.valid_to is not None, ended.end_reason) == (True, "Posted elsewhere")
    actor = officer.actor
    assert (actor.groups, actor.memberships, actor.acting) == (frozenset(), (), None)
    assert not Seizure.objects.visible_to(actor).exists()
    with pytest.raises(NotAllowed) as refused:
        end_membership(actor=cast.agency_admin.actor, membership=officer.membership, reason="Again")
    assert refused.value.code == "ended"


def test_a_membership_with_a_term_is_ended_before_it(cast: Cast) -> None:
    term = timezone.now() + timedelta(days=30)
    member = cast.member("Ama Sarr", cast.customs, Role.OFFICER, cast.abj, valid_to=term)
    ended = end_membership(actor=cast.agency_admin.actor, membership=member.membership, reason="Earlier")
    assert ended.valid_to is not None
    assert ended.valid_to < term
    assert member.actor.memberships == ()


def test_a_membership_that_has_not_begun_is_ended_before_it_begins(cast: Cast) -> None:
    begins = timezone.now() + timedelta(days=30)
    member = cast.member("Ama Sarr", cast.customs, Role.OFFICER, cast.abj, valid_from=begins)
    assert member.actor.memberships == ()
    ended = end_membership(actor=cast.agency_admin.actor, membership=member.membership, reason="Never came")
    assert ended.valid_to == begins


def test_nobody_is_seated_twice_in_one_role_at_a_time(cast: Cast) -> None:
    member = cast.officer
    terms: dict[str, Any] = {"agency": cast.customs, "role": Role.OFFICER, "task_force": cast.abj}
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"), transaction.atomic():
        start_membership(actor=founder(), person=member.user, **terms)
    end_a_second_ago(member.membership)
    assert start_membership(actor=founder(), person=member.user, **terms).pk != member.membership.pk


# Shares of a unit's list --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"level": Level.MANAGE}, "level"),
        ({"level": Level.CONTRIBUTE}, "level"),
        ({"reason": " "}, "reason"),
        ({"until": timezone.now() - timedelta(seconds=1)}, "until"),
    ],
)
def test_a_units_list_is_shared_for_sight_with_a_reason(cast: Cast, terms: dict[str, Any], field: str) -> None:
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Programme reporting", **terms}
    with pytest.raises(Invalid) as fault:
        share_unit_list(actor=cast.platform_admin.actor, task_force=cast.abj, agency=cast.programme, **told)
    assert fault.value.field == field


def test_a_units_list_is_read_while_it_is_shared(cast: Cast) -> None:
    assert cast.seizure()
    given = _share(cast, cast.platform_admin.actor)
    assert Seizure.objects.visible_to(cast.coordinator.actor).count() == 1
    terms: dict[str, Any] = {"task_force": cast.abj, "reason": "The programme ended"}
    unshare_unit_list(actor=cast.platform_admin.actor, share_id=given.pk, **terms)
    assert Seizure.objects.visible_to(cast.coordinator.actor).count() == 0
    with pytest.raises(NotAllowed) as refused:
        unshare_unit_list(actor=cast.platform_admin.actor, share_id=given.pk, **terms)
    assert refused.value.code == "state"


def test_what_a_role_holds_cannot_be_taken_back_as_a_share(cast: Cast) -> None:
    default = Share.objects.filter(access_list=cast.abj.default_list).first()
    assert default is not None
    with pytest.raises(Missing):
        unshare_unit_list(actor=cast.platform_admin.actor, task_force=cast.abj, share_id=default.pk, reason="A mistake")


def test_admitting_twice_changes_nothing(cast: Cast) -> None:
    first = _admit(cast, cast.platform_admin.actor)
    assert _admit(cast, cast.platform_admin.actor) == first
    assert len([entry for entry in entries("task_force.admit") if entry["actor_id"]]) == 1


# The first act --------------------------------------------------------------------------------------------------------


def test_a_network_is_founded_once(cast: Cast) -> None:
    """The administrator of before is enough; no second founder comes in by the same door."""
    assert cast.platform_admin
    assert can_found_network().code == "founded"
    terms: dict[str, Any] = {"code": "XX-NEW", "name": "New", "short_name": "New", "kind": "customs", "country": None}
    with pytest.raises(NotAllowed):
        found_network(administrator=cast.outsider.user, **terms)


def test_founding_is_audited_and_announced(cast: Cast) -> None:
    user = cast.outsider.user
    terms: dict[str, Any] = {"code": "XX-NEW", "name": "New", "short_name": "New", "kind": "customs", "country": None}
    founded = found_network(administrator=user, **terms)
    assert (founded.agency.code, founded.administrator) == ("XX-NEW", user)
    assert (len(entries("network.found")), len(events("network_founded"))) == (1, 1)


def test_a_unit_is_of_a_kind_that_there_is(cast: Cast) -> None:
    terms: dict[str, Any] = {"code": "DSS1", "name": "Dakar", "airport": Airport.objects.get(pk="DSS")}
    with pytest.raises(Invalid) as refused:
        open_task_force(actor=cast.platform_admin.actor, host_agency=cast.foreign, kind="club", **terms)
    assert refused.value.field == "kind"
