"""Reviews of access by REST."""

from typing import Any

import pytest
from django.test import Client

from aircop.accounts.services.token import issue_token
from taskforces.api.access_review import KINDS
from taskforces.models import Membership
from taskforces.queries.access_review import sources
from tests.cast import Cast, Member
from tests.traces import entries

pytestmark = pytest.mark.django_db
API = "/api/v1/access-reviews/"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def send(client: Client, path: str = "", body: dict[str, Any] | None = None, headers: Any = None) -> Any:
    return client.post(API + path, body or {}, content_type="application/json", headers=headers)


def lines(client: Client, review: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{API}{review['id']}/lines/?{query}").json()["results"]
    return found


def test_from_the_first_line_to_the_last(cast: Cast) -> None:
    """Begun, decided line by line, finished with the last one; a repeat decides nothing twice."""
    assert cast.officer
    client = client_of(cast.agency_admin)
    made = send(client, headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.content
    review = made.json()
    assert (review["agency"], review["lines"], review["waiting"]) == (str(cast.customs.pk), 2, 2)
    assert send(client, headers={"Idempotency-Key": "one"}).json() == review
    assert send(client).status_code == 409
    (seat,) = [each for each in lines(client, review, "kind=seat") if each["who"] == "Awa Kone"]
    assert (seat["decision"], seat["may_end"], seat["facts"]["factor"]) == ("waiting", True, False)
    here = f"{review['id']}/decide/"
    told: dict[str, Any] = {"lines": [seat["id"]], "decision": "ended"}
    refused = send(client, here, told)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/reason")
    left = send(client, here, told | {"reason": "Left"}).json()
    assert (left["waiting"], left["finished_at"]) == (1, None)
    assert not Membership.objects.in_force().filter(person=cast.officer.user).exists()
    (ended,) = lines(client, review, "decision=ended")
    assert (ended["reason"], ended["decided_by"]) == ("Left", str(cast.agency_admin.user.pk))
    rest = [each["id"] for each in lines(client, review, "decision=waiting")]
    done = send(client, here, {"lines": rest, "decision": "confirmed"}).json()
    assert done["waiting"] == 0
    assert done["finished_at"]
    assert client.get(f"{API}{review['id']}/").json() == done
    assert client.get(API).json()["results"] == [done]
    assert send(client, here, told | {"reason": "Again"}).status_code == 409
    for verb in ("access_review.begin", "access_review.list", "access_review.read", "access_review.finish"):
        assert entries(verb)


def test_others_find_nothing(cast: Cast) -> None:
    """No review of another agency; no list for who keeps no people; a token needs its scope."""
    assert cast.officer
    review = send(client_of(cast.agency_admin)).json()
    for member in (cast.officer, cast.supervisor, cast.platform_admin):
        client = client_of(member)
        refused = 200 if member is cast.platform_admin else 403
        assert client.get(API).status_code == refused
        told = {"lines": [review["id"]], "decision": "confirmed"}
        assert send(client, f"{review['id']}/decide/", told).status_code == 404
        for path in ("", "lines/"):
            assert client.get(f"{API}{review['id']}/{path}").status_code == 404
    admin = cast.agency_admin
    _token, secret = issue_token(actor=admin.actor, person=admin.user, label="x", scopes=["people:read"])
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get(f"{API}{review['id']}/lines/", headers=bearer).status_code == 200
    assert send(Client(), headers=bearer).status_code == 403


def test_lines_of_every_source_can_be_asked_for() -> None:
    """The filter knows the kinds that the apps register."""
    assert set(KINDS) == set(sources())


def test_a_page_of_lines_costs_the_same(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """Whatever their number."""
    assert all((cast.officer, cast.owner_supervisor))
    client = client_of(cast.agency_admin)
    review = send(client).json()
    assert review["lines"] == 3
    with django_assert_max_num_queries(12):
        assert len(lines(client, review)) == 3
