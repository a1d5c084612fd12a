"""`/api/v1/subscriptions/`: one's own, by programs of one's own."""

from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client

from alerts.services.delivery import fan_out
from tests.alerts.told import published
from tests.alerts.watched import watching
from tests.cast import Cast, Member
from tests.traces import rows

pytestmark = pytest.mark.django_db
PATH = "/api/v1/subscriptions/"


def call(member: Member, method: str, path: str, body: Any = None, **headers: str) -> Any:
    client = Client()
    client.force_login(member.user)
    return client.generic(method, path, orjson.dumps(body or {}), "application/json", headers=headers)


def test_one_is_kept_changed_and_removed(cast: Cast) -> None:
    published(cast)
    key = {"Idempotency-Key": "one"}
    told = {"name": "Couriers", "via": "GH", "weight_kg": None, "mail": "daily", "hour": 6}
    made = call(cast.analyst, "POST", PATH, told, **key)
    assert made.status_code == 201
    row = made.json()
    assert (row["via"], row["on"], row["mail"], row["would_have_told"]) == ("GH", True, "daily", 1)
    assert (row["agency"], row["task_force"]) == (str(cast.police.pk), str(cast.abj.pk))
    again = call(cast.analyst, "POST", PATH, told, **key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    own = f"{PATH}{row['id']}/"
    assert call(cast.analyst, "PATCH", own, {"on": False}).status_code == 428
    changed = call(cast.analyst, "PATCH", own, {"on": False, "weight_kg": "2.5"}, **{"If-Match": row["etag"]})
    assert (changed.status_code, changed.json()["on"], changed.json()["weight_kg"]) == (200, False, "2.500")
    assert call(cast.analyst, "PATCH", own, {"on": True}, **{"If-Match": row["etag"]}).status_code == 412
    assert [each["id"] for each in call(cast.analyst, "GET", f"{PATH}?on=false").json()["results"]] == [row["id"]]
    assert call(cast.analyst, "GET", f"{PATH}?on=true").json()["results"] == []
    read = call(cast.analyst, "GET", own)
    assert call(cast.analyst, "DELETE", own, **{"If-Match": read.headers["ETag"]}).status_code == 204
    assert call(cast.analyst, "GET", own).status_code == 404
    assert rows("SELECT * FROM alerts_subscription") == []


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/name"),
        ({"name": "x", "colour": "red"}, "/colour"),
        ({"name": "x", "origin": "QQQ"}, "/origin"),
        ({"name": "x", "hour": "6"}, "/hour"),
        ({"name": "x", "weight_kg": 2.5}, "/weight_kg"),
        ({"name": "x", "weight_kg": "-1"}, "/weight_kg"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(cast: Cast, body: Any, pointer: str) -> None:
    answer = call(cast.officer, "POST", PATH, body)
    assert answer.status_code == 400
    assert pointer in [fault["pointer"] for fault in answer.json()["errors"]]


def test_it_is_nobody_elses(cast: Cast) -> None:
    own = f"{PATH}{watching(cast.officer).pk}/"
    assert call(cast.colleague, "GET", own).status_code == call(cast.colleague, "GET", f"{PATH}{uuid4()}/").status_code
    assert call(cast.colleague, "GET", PATH).json()["results"] == []
    assert call(cast.officer, "GET", f"{PATH}?person=x").status_code == 400
    assert call(cast.platform_admin, "POST", PATH, {"name": "x"}).status_code == 403


def test_alerts_and_deliveries_say_why(cast: Cast) -> None:
    row = watching(cast.partner_officer, mail="weekly")
    alert = published(cast, weight_kg=None)
    fan_out(alert.pk)
    told = call(cast.partner_officer, "GET", f"/api/v1/alerts/{alert.pk}/").json()
    assert (told["why"], told["subscription"], told["weight_kg"]) == ("unit", str(row.pk), None)
    own = call(cast.officer, "GET", f"/api/v1/alerts/{alert.pk}/").json()
    assert (own["why"], own["subscription"]) == (None, None)
    [sent] = call(cast.partner_supervisor, "GET", "/api/v1/deliveries/?state=later").json()["results"]
    assert (sent["why"], sent["subscribed"], sent["digest"], sent["state"]) == ("unit", True, None, "later")
    assert sent["due_at"]
    assert "subscription" not in sent
