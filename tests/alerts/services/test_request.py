"""Requests for information under a clock: asked, answered, refused, asked back about, withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.actor import NOBODY, Actor
from aircop.errors import Invalid, Missing, NotAllowed
from alerts.enums import Clock, RequestStatus
from alerts.models import InformationRequest, Thread
from alerts.queries.request import TERMS, desk_of, requests_in, visible_request
from alerts.services.message import Asked
from alerts.services.request import (
    Ask,
    ask_back,
    ask_in_thread,
    clarify_request,
    refuse_request,
    reply_to_request,
    withdraw_request,
)
from tests.alerts.written import NAME, NUMBER, asked, opened, say
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, payloads

pytestmark = pytest.mark.django_db


def waiting(actor: Actor) -> list[InformationRequest]:
    return desk_of(actor)[0]


def overdue(actor: Actor) -> list[InformationRequest]:
    return desk_of(actor)[1]


def late(request: InformationRequest, by: timedelta = timedelta(hours=1)) -> None:
    with as_owner():
        InformationRequest.objects.filter(pk=request.pk).update(due_at=timezone.now() - by)


@pytest.mark.parametrize("clock", list(Clock))
def test_a_request_has_a_clock_that_both_sides_see(cast: Cast, clock: Clock) -> None:
    request = asked(cast, clock=clock)
    for member in (cast.officer, cast.partner_officer):
        seen = visible_request(member.actor, request.pk)
        assert abs(seen.due_at - seen.asked_at - TERMS[clock]) < timedelta(seconds=5)
    assert [row.pk for row in waiting(cast.partner_supervisor.actor)] == [request.pk]
    assert waiting(cast.officer.actor) == waiting(cast.outsider.actor) == []
    assert waiting(NOBODY) == overdue(NOBODY) == []
    with pytest.raises(Missing):
        visible_request(cast.outsider.actor, request.pk)


def test_it_is_answered_once(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(NotAllowed) as refusal:
        reply_to_request(actor=cast.officer.actor, request=request, say=say("Yes."))
    assert refusal.value.code == "asked"
    done = reply_to_request(actor=cast.partner_officer.actor, request=request, say=say("Yes, twice."))
    assert (done.status, done.runs) == (RequestStatus.ANSWERED, False)
    assert done.ended_at
    with pytest.raises(NotAllowed):
        reply_to_request(actor=cast.partner_officer.actor, request=request, say=say("Once more."))
    thread = Thread.objects.visible_to(cast.officer.actor).get(pk=request.thread_id)
    answer = thread.messages.get(kind="reply")
    assert answer.answers_id == request.message_id
    assert [each["status"] for each in payloads("request_stepped")] == ["open", "answered"]
    assert len(entries("request.reply")) == 1


def test_it_is_refused_with_a_reason(cast: Cast) -> None:
    request = asked(cast)
    for refusal in ("", "rumour"):
        with pytest.raises(Invalid):
            refuse_request(actor=cast.partner_officer.actor, request=request, say=say("No."), refusal=refusal)
    done = refuse_request(actor=cast.partner_officer.actor, request=request, say=say("No."), refusal="ongoing")
    assert (done.status, done.refusal) == (RequestStatus.REFUSED, "ongoing")


def test_the_clock_stands_still_while_the_asker_is_asked(cast: Cast) -> None:
    request = asked(cast, clock=Clock.URGENT)
    with pytest.raises(NotAllowed):
        clarify_request(actor=cast.officer.actor, request=request, say=say("Born 1990."))
    paused = ask_back(actor=cast.partner_officer.actor, request=request, say=say("Born when?"))
    assert paused.paused_at
    assert [row.pk for row in waiting(cast.officer.actor)] == [request.pk]
    assert waiting(cast.partner_officer.actor) == []
    with pytest.raises(NotAllowed) as refusal:
        ask_back(actor=cast.partner_officer.actor, request=request, say=say("And where?"))
    assert refusal.value.code == "state"
    with as_owner():
        paused_at = timezone.now() - timedelta(hours=5)
        InformationRequest.objects.filter(pk=request.pk).update(paused_at=paused_at)
    went_on = clarify_request(actor=cast.officer.actor, request=request, say=say("Born 1990."))
    assert (went_on.status, went_on.paused_at) == (RequestStatus.OPEN, None)
    assert timedelta(hours=4, minutes=59) < went_on.due_at - request.due_at < timedelta(hours=5, minutes=1)
    with pytest.raises(NotAllowed):
        clarify_request(actor=cast.partner_officer.actor, request=request, say=say("Born 1990."))


def test_the_asker_takes_it_back(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(NotAllowed) as refusal:
        withdraw_request(actor=cast.partner_officer.actor, request=request)
    assert refusal.value.code == "asker"
    assert withdraw_request(actor=cast.colleague.actor, request=request).status == RequestStatus.WITHDRAWN
    with pytest.raises(NotAllowed):
        withdraw_request(actor=cast.colleague.actor, request=request)


def test_what_is_overdue_is_shown_to_the_asker(cast: Cast) -> None:
    request = asked(cast)
    assert overdue(cast.officer.actor) == []
    late(request)
    assert [row.pk for row in overdue(cast.officer.actor)] == [request.pk]
    assert overdue(cast.partner_officer.actor) == []


@pytest.mark.parametrize(
    "about",
    [Asked(name="MOUSSA TRAORE"), Asked(number="12ab34567"), Asked(name="x", number="12 AB-34567".replace("-", ""))],
)
def test_the_same_is_not_asked_twice_unawares(cast: Cast, about: Asked) -> None:
    first = asked(cast)
    with pytest.raises(Invalid) as refusal:
        asked(cast, by=cast.colleague, about=about)
    assert refusal.value.field == "again"
    assert first.thread.reference in refusal.value.reason
    assert asked(cast, about=about, again=True)


def test_what_is_something_else_is_asked(cast: Cast) -> None:
    """Another side, another person, another asker; nothing in particular; and what was taken back."""
    assert cast.elsewhere
    first = asked(cast, about=Asked(name=NAME, number=NUMBER, record="abj1-s-2026-000001"))
    assert asked(cast, receiver=cast.elsewhere)
    assert asked(cast, about=Asked(name="Somebody Else"))
    assert asked(cast, by=cast.partner_officer, receiver=cast.abj)
    assert asked(cast, about=Asked())
    assert asked(cast, about=Asked())
    with pytest.raises(Invalid):
        asked(cast, about=Asked(record="ABJ1-S-2026-000001"))
    withdraw_request(actor=cast.officer.actor, request=first)
    assert asked(cast, about=Asked(record="ABJ1-S-2026-000001"))


@pytest.mark.parametrize(
    ("told", "field"),
    [({"clock": "5m"}, "clock"), ({"about": Asked(name="x" * 201)}, "asked_name"),
     ({"about": Asked(number="9" * 41)}, "asked_number"), ({"about": Asked(record="R" * 31)}, "asked_record")],
)  # fmt: skip
def test_what_cannot_be_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        asked(cast, **told)
    assert refusal.value.field == field


def test_one_asks_who_takes_part_and_not_oneself(cast: Cast) -> None:
    thread, actor = opened(cast), cast.officer.actor
    assert ask_in_thread(actor=actor, thread=thread, say=say(), ask=Ask(receiver=cast.acc)).thread_id == thread.pk
    for receiver in (cast.abj, cast.elsewhere):
        with pytest.raises(Invalid) as refusal:
            ask_in_thread(actor=cast.officer.actor, thread=thread, say=say(), ask=Ask(receiver=receiver))
        assert refusal.value.field == "receiver"
    [row] = requests_in(cast.partner_officer.actor, thread)
    assert (row.asker, row.asked) == (str(cast.abj), str(cast.acc))
    assert str(row).startswith("open ")
