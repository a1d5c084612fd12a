"""A case goes to another unit: offered, accepted, declined, withdrawn, handed back; transferred, it is theirs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import Share, ShareVia
from aircop.access.roles import SEE_IDENTITY, Level, Role
from aircop.access.verdict import judge
from aircop.audit.history import history
from aircop.audit.queries import entries as audit_of
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.enums import ReferralStatus
from seizures.models import Case, Person, Referral, Seizure
from seizures.queries.referral import referrals, visible_referral, waiting_referrals
from seizures.services.case import change_case
from seizures.services.case_note import add_note
from seizures.services.case_share import share_case
from seizures.services.referral import (
    accept_referral,
    decline_referral,
    hand_back_referral,
    offer_referral,
    withdraw_referral,
)
from seizures.services.share import Terms, end_share, share_seizure, unshare_record
from seizures.services.verification import lock_seizure, verify_seizure
from taskforces.models import TaskForce
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.people import courier, named
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def sees(member: Member, record: Any) -> bool:
    return bool(type(record).objects.visible_to(member.actor).filter(pk=record.pk).exists())


def anew(record: Any) -> Any:
    with as_owner():
        record.refresh_from_db()
    return record


def offer(cast: Cast, case: Case, kind: str = "refer", items: Any = None, **told: Any) -> Referral:
    terms: dict[str, Any] = {"to_unit": cast.acc, "reason": "The courier lives there"} | told
    chosen = {seizure.pk: choice for seizure, choice in (items or {}).items()}
    return offer_referral(actor=cast.supervisor.actor, case=case, kind=kind, items=chosen, **terms)


def verified(cast: Cast) -> Seizure:
    return verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())


def test_a_case_is_referred_worked_on_and_handed_back(cast: Cast) -> None:
    """The other unit reads it from the offer on, adds to it, and loses it with the hand-back; it was never theirs."""
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast, case, items={one: "included"}, with_identities=True)
    assert waiting_referrals(cast.partner_supervisor.actor) == [referral]
    assert waiting_referrals(cast.partner_officer.actor) == waiting_referrals(cast.supervisor.actor) == []
    assert list(referrals(cast.officer.actor)) == [referral], "both sides see the clock"
    taken = accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    assert taken.work_due_at is not None
    assert taken.work_due_at > taken.due_at
    assert [sees(cast.partner_officer, each) for each in (case, one)] == [True, True]
    add_note(actor=cast.partner_officer.actor, case=case, text="Asked at the address.")
    assert anew(case).owner_unit == cast.abj.pk
    back = hand_back_referral(actor=cast.partner_supervisor.actor, referral=referral, words="Nobody lives there")
    assert (back.status, back.answer_words) == (ReferralStatus.HANDED_BACK, "Nobody lives there")
    assert [sees(cast.partner_officer, each) for each in (case, one)] == [False, False]
    assert list(referrals(cast.partner_supervisor.actor)) == []
    assert [entry["verb"] for entry in entries("referral.%")] == ["referral.offer", "referral.accept", "referral.end"]
    assert [len(events(kind)) for kind in ("referral_offered", "referral_accepted", "referral_ended")] == [1, 1, 1]


def transferred(cast: Cast, *seizures: Seizure, case: Case | None = None) -> Case:
    """Offer a case with its seizures to the unit of Accra, which accepts."""
    case = case or cast.case(*seizures, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast, case, "transfer", dict.fromkeys(seizures, "included"), with_identities=True)
    accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    moved: Case = anew(case)
    return moved


def test_a_transfer_moves_case_and_seizures_and_leaves_a_copy_to_read(cast: Cast) -> None:
    """In two steps; the origin reads all of it, changes nothing, and the new unit does."""
    one = verified(cast)
    person = named(cast, courier(cast, one))
    case = transferred(cast, one)
    anew(one)
    for record in (case, one):
        assert (record.owner_unit, record.owner_agency, record.root_list_id) == (
            cast.acc.pk, cast.foreign.pk, cast.acc.default_list_id,
        )  # fmt: skip
    assert (case.task_force, case.lead_agency) == (cast.acc, cast.foreign)
    assert (one.task_force_id, str(one.reference)[:4]) == (cast.abj.pk, "ABJ1"), "who seized it stays a fact"
    everyone = (cast.partner_officer, cast.partner_supervisor, cast.officer, cast.supervisor, cast.analyst)
    for member in everyone:
        assert [sees(member, each) for each in (case, one, person)] == [True] * 3
        assert SEE_IDENTITY in grants.held(member.actor, one)
    assert grants.held(cast.supervisor.actor, case) == {Level.VIEW.value, SEE_IDENTITY}
    with as_owner():
        assert Person.objects.get(pk=person.pk).owner_unit == cast.acc.pk
    facts = {"summary": "Taken over"}
    with pytest.raises(NotAllowed):
        change_case(actor=cast.supervisor.actor, case=case, version=case.version, facts=facts)
    assert change_case(actor=cast.partner_officer.actor, case=case, version=case.version, facts=facts).summary
    assert lock_seizure(actor=cast.partner_supervisor.actor, seizure=one).locked_at


def test_the_audit_and_the_history_stay_whole(cast: Cast) -> None:
    """What was done before belongs to the record still, and is read on both sides; the entries keep their owner."""
    one = verified(cast)
    case = transferred(cast, one)
    verbs = [step.verb for step in history(anew(one), cast.partner_officer.actor)]
    assert {"seizure.submit", "seizure.verify", "seizure.transfer"} <= set(verbs)
    assert {"case.open", "case.transfer"} <= {step.verb for step in history(case, cast.supervisor.actor)}
    assert {entry["owner_agency"] for entry in entries("seizure.submit")} == {cast.customs.pk}
    for entry in entries("%.transfer"):
        assert entry["owner_agency"] == cast.foreign.pk
        former = cast.police if entry["object_id"] == case.pk else cast.customs
        assert set(entry["owner_agencies"]) == {former.pk, cast.foreign.pk}
    theirs = cast.member("Esi Owusu", cast.foreign, Role.AUDITOR)
    for auditor in (cast.auditor, theirs):
        page = audit_of(auditor.actor, {"act": "seizure.transfer"})
        assert [row.object_id for row in page.rows] == [one.pk], "who loses it finds the entry, and who gains it"
    assert {str(event["object_id"]) for event in events("record_transferred")} == {str(case.pk), str(one.pk)}


def test_a_transfer_tells_who_loses_and_who_gains(cast: Cast) -> None:
    """Another agency with which it was shared loses it; the new unit gains it; its shares end."""
    one = verified(cast)
    share_seizure(
        actor=cast.supervisor.actor, seizure=one, agency=cast.elsewhere, level=Level.VIEW, reason="Ring", until=None
    )
    case = cast.case(one, by=cast.supervisor)
    direct = share_case(
        actor=cast.supervisor.actor,
        case=case,
        receiver=cast.elsewhere,
        terms=Terms(level=Level.VIEW, reason="Ring", until=None),
    )
    assert sees(cast.outsider, case)
    left = anew(one).access_list_id
    transferred(cast, one, case=case)
    assert [sees(cast.outsider, each) for each in (case, one)] == [False, False]
    direct.refresh_from_db()
    assert not direct.runs
    gone = [event["access_list"] for event in events("record_gone") if event["object_id"] == one.pk]
    assert gone == [left, cast.abj.default_list_id]
    assert events("record_moved")[-1]["root_list"] == cast.acc.default_list_id
    standing = Share.objects.in_force().filter(about_id__in=[case.pk, one.pk])
    assert set(standing.values_list("via", flat=True)) == {ShareVia.REFERRAL}


def test_a_seizure_of_another_unit_goes_along_to_read_and_is_not_moved(cast: Cast) -> None:
    """The case's unit holds it at `manage` by a share; it gives no more than that."""
    theirs = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    third = cast.unit("LOS1", "LOS", cast.elsewhere)
    head = cast.member("Tola Ade", cast.elsewhere, Role.SUPERVISOR, third)
    share_seizure(
        actor=cast.partner_supervisor.actor, seizure=theirs, agency=cast.police, level=Level.MANAGE, reason="Ring",
        until=None,
    )  # fmt: skip
    case = cast.case(theirs, by=cast.supervisor)
    referral = offer(cast, case, "transfer", {theirs: "without"}, to_unit=third)
    accept_referral(actor=head.actor, referral=referral)
    assert (anew(theirs).owner_unit, anew(case).owner_unit) == (cast.acc.pk, third.pk)
    assert sees(head, theirs)


def test_declined_and_withdrawn_offers_show_nothing_any_more(cast: Cast) -> None:
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    assert cast.partner_supervisor.user
    referral = offer(cast, case, items={one: "included"})
    with pytest.raises(Invalid):
        decline_referral(actor=cast.partner_supervisor.actor, referral=referral, words=" ")
    declined = decline_referral(actor=cast.partner_supervisor.actor, referral=referral, words="Not ours")
    assert (declined.status, declined.answer_words) == (ReferralStatus.DECLINED, "Not ours")
    assert [sees(cast.partner_officer, each) for each in (case, one)] == [False, False]
    assert list(referrals(cast.officer.actor)) == [declined], "the unit that asked reads the reason"
    again = offer(cast, case, items={one: "included"})
    assert sees(cast.partner_officer, one)
    withdraw_referral(actor=cast.supervisor.actor, referral=again)
    assert not sees(cast.partner_officer, one)
    with pytest.raises(Missing):
        accept_referral(actor=cast.partner_supervisor.actor, referral=again)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "gift"}, "kind"),
        ({"due_at": timezone.now() - timedelta(hours=1)}, "due_at"),
        ({"reason": " "}, "reason"),
        ({"to_unit": "own"}, "to_unit"),
    ],
)
def test_what_is_refused_in_an_offer(cast: Cast, told: dict[str, Any], field: str) -> None:
    told = told | ({"to_unit": cast.abj} if "to_unit" in told else {})
    with pytest.raises(Invalid) as fault:
        offer(cast, cast.case(by=cast.supervisor), **told)
    assert fault.value.field == field


def test_what_nobody_verified_is_not_transferred(cast: Cast) -> None:
    """It may be referred; left out, the case alone is transferred, and the new owner does not see it."""
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    with pytest.raises(Invalid) as fault:
        offer(cast, case, "transfer", {one: "included"})
    assert fault.value.field == f"items.{one.pk}"
    transferred(cast, case=case)
    assert not sees(cast.partner_officer, one)


def test_the_day_of_the_hand_back_lies_ahead(cast: Cast) -> None:
    assert cast.partner_supervisor.user
    referral = offer(cast, cast.case(by=cast.supervisor))
    with pytest.raises(Invalid):
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral, work_due_at=timezone.now())


# Who may what, by the state of the referral: offered, accepted (referred), accepted (transferred), declined.
RULES = """
answer    | partner_supervisor | yes        state      state      state
answer    | partner_officer    | role       role       role       role
accept    | partner_supervisor | yes        state      state      state
accept    | supervisor         | other_unit other_unit other_unit other_unit
answer    | supervisor         | other_unit other_unit other_unit other_unit
withdraw  | supervisor         | yes        state      state      state
withdraw  | partner_supervisor | other_unit other_unit other_unit other_unit
withdraw  | officer            | role       role       role       role
hand_back | partner_supervisor | state      yes        kind       state
hand_back | supervisor         | other_unit other_unit other_unit other_unit
"""
STATES = (("refer", "offered"), ("refer", "accepted"), ("transfer", "accepted"), ("refer", "declined"))


@pytest.mark.parametrize("line", RULES.strip().splitlines())
def test_who_may_what_with_a_referral(cast: Cast, line: str) -> None:
    """The rules look at the row they are given, so its state is set and not saved."""
    act, who, codes = (part.split() for part in line.split("|"))
    referral = offer(cast, cast.case(by=cast.supervisor))
    actor = getattr(cast, who[0]).actor
    found = []
    for referral.kind, referral.status in STATES:
        found.append(judge(f"{act[0]}_referral", actor, referral).code or "yes")
    assert found == codes


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", "yes"), ("officer", "role"), ("partner_supervisor", "other_unit"), ("outsider", "role")],
)
def test_who_refers_a_case(cast: Cast, who: str, code: str) -> None:
    case = cast.case(by=cast.supervisor)
    assert (judge("refer_case", getattr(cast, who).actor, case).code or "yes") == code


def test_a_case_is_offered_to_one_unit_at_a_time(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    offer(cast, case)
    with pytest.raises(NotAllowed) as refusal:
        offer(cast, case)
    assert refusal.value.code == "offered"
    case.status = "merged"
    assert judge("refer_case", cast.supervisor.actor, case).code == "state"


def test_who_holds_it_at_manage_by_a_share_does_not_refer_it(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    terms = Terms(level=Level.MANAGE, reason="Ring", until=None)
    share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    assert judge("refer_case", cast.partner_supervisor.actor, anew(case)).code == "other_unit"


def test_what_came_by_a_referral_ends_with_it_alone(cast: Cast) -> None:
    """Neither the offer's share nor the copy to read is taken back as a share, by supervisor or administrator."""
    case = cast.case(by=cast.supervisor)
    referral = offer(cast, case)
    admin = cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN)
    acts: list[Callable[[], Any]] = [
        lambda: unshare_record(actor=cast.supervisor.actor, about=case, share_id=referral.share_id),
        lambda: end_share(actor=admin.actor, share=referral.share),
    ]
    for act in acts:
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert refusal.value.code == "referral"


def test_third_readers_of_the_case_are_not_told_of_it(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    terms = Terms(level=Level.VIEW, reason="Ring", until=None)
    share_case(actor=cast.supervisor.actor, case=case, receiver=cast.elsewhere, terms=terms)
    referral = offer(cast, anew(case))
    assert sees(cast.outsider, case)
    with pytest.raises(Missing):
        visible_referral(cast.outsider.actor, referral.pk)
    assert visible_referral(cast.analyst.actor, referral.pk) == referral
    assert str(referral).endswith(str(case.pk))


# Regional centres -----------------------------------------------------------------------------------------------------


@pytest.fixture
def centre(cast: Cast) -> TaskForce:
    """Return a regional centre whose people come from the agency of Ghana."""
    unit = cast.unit("REG1", "DKR", cast.foreign)
    with as_owner():
        TaskForce.objects.filter(pk=unit.pk).update(kind="regional")
        unit.refresh_from_db()
    return unit


def test_a_regional_centre_reads_what_was_released_to_the_region_alone(cast: Cast, centre: TaskForce) -> None:
    """Not what was shared with the agency that seconds its people; for reading alone."""
    analyst = cast.member("Fatou Diop", cast.foreign, Role.ANALYST, centre)
    at_home = cast.member("Efua Sarpong", cast.foreign, Role.OFFICER)
    with_agency, released, neither = cast.seizure(), cast.seizure(), cast.seizure()
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=with_agency, agency=cast.foreign, **terms)
    share = share_seizure(actor=cast.supervisor.actor, seizure=released, agency=centre, **terms)
    assert share.via == ShareVia.REGION
    assert [sees(analyst, each) for each in (with_agency, released, neither)] == [False, True, False]
    assert [sees(at_home, each) for each in (with_agency, released, neither)] == [True, False, False]
    terms["level"] = Level.CONTRIBUTE
    with pytest.raises(Invalid) as fault:
        share_seizure(actor=cast.supervisor.actor, seizure=neither, agency=centre, **terms)
    assert fault.value.field == "level"


def test_a_case_is_transferred_to_a_regional_centre(cast: Cast, centre: TaskForce) -> None:
    head = cast.member("Fatou Diop", cast.foreign, Role.SUPERVISOR, centre)
    case = cast.case(by=cast.supervisor)
    referral = offer(cast, case, "transfer", to_unit=centre)
    accept_referral(actor=head.actor, referral=referral)
    assert anew(case).owner_unit == centre.pk
    assert sees(head, case)


def test_who_sees_the_case_but_is_told_of_no_referral_answers_none(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    terms = Terms(level=Level.MANAGE, reason="Their lead", until=None)
    share_case(actor=cast.supervisor.actor, case=case, receiver=cast.elsewhere, terms=terms)
    referral = offer(cast, anew(case))
    assert sees(cast.outsider, case)
    with pytest.raises(Missing):
        accept_referral(actor=cast.outsider.actor, referral=referral)
