"""Sharing a case, what is linked to it as it was chosen, and taking both back."""

from typing import Any
from uuid import UUID

import pytest

from aircop.access import grants
from aircop.access.models import Share, ShareVia
from aircop.access.roles import SEE_IDENTITY, Level, Role
from aircop.access.sharing import who_can_see
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.models import Case, CaseSeizure, Seizure
from seizures.queries.case_share import case_shares, shared_items
from seizures.services.case_link import link_seizure, unlink_seizure
from seizures.services.case_share import share_case, share_case_items
from seizures.services.share import Terms, end_share, share_record, share_seizure, unshare_record, unshare_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_case, withdraw_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def terms(**told: Any) -> Terms:
    return Terms(**{"level": Level.VIEW, "reason": "Joint inquiry", "until": None} | told)


def give(cast: Cast, case: Case, items: dict[Seizure, str] | None = None, **told: Any) -> Share:
    receiver = told.pop("receiver", cast.foreign)
    chosen = {seizure.pk: choice for seizure, choice in (items or {}).items()}
    return share_case(actor=cast.supervisor.actor, case=case, receiver=receiver, terms=terms(**told), items=chosen)


def sees(member: Member, record: Any) -> bool:
    model = type(record)
    return bool(model.objects.visible_to(member.actor).filter(pk=record.pk).exists())


def names(member: Member, record: Any) -> bool:
    actor = member.actor
    found = type(record).objects.visible_to(actor).get(pk=record.pk)
    return SEE_IDENTITY in grants.held(actor, found)


def test_each_linked_seizure_is_shared_as_it_was_chosen(cast: Cast) -> None:
    """Included with identities, without them, or not at all; an unnamed one is not. The case itself is seen."""
    one, two, three, four = (cast.seizure() for _each in range(4))
    case = cast.case(one, two, three, four, by=cast.supervisor)
    head = give(cast, case, {one: "included", two: "without", three: "not"}, with_identities=True)
    partner = cast.partner_officer
    assert [sees(partner, each) for each in (case, one, two, three, four)] == [True, True, True, False, False]
    assert [names(partner, each) for each in (case, one, two)] == [True, True, False]
    assert set(shared_items(head)) == {one.pk, two.pk}
    assert {each.via for each in shared_items(head).values()} == {ShareVia.CASE}
    links = CaseSeizure.objects.filter(case=case)
    assert {link.seizure_id for link in links} == {one.pk, two.pk}, "links are shown to who sees both"
    assert [each["object_id"] for each in entries("case.share")] == [case.pk]
    assert {each["object_id"] for each in entries("seizure.share")} == {one.pk, two.pk}
    assert len(events("access_granted")) == 3
    assert len(events("case_items_shared")) == 1


def test_a_share_of_the_case_without_names_gives_no_names_of_its_seizures(cast: Cast) -> None:
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    give(cast, case, {one: "included"})
    assert not names(cast.partner_officer, one)


def test_taking_back_the_share_of_the_case_takes_those_under_it_along(cast: Cast) -> None:
    """With an entry and an event on each record; the unit goes on reading."""
    one, two = cast.seizure(), cast.seizure()
    case = cast.case(one, two, by=cast.supervisor)
    head = give(cast, case, {one: "included", two: "without"})
    unshare_record(actor=cast.supervisor.actor, about=case, share_id=head.pk)
    assert [sees(cast.partner_officer, each) for each in (case, one, two)] == [False] * 3
    assert [sees(cast.officer, each) for each in (case, one, two)] == [True] * 3
    assert [each["object_id"] for each in entries("case.unshare")] == [case.pk]
    assert {each["object_id"] for each in entries("seizure.unshare")} == {one.pk, two.pk}
    assert {each["object_id"] for each in events("access_ended")} == {case.pk, one.pk, two.pk}
    assert Share.objects.in_force().filter(about_id__in=[case.pk, one.pk, two.pk]).count() == 0


def test_one_seizure_in_two_cases_one_share_taken_back_access_stays(cast: Cast) -> None:
    """Shared with one agency by both cases: it ends with the second. And a direct share outlives both."""
    seizure = cast.seizure()
    first, second = cast.case(seizure, by=cast.supervisor), cast.case(seizure, by=cast.supervisor)
    heads = [give(cast, case, {seizure: "included"}) for case in (first, second)]
    direct = share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    left = [(first, heads[0]), (second, heads[1])]
    for case, head in left:
        unshare_record(actor=cast.supervisor.actor, about=case, share_id=head.pk)
        assert sees(cast.partner_officer, seizure)
        assert not sees(cast.partner_officer, case)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=direct.pk)
    assert not sees(cast.partner_officer, seizure)


def test_a_seizure_taken_off_a_case_takes_the_share_along_that_came_by_the_link(cast: Cast) -> None:
    """For whoever held it by that case alone. The case stays shared, and what else gives the seizure holds."""
    one, two = cast.seizure(), cast.seizure()
    first, second = cast.case(one, two, by=cast.supervisor), cast.case(one, by=cast.supervisor)
    head = give(cast, first, {one: "included", two: "without"})
    give(cast, second, {one: "without"})
    give(cast, first, {one: "included"}, receiver=cast.elsewhere)
    assert sees(cast.outsider, one)
    unlink_seizure(actor=cast.supervisor.actor, case=first, seizure=one)
    assert set(shared_items(head)) == {two.pk}
    assert [sees(cast.partner_officer, each) for each in (first, one, two)] == [True, True, True], "the other case"
    assert [sees(cast.outsider, each) for each in (first, one)] == [True, False]
    unlink_seizure(actor=cast.supervisor.actor, case=second, seizure=one)
    assert not sees(cast.partner_officer, one)
    assert {each["object_id"] for each in entries("seizure.unshare")} == {one.pk}
    assert [each["object_id"] for each in events("access_ended")] == [one.pk] * 3
    link_seizure(actor=cast.supervisor.actor, case=first, seizure=one)
    assert not sees(cast.partner_officer, one), "linked anew, it is in no share until somebody says so"


def test_whoever_takes_a_seizure_off_a_case_may_lose_it_itself(cast: Cast) -> None:
    """Another agency that adds to the case ends by the link its own sight: less is never refused."""
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    give(cast, case, {one: "included"}, level=Level.CONTRIBUTE, receiver=cast.acc)
    assert sees(cast.partner_officer, one)
    unlink_seizure(actor=cast.partner_officer.actor, case=case, seizure=one)
    assert not sees(cast.partner_officer, one)
    assert entries("seizure.unshare")[0]["actor_id"] == cast.partner_officer.user.pk


def test_names_of_one_way_do_not_outlive_it(cast: Cast) -> None:
    """Two cases share one seizure, one of them with names: that one taken back, the names go and the record stays."""
    seizure = cast.seizure()
    first, second = cast.case(seizure, by=cast.supervisor), cast.case(seizure, by=cast.supervisor)
    named = give(cast, first, {seizure: "included"}, with_identities=True)
    give(cast, second, {seizure: "without"}, with_identities=True)
    assert names(cast.partner_officer, seizure)
    unshare_record(actor=cast.supervisor.actor, about=first, share_id=named.pk)
    assert not names(cast.partner_officer, seizure)


def test_a_seizure_linked_later_is_in_no_share_until_somebody_says_so(cast: Cast) -> None:
    one, later = cast.seizure(), cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    head = give(cast, case, {one: "included"}, with_identities=True)
    link_seizure(actor=cast.supervisor.actor, case=case, seizure=later)
    assert not sees(cast.partner_officer, later)
    assert case_shares(_anew(case)) == [head]
    items = {later.pk: "without", one.pk: "included"}
    share_case_items(actor=cast.supervisor.actor, case=case, share_id=head.pk, items=items)
    assert sees(cast.partner_officer, later)
    assert len(shared_items(head)) == 2, "what the share holds already is left alone"
    unshare_record(actor=cast.supervisor.actor, about=case, share_id=head.pk)
    assert not sees(cast.partner_officer, later)


def _anew(record: Any) -> Any:
    with as_owner():
        record.refresh_from_db()
    return record


@pytest.mark.parametrize("receiver", ["acc", "person"])
def test_a_unit_and_a_person_receive_a_case(cast: Cast, receiver: str) -> None:
    """Each seizure by the same reader; items are added later on the same terms."""
    one, later = cast.seizure(), cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    to = cast.acc if receiver == "acc" else cast.partner_officer.membership
    head = give(cast, case, {one: "included"}, receiver=to)
    link_seizure(actor=cast.supervisor.actor, case=case, seizure=later)
    share_case_items(actor=cast.supervisor.actor, case=case, share_id=head.pk, items={later.pk: "included"})
    assert [sees(cast.partner_officer, each) for each in (case, one, later)] == [True] * 3
    inside = [sight.label for sight in who_can_see(_anew(one), cast.officer.actor) if sight.own]
    assert inside == [head.label]
    end_share(actor=cast.supervisor.actor, share=head)
    assert [sees(cast.partner_officer, each) for each in (case, one, later)] == [False] * 3
    assert len(entries("seizure.unshare")) == 2


def test_what_may_not_be_shared_refuses_the_whole(cast: Cast) -> None:
    """Under H2 of another agency; nothing of the act is left."""
    free, bound = cast.seizure(), cast.seizure(handling="H2")
    case = cast.case(free, bound, by=cast.supervisor)
    with pytest.raises(Invalid) as fault:
        give(cast, case, {free: "included", bound: "included"})
    assert fault.value.field == f"items.{bound.pk}"
    assert str(bound.reference) in fault.value.reason
    assert give(cast, case, {free: "included", bound: "not"}).pk


def test_conditions_of_h3_are_confirmed_for_each(cast: Cast) -> None:
    bound = cast.seizure(handling="H3", handling_words="Ask first")
    case = cast.case(bound, by=cast.supervisor)
    with pytest.raises(Invalid):
        give(cast, case, {bound: "included"})
    assert give(cast, case, {bound: "included"}, conditions_accepted=True).pk


def test_what_is_not_linked_or_not_seen_is_not_named(cast: Cast) -> None:
    """The same answer for both, and for an unknown choice."""
    case, other = cast.case(cast.seizure(), by=cast.supervisor), cast.seizure()
    hidden = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    reasons = set()
    for seizure in (other, hidden):
        with pytest.raises(Invalid) as fault:
            give(cast, case, {seizure: "included"})
        reasons.add(fault.value.reason)
    assert len(reasons) == 1
    [link] = CaseSeizure.objects.filter(case=case).select_related("seizure")
    with pytest.raises(Invalid):
        give(cast, case, {link.seizure: "perhaps"})


def test_a_restricted_seizure_of_the_case_leaves_its_shares_without_effect(cast: Cast) -> None:
    """Restricted or withdrawn, it is gone for the readers of the case too; taking the share back still works."""
    one, two = cast.seizure(), cast.seizure()
    case = cast.case(one, two, by=cast.supervisor)
    head = give(cast, case, {one: "included", two: "included"})
    restrict_seizure(actor=cast.supervisor.actor, seizure=one, words="Under cover")
    withdraw_seizure(actor=cast.supervisor.actor, seizure=two, words="Twice")
    assert [sees(cast.partner_officer, each) for each in (case, one, two)] == [True, False, False]
    unshare_record(actor=cast.supervisor.actor, about=case, share_id=head.pk)
    assert not sees(cast.partner_officer, case)
    assert not Share.objects.in_force().filter(under=head).exists()
    assert entries("seizure.unshare")[-1]["object_id"] == two.pk


# Who shares a case, by its state: the code of the refusal.
RULES = """
share   | supervisor          | yes
share   | officer analyst     | role
share   | partner_supervisor  | other_unit
share   | outsider auditor    | role
unshare | supervisor          | yes
unshare | officer             | role
unshare | partner_supervisor  | other_unit
"""


@pytest.mark.parametrize("line", RULES.strip().splitlines())
def test_who_shares_a_case(cast: Cast, line: str) -> None:
    from aircop.access.verdict import judge  # noqa: PLC0415

    act, people, code = (part.split() for part in line.split("|"))
    case = cast.case(cast.seizure(), by=cast.supervisor)
    for who in people:
        assert (judge(f"{act[0]}_case", getattr(cast, who).actor, case).code or "yes") == code[0]


def test_drafts_and_h2_are_not_shared_by_others(cast: Cast) -> None:
    draft = cast.case(by=cast.supervisor, draft=True)
    with pytest.raises(NotAllowed) as refusal:
        give(cast, draft)
    assert refusal.value.code == "state"
    bound = cast.case(by=cast.officer, handling="H2")
    with pytest.raises(NotAllowed) as refusal:
        give(cast, bound)
    assert refusal.value.code == "handling"
    assert share_case(actor=cast.owner_supervisor.actor, case=bound, receiver=cast.foreign, terms=terms()).pk


def test_a_case_given_on_ends_with_the_share_on_which_it_rests(cast: Cast) -> None:
    """And with it the seizures that were given on by it."""
    one = cast.seizure()
    case = cast.case(one, by=cast.supervisor)
    head = give(cast, case, {one: "included"}, level=Level.MANAGE)
    partner, items = cast.partner_supervisor.actor, {one.pk: "without"}
    onward = share_case(actor=partner, case=case, receiver=cast.elsewhere, terms=terms(), items=items)
    assert [sees(cast.outsider, each) for each in (case, one)] == [True, True]
    with pytest.raises(NotAllowed):
        unshare_record(actor=cast.partner_supervisor.actor, about=case, share_id=head.pk)
    unshare_record(actor=cast.supervisor.actor, about=case, share_id=head.pk)
    assert [sees(cast.outsider, each) for each in (case, one)] == [False, False]
    onward.refresh_from_db()
    assert not onward.runs


def test_a_case_withdrawn_ends_what_was_given_and_what_was_given_on(cast: Cast) -> None:
    """Each once, though the second has ended with the first."""
    case = cast.case(by=cast.supervisor)
    give(cast, case, level=Level.MANAGE)
    partner = cast.partner_supervisor.actor
    share_case(actor=partner, case=case, receiver=cast.elsewhere, terms=terms(), items={})
    withdraw_case(actor=cast.supervisor.actor, case=case, words="Opened twice")
    assert [sees(each, case) for each in (cast.partner_officer, cast.outsider)] == [False, False]
    assert len(entries("case.unshare")) == len(events("access_ended")) == 2


def test_strangers_find_no_case_and_no_share(cast: Cast) -> None:
    case = cast.case(cast.seizure(), by=cast.supervisor)
    head = give(cast, case)
    with pytest.raises(Missing):
        share_case(actor=cast.outsider.actor, case=case, receiver=cast.foreign, terms=terms())
    with pytest.raises(Missing):
        share_case_items(actor=cast.outsider.actor, case=case, share_id=head.pk, items={})
    other = cast.case(by=cast.supervisor)
    for pk in (head.pk, UUID(int=1)):
        with pytest.raises(Missing):
            share_case_items(actor=cast.supervisor.actor, case=other, share_id=pk, items={})
    assert case_shares(_anew(other)) == []


# Lists: what stays in force, and who is told of a move ----------------------------------------------------------------


def test_the_units_own_roles_read_what_got_a_list_of_its_own(cast: Cast) -> None:
    """Defaults stay in force for derived lists, also for who joins the unit afterwards."""
    seizure = cast.seizure()
    case = cast.case(seizure, by=cast.supervisor)
    give(cast, case, {seizure: "included"})
    assert _anew(seizure).access_list_id != seizure.root_list_id
    newcomer = cast.member("Nia Sow", cast.police, Role.ANALYST, cast.abj)
    for member in (cast.officer, cast.analyst, newcomer):
        assert [sees(member, each) for each in (case, seizure)] == [True, True]
        assert names(member, seizure)


def test_a_move_tells_who_loses_and_who_gains(cast: Cast) -> None:
    """Onto a list below its own nobody loses it; onto a restricted one the unit and the readers of its own list do."""
    seizure = cast.seizure()
    unit_list = seizure.access_list_id
    share_record(actor=cast.supervisor.actor, about=seizure, receiver=cast.foreign, terms=terms())
    own_list = _anew(seizure).access_list_id
    (moved,) = events("record_moved")
    assert (moved["access_list"], moved["root_list"]) == (own_list, unit_list)
    assert events("record_gone") == []
    restrict_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Under cover")
    restricted = _anew(seizure).access_list_id
    gone = events("record_gone")
    assert [each["access_list"] for each in gone] == [own_list, unit_list]
    assert {each["object_id"] for each in gone} == {seizure.pk}
    assert str(restricted) not in str([each["payload"] for each in gone]), "the losers are not told where it went"
    assert events("record_moved")[-1]["access_list"] == restricted
