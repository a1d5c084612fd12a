"""A unit or an agency that is let into a thread later reads all of it, and hears of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.errors import Invalid, Missing, NotAllowed
from alerts.consumers import bring
from alerts.models import Party, Thread
from alerts.queries.thread import messages_of, unread_in
from alerts.services import party as services
from alerts.services.message_delivery import tell_message, tell_newcomers
from alerts.services.party import add_party
from tests.alerts.written import asked, grouped, opened, wrote
from tests.cast import Cast, Member
from tests.traces import entries, events, mute_audit, payloads

pytestmark = pytest.mark.django_db


def seen(member: Member, thread: Thread) -> bool:
    return Thread.objects.visible_to(member.actor).filter(pk=thread.pk).exists()


def let_in(cast: Cast, thread: Thread, receiver: Any = None, by: Member | None = None) -> Party:
    return add_party(actor=(by or cast.supervisor).actor, thread=thread, receiver=receiver or cast.elsewhere)


def test_who_is_let_in_reads_all_and_writes(cast: Cast) -> None:
    thread = opened(cast)
    wrote(cast.partner_officer, thread, "He lives here.", handling="H1")
    assert not seen(cast.outsider, thread)
    before = Thread.objects.visible_to(cast.supervisor.actor).get(pk=thread.pk).version
    made = let_in(cast, thread)
    assert (made.agency, made.unit) == (cast.elsewhere, None)
    made.refresh_from_db()
    assert made.joined_at >= thread.recorded_at
    assert [row.body for row in messages_of(cast.outsider.actor, thread)] == ["We arrested two.", "He lives here."]
    assert wrote(cast.outsider, thread, "We look for him too.").agency == cast.elsewhere
    stands = Thread.objects.visible_to(cast.supervisor.actor).get(pk=thread.pk)
    assert (stands.parties.count(), stands.version > before) == (3, True)
    [entry] = entries("thread.add_party")
    assert (entry["recipients"], entry["object_id"]) == ([str(cast.elsewhere)], thread.pk)
    assert len(events("thread_party_added")) == 1
    granted = [each for each in payloads("access_granted") if each["access_list"] == str(thread.access_list_id)]
    assert cast.elsewhere.group_id in {each["group"] for each in granted}


def test_a_unit_reads_by_its_roles(cast: Cast) -> None:
    """The unit in which somebody of the thread's own country sits too: each role that reads records."""
    thread = opened(cast, units=[], agencies=[cast.elsewhere])
    let_in(cast, thread, cast.acc)
    assert seen(cast.partner_officer, thread)
    assert wrote(cast.partner_officer, thread)


def test_who_was_let_in_is_told_of_the_last_message(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was there before is not told twice."""
    assert cast.outsider
    thread = opened(cast)
    last = wrote(cast.partner_officer, thread)
    tell_message(last.pk)
    let_in(cast, thread)
    monkeypatch.setattr("alerts.consumers.send_deliveries_task.delay", lambda: None)
    event: Any = SimpleNamespace(kind="thread_party_added", payload=SimpleNamespace(thread=thread.pk))
    assert unread_in(cast.outsider.actor, [thread]) == {}
    bring(event)
    assert unread_in(cast.outsider.actor, [thread]) == {thread.pk: 1}
    assert unread_in(cast.officer.actor, [thread]) == {thread.pk: 1}
    assert tell_newcomers(thread.pk) == 0
    assert tell_newcomers(cast.elsewhere.pk) == 0, "no such thread"


@pytest.mark.parametrize("who", ["supervisor_of_nobody", "officer", "analyst", "partner_supervisor"])
def test_who_may_not(cast: Cast, who: str) -> None:
    thread = opened(cast)
    if who == "supervisor_of_nobody":
        with pytest.raises(Missing):
            let_in(cast, thread, by=cast.outsider)
        return
    with pytest.raises(NotAllowed) as refused:
        let_in(cast, thread, by=getattr(cast, who))
    assert refused.value.code == ("other_unit" if who == "partner_supervisor" else "role")
    assert not seen(cast.outsider, thread)


@pytest.mark.parametrize("handling", ["H2", "H3"])
def test_what_another_side_set_conditions_on_goes_no_further(cast: Cast, handling: str) -> None:
    """The own side passes on its own; the other one is asked."""
    words = {"handling": handling, "handling_words": "Not to anybody else" if handling == "H3" else ""}
    thread = opened(cast)
    wrote(cast.officer, thread, "Ours.", **words)
    let_in(cast, thread)
    other = opened(cast)
    wrote(cast.partner_officer, other, "Theirs.", **words)
    with pytest.raises(NotAllowed) as refused:
        let_in(cast, other)
    assert refused.value.code == "handling"
    assert not seen(cast.outsider, other)


def test_a_thread_of_a_group_is_the_members(cast: Cast) -> None:
    thread = opened(cast, group=grouped(cast))
    with pytest.raises(NotAllowed) as refused:
        let_in(cast, thread)
    assert refused.value.code == "group"


def test_who_takes_part_is_not_let_in_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = asked(cast).thread
    for receiver in (cast.acc, cast.abj):
        with pytest.raises(Invalid) as fault:
            let_in(cast, thread, receiver)
        assert fault.value.field == "receiver"
    monkeypatch.setattr(services, "MOST_PARTIES", 1)
    with pytest.raises(Invalid, match="at most"):
        let_in(cast, thread)


def test_without_its_entry_nothing_happens(cast: Cast) -> None:
    thread = opened(cast)
    actor = cast.supervisor.actor
    with mute_audit("thread.add_party"), pytest.raises(IntegrityError), transaction.atomic():
        add_party(actor=actor, thread=thread, receiver=cast.elsewhere)
    assert not seen(cast.outsider, thread)
    assert events("thread_party_added") == []
