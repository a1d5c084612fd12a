"""`/api/v1/seizures/`: one seizure from its first POST to the end of a share."""

from typing import Any

import pytest
from django.test import Client

from seizures.models import Seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
BODY: dict[str, Any] = {
    "airport": "ABJ",
    "occurred_at": "2026-03-14T03:10:00+00:00",
    "direction": "OUT",
    "conveyance": "PAX",
    "persons_arrested": 1,
    "narrative": "Named in the booking.",
    "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
}
URL = "/api/v1/seizures/"
JSON = "application/json"


def client_of(member: Member) -> Client:
    """Return a client signed in as the member."""
    client = Client()
    client.force_login(member.user)
    return client


def post(client: Client, url: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    """POST a JSON body."""
    return client.post(url, body or {}, content_type=JSON, headers=headers)


def test_the_whole_way(cast: Cast) -> None:
    """Log, verify, share, see, take back, 404."""
    officer, supervisor, partner = (client_of(m) for m in (cast.officer, cast.supervisor, cast.partner_officer))
    made = post(officer, URL, BODY, **{"Idempotency-Key": "k-1"})
    assert made.status_code == 201, made.content
    seizure = made.json()
    assert seizure["reference"].startswith("ABJ1-S-")
    assert seizure["status"] == "submitted"
    assert seizure["items"][0]["kg_equivalent"] == "2.5"
    again = post(officer, URL, BODY, **{"Idempotency-Key": "k-1"})
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert again.json()["id"] == seizure["id"]
    url = made.headers["Location"].replace("http://testserver", "")
    missing = partner.get("/api/v1/seizures/01890000-0000-7000-8000-000000000000/")
    hidden = partner.get(url)
    assert hidden.status_code == missing.status_code == 404
    assert hidden.json().keys() == missing.json().keys()
    refused = post(officer, f"{url}verify/")
    assert refused.status_code == 403
    assert "verify" in refused.json()["detail"]
    assert post(supervisor, f"{url}verify/").json()["status"] == "verified"
    shared = post(supervisor, f"{url}share/", {"agency": str(cast.foreign.pk), "reason": "Same ring"})
    assert shared.status_code == 200, shared.content
    seen = partner.get(url).json()
    assert (seen["narrative"], seen["status"]) == (None, "verified")
    assert [row["id"] for row in partner.get(URL).json()["results"]] == [seizure["id"]]
    ended = post(supervisor, f"{url}unshare/", {"share": shared.json()["shares"][0]["id"]})
    assert ended.status_code == 200
    assert partner.get(url).status_code == 404
    assert partner.get(URL).json()["results"] == []


def test_a_stale_change_is_refused_and_a_fresh_one_kept(cast: Cast) -> None:
    """428 without the tag, 412 with an old one, 200 with the present one."""
    seizure = cast.seizure()
    client = client_of(cast.colleague)
    url = f"{URL}{seizure.pk}/"
    assert client.patch(url, {"summary": "x"}, content_type=JSON).status_code == 428
    tag = client.get(url).headers["ETag"]
    first = client.patch(url, {"summary": "Three bags."}, content_type=JSON, headers={"If-Match": tag})
    assert (first.status_code, first.json()["summary"]) == (200, "Three bags.")
    second = client.patch(url, {"summary": "Lost."}, content_type=JSON, headers={"If-Match": tag})
    assert second.status_code == 412
    assert client.get(url).json()["summary"] == "Three bags."


@pytest.mark.parametrize(("field", "value"), [("airport", "QQQ"), ("direction", "SIDEWAYS"), ("lead_agency", "x")])
def test_a_bad_value_is_named(cast: Cast, field: str, value: str) -> None:
    """A 400 points at the field."""
    answer = post(client_of(cast.officer), URL, BODY | {field: value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    with_rows = Seizure.objects.visible_to(cast.officer.actor)
    assert not with_rows.exists()


@pytest.mark.parametrize(("field", "value"), [("substance", "moonshine"), ("unit", "barrel"), ("currency", "XOF")])
def test_a_bad_value_of_an_item_is_named_where_it_stands(cast: Cast, field: str, value: str) -> None:
    """What the service finds is pointed to like what the serializer finds."""
    answer = post(client_of(cast.officer), URL, BODY | {"items": [BODY["items"][0] | {field: value}]})
    pointer = answer.json()["errors"][0]["pointer"]
    assert (answer.status_code, pointer.rpartition("/")[0]) == (400, "/items/0")


def test_a_share_in_the_past_points_to_its_end(cast: Cast) -> None:
    """The body calls it `expires_at`."""
    terms = {"agency": str(cast.foreign.pk), "reason": "Ring", "expires_at": "2020-01-01T00:00:00+00:00"}
    answer = post(client_of(cast.supervisor), f"{URL}{cast.seizure().pk}/share/", terms)
    assert answer.json()["errors"][0]["pointer"] == "/expires_at"
