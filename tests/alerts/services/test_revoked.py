"""Shared, queued, revoked while no worker runs, started again: nothing goes out, and the audit says why.

The rows are those of the real pipeline: the act, the sequencer, the consumers; only the senders stand still.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from aircop.access.roles import Level
from aircop.audit.models import AuditEntry, Change
from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from alerts.models import Alert, Delivery
from alerts.queries.alert import inbox
from alerts.queries.thread import unread_threads
from alerts.services.group import add_member, end_membership_in_group
from alerts.services.live import unread_of
from alerts.services.sending import send_due
from alerts.tasks import chase_answers_task, ring_webhooks_task, send_deliveries_task
from seizures.queries.work import received_lately
from seizures.services.share import share_seizure, unshare_seizure
from taskforces.services.membership import end_membership
from taskforces.services.network import founder
from tests.alerts.hooks import administrator, hook_of
from tests.alerts.sinks import listening, says
from tests.alerts.told import published
from tests.alerts.written import grouped, opened
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "The right to see it ended before it was sent."


@pytest.fixture(autouse=True)
def ways(settings: Any) -> None:
    """Let mail go out, and sinks of this machine be rung."""
    settings.MAIL, settings.OUTWARD_PRIVATE = True, True


def queue(consumer: str) -> None:
    """Do what the sequencer and a worker of the events do; those that send stand still."""
    sequence_now()
    run_consumer(consumer)


def workers_start() -> None:
    """Run every task that sends."""
    send_deliveries_task()
    ring_webhooks_task()


def leave(*members: Member) -> None:
    """End memberships, by the act."""
    with transaction.atomic():
        for each in members:
            end_membership(actor=founder(), membership=each.membership, reason="Moved")


def held_back(alert_or_thread: Any, verb: str) -> tuple[int, set[str]]:
    """Return how many entries say that something was kept back, and why."""
    found = AuditEntry.objects.using("owner").filter(verb=verb, object_id=alert_or_thread.pk)
    whys = Change.objects.using("owner").filter(verb=verb, object_id=alert_or_thread.pk)
    return found.count(), set(whys.values_list("reason", flat=True))


def test_an_alert_that_was_queued_goes_to_nobody_who_lost_the_right(cast: Cast) -> None:
    """By mail, by webhook and in the application: every row was there, none goes out."""
    with listening(says(200)) as sink:
        with transaction.atomic():
            people = (cast.partner_officer, cast.partner_supervisor)
            admin = administrator(cast)
            hook_of(admin, url=sink.url)
            alert = published(cast)
        queue("alert_deliveries")
        waiting = Delivery.objects.using("owner").filter(alert=alert, next_at__isnull=False)
        assert sorted(waiting.values_list("channel", flat=True)) == ["email", "email", "webhook"]
        assert unread_of([each.user.pk for each in people]) == {each.user.pk: 1 for each in people}
        leave(*people, admin)
        workers_start()
        assert mail.outbox == []
        assert sink.got == []
    assert all(row.withheld_at and not row.delivered_at for row in waiting)
    assert held_back(alert, "alert.withhold") == (3, {WHY})
    assert unread_of([each.user.pk for each in people]) == {each.user.pk: 0 for each in people}
    with transaction.atomic():
        assert inbox(cast.partner_officer.actor) == []
    workers_start()
    assert held_back(alert, "alert.withhold")[0] == 3, "it is said once"


def test_who_kept_the_right_is_told_all_the_same(cast: Cast) -> None:
    with transaction.atomic():
        assert all((cast.partner_officer, cast.partner_supervisor))
        alert = published(cast)
    queue("alert_deliveries")
    leave(cast.partner_officer)
    workers_start()
    assert [each.to for each in mail.outbox] == [[cast.partner_supervisor.user.email]]
    assert held_back(alert, "alert.withhold") == (1, {WHY})


def test_what_asks_again_for_an_answer_is_asked_of_nobody_who_left(cast: Cast) -> None:
    with transaction.atomic():
        assert cast.partner_officer
        alert = published(cast)
    queue("alert_deliveries")
    workers_start()
    mail.outbox.clear()
    until = timezone.now() + timedelta(hours=1)
    Alert.objects.using("owner").filter(pk=alert.pk).update(answer_by=until, published_at=until - timedelta(days=3))
    assert chase_answers_task() == 1
    queue("alert_chases")
    assert Delivery.objects.using("owner").filter(alert=alert, asked="near", delivered_at=None).count() == 1
    leave(cast.partner_officer)
    workers_start()
    assert mail.outbox == []
    assert held_back(alert, "alert.withhold") == (1, {WHY})


@pytest.mark.parametrize("how", ["left the unit", "left the group"])
def test_a_message_that_was_queued_goes_to_nobody_who_lost_the_right(cast: Cast, how: str) -> None:
    with transaction.atomic():
        group = grouped(cast)
        member = add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
        thread = opened(cast, group=group)
    queue("message_notices")
    theirs = Delivery.objects.using("owner").filter(thread=thread, recipient=cast.partner_officer.user, channel="email")
    assert [row.delivered_at for row in theirs] == [None]
    if how == "left the unit":
        leave(cast.partner_officer)
    else:
        with transaction.atomic():
            end_membership_in_group(actor=cast.supervisor.actor, member=member)
    workers_start()
    assert cast.partner_officer.user.email not in [each.to[0] for each in mail.outbox]
    assert all(row.withheld_at for row in theirs.all())
    assert held_back(thread, "message.withhold") == (1, {WHY})
    assert send_due() == 0
    with transaction.atomic():
        assert unread_threads(cast.partner_officer.actor) == []


def test_a_share_of_a_seizure_that_ended_is_shown_to_nobody(cast: Cast) -> None:
    """Nothing of it is queued: the first page of the day asks for what is shared now."""
    with transaction.atomic():
        assert cast.partner_officer
        seizure = cast.seizure()
        share = share_seizure(
            actor=cast.supervisor.actor,
            seizure=seizure,
            agency=cast.foreign,
            level=Level.VIEW,
            reason="Same ring",
            until=None,
        )
        assert [each.seizure.pk for each in received_lately(cast.partner_officer.actor)] == [seizure.pk]
    with transaction.atomic():
        seizure.refresh_from_db(using="owner")
        unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=share.pk)
    queue("alert_deliveries")
    workers_start()
    assert mail.outbox == []
    with transaction.atomic():
        assert received_lately(cast.partner_officer.actor) == []
