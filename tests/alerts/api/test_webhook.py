"""`/api/v1/webhooks/` and `/api/v1/deliveries/`."""

import pytest
from django.utils import timezone

from alerts.models import Delivery
from alerts.services.delivery import fan_out
from alerts.services.group import add_member
from alerts.services.message_delivery import tell_message
from tests.alerts.api.test_alert import call
from tests.alerts.hooks import administrator
from tests.alerts.told import published
from tests.alerts.written import grouped, opened, wrote
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
HOOKS, DELIVERIES = "/api/v1/webhooks/", "/api/v1/deliveries/"
BODY = {"url": "https://alerts.example.org/in", "kinds": ["warning"]}


def test_a_webhook_by_program(cast: Cast) -> None:
    admin = administrator(cast)
    made = call(admin, "POST", HOOKS, BODY, **{"Idempotency-Key": "a"})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    again = call(admin, "POST", HOOKS, BODY, **{"Idempotency-Key": "a"})
    assert (again.status_code, again.json()["secret"]) == (201, None)
    path = f"{HOOKS}{made.json()['id']}/"
    assert call(admin, "GET", path).json()["secret"] is None
    assert call(admin, "POST", f"{path}try-out/").status_code == 200
    assert call(admin, "POST", f"{path}stop/").json()["on"] is False
    assert call(admin, "GET", f"{HOOKS}?on=true").json()["results"] == []
    assert call(cast.agency_admin, "GET", path).status_code == 404
    assert call(admin, "POST", HOOKS, BODY | {"url": "https://127.0.0.1/"}).status_code == 400


def test_deliveries_by_program(cast: Cast) -> None:
    assert cast.partner_officer
    supervisor = cast.partner_supervisor
    alert = published(cast)
    fan_out(alert.pk)
    found = call(supervisor, "GET", f"{DELIVERIES}?state=waiting&channel=email").json()["results"]
    assert {row["alert"] for row in found} == {str(alert.pk)}
    assert {row["state"] for row in found} == {"waiting"}
    with as_owner():
        Delivery.objects.filter(channel="email").update(parked_at=timezone.now(), attempts=8)
    path = f"{DELIVERIES}{found[0]['id']}/"
    assert call(supervisor, "GET", path).json()["state"] == "parked"
    assert call(supervisor, "POST", f"{path}resend/").json()["state"] == "waiting"
    assert call(cast.supervisor, "GET", path).status_code == 404
    assert call(cast.partner_officer, "GET", DELIVERIES).json()["results"] == []


def test_deliveries_of_messages_by_program(cast: Cast) -> None:
    """Which thread it is, is told to who sees it; every row has the same shape."""
    assert cast.partner_officer
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.partner_officer.membership)
    seen, hidden = opened(cast), opened(cast, group=group)
    for thread in (seen, hidden):
        tell_message(wrote(cast.officer, thread).pk)
    supervisor = cast.partner_supervisor
    answer = call(supervisor, "GET", f"{DELIVERIES}?channel=email")
    assert hidden.reference not in answer.content.decode()
    assert str(hidden.pk) not in answer.content.decode()
    found = answer.json()["results"]
    assert {(row["alert"], row["thread"], row["why"]) for row in found} == {
        (None, str(seen.pk), "thread"),
        (None, None, "thread"),
    }
    assert {row["recipient"] for row in found} == {str(cast.partner_officer.user.pk)}
    with as_owner():
        Delivery.objects.filter(channel="email").update(parked_at=timezone.now(), attempts=8)
    for row in found:
        path = f"{DELIVERIES}{row['id']}/"
        assert call(supervisor, "POST", f"{path}resend/").json()["state"] == "waiting"
        assert call(cast.supervisor, "GET", path).status_code == 404
        assert call(cast.supervisor, "POST", f"{path}resend/").status_code == 404
