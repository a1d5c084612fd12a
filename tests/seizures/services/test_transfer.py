"""What a transfer leaves behind: shares below shares, referrals that run, earlier owners' copies, what was bound."""

from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import AccessList, ListKind, Share, ShareVia
from aircop.access.roles import SEE_IDENTITY, Level, Role
from aircop.access.verdict import judge
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.enums import ReferralStatus
from seizures.models import Case, Referral, Seizure
from seizures.queries.case_share import linked_seizures
from seizures.queries.referral import late_referrals
from seizures.services.case import locked_case
from seizures.services.case_link import link_seizure
from seizures.services.case_share import share_case, share_case_items
from seizures.services.case_step import close_case, merge_case
from seizures.services.person_duplicate import merge_persons
from seizures.services.referral import accept_referral, decline_referral, hand_back_referral, offer_referral
from seizures.services.seizure import locked
from seizures.services.share import Terms
from seizures.services.verification import reopen_seizure, verify_seizure
from seizures.services.withdrawal import restrict_case, restrict_seizure
from taskforces.models import TaskForce
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.people import courier
from tests.traces import entries, events, values

pytestmark = pytest.mark.django_db


def sees(member: Member, record: Any) -> bool:
    return bool(type(record).objects.visible_to(member.actor).filter(pk=record.pk).exists())


def anew(record: Any) -> Any:
    with as_owner():
        return type(record)._default_manager.get(pk=record.pk)


def put(record: Any, **values: Any) -> None:
    """Write what no act of these tests is about."""
    with as_owner():
        type(record)._default_manager.filter(pk=record.pk).update(**values)


def verified(cast: Cast, **told: Any) -> Seizure:
    return verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(**told))


def offer(by: Member, case: Case, unit: TaskForce, *seizures: Seizure, kind: str = "transfer", **told: Any) -> Referral:
    items = {seizure.pk: "included" for seizure in seizures}
    terms: dict[str, Any] = {"reason": "The courier lives there", "with_identities": True, "items": items} | told
    return offer_referral(actor=by.actor, case=anew(case), to_unit=unit, kind=kind, **terms)


def handed(by: Member, to: Member, case: Case, unit: TaskForce, *seizures: Seizure) -> None:
    """Offer the case with seizures, and accept it on the other side."""
    assert to.user
    referral = offer(by, case, unit, *seizures)
    accept_referral(actor=to.actor, referral=referral)


@pytest.fixture
def lagos(cast: Cast) -> tuple[TaskForce, Member]:
    """Return a third unit and its supervisor."""
    unit = cast.unit("LOS1", "LOS", cast.elsewhere)
    return unit, cast.member("Tola Ade", cast.elsewhere, Role.SUPERVISOR, unit)


# What was shared, and referred ----------------------------------------------------------------------------------------


def test_what_came_by_a_share_of_the_case_ends_on_seizures_that_stay(cast: Cast) -> None:
    """A third agency read the case and both its seizures; one goes along, one stays: it reads neither any more."""
    one, stays = verified(cast), verified(cast)
    case = cast.case(one, stays, by=cast.supervisor)
    terms = Terms(level=Level.VIEW, reason="Ring", until=None)
    items = {one.pk: "included", stays.pk: "without"}
    share_case(actor=cast.supervisor.actor, case=case, receiver=cast.elsewhere, terms=terms, items=items)
    assert [sees(cast.outsider, each) for each in (case, one, stays)] == [True] * 3
    handed(cast.supervisor, cast.partner_supervisor, case, cast.acc, one)
    assert [sees(cast.outsider, each) for each in (case, one, stays)] == [False] * 3
    assert anew(stays).owner_unit == cast.abj.pk
    assert not sees(cast.partner_supervisor, stays)
    assert not Share.objects.in_force().filter(via=ShareVia.CASE).exists()
    ended = {(entry["object_id"], entry["owner_agency"]) for entry in entries("%.unshare")}
    former = {(case.pk, cast.police.pk), (one.pk, cast.customs.pk), (stays.pk, cast.customs.pk)}
    assert ended == former, "they stand with whoever gave them"
    assert stays.pk in {event["object_id"] for event in events("access_ended")}


def test_a_referral_to_another_unit_ends_when_the_case_goes_to_a_third(
    cast: Cast, lagos: tuple[TaskForce, Member]
) -> None:
    """Nothing is left to hand back, no clock rings, and what was shown by it is shown no more."""
    unit, head = lagos
    one, stays = verified(cast), verified(cast)
    case = cast.case(one, stays, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referred = offer(cast.supervisor, case, cast.acc, one, stays, kind="refer")
    accept_referral(actor=cast.partner_supervisor.actor, referral=referred)
    assert Level.CONTRIBUTE in grants.held(cast.partner_officer.actor, anew(stays))
    handed(cast.supervisor, head, case, unit, one)
    ended = anew(referred)
    assert (ended.status, ended.answer_words) == (ReferralStatus.HANDED_BACK, "")
    assert ended.ended_at is not None
    assert [sees(cast.partner_officer, each) for each in (case, one, stays)] == [False] * 3
    assert [sees(head, each) for each in (case, one, stays)] == [True, True, False]
    assert late_referrals(cast.partner_supervisor.actor) == []
    with pytest.raises(Missing):
        hand_back_referral(actor=cast.partner_supervisor.actor, referral=referred, words="Done")
    assert len(events("referral_ended")) == 1


def test_earlier_owners_keep_their_copies_through_the_next_transfers(
    cast: Cast, lagos: tuple[TaskForce, Member]
) -> None:
    """From Abidjan to Accra to Lagos and back to Abidjan: all read, one changes, nobody holds a copy of its own."""
    unit, head = lagos
    one = verified(cast)
    case = cast.case(one, by=cast.supervisor)
    handed(cast.supervisor, cast.partner_supervisor, case, cast.acc, one)
    handed(cast.partner_supervisor, head, case, unit, one)
    for record in (anew(case), anew(one)):
        assert record.owner_unit == unit.pk
        for member in (cast.officer, cast.supervisor, cast.analyst, cast.partner_officer, cast.partner_supervisor):
            assert sees(member, record)
            assert grants.held(member.actor, record) == {Level.VIEW.value, SEE_IDENTITY}
        assert Level.MANAGE in grants.held(head.actor, record)
        heads = Share.objects.in_force().filter(about_id=record.pk, under__isnull=True)
        assert [share.unit_id for share in heads.order_by("pk")] == [cast.acc.pk, cast.abj.pk]
        assert set(Share.objects.in_force().filter(about_id=record.pk).values_list("via", flat=True)) == {"referral"}
    handed(head, cast.supervisor, case, cast.abj, one)
    for record in (anew(case), anew(one)):
        heads = Share.objects.in_force().filter(about_id=record.pk, under__isnull=True)
        assert {share.unit_id for share in heads} == {unit.pk, cast.acc.pk}
        assert [sees(member, record) for member in (cast.officer, cast.partner_officer, head)] == [True] * 3


# What was bound since the offer ---------------------------------------------------------------------------------------


def test_what_was_opened_again_since_the_offer_is_not_taken_over(cast: Cast) -> None:
    one, two = verified(cast), verified(cast)
    case = cast.case(one, two, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast.supervisor, case, cast.acc, one, two)
    reopen_seizure(actor=cast.supervisor.actor, seizure=one, words="A weight was wrong")
    with pytest.raises(Invalid, match=str(one.reference)):
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    assert [anew(each).owner_unit for each in (case, one, two)] == [cast.abj.pk] * 3
    assert anew(referral).status == ReferralStatus.OFFERED
    verify_seizure(actor=cast.owner_supervisor.actor, seizure=anew(one))
    accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    assert anew(one).owner_unit == cast.acc.pk


@pytest.mark.parametrize("held", ["case", "seizure"])
@pytest.mark.parametrize("since", [True, False])
def test_what_a_court_holds_stays(cast: Cast, held: str, *, since: bool) -> None:
    """Whether the hold came before the offer or after it."""
    one = verified(cast)
    case = cast.case(one, by=cast.supervisor)
    about: Any = {"case": case, "seizure": one}[held]
    assert cast.partner_supervisor.user
    if not since:
        put(about, legal_hold=True)
        with pytest.raises(Invalid, match=str(about.reference)):
            offer(cast.supervisor, case, cast.acc, one)
        return
    referral = offer(cast.supervisor, case, cast.acc, one)
    put(about, legal_hold=True)
    with pytest.raises(Invalid, match=str(about.reference)):
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)


@pytest.mark.parametrize("which", ["case", "seizure"])
@pytest.mark.parametrize("kind", ["refer", "transfer"])
def test_what_is_restricted_is_handed_over_to_no_unit(cast: Cast, which: str, kind: str) -> None:
    """It was left to one person: two whole units would read it. A case that stays may be referred."""
    one, supervisor = verified(cast), cast.supervisor
    case = cast.case(one, by=supervisor)
    about: Any = {"case": case, "seizure": one}[which]
    restrict: Any = {"case": restrict_case, "seizure": restrict_seizure}[which]
    restrict(actor=supervisor.actor, **{which: about}, words="Under cover")
    if kind == "refer":
        assert offer(supervisor, case, cast.acc, one, kind=kind)
        return
    with pytest.raises(Invalid, match=str(about.reference)) as refusal:
        offer(supervisor, case, cast.acc, one)
    assert refusal.value.field == (f"items.{one.pk}" if which == "seizure" else "")
    assert Referral.objects.count() == 0


@pytest.mark.parametrize("which", ["case", "seizure"])
def test_what_lies_on_a_restricted_list_since_the_offer_is_not_taken_over(cast: Cast, which: str) -> None:
    """Whatever act put it there: the second step asks again."""
    one = verified(cast)
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast.supervisor, case, cast.acc, one)
    about = anew({"case": case, "seizure": one}[which])
    with as_owner():
        AccessList.objects.filter(pk=about.root_list_id).update(kind=ListKind.RESTRICTED)
    with pytest.raises(Invalid, match="it is restricted"):
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)


def test_the_root_lists_of_what_goes_along_come_with_the_rows(cast: Cast, django_assert_num_queries: Any) -> None:
    """Whether one of them is restricted costs no question each."""
    seizures = [verified(cast) for _each in range(3)]
    actor, case = cast.supervisor.actor, cast.case(*seizures, by=cast.supervisor)
    rows = [*linked_seizures(actor, case), *(locked(actor, each) for each in seizures), locked_case(actor, case)]
    with django_assert_num_queries(0):
        assert {each.root_list.kind for each in rows} == {ListKind.DEFAULT}


def test_what_came_under_h2_since_the_offer_its_own_agency_offers(cast: Cast) -> None:
    """The police offered what is the customs' own, as long as it was free to go."""
    one = verified(cast)
    case = cast.case(one, by=cast.owner_supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast.supervisor, case, cast.acc, one)
    put(one, handling="H2")
    with pytest.raises(Invalid, match=str(one.reference)):
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)


def test_what_is_the_givers_own_goes_under_h2(cast: Cast) -> None:
    one = verified(cast, handling="H2")
    case = cast.case(one, by=cast.owner_supervisor)
    handed(cast.owner_supervisor, cast.partner_supervisor, case, cast.acc, one)
    assert anew(one).owner_unit == cast.acc.pk


@pytest.mark.parametrize("kind", ["refer", "transfer"])
def test_an_offer_grows_no_further(cast: Cast, kind: str) -> None:
    """Neither what is offered nor the copy to read takes in what was linked later."""
    case = cast.case(by=cast.supervisor)
    referral = offer(cast.supervisor, case, cast.acc, kind=kind)
    later = cast.seizure()
    link_seizure(actor=cast.supervisor.actor, case=case, seizure=later)
    items = {later.pk: "included"}
    with pytest.raises(NotAllowed) as refusal:
        share_case_items(actor=cast.supervisor.actor, case=case, share_id=referral.share_id, items=items)
    assert refusal.value.code == "referral"


def test_a_case_that_is_offered_is_not_merged_and_one_that_ended_not_accepted(cast: Cast) -> None:
    """It can be declined still, and while it has ended it is not offered."""
    case, into = cast.case(by=cast.supervisor), cast.case(by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast.supervisor, case, cast.acc)
    with pytest.raises(NotAllowed) as refusal:
        merge_case(actor=cast.supervisor.actor, case=case, into=into, reason="One ring")
    assert refusal.value.code == "offered"
    close_case(actor=cast.supervisor.actor, case=anew(case), outcome="no_further_action", reason="Nothing came of it")
    with pytest.raises(NotAllowed) as refusal:
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    assert refusal.value.code == "state"
    referral.case = anew(case)
    put(case, status="merged", closed_at=None, outcome="", merged_into=into)
    assert judge("accept_referral", cast.partner_supervisor.actor, anew_of(referral)).code == "state"
    assert decline_referral(actor=cast.partner_supervisor.actor, referral=referral, words="Ended").ended_at
    assert judge("refer_case", cast.supervisor.actor, anew(case)).code == "state"


def anew_of(referral: Referral) -> Referral:
    """Return the referral with its case as both stand."""
    with as_owner():
        return Referral.objects.select_related("case").get(pk=referral.pk)


# Two rows of one person -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moved", ["kept", "duplicate"])
def test_two_rows_of_one_person_that_part_stand_for_themselves_again(cast: Cast, moved: str) -> None:
    """The merge is undone with an entry on either side; of what stayed, who takes over is told nothing."""
    goes, stays = verified(cast), verified(cast)
    one, other = courier(cast, goes), courier(cast, stays)
    pair = (one, other) if moved == "kept" else (other, one)
    merge = merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1], words="One traveller")
    handed(cast.supervisor, cast.partner_supervisor, cast.case(goes, by=cast.supervisor), cast.acc, goes)
    stands = anew(merge)
    assert (stands.undone_by_id, stands.undone_at is not None) == (cast.partner_supervisor.user.pk, True)
    told = {each["object_id"]: each for each in entries("seizure.unmerge_person")}
    assert {pk: entry["owner_agency"] for pk, entry in told.items()} == {
        goes.pk: cast.foreign.pk,
        stays.pk: cast.customs.pk,
    }
    assert (told[goes.pk]["reference"], told[stays.pk]["reference"]) == (goes.reference, "")
    assert [each["object_id"] for each in values("seizure.unmerge_person")] == [goes.pk]
    lists = {each["object_id"]: each["access_list"] for each in events("seizure_person_unmerged")}
    assert lists == {each.pk: anew(each).access_list_id for each in (goes, stays)}


def test_who_parts_from_two_is_told_once(cast: Cast) -> None:
    """One entry and one event for each of the three, and the records that the new owner sees are one question."""
    goes, stays, too = verified(cast), verified(cast), verified(cast)
    kept = courier(cast, goes)
    for each in (stays, too):
        merge_persons(actor=cast.supervisor.actor, kept=kept, duplicate=courier(cast, each), words="One traveller")
    handed(cast.supervisor, cast.partner_supervisor, cast.case(goes, by=cast.supervisor), cast.acc, goes)
    every = sorted([goes.pk, stays.pk, too.pk])
    assert sorted(each["object_id"] for each in entries("seizure.unmerge_person")) == every
    assert sorted(each["object_id"] for each in events("seizure_person_unmerged")) == every


def test_two_rows_of_one_person_that_go_together_stay_one(cast: Cast) -> None:
    goes, too = verified(cast), verified(cast)
    merge = merge_persons(actor=cast.supervisor.actor, kept=courier(cast, goes), duplicate=courier(cast, too))
    handed(cast.supervisor, cast.partner_supervisor, cast.case(goes, too, by=cast.supervisor), cast.acc, goes, too)
    assert anew(merge).undone_at is None
    assert entries("seizure.unmerge_person") == []


# Two hands ------------------------------------------------------------------------------------------------------------


def test_nobody_answers_the_own_offer_from_another_seat(cast: Cast) -> None:
    """One person, supervisor of both units: somebody else says yes, or no."""
    case = cast.case(by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast.supervisor, case, cast.acc)
    partner = cast.partner_supervisor.actor
    twice = Actor(
        subject_id=cast.supervisor.user.pk,
        name="Jean Aka",
        groups=partner.groups,
        memberships=partner.memberships,
        acting=partner.acting,
    )
    for act in ("accept", "answer"):
        assert judge(f"{act}_referral", twice, referral).code == "author"
        assert judge(f"{act}_referral", partner, referral).code == ""
