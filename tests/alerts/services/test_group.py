"""Closed groups: read by their members while they are members, read-only when they have ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.errors import Invalid, Missing, NotAllowed
from alerts.models import ClosedGroup, GroupMember, Thread
from alerts.queries.group import groups_of, member_of, members_now, members_of, visible_group
from alerts.queries.thread import messages_of
from alerts.services.group import add_member, end_group, end_membership_in_group
from alerts.services.message import Asked
from alerts.services.request import Ask, ask_in_thread
from tests.alerts.written import asked, grouped, grouped_by, opened, say, wrote
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def seen(member: Member, thread: Thread) -> bool:
    return Thread.objects.visible_to(member.actor).filter(pk=thread.pk).exists()


def test_members_read_while_they_are_members(cast: Cast) -> None:
    group = grouped(cast, operation="Westerlies 9")
    assert group.reference.startswith("ABJ1-G-")
    thread = opened(cast, group=group)
    assert [seen(each, thread) for each in (cast.officer, cast.partner_officer, cast.outsider)] == [True, False, False]
    theirs = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    agency = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.elsewhere)
    assert [seen(each, thread) for each in (cast.partner_officer, cast.outsider)] == [True, True]
    assert wrote(cast.partner_officer, thread)
    end_membership_in_group(actor=cast.supervisor.actor, member=theirs)
    assert not seen(cast.partner_officer, thread)
    assert not ClosedGroup.objects.visible_to(cast.partner_officer.actor).exists()
    with pytest.raises(Missing):
        wrote(cast.partner_officer, thread)
    with pytest.raises(NotAllowed):
        end_membership_in_group(actor=cast.supervisor.actor, member=theirs)
    assert [str(row) for row in members_of(group)] == [str(cast.abj), str(cast.acc), str(agency.agency)]
    assert len(entries("group.add_member")) == len(events("group_member_added")) == 2
    assert len(entries("group.end_member")) == len(events("group_member_ended")) == 1


def test_one_person_alone(cast: Cast) -> None:
    group = grouped(cast)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    thread = opened(cast, group=group)
    assert [seen(each, thread) for each in (cast.partner_officer, cast.partner_supervisor)] == [True, False]
    assert str(member) == "Kofi Mensah, Agency GH-NCC"
    assert wrote(cast.partner_officer, thread)
    assert opened(cast, by=cast.partner_officer, group=group)
    with pytest.raises(Invalid) as refusal:  # a person is no side that answers
        ask_in_thread(actor=cast.officer.actor, thread=thread, say=say(), ask=Ask(receiver=cast.acc))
    assert refusal.value.field == "receiver"


def test_a_membership_has_an_end(cast: Cast) -> None:
    group, until = grouped(cast), timezone.now() + timedelta(days=2)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc, until=until)
    thread = opened(cast, group=group)
    assert seen(cast.partner_officer, thread)
    with pytest.raises(Invalid):
        add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    past = timezone.now() - timedelta(minutes=1)
    with as_owner():
        GroupMember.objects.filter(pk=member.pk).update(until=past, joined_at=past - timedelta(days=1))
    assert member_of(cast.partner_officer.actor, group) is None
    assert cast.supervisor.actor
    assert [row.unit_id for row in members_now(group)] == [cast.abj.pk]
    again = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    assert again.pk != member.pk


def test_only_the_unit_that_leads_says_who_belongs_to_it(cast: Cast) -> None:
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    for member in (cast.officer, cast.partner_supervisor):
        with pytest.raises(NotAllowed):
            add_member(actor=member.actor, group=group, receiver=cast.elsewhere)
    with pytest.raises(Missing):
        add_member(actor=cast.outsider.actor, group=group, receiver=cast.elsewhere)
    [own] = [row for row in members_of(visible_group(cast.supervisor.actor, group.pk)) if row.unit_id == cast.abj.pk]
    with pytest.raises(NotAllowed) as refusal:
        end_membership_in_group(actor=cast.supervisor.actor, member=own)
    assert refusal.value.code == "lead"
    with pytest.raises(Missing):
        end_membership_in_group(actor=cast.supervisor.actor, member=GroupMember(group=group))
    for opener in (cast.officer, cast.platform_admin):
        with pytest.raises(NotAllowed):
            grouped_by(opener)


def test_ended_it_is_read_and_not_written(cast: Cast) -> None:
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    thread = opened(cast, group=group)
    assert [each.pk for each in groups_of(cast.partner_officer.actor)] == [group.pk]
    end_group(actor=cast.supervisor.actor, group=group)
    assert list(groups_of(cast.partner_officer.actor)) == []
    assert len(messages_of(cast.partner_officer.actor, thread)) == 1
    for act in (lambda: wrote(cast.partner_officer, thread), lambda: opened(cast, group=group)):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert refusal.value.code == "ended"
    with pytest.raises(NotAllowed):
        end_group(actor=cast.supervisor.actor, group=group)
    assert len(entries("group.end")) == len(events("group_ended")) == 1


def test_who_does_not_see_a_group_neither_changes_nor_ends_it(cast: Cast) -> None:
    group = grouped(cast)
    for act in (
        lambda: add_member(actor=cast.partner_supervisor.actor, group=group, receiver=cast.acc),
        lambda: end_group(actor=cast.partner_supervisor.actor, group=group),
    ):
        with pytest.raises(Missing):
            act()


def test_after_its_end_the_unit_that_leads_takes_a_member_out(cast: Cast) -> None:
    group = grouped(cast)
    member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    thread = opened(cast, group=group)
    end_group(actor=cast.supervisor.actor, group=group)
    with pytest.raises(NotAllowed):
        end_membership_in_group(actor=cast.partner_supervisor.actor, member=member)
    assert seen(cast.partner_officer, thread)
    end_membership_in_group(actor=cast.supervisor.actor, member=member)
    assert not seen(cast.partner_officer, thread)


@pytest.mark.parametrize("handling", ["H2", "H3"])
def test_what_another_member_set_conditions_on_goes_no_further(cast: Cast, handling: str) -> None:
    """In whichever thread of the group; the unit that leads passes on its own. Who left comes not back either."""
    words = {"handling": handling, "handling_words": "Not to anybody else" if handling == "H3" else ""}
    group = grouped(cast)
    left = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.elsewhere)
    end_membership_in_group(actor=cast.supervisor.actor, member=left)
    opened(cast, group=group, said=say("Ours.", **words))
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    theirs = opened(cast, by=cast.partner_officer, group=group, said=say("Theirs.", **words))
    for receiver in (cast.elsewhere, cast.outsider.membership):
        with pytest.raises(NotAllowed) as refused:
            add_member(actor=cast.supervisor.actor, group=group, receiver=receiver)
        assert refused.value.code == "handling"
    assert not seen(cast.outsider, theirs)
    assert len(entries("group.add_member")) == 2
    with pytest.raises(Missing):
        add_member(actor=cast.outsider.actor, group=group, receiver=cast.elsewhere)


def test_its_last_day_ends_it_too(cast: Cast) -> None:
    group = grouped(cast, ends_at=timezone.now() + timedelta(days=1))
    assert not group.is_over
    assert ClosedGroup(ends_at=timezone.now() - timedelta(minutes=1)).is_over
    faults: tuple[tuple[dict[str, Any], str], ...] = (
        ({"name": " "}, "name"),
        ({"ends_at": timezone.now() - timedelta(days=1)}, "ends_at"),
    )
    for told, field in faults:
        with pytest.raises(Invalid) as refusal:
            grouped(cast, **told)
        assert refusal.value.field == field


def test_who_is_no_member_neither_writes_nor_asks_in_it(cast: Cast) -> None:
    group = grouped(cast)
    with pytest.raises(Missing):
        opened(cast, by=cast.partner_officer, group=group)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    request = asked(cast, opening={"group": group}, about=Asked(name="Traoré Moussa"))
    assert request.thread.group_id == group.pk
    assert [str(each) for each in request.thread.parties.all()] == []
