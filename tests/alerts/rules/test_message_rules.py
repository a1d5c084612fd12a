"""Truth tables of who may write, ask, answer and keep closed groups."""

from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import NOBODY
from aircop.access.binding import bind
from aircop.access.roles import SEE_IDENTITY, Role
from alerts import message_rules as rules
from alerts.models import ClosedGroup, InformationRequest, Party, Thread
from alerts.queries.group import members_of, visible_group
from alerts.queries.request import visible_request
from alerts.queries.thread import messages_of, visible_thread
from alerts.services.group import add_member, end_group
from alerts.services.request import reply_to_request, withdraw_request
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.alerts.written import asked, grouped, opened, say, wrote
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
WHO = ("officer", "supervisor", "analyst", "agency_admin", "coordinator", "auditor", "outsider", "partner_officer")
LEADS = dict.fromkeys(WHO, "role") | {"supervisor": ""}  # what is the supervisor's alone


def table(cast: Cast, rule: Any, thing: Any) -> dict[str, str]:
    """Return, per member of the cast, nothing for a yes and the code of a refusal."""
    found = {}
    for name in WHO:
        verdict = rule(getattr(cast, name).actor, thing)
        found[name] = "" if verdict else verdict.code
    return found


def test_who_may_begin_a_thread(cast: Cast) -> None:
    found = table(cast, rules.can_open_thread, None)
    assert found == {
        "officer": "", "supervisor": "", "analyst": "", "agency_admin": "role", "coordinator": "role",
        "auditor": "role", "outsider": "no_unit", "partner_officer": "",
    }  # fmt: skip


def test_who_may_write_in_a_thread(cast: Cast) -> None:
    thread = opened(cast)
    seen = visible_thread(cast.officer.actor, thread.pk)
    assert table(cast, rules.can_write_in_thread, seen) == {
        "officer": "", "supervisor": "", "analyst": "", "agency_admin": "role", "coordinator": "role",
        "auditor": "role", "outsider": "party", "partner_officer": "",
    }  # fmt: skip
    other = cast.agency("TG-CUS", "TG")
    elsewhere = opened(cast, units=[], agencies=[other])
    assert table(cast, rules.can_write_in_thread, visible_thread(cast.officer.actor, elsewhere.pk))["officer"] == ""


def test_who_reads_along_and_acts_elsewhere_writes_nothing(cast: Cast) -> None:
    """A person of two units, acting in the one that takes no part."""
    lome = cast.unit("LFW1", "LFW", cast.agency("TG-CUS", "TG"))
    thread = opened(cast, units=[lome])
    user = cast.partner_officer.user
    start_membership(actor=founder(), person=user, agency=lome.host_agency, role=Role.OFFICER, task_force=lome)
    actor = cast.partner_officer.actor
    here = next(each.membership_id for each in actor.memberships if each.unit_id == cast.acc.pk)
    seen = visible_thread(actor, thread.pk)
    assert rules.can_write_in_thread(actor.acting_as(here), seen).code == "party"


def test_texts_are_written_in_the_seat_that_reads_them(cast: Cast) -> None:
    """A side whose share has ended stands among the parties still; its person reads by another seat."""
    thread = opened(cast)
    second = start_membership(
        actor=founder(), person=cast.partner_officer.user, agency=cast.elsewhere, role=Role.OFFICER
    )
    with as_owner():
        Party.objects.filter(thread=thread, unit=cast.acc).update(unit=None, agency=cast.elsewhere)
    there = cast.partner_officer.actor.acting_as(second.pk)
    seen = visible_thread(there, thread.pk)
    assert grants.held(there, seen) >= {SEE_IDENTITY}
    assert rules.can_write_in_thread(there, seen).code == "identity"


def test_nobody_acts_for_nobody() -> None:
    assert not rules.acts_for(NOBODY, None, None)


def verdicts(member: Member, request: InformationRequest) -> dict[str, str]:
    seen = visible_request(member.actor, request.pk)
    seen.thread = visible_thread(member.actor, request.thread_id)
    names = ("answer_request", "ask_back", "clarify_request", "withdraw_request", "check_request")
    found = {name: getattr(rules, f"can_{name}")(member.actor, seen) for name in names}
    return {name: "" if each else each.code for name, each in found.items()}


def test_each_side_of_a_request_has_its_acts(cast: Cast) -> None:
    request = asked(cast)
    assert verdicts(cast.officer, request) == {
        "answer_request": "asked", "ask_back": "asked", "clarify_request": "state", "withdraw_request": "",
        "check_request": "asked",
    }  # fmt: skip
    assert verdicts(cast.partner_officer, request) == {
        "answer_request": "", "ask_back": "", "clarify_request": "asker", "withdraw_request": "asker",
        "check_request": "",
    }  # fmt: skip
    reply_to_request(actor=cast.partner_officer.actor, request=request, say=say("Yes."))
    assert verdicts(cast.partner_officer, request)["answer_request"] == "state"
    assert verdicts(cast.officer, request)["withdraw_request"] == "state"


def test_conditions_are_for_who_sees_identities(cast: Cast) -> None:
    thread = opened(cast)
    message = wrote(cast.officer, thread, handling="H3", handling_words="Not in any file")
    [plain, bound] = messages_of(cast.partner_officer.actor, visible_thread(cast.partner_officer.actor, thread.pk))
    assert bound.pk == message.pk
    assert rules.can_accept_conditions(cast.partner_officer.actor, bound)
    assert rules.can_accept_conditions(cast.partner_officer.actor, plain).code == "handling"
    assert rules.can_accept_conditions(cast.coordinator.actor, bound).code == "identity"


def test_who_may_let_others_into_a_thread(cast: Cast) -> None:
    thread = opened(cast)
    seen = visible_thread(cast.officer.actor, thread.pk)
    assert table(cast, rules.can_add_party, seen) == LEADS
    assert rules.can_add_party(cast.partner_supervisor.actor, seen).code == "other_unit"
    assert rules.can_add_party(NOBODY, seen).code == "role"
    bound = opened(cast)
    wrote(cast.partner_officer, bound, handling="H2")
    closed = opened(cast, group=grouped(cast))
    for other, code in ((bound, "handling"), (closed, "group")):
        stands = visible_thread(cast.supervisor.actor, other.pk)
        assert rules.can_add_party(cast.supervisor.actor, stands).code == code


def test_who_may_lead_a_group(cast: Cast) -> None:
    assert table(cast, rules.can_open_group, None) == {
        "officer": "role", "supervisor": "", "analyst": "role", "agency_admin": "role", "coordinator": "role",
        "auditor": "role", "outsider": "role", "partner_officer": "role",
    }  # fmt: skip
    from aircop.access.roles import Role  # noqa: PLC0415

    chief = cast.member("Rita Lopes", cast.elsewhere, Role.SUPERVISOR)
    assert rules.can_open_group(chief.actor).code == "no_unit"
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    assert table(cast, rules.can_lead_group, group)["supervisor"] == ""
    assert rules.can_lead_group(cast.partner_supervisor.actor, group).code == "other_unit"
    assert rules.can_open_thread(cast.partner_officer.actor, group)
    assert rules.can_open_thread(cast.officer.actor, ClosedGroup(pk=opened(cast).pk)).code == "member"
    [own, theirs] = members_of(visible_group(cast.supervisor.actor, group.pk))
    own.group = theirs.group = group
    assert rules.can_end_membership_in_group(cast.supervisor.actor, own).code == "lead"
    assert rules.can_end_membership_in_group(cast.supervisor.actor, theirs)
    assert rules.can_end_membership_in_group(cast.officer.actor, theirs).code == "role"
    group = end_group(actor=cast.supervisor.actor, group=group)
    own.group = theirs.group = group
    assert rules.can_lead_group(cast.supervisor.actor, group).code == "ended"
    assert rules.can_add_member(cast.supervisor.actor, group).code == "ended"
    assert rules.can_end_membership_in_group(cast.supervisor.actor, own).code == "lead"
    assert rules.can_end_membership_in_group(cast.supervisor.actor, theirs)
    assert rules.can_end_membership_in_group(cast.partner_supervisor.actor, theirs).code == "other_unit"
    assert rules.can_open_thread(cast.partner_officer.actor, group).code == "ended"


@pytest.mark.parametrize("handling", ["H0", "H1", "H2", "H3"])
def test_who_may_let_others_into_a_group(cast: Cast, handling: str) -> None:
    """The supervisor who leads, unless another side wrote in any of its threads under H2 or H3."""
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    words = {"handling": handling, "handling_words": "Ask first" if handling == "H3" else ""}
    thread = opened(cast, group=group, said=say("Ours.", **words))
    opened(cast, by=cast.partner_officer, group=group)
    assert table(cast, rules.can_add_member, group) == LEADS
    wrote(cast.partner_officer, thread, "Theirs.", **words)
    bound = handling in {"H2", "H3"}
    assert rules.can_add_member(cast.supervisor.actor, group).code == ("handling" if bound else "")
    assert rules.can_add_member(cast.partner_supervisor.actor, group).code == "other_unit"
    assert rules.can_lead_group(cast.supervisor.actor, group)


def test_what_was_asked_in_a_group_that_has_ended_is_taken_back(cast: Cast) -> None:
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    request = asked(cast, opening={"group": group})
    end_group(actor=cast.supervisor.actor, group=group)
    assert verdicts(cast.officer, request) == {
        "answer_request": "ended",
        "ask_back": "ended",
        "clarify_request": "ended",
        "withdraw_request": "",
        "check_request": "ended",
    }
    assert verdicts(cast.partner_officer, request)["withdraw_request"] == "asker"
    assert verdicts(cast.partner_officer, request)["answer_request"] == "ended"
    assert withdraw_request(actor=cast.officer.actor, request=request).status == "withdrawn"
    assert verdicts(cast.officer, request)["withdraw_request"] == "state"


def test_who_may_erase(cast: Cast) -> None:
    thread = opened(cast)
    bind(cast.officer.actor)
    whole = Thread.objects.visible_to(cast.officer.actor).get(pk=thread.pk)
    found = table(cast, rules.can_erase_thread, whole)
    assert [name for name, code in found.items() if not code] == ["agency_admin"]
