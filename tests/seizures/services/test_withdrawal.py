"""Records taken out of sight: withdrawn for everybody, or left to one supervisor."""

from typing import Any

import pytest
from django.utils import timezone

from aircop.access.binding import bind
from aircop.access.endings import end_unseated_shares
from aircop.access.models import ListKind, Seat, Share
from aircop.access.roles import Level, Role
from aircop.access.tasks import announce_endings_task
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.case_rules import can_restrict_case, can_withdraw_case
from seizures.enums import ReferralStatus
from seizures.models import Case, CaseSeizure, Referral, Seizure
from seizures.rules import can_restrict_seizure, can_verify_seizure, can_withdraw_seizure
from seizures.services.case_share import share_case
from seizures.services.referral import accept_referral, offer_referral
from seizures.services.seizure import change_seizure
from seizures.services.share import Terms, share_seizure, unshare_seizure
from seizures.services.verification import verify_seizure
from seizures.services.withdrawal import restrict_case, restrict_seizure, withdraw_case, withdraw_seizure
from taskforces.models import Membership
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def sees(member: Member, about: Any) -> bool:
    return bool(type(about).objects.visible_to(member.actor).filter(pk=about.pk).exists())


def test_a_withdrawn_record_is_gone_for_everybody_and_kept(cast: Cast) -> None:
    seizure = cast.seizure()
    withdraw_seizure(actor=cast.supervisor.actor, seizure=seizure, words=" Logged twice ")
    assert [sees(member, seizure) for member in (cast.officer, cast.supervisor)] == [False, False]
    with as_owner():
        stands = Seizure.objects.get(pk=seizure.pk)
    assert (stands.withdrawn_reason, stands.version) == ("Logged twice", seizure.version + 1)
    assert [entry["object_id"] for entry in entries("seizure.withdraw")] == [seizure.pk]
    assert [event["object_id"] for event in events("seizure_withdrawn")] == [seizure.pk]


def test_a_restricted_record_is_left_to_the_acting_supervisor(cast: Cast) -> None:
    seizure = cast.seizure()
    supervisor = cast.supervisor
    share_seizure(
        actor=supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    assert sees(cast.partner_officer, seizure)
    restricted = restrict_seizure(actor=supervisor.actor, seizure=seizure, words="An officer under suspicion")
    others = (cast.officer, cast.colleague, cast.analyst, cast.partner_officer)
    assert [sees(member, seizure) for member in others] == [False] * 4
    assert sees(supervisor, seizure)
    assert restricted.root_list.kind == ListKind.RESTRICTED
    assert "seizure.restrict" in {step.verb for step in history(restricted, supervisor.actor)}
    assert [entry["object_id"] for entry in entries("seizure.restrict")] == [seizure.pk]
    assert len(events("record_moved")) == 2
    assert can_restrict_seizure(supervisor.actor, restricted).code == "state"


def test_a_restricted_record_can_be_shared_by_name(cast: Cast) -> None:
    seizure = cast.seizure()
    supervisor = cast.supervisor
    restrict_seizure(actor=supervisor.actor, seizure=seizure, words="Under cover")
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Joint work", "until": None}
    share = share_seizure(actor=supervisor.actor, seizure=seizure, **terms)
    assert (sees(cast.partner_officer, seizure), sees(cast.officer, seizure)) == (True, False)
    unshare_seizure(actor=supervisor.actor, seizure=seizure, share_id=share.pk)
    assert (sees(cast.partner_officer, seizure), sees(supervisor, seizure)) == (False, True)


@pytest.mark.parametrize("kind", ["seizure", "case"])
def test_what_is_restricted_is_lost_with_the_last_seat(cast: Cast, kind: str) -> None:
    """By name, for the agency in which one acted: who serves elsewhere afterwards reads it no more."""
    about: Any = cast.seizure() if kind == "seizure" else cast.case()
    restrict: Any = restrict_seizure if kind == "seizure" else restrict_case
    supervisor = cast.supervisor
    restricted = restrict(**{"actor": supervisor.actor, kind: about, "words": "An officer under suspicion"})
    share = Share.objects.get(access_list=restricted.access_list)
    assert (share.agency_id, share.by_agency) == (cast.police.pk, cast.police.pk)
    elsewhere = cast.member("Jean Aka elsewhere", cast.foreign, Role.SUPERVISOR, cast.acc)
    end_membership(actor=cast.platform_admin.actor, membership=supervisor.membership, reason="Posted elsewhere")
    assert not sees(supervisor, restricted)
    assert not sees(elsewhere, restricted)
    share.refresh_from_db()
    assert not share.runs


@pytest.mark.parametrize("left", [None, Role.AGENCY_ADMIN])
def test_it_is_lost_too_when_the_clock_ends_the_last_seat(cast: Cast, left: Role | None) -> None:
    """Though one of the seats had no end when it was restricted; an office reads no records and is no seat."""
    supervisor, admin = cast.supervisor, cast.platform_admin
    told: dict[str, Any] = {
        "person": supervisor.user,
        "agency": cast.police,
        "role": Role.OFFICER,
        "task_force": cast.abj,
    }
    second = start_membership(actor=founder(), **told)
    seizure = cast.seizure()
    actor = supervisor.actor.acting_as(supervisor.membership.pk)
    restricted = restrict_seizure(actor=actor, seizure=seizure, words="Under cover")
    if left:
        start_membership(actor=founder(), **told | {"role": left, "task_force": None})
    end_membership(actor=admin.actor, membership=supervisor.membership, reason="Posted elsewhere")
    assert sees(supervisor, restricted)
    assert end_unseated_shares() == 0
    with as_owner():
        Membership.objects.filter(pk=second.pk).update(valid_to=timezone.now())
        Seat.objects.filter(membership_id=second.pk).update(valid_to=timezone.now())
    assert announce_endings_task() == 1
    assert announce_endings_task() == 0
    assert not sees(supervisor, restricted)
    share = Share.objects.get(access_list=restricted.access_list)
    assert (share.runs, share.revoked_by) == (False, None)
    assert str(share.pk) in str([event["payload"] for event in events("access_ended")])


@pytest.mark.parametrize("act", [withdraw_seizure, restrict_seizure])
def test_refusals(cast: Cast, act: Any) -> None:
    seizure = cast.seizure()
    with pytest.raises(NotAllowed):
        act(actor=cast.officer.actor, seizure=seizure, words="No")
    with pytest.raises(Missing):
        act(actor=cast.partner_supervisor.actor, seizure=seizure, words="No")
    with pytest.raises(Invalid):
        act(actor=cast.supervisor.actor, seizure=seizure, words="  ")
    with pytest.raises(StaleWrite):
        act(actor=cast.supervisor.actor, seizure=seizure, words="Old", version=seizure.version - 1)
    draft = cast.seizure(by=cast.supervisor, submit=False)
    with pytest.raises(NotAllowed) as refusal:
        act(actor=cast.supervisor.actor, seizure=draft, words="Draft")
    assert refusal.value.code == "state"
    assert sees(cast.officer, seizure)


def test_a_legal_hold_keeps_a_record(cast: Cast) -> None:
    seizure = cast.seizure()
    with as_owner():
        Seizure.objects.filter(pk=seizure.pk).update(legal_hold=True)
    seizure.legal_hold = True
    assert can_withdraw_seizure(cast.supervisor.actor, seizure).code == "hold"
    with pytest.raises(NotAllowed):
        withdraw_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Gone")


def test_who_changed_it_last_does_not_verify_it(cast: Cast) -> None:
    seizure = cast.seizure()
    actor = cast.supervisor.actor
    changed = change_seizure(actor=actor, seizure=seizure, version=seizure.version, facts={"summary": "Three bags."})
    assert can_verify_seizure(bind(actor), changed).code == "author"
    with pytest.raises(NotAllowed):
        verify_seizure(actor=actor, seizure=seizure)
    again = change_seizure(
        actor=cast.officer.actor, seizure=seizure, version=changed.version, facts={"summary": "Two bags."}
    )
    assert verify_seizure(actor=cast.supervisor.actor, seizure=again).status == "verified"


# Cases ----------------------------------------------------------------------------------------------------------------


def shared(cast: Cast) -> tuple[Case, Seizure]:
    """Return a case of the unit, shared with another agency together with its seizure."""
    seizure = cast.seizure()
    case = cast.case(seizure, by=cast.supervisor)
    terms = Terms(level=Level.VIEW, reason="Ring", until=None)
    share_case(
        actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms, items={seizure.pk: "included"}
    )
    assert sees(cast.partner_officer, case)
    assert sees(cast.partner_officer, seizure)
    return case, seizure


def test_a_withdrawn_case_is_gone_and_what_came_by_it_ends(cast: Cast) -> None:
    case, seizure = shared(cast)
    withdraw_case(actor=cast.supervisor.actor, case=case, words=" Opened twice ")
    every = (cast.officer, cast.supervisor, cast.partner_officer)
    assert [sees(member, case) for member in every] == [False] * 3
    assert [sees(member, seizure) for member in every] == [True, True, False], "the seizure stays with its unit"
    with as_owner():
        stands = Case.objects.get(pk=case.pk)
    assert stands.withdrawn_reason == "Opened twice"
    assert not CaseSeizure.objects.filter(seizure=seizure).exists(), "a link is shown to who sees both"
    assert [entry["object_id"] for entry in entries("case.withdraw")] == [case.pk]
    assert [event["object_id"] for event in events("case_withdrawn")] == [case.pk]


def test_a_restricted_case_is_left_to_the_acting_supervisor(cast: Cast) -> None:
    case, seizure = shared(cast)
    restricted = restrict_case(actor=cast.supervisor.actor, case=case, words="An officer under suspicion")
    every = (cast.supervisor, cast.officer, cast.analyst, cast.partner_officer)
    assert [sees(member, case) for member in every] == [True, False, False, False]
    assert [sees(member, seizure) for member in every] == [True, True, True, False]
    assert restricted.root_list.kind == ListKind.RESTRICTED
    assert {"case.restrict", "case.open"} <= {step.verb for step in history(restricted, cast.supervisor.actor)}
    assert can_restrict_case(cast.supervisor.actor, restricted).code == "state"
    terms = Terms(level=Level.VIEW, reason="Joint work", until=None)
    share_case(actor=cast.supervisor.actor, case=restricted, receiver=cast.foreign, terms=terms)
    assert (sees(cast.partner_officer, case), sees(cast.officer, case)) == (True, False)


@pytest.mark.parametrize("act", [withdraw_case, restrict_case])
def test_refusals_of_cases(cast: Cast, act: Any) -> None:
    case = cast.case(cast.seizure(), by=cast.supervisor)
    with pytest.raises(NotAllowed):
        act(actor=cast.officer.actor, case=case, words="No")
    with pytest.raises(Missing):
        act(actor=cast.partner_supervisor.actor, case=case, words="No")
    with pytest.raises(Invalid):
        act(actor=cast.supervisor.actor, case=case, words="  ")
    with pytest.raises(StaleWrite):
        act(actor=cast.supervisor.actor, case=case, words="Old", version=case.version - 1)
    draft = cast.case(by=cast.supervisor, draft=True)
    with pytest.raises(NotAllowed) as refusal:
        act(actor=cast.supervisor.actor, case=draft, words="Draft")
    assert refusal.value.code == "state"
    assert sees(cast.officer, case)


def test_a_legal_hold_keeps_a_case(cast: Cast) -> None:
    case = cast.case(cast.seizure(), by=cast.supervisor)
    case.legal_hold = True
    assert can_withdraw_case(cast.supervisor.actor, case).code == "hold"


@pytest.mark.parametrize("act", [withdraw_case, restrict_case])
@pytest.mark.parametrize("accepted", [False, True])
def test_what_a_case_was_offered_to_ends_with_its_sight(cast: Cast, act: Any, *, accepted: bool) -> None:
    case = cast.case(cast.seizure(), by=cast.supervisor)
    referral = offer_referral(
        actor=cast.supervisor.actor, case=case, to_unit=cast.acc, kind="refer", reason="The courier lives there"
    )
    if accepted:
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    assert sees(cast.partner_supervisor, case)
    act(actor=cast.supervisor.actor, case=case, words="Under suspicion")
    assert not sees(cast.partner_supervisor, case)
    with as_owner():
        stands = Referral.objects.get(pk=referral.pk)
    assert stands.status == (ReferralStatus.HANDED_BACK if accepted else ReferralStatus.WITHDRAWN)
    assert stands.ended_at is not None
    assert [event["object_id"] for event in events("referral_ended")] == [case.pk]
