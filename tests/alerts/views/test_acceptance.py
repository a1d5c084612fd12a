"""An alert under H3 is closed until its reader takes note of the conditions, on its page and over the interface."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alerts.models import Alert, Delivery
from alerts.services.delivery import fan_out
from tests.alerts.told import published
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
SECRET = ("Hard-shell suitcases", "Mr X himself", "Kabo Air 9", "AF9911", "Behind the lining")
BOUND: dict[str, Any] = {"handling": "H3", "handling_words": "Not in any file", "severity": "high"}
SAYS = "It may be used under these conditions alone"
CONTENT = ("body", "person_details", "concealment", "flight_number", "route", "seizure", "weight_kg")


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def told(cast: Cast, **changed: Any) -> Alert:
    words = {"body": SECRET[0], "person_details": SECRET[1], "flight_number": SECRET[3]}
    alert = published(cast, seizure=cast.seizure(), **BOUND | words | changed)
    fan_out(alert.pk)
    return alert


def test_its_page_shows_the_conditions_first_and_the_rest_after_the_note(cast: Cast) -> None:
    assert cast.partner_officer
    alert, client = told(cast), signed(cast.partner_officer)
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert SAYS in page
    assert "Not in any file" in page
    assert [word for word in (*SECRET, "Nobody has answered yet") if word in page] == []
    unread = Delivery.objects.using("system").filter(alert=alert, recipient=cast.partner_officer.user, read_at=None)
    assert unread.exists(), "what was not shown was not read"
    answer = client.post(f"/alerts/{alert.pk}/accept/")
    assert (answer.status_code, answer["Location"]) == (302, f"/alerts/{alert.pk}/")
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert SAYS not in page
    assert [word in page for word in (SECRET[0], SECRET[1], "AF9911")] == [True] * 3
    assert not unread.exists()


def test_an_urgent_one_is_read_at_once_with_its_conditions_on_top(cast: Cast) -> None:
    assert cast.partner_officer
    alert, client = told(cast, severity="urgent"), signed(cast.partner_officer)
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert page.index(SAYS) < page.index(SECRET[0])
    assert "I take note" in page
    own = signed(cast.officer).get(f"/alerts/{alert.pk}/").content.decode()
    assert SAYS not in own, "who told it knows them"
    row = client.get(f"/api/v1/alerts/{alert.pk}/").json()
    assert (row["to_accept"], row["locked"], row["body"]) == (True, False, SECRET[0])


def test_over_the_interface_what_it_tells_is_null_until_then(cast: Cast) -> None:
    assert cast.partner_officer
    alert, client = told(cast), signed(cast.partner_officer)
    address = f"/api/v1/alerts/{alert.pk}/"
    one, [row] = client.get(address), client.get("/api/v1/alerts/").json()["results"]
    for each in (one.json(), row):
        assert (each["locked"], each["to_accept"]) == (True, True)
        assert [each[name] for name in CONTENT] == [None] * len(CONTENT)
        assert (each["title"], each["handling_words"]) == (alert.title, "Not in any file")
    assert client.get(f"{address}photos/").json()["results"] == []
    taken = client.post(f"{address}accept/", {}, "application/json", headers={"Idempotency-Key": "take-note-1"})
    assert taken.status_code == 200, taken.content
    after = client.get(address, headers={"If-None-Match": one["ETag"]})
    assert after.status_code == 200, "it is another answer than the one before"
    assert (after.json()["locked"], after.json()["body"]) == (False, SECRET[0])


def test_a_list_asks_once_however_many_are_bound(cast: Cast) -> None:
    assert cast.partner_officer
    client, costs = signed(cast.partner_officer), []
    for _each in range(2):
        told(cast)
        client.get("/api/v1/alerts/")
        with CaptureQueriesContext(connection) as asked:
            rows = client.get("/api/v1/alerts/").json()["results"]
        costs.append(len(asked))
    assert len(rows) == 2
    assert costs[0] == costs[1]
