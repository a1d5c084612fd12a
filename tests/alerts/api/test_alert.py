"""`/api/v1/alerts/`: told, read, answered by programs."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from tests.alerts.told import drafted, published
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
ALERTS = "/api/v1/alerts/"


def call(member: Member, method: str, path: str, body: Any = None, **headers: str) -> Any:
    client = Client()
    client.force_login(member.user)
    return client.generic(method, path, orjson.dumps(body or {}), "application/json", headers=headers)


def body(cast: Cast, **changed: Any) -> dict[str, Any]:
    ends = (timezone.now() + timedelta(days=3)).isoformat()
    usual = {"kind": "warning", "title": "Two couriers", "body": "Suitcases", "valid_until": ends, "route": ["ACC"]}
    return usual | {"units": [str(cast.acc.pk)]} | changed


def test_an_alert_is_told_by_a_program(cast: Cast) -> None:
    made = call(cast.officer, "POST", ALERTS, body(cast))
    assert made.status_code == 201
    row = made.json()
    assert (row["status"], row["recipients"][0]["task_force"]) == ("draft", str(cast.acc.pk))
    path = f"{ALERTS}{row['id']}/"
    changed = call(
        cast.officer, "PATCH", path, {"title": "Three couriers", "corridor": True}, **{"If-Match": row["etag"]}
    )
    assert (changed.status_code, changed.json()["title"]) == (200, "Three couriers")
    assert call(cast.officer, "POST", f"{path}submit/").json()["status"] == "in_review"
    assert call(cast.supervisor, "POST", f"{path}give-back/", {"words": "Which?"}).json()["status"] == "draft"
    assert call(cast.officer, "POST", f"{path}submit/").status_code == 200
    told = call(cast.supervisor, "POST", f"{path}publish/").json()
    assert told["reference"].startswith("ABJ1-A-")
    assert call(cast.partner_officer, "POST", f"{path}acknowledge/").status_code == 200
    assert call(cast.partner_officer, "POST", f"{path}reply/", {"result": "checked"}).status_code == 200
    assert call(cast.supervisor, "POST", f"{path}recall/", {"reason": "Wrong"}).json()["recall_reason"] == "Wrong"


def test_an_urgent_warning(cast: Cast) -> None:
    alert = drafted(cast)
    path = f"{ALERTS}{alert.pk}/"
    assert call(cast.officer, "POST", f"{path}warn/").json()["urgent"] is True
    assert call(cast.supervisor, "POST", f"{path}review/").status_code == 200


def test_each_reader_gets_what_it_may_see(cast: Cast) -> None:
    seizure = cast.seizure()
    alert = published(cast, seizure=seizure, person_details="Traoré")
    path = f"{ALERTS}{alert.pk}/"
    ours, theirs = call(cast.officer, "GET", path).json(), call(cast.partner_officer, "GET", path).json()
    assert (ours["seizure"], theirs["seizure"]) == (str(seizure.pk), None)
    assert theirs["person_details"] == "Traoré"
    assert call(cast.outsider, "GET", path).status_code == 404
    assert [row["id"] for row in call(cast.partner_officer, "GET", f"{ALERTS}?status=published").json()["results"]] == [
        str(alert.pk)
    ]
    assert call(cast.outsider, "GET", ALERTS).json()["results"] == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"units": [str(uuid4())]}, "units"), ({"agencies": [str(uuid4())]}, "agencies"), ({"title": " "}, "title")],
)
def test_faults_point_to_their_field(cast: Cast, changed: dict[str, Any], field: str) -> None:
    answer = call(cast.officer, "POST", ALERTS, body(cast, **changed))
    assert answer.status_code == 400
    assert field in str(answer.json())


def test_a_seizure_that_one_does_not_see_cannot_be_named(cast: Cast) -> None:
    theirs = cast.seizure()
    answer = call(cast.partner_officer, "POST", ALERTS, body(cast, units=[str(cast.abj.pk)], seizure=str(theirs.pk)))
    assert answer.status_code in {400, 404}


def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = Client()
    client.force_login(cast.officer.user)
    published(cast, seizure=cast.seizure())
    client.get(ALERTS)
    with django_assert_max_num_queries(20) as one:
        client.get(ALERTS)
    for _each in range(19):
        published(cast)
    with django_assert_max_num_queries(len(one)):
        rows = client.get(ALERTS).json()["results"]
    assert [len(row["recipients"]) for row in rows] == [1] * 20


def test_who_lies_ahead_on_another_route_is_another(cast: Cast) -> None:
    """All on the route were chosen: they are looked up anew when it changes, and what else was chosen stays."""
    made = call(cast.officer, "POST", ALERTS, body(cast, units=[], agencies=[str(cast.elsewhere.pk)], corridor=True))
    row = made.json()
    assert {each["task_force"] for each in row["recipients"]} == {str(cast.acc.pk), None}
    path = f"{ALERTS}{row['id']}/"
    changed = call(cast.officer, "PATCH", path, {"route": ["ABJ", "LFW"]}, **{"If-Match": row["etag"]}).json()
    assert [each["agency"] for each in changed["recipients"]] == [str(cast.elsewhere.pk)]
    assert changed["corridor"] is True, "who comes there before it is told will be told"
    named = call(cast.officer, "POST", ALERTS, body(cast)).json()
    path = f"{ALERTS}{named['id']}/"
    changed = call(cast.officer, "PATCH", path, {"route": ["LFW"]}, **{"If-Match": named["etag"]}).json()
    assert [each["task_force"] for each in changed["recipients"]] == [str(cast.acc.pk)], "named, not on the way"
