"""Pages of webhooks and deliveries: kept by the administrator, followed by the supervisor, nobody else's."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aircop.access.roles import Role
from alerts.forms.delivery import fault_words
from alerts.models import Delivery, Thread, Webhook
from alerts.services.delivery import fan_out
from alerts.services.group import add_member
from alerts.services.message_delivery import tell_message
from tests.alerts.hooks import administrator, hook_of
from tests.alerts.told import published
from tests.alerts.written import grouped, opened
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, rows

pytestmark = pytest.mark.django_db


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def last_message(thread: Thread) -> UUID:
    [row] = rows("SELECT id FROM alerts_message WHERE thread_id = %s", thread.pk)
    return UUID(str(row["id"]))


def test_a_webhook_is_added_tried_and_switched_off(cast: Cast) -> None:
    client = signed(administrator(cast))
    assert "No system rings yet" in client.get("/alerts/webhooks/").content.decode()
    assert client.get("/alerts/webhooks/new/").status_code == 200
    refused = client.post("/alerts/webhooks/new/", {"url": "https://10.0.0.1/", "kinds": ["drug"]}).content.decode()
    assert "not on the open network" in refused
    page = client.post("/alerts/webhooks/new/", {"url": "https://x.example.org/in", "kinds": ["drug"]}).content.decode()
    assert "whsec_" in page
    listed = client.get("/alerts/webhooks/").content.decode()
    assert "x.example.org" in listed
    assert "whsec_" not in listed
    [webhook] = rows("SELECT id FROM alerts_webhook")
    assert client.post(f"/alerts/webhooks/{webhook['id']}/try/").status_code == 302
    with as_owner():
        Webhook.objects.update(faults=3)
    assert "3 times in a row" in client.get("/alerts/webhooks/").content.decode()
    assert client.post(f"/alerts/webhooks/{webhook['id']}/stop/").status_code == 302
    assert "switched off" in client.get("/alerts/webhooks/").content.decode()


def test_deliveries_are_followed_and_sent_again(cast: Cast) -> None:
    assert cast.partner_officer
    administrator(cast)
    client = signed(cast.partner_supervisor)
    assert "Nothing went out yet" in client.get("/alerts/deliveries/").content.decode()
    alert = published(cast)
    fan_out(alert.pk)
    page = client.get("/alerts/deliveries/").content.decode()
    assert cast.partner_officer.user.name in page
    assert (alert.reference or "-") in page
    assert "On its way" in page
    with as_owner():
        Delivery.objects.filter(channel="email").update(
            attempts=8, parked_at=timezone.now(), fault="status_500", next_at=timezone.now() + timedelta(hours=1)
        )
    page = client.get("/alerts/deliveries/?state=parked&channel=email").content.decode()
    assert "Set aside" in page
    assert "answered with 500" in page
    assert "No delivery fits" in client.get("/alerts/deliveries/?state=sent").content.decode()
    [first, *_rest] = rows("SELECT id FROM alerts_delivery WHERE channel = 'email'")
    assert client.post(f"/alerts/deliveries/{first['id']}/resend/").status_code == 302
    assert client.post(f"/alerts/deliveries/{first['id']}/resend/").status_code == 403
    assert [entry["outcome"] for entry in entries("delivery.resend")] == ["done"]


def test_an_administrator_follows_without_reading(cast: Cast) -> None:
    """Offices read no records: that something went out, not what it was about."""
    assert cast.partner_officer
    hook_of(administrator(cast))
    alert = published(cast)
    fan_out(alert.pk)
    client = signed(cast.member("Efua Boateng", cast.foreign, Role.AGENCY_ADMIN))
    page = client.get("/alerts/deliveries/").content.decode()
    assert "an alert that you do not see" in page
    assert (alert.reference or "-") not in page
    assert "alerts.example.org" in page


def test_messages_are_followed_and_sent_again_beside_alerts(cast: Cast) -> None:
    """With the thread, for who sees it; without it for who does not."""
    assert cast.partner_officer
    seen = opened(cast)
    tell_message(last_message(seen))
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    hidden = opened(cast, group=group, subject="Nobody else knows")
    tell_message(last_message(hidden))
    with as_owner():
        Delivery.objects.filter(channel="email").update(attempts=8, parked_at=timezone.now(), fault="OSError")
    client = signed(cast.partner_supervisor)
    page = client.get("/alerts/deliveries/").content.decode()
    assert page.count("takes part in the thread") == 2
    assert f'href="/messages/{seen.pk}/">{seen.reference}</a>' in page
    assert "a message that you do not see" in page
    for word in (hidden.reference, str(hidden.pk), hidden.subject, seen.subject):
        assert word not in page
    sent = "SELECT id FROM alerts_delivery WHERE thread_id = %s AND agency_id = %s AND channel = 'email'"
    [row] = rows(sent, hidden.pk, cast.foreign.pk)
    assert client.post(f"/alerts/deliveries/{row['id']}/resend/").status_code == 302
    admin = signed(cast.member("Efua Boateng", cast.foreign, Role.AGENCY_ADMIN))
    page = admin.get("/alerts/deliveries/").content.decode()
    assert page.count("a message that you do not see") == 2
    assert signed(cast.agency_admin).post(f"/alerts/deliveries/{row['id']}/resend/").status_code == 404


def test_the_list_costs_the_same_however_much_went_out(cast: Cast) -> None:
    assert cast.partner_officer
    client, costs = signed(cast.partner_supervisor), []
    for more, shown in ((1, 2), (3, 8)):  # to the officer and to the supervisor
        for _each in range(more):
            fan_out(published(cast).pk)
            tell_message(last_message(opened(cast)))
        client.get("/alerts/deliveries/")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/alerts/deliveries/").content.decode()
        assert page.count("takes part in the thread") == shown
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


def test_nobody_else_comes_near(cast: Cast) -> None:
    made = hook_of(administrator(cast))
    fan_out(published(cast).pk)
    for member, status in ((cast.partner_officer, 403), (cast.officer, 403)):
        client = signed(member)
        assert client.get("/alerts/webhooks/").status_code == status
        assert client.get("/alerts/deliveries/").status_code == status
        assert client.post(f"/alerts/webhooks/{made.webhook.pk}/try/").status_code == 404
    other = signed(cast.agency_admin)
    assert other.post(f"/alerts/webhooks/{made.webhook.pk}/stop/").status_code == 404
    [row] = rows("SELECT id FROM alerts_delivery WHERE channel = 'webhook'") or [{"id": made.webhook.pk}]
    assert signed(cast.supervisor).post(f"/alerts/deliveries/{row['id']}/resend/").status_code == 404


@pytest.mark.parametrize(
    ("fault", "words"),
    [("", ""), ("status_404", "answered with 404"), ("EOFError", "connection failed"), ("timeout", "ten")],
)
def test_faults_have_words(fault: str, words: str) -> None:
    assert words in str(fault_words(fault))
