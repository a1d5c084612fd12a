"""Whoever has not answered is asked again: once before the time is over and once after, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from aircop.access.roles import Role
from alerts.consumers import ask_for_the_answer
from alerts.enums import Chase
from alerts.models import Alert, Delivery, Reminder
from alerts.queries.alert import inbox
from alerts.queries.answer import reminded_at, waiting_for_us
from alerts.services import sending
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert
from alerts.services.answer import answer_alert
from alerts.services.chase import ask_again, chase_answers
from alerts.services.delivery import fan_out, figures_of, mark_read, tell_recall
from alerts.services.sending import send_due
from alerts.services.telling import publish_alert, recall_alert, submit_alert
from alerts.tasks import chase_answers_task
from tests.alerts.told import drafted, published, warned
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, payloads, rows

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def told(cast: Cast, **changed: Any) -> Alert:
    """Tell an alert to ACC1, where an officer and a supervisor serve, and bring it."""
    assert all((cast.partner_officer, cast.partner_supervisor))
    alert = published(cast, **changed)
    fan_out(alert.pk)
    return alert


def due(alert: Alert, left: timedelta, given: timedelta = timedelta(days=3)) -> None:
    """Let so much be left of the time that was given to answer."""
    until = timezone.now() + left
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(answer_by=until, published_at=until - given)


def asked(alert: Alert, channel: str = "app") -> list[dict[str, Any]]:
    return rows("SELECT * FROM alerts_delivery WHERE alert_id = %s AND channel = %s", alert.pk, channel)


def chased() -> list[str]:
    """Let the clock pass once, and the consumer; return which steps were taken."""
    before = len(payloads("answer_chased"))
    chase_answers_task()
    news = payloads("answer_chased")[before:]
    for each in news:
        ask_again(each["reminder"])
    return [each["step"] for each in news]


@pytest.mark.parametrize(
    ("left", "given", "steps"),
    [
        (timedelta(days=2), timedelta(days=3), []),
        (19 * HOUR, timedelta(days=3), []),  # a quarter of three days are 18 hours
        (17 * HOUR, timedelta(days=3), ["near"]),
        (25 * HOUR, timedelta(days=100), []),  # and never more than a day
        (23 * HOUR, timedelta(days=100), ["near"]),
        (-HOUR, timedelta(days=3), ["past"]),
        (timedelta(days=-8), timedelta(days=3), []),  # it is let rest
    ],
)
def test_when_the_silent_are_asked_again(cast: Cast, left: timedelta, given: timedelta, steps: list[str]) -> None:
    alert = told(cast)
    due(alert, left, given)
    assert chased() == steps
    assert chased() == []


def test_each_step_is_there_once_and_leaves_its_entry(cast: Cast) -> None:
    alert = told(cast)
    due(alert, HOUR)
    assert chased() == ["near"]
    due(alert, -HOUR)
    assert chased() == ["past"]
    assert chased() == []
    assert [(each["object_id"], each["recipients"]) for each in entries("alert.chase")] == [
        (alert.pk, [str(cast.acc)])
    ] * 2
    [addressee] = rows("SELECT id FROM alerts_addressee WHERE alert_id = %s", alert.pk)
    assert cast.officer.actor.signed_in
    assert set(reminded_at(alert)) == {addressee["id"]}
    assert next(str(each) for each in Reminder.objects.order_by("at")) == f"near {addressee['id']}"


def test_what_was_told_becomes_new_again_and_rings_as_another_message(cast: Cast) -> None:
    alert = told(cast)
    send_due()
    mark_read(actor=cast.partner_officer.actor, alert_id=alert.pk)
    assert inbox(cast.partner_officer.actor, unread=True) == []
    first = len(mail.outbox)
    due(alert, HOUR)
    chased()
    assert [row.asked for row in inbox(cast.partner_officer.actor, unread=True)] == [Chase.NEAR]
    assert figures_of(alert.pk) == {"reached": 2, "opened": 1}, "who opened it did"
    assert send_due() == first == 2
    assert {each.subject.partition(":")[0] for each in mail.outbox[first:]} == {"Your answer is wanted"}
    assert all(".1@" in each.extra_headers["Message-ID"] for each in mail.outbox[first:])
    due(alert, -HOUR)
    chased()
    assert send_due() == 2
    assert {each.subject.partition(":")[0] for each in mail.outbox[4:]} == {"Your answer is overdue"}
    assert alert.title not in mail.outbox[-1].body
    assert len(asked(alert)) == len(asked(alert, "email")) == 2, "no second row for anybody"


def test_who_answered_is_left_in_peace_and_only_the_silent_unit_is_asked(cast: Cast) -> None:
    assert cast.outsider
    alert = told(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.elsewhere]))
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    due(alert, HOUR)
    assert chased() == ["near"]
    assert [(row["recipient_id"], row["asked"]) for row in asked(alert) if row["asked"]] == [
        (cast.outsider.user.pk, "near")
    ]


def test_an_answer_that_comes_between_is_enough(cast: Cast) -> None:
    alert = told(cast)
    due(alert, HOUR)
    assert chase_answers() == 1
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    [told_of] = payloads("answer_chased")
    assert ask_again(told_of["reminder"]) == 0


def test_who_came_later_is_asked_and_who_cannot_answer_is_not(cast: Cast) -> None:
    alert = told(cast)
    later = cast.member("Efua Sutherland", cast.foreign, Role.OFFICER, cast.acc)
    analyst = cast.member("Kwame Nti", cast.foreign, Role.ANALYST, cast.acc)
    due(alert, HOUR)
    chased()
    people = {row["recipient_id"] for row in asked(alert)}
    assert later.user.pk in people
    assert analyst.user.pk not in people


def test_nobody_is_asked_for_an_answer_to_the_own_alert(cast: Cast) -> None:
    """Author, writer and publisher sit at the addressed agencies too: their colleagues answer."""
    alert = drafted(cast, chosen=Chosen(agencies=[cast.customs, cast.police]))
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    alert = change_alert(actor=cast.owner_supervisor.actor, alert=alert, told={"title": "Three couriers"})
    alert = publish_alert(actor=cast.supervisor.actor, alert=alert)
    answerers = (cast.officer, cast.owner_supervisor, cast.supervisor, cast.colleague)
    fan_out(alert.pk)
    due(alert, HOUR)
    assert [waiting_for_us(each.actor) == [alert] for each in answerers] == [False, False, False, True]
    assert chased() == ["near", "near"]
    assert {row["recipient_id"] for row in asked(alert) if row["asked"]} == {cast.colleague.user.pk}


def test_without_mail_the_application_asks_alone(cast: Cast, settings: Any) -> None:
    settings.MAIL = False
    alert = told(cast)
    due(alert, HOUR)
    chased()
    assert {row["asked"] for row in asked(alert)} == {"near"}
    assert asked(alert, "email") == []


def test_recalled_it_asks_nobody_and_whoever_was_rung_is_told(cast: Cast) -> None:
    alert = told(cast)
    send_due()
    due(alert, HOUR)
    chased()
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    assert send_due() == 2, "they were rung before: the recall must ring too"
    assert {each.subject.partition(":")[0] for each in mail.outbox[2:]} == {"Recalled"}
    due(alert, -HOUR)
    assert chased() == []


def test_an_urgent_warning_asks_within_its_twelve_hours(cast: Cast) -> None:
    assert cast.partner_officer
    alert = warned(cast)
    assert alert.answer_by is not None
    due(alert, 2 * HOUR, 12 * HOUR)
    assert chased() == ["near"]


def test_no_answer_is_asked_for_where_none_is_needed(cast: Cast) -> None:
    alert = told(cast)
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(answer_by=None)
    assert chased() == []


def test_a_row_that_asks_meanwhile_goes_out_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first mail is under way while the time runs out: what it marks is not what asks."""
    alert = told(cast)
    due(alert, HOUR)
    send = mail.EmailMessage.send

    def send_and_ask(message: Any) -> Any:
        monkeypatch.setattr(mail.EmailMessage, "send", send)
        chased()
        return send(message)

    monkeypatch.setattr(mail.EmailMessage, "send", send_and_ask)
    assert sending.send_due() == 2
    assert send_due() >= 1
    assert {row["asked"] for row in asked(alert, "email")} == {"near"}
    assert all(row["delivered_at"] for row in asked(alert, "email"))


def test_it_asks_in_pieces(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _each in range(3):
        due(told(cast), HOUR)
    monkeypatch.setattr("alerts.tasks.MOST", 1)
    monkeypatch.setattr("alerts.tasks.chase_answers", lambda: chase_answers(1))
    assert chase_answers_task() == 3
    monkeypatch.setattr("alerts.tasks.LONGEST", 0.0)
    assert chase_answers_task() == 0


def test_the_event_asks_and_wakes_the_sender(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = told(cast)
    due(alert, HOUR)
    chase_answers()
    [reminder] = rows("SELECT id FROM alerts_reminder")
    woken: list[int] = []
    monkeypatch.setattr("alerts.consumers.send_deliveries_task.delay", lambda: woken.append(1))
    ask_for_the_answer(type("Seen", (), {"payload": type("Told", (), {"reminder": reminder["id"]})})())
    assert woken == [1]
    with as_owner():
        assert Delivery.objects.filter(alert=alert, asked="near").count() == 4
