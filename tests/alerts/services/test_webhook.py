"""Webhooks: hook_of by the administrator of an agency, rung with a signature, backed off, set aside, sent again."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier

from aircop.access import grants
from aircop.access.models import Share
from aircop.accounts.sealing import unseal
from aircop.errors import Invalid, Missing, NotAllowed
from alerts.models import Alert, Delivery, Webhook
from alerts.queries.delivery import followed, state_of
from alerts.services.delivery import fan_out, put_trial, resend_delivery, tell_recall
from alerts.services.sending import TRIES, send_due
from alerts.services.telling import recall_alert
from alerts.services.webhook import MOST, add_webhook, stop_webhook, try_out_webhook
from alerts.tasks import ring_webhooks_task
from tests.alerts.hooks import administrator, hook_of
from tests.alerts.sinks import Sink, listening, says
from tests.alerts.told import published
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, payloads, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def near(settings: Any) -> None:
    """Let sinks of this machine be rung."""
    settings.OUTWARD_PRIVATE = True


def hooked(cast: Cast, sink: Sink, **changed: Any) -> tuple[Member, Any]:
    """Let the agency of ACC1 name the sink."""
    assert cast.partner_officer
    admin = administrator(cast)
    return admin, hook_of(admin, url=sink.url, **changed)


def calls(alert: Alert) -> list[dict[str, Any]]:
    return rows("SELECT * FROM alerts_delivery WHERE alert_id = %s AND channel = 'webhook'", alert.pk)


def soon() -> None:
    """Let what waits be due now."""
    with as_owner():
        Delivery.objects.filter(channel="webhook").update(next_at=timezone.now() - timedelta(seconds=1))
        Webhook.objects.update(resting_until=None)


def test_an_administrator_names_the_address_and_sees_the_secret_once(cast: Cast) -> None:
    admin = administrator(cast)
    made = hook_of(admin)
    assert made.secret.startswith("whsec_")
    [row] = rows("SELECT * FROM alerts_webhook")
    assert made.secret not in str(row)
    assert unseal(row["secret"], "webhook") == made.secret
    assert [entry["owner_agency"] for entry in entries("webhook.add")] == [cast.foreign.pk]
    assert payloads("webhook_added") == [{"webhook": str(made.webhook.pk), "agency": str(cast.foreign.pk)}]
    assert str(made.webhook) == "https://alerts.example.org/in"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"url": "https://127.0.0.1/"}, "url"),
        ({"url": "http://alerts.example.org/"}, "url"),
        ({"url": "https://redis/"}, "url"),
        ({"url": "nonsense"}, "url"),
        ({"url": "https://alerts.example.org/" + "x" * 500}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["nonsense"]}, "kinds"),
    ],
)
def test_what_cannot_be_rung_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        hook_of(administrator(cast), **told)
    assert refused.value.field == field


def test_an_address_is_named_once_and_there_are_not_too_many(cast: Cast) -> None:
    admin = administrator(cast)
    first = hook_of(admin)
    with pytest.raises(Invalid, match="already"):
        hook_of(admin)
    stop_webhook(actor=admin.actor, webhook=first.webhook)
    for number in range(MOST):
        hook_of(admin, url=f"https://alerts.example.org/{number}")
    with pytest.raises(Invalid, match="Switch off"):
        hook_of(admin)


def test_nobody_else_keeps_them(cast: Cast) -> None:
    made = hook_of(administrator(cast))
    with pytest.raises(NotAllowed):
        add_webhook(actor=cast.partner_officer.actor, url="https://alerts.example.org/", kinds=["warning"])
    for member in (cast.partner_officer, cast.agency_admin):
        with pytest.raises(Missing):
            stop_webhook(actor=member.actor, webhook=made.webhook)


@pytest.mark.usefixtures("near")
def test_it_rings_with_the_signature_of_the_standard_and_tells_no_content(cast: Cast) -> None:
    with listening(says(204)) as sink:
        admin, made = hooked(cast, sink)
        alert = published(cast)
        assert (fan_out(alert.pk), fan_out(alert.pk)) == (3, 0)
        assert (send_due(webhooks=True), ring_webhooks_task()) == (1, 0)
        [(headers, body)] = sink.got
    told = Verifier(made.secret).verify(body, headers)
    assert told["type"] == "alert.published"
    assert told["data"] == {
        "id": str(alert.pk),
        "reference": alert.reference,
        "kind": "warning",
        "url": f"http://localhost:8000/api/v1/alerts/{alert.pk}/",
    }
    assert alert.title.encode() not in body
    [row] = calls(alert)
    assert headers["webhook-id"] == str(row["id"])
    assert (row["delivered_at"] is not None, row["agency_id"]) == (True, cast.foreign.pk)
    assert admin.actor.signed_in
    assert [state_of(each) for each in followed(admin.actor).filter(channel="webhook")] == ["sent"]


@pytest.mark.usefixtures("near")
def test_a_changed_message_does_not_pass(cast: Cast) -> None:
    with listening(says(200)) as sink:
        _admin, made = hooked(cast, sink)
        fan_out(published(cast).pk)
        send_due(webhooks=True)
        [(headers, body)] = sink.got
    for changed in (headers | {"webhook-id": "another"}, headers | {"webhook-signature": "v1,AAAA"}):
        with pytest.raises(Exception, match="signature"):
            Verifier(made.secret).verify(body, changed)


@pytest.mark.usefixtures("near")
def test_it_rings_for_the_kinds_and_the_agencies_that_were_told(cast: Cast) -> None:
    with listening(says(200)) as sink:
        hooked(cast, sink, kinds=["drug", "method"])
        elsewhere = hook_of(cast.agency_admin, url=sink.url)
        alert = published(cast)
        fan_out(alert.pk)
        assert elsewhere.webhook.agency_id != cast.foreign.pk
        assert calls(alert) == []


@pytest.mark.usefixtures("near")
def test_a_recall_rings_again_as_another_message(cast: Cast) -> None:
    with listening(says(200)) as sink:
        hooked(cast, sink)
        alert = published(cast)
        fan_out(alert.pk)
        send_due(webhooks=True)
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
        tell_recall(alert.pk)
        send_due(webhooks=True)
        (first, _body), (second, body) = sink.got
    assert second["webhook-id"] == f"{first['webhook-id']}.recall"
    assert orjson.loads(body)["type"] == "alert.recalled"


@pytest.mark.usefixtures("near")
def test_a_bad_sink_is_backed_off_then_set_aside_and_replayed(cast: Cast) -> None:
    with listening(says(500)) as sink:
        admin, _made = hooked(cast, sink)
        first, second = published(cast), published(cast)
        for alert in (first, second):
            fan_out(alert.pk)
        assert send_due(webhooks=True) == 2
        assert len(sink.got) == 1, "the other one waits: it would fail as well"
        [webhook] = rows("SELECT * FROM alerts_webhook")
        assert webhook["faults"] == 1
        assert webhook["resting_until"] > timezone.now()
        assert sorted(row["attempts"] for alert in (first, second) for row in calls(alert)) == [0, 1]
        assert send_due(webhooks=True) == 0, "it rests"
        for _ in range(TRIES):
            soon()
            send_due(webhooks=True)
        found = [row for alert in (first, second) for row in calls(alert)]
        assert {row["fault"] for row in found} <= {"status_500", ""}
        assert any(row["parked_at"] for row in found)
        assert admin.actor.signed_in
        parked = followed(admin.actor).filter(parked_at__isnull=False)[0]
        sink.answer = says(200)
        resend_delivery(actor=admin.actor, delivery=parked)
        sink.got.clear()
        send_due(webhooks=True)
        assert str(parked.pk) in [headers["webhook-id"] for headers, _body in sink.got]
    assert rows("SELECT faults FROM alerts_webhook") == [{"faults": 0}]
    assert [entry["object_id"] for entry in entries("delivery.resend")] == [parked.pk]
    assert payloads("delivery_resent") == [{"delivery": str(parked.pk)}]


@pytest.mark.usefixtures("near")
def test_a_sink_that_answers_again_is_trusted_again(cast: Cast) -> None:
    with listening(says(503)) as sink:
        hooked(cast, sink)
        fan_out(published(cast).pk)
        send_due(webhooks=True)
        sink.answer = says(200)
        soon()
        send_due(webhooks=True)
    assert rows("SELECT faults, resting_until FROM alerts_webhook") == [{"faults": 0, "resting_until": None}]


def test_a_name_that_became_private_is_not_rung(cast: Cast, settings: Any) -> None:
    """The setting of tests is off: whatever the table says, nothing goes to this machine."""
    settings.OUTWARD_PRIVATE = True
    with listening(says(200)) as sink:
        hooked(cast, sink)
        alert = published(cast)
        fan_out(alert.pk)
        settings.OUTWARD_PRIVATE = False
        send_due(webhooks=True)
        assert sink.got == []
    assert [row["fault"] for row in calls(alert)] == ["scheme"]


@pytest.mark.usefixtures("near")
def test_an_agency_that_lost_sight_of_it_is_not_rung(cast: Cast) -> None:
    with listening(says(200)) as sink:
        hooked(cast, sink)
        alert = published(cast)
        fan_out(alert.pk)
        with as_owner():
            for share in Share.objects.filter(access_list_id=alert.access_list_id):
                grants.take_back(share, by=None)
        send_due(webhooks=True)
        assert sink.got == []
    assert [entry["recipients"] for entry in entries("alert.withhold")] == [[str(cast.foreign)]]


@pytest.mark.usefixtures("near")
def test_trying_out_rings_about_nothing(cast: Cast) -> None:
    with listening(says(200)) as sink:
        admin, made = hooked(cast, sink)
        try_out_webhook(actor=admin.actor, webhook=made.webhook)
        assert payloads("webhook_tried") == [{"webhook": str(made.webhook.pk)}]
        name = rows("SELECT id FROM events_event WHERE kind = 'webhook_tried'")[0]["id"]
        put_trial(name, made.webhook.pk)
        put_trial(name, made.webhook.pk)
        assert (send_due(webhooks=True), send_due(webhooks=True)) == (1, 0)
        [(headers, body)] = sink.got
    assert Verifier(made.secret).verify(body, headers)["type"] == "webhook.test"
    assert headers["webhook-id"] == str(name)


@pytest.mark.usefixtures("near")
def test_what_is_switched_off_rings_no_more(cast: Cast) -> None:
    with listening(says(200)) as sink:
        admin, made = hooked(cast, sink)
        alert = published(cast)
        fan_out(alert.pk)
        stop_webhook(actor=admin.actor, webhook=made.webhook)
        send_due(webhooks=True)
        fan_out(published(cast).pk)
        assert (sink.got, send_due(webhooks=True)) == ([], 0)
    assert payloads("webhook_stopped") == [{"webhook": str(made.webhook.pk)}]
    assert admin.actor.signed_in
    [row] = followed(admin.actor).filter(channel="webhook")
    assert (state_of(row), row.webhook_id) == ("withheld", made.webhook.pk)
    for again in (try_out_webhook, stop_webhook):
        with pytest.raises(NotAllowed, match="switched off"):
            again(actor=admin.actor, webhook=made.webhook)
    with pytest.raises(NotAllowed, match="held back"):
        resend_delivery(actor=admin.actor, delivery=row)


@pytest.mark.usefixtures("near")
def test_what_was_sent_again_is_followed_by_its_recall(cast: Cast) -> None:
    """It was rung before, and may be rung anew: the system must learn that it is taken back."""
    with listening(says(204)) as sink:
        admin, _made = hooked(cast, sink)
        alert = published(cast)
        fan_out(alert.pk)
        send_due(webhooks=True)
        resend_delivery(actor=admin.actor, delivery=Delivery(pk=calls(alert)[0]["id"]))
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
        tell_recall(alert.pk)
        assert send_due(webhooks=True) == 1
    assert [orjson.loads(body)["type"] for _headers, body in sink.got] == ["alert.published", "alert.recalled"]


@pytest.mark.usefixtures("near")
def test_a_system_whose_secret_cannot_be_read_holds_up_no_other(cast: Cast) -> None:
    """As after a change of the key."""
    with listening(says(204)) as sink:
        admin, broken = hooked(cast, sink)
        whole = hook_of(admin, url=f"{sink.url}&second")
        with as_owner():
            Webhook.objects.filter(pk=broken.webhook.pk).update(secret="gAAAAA")
        alert = published(cast)
        fan_out(alert.pk)
        assert send_due(webhooks=True) == 2
        assert len(sink.got) == 1
    found = {row["webhook_id"]: row for row in calls(alert)}
    put_off, sent = found[broken.webhook.pk], found[whole.webhook.pk]
    assert (put_off["fault"], put_off["parked_at"], put_off["lease_until"]) == ("InvalidToken", None, None)
    assert put_off["next_at"] > timezone.now()
    assert sent["delivered_at"]
