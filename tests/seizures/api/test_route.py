"""Route, conveyance, detections and completeness through the API: created, patched, answered, refused."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.models import Seizure
from seizures.services.share import share_seizure
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BODY: dict[str, Any] = {
    "airport": "ABJ",
    "occurred_at": "2026-03-14T03:10:00+00:00",
    "direction": "OUT",
    "conveyance": "PAX",
    "persons_arrested": 1,
    "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
    "detections": [{"method": "XRB"}, {"method": "K9", "primary": True}],
    "trigger": "TGT",
    "producing_country": "UNK",
    "departure_country": "CI",
    "flight_number": "af 0703",
    "conveyance_details": {"seat": "001A", "bag_tags": ["0074 123456"]},
    "legs": [
        {"kind": "DEP", "airport": "ABJ", "flight_number": "AF 0703", "date": "2026-03-14", "source": "TKT"},
        {"kind": "DST", "country": "FR"},
    ],
}


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    """Return a client with the officer's session."""
    client.force_login(cast.officer.user)
    return client


def post(client: Client, **changed: Any) -> Any:
    """Create a seizure."""
    return client.post("/api/v1/seizures/", BODY | changed, content_type="application/json")


def patch(client: Client, made: dict[str, Any], **told: Any) -> Any:
    """Change it as it stands."""
    headers = {"If-Match": made["etag"]}
    return client.patch(f"/api/v1/seizures/{made['id']}/", told, content_type="application/json", headers=headers)


def test_a_whole_record_is_created_and_answered(officer: Client) -> None:
    """Submitted with its parts, identifiers in one spelling."""
    answer = post(officer)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["status"] == "submitted"
    assert made["detections"] == [{"method": "K9", "primary": True}, {"method": "XRB", "primary": False}]
    assert (made["flight_number"], made["trigger"], made["producing_country"]) == ("AF703", "TGT", "UNK")
    details = {"seat": "1A", "booking_reference": "", "ticket_number": "", "bag_tags": ["0074123456"]}
    assert made["conveyance_details"] == details
    assert [(leg["airport"], leg["country"], leg["flight_number"]) for leg in made["legs"]] == [
        ("ABJ", "CI", "AF703"),
        (None, "FR", ""),
    ]
    missing = {gap["field"]: gap["blocks"] for gap in made["completeness"]["missing"]}
    assert missing["destination_country"] == ["ids", "cen"]
    assert 0 < made["completeness"]["score"] < 100


def test_parts_are_patched_alone_and_together(officer: Client) -> None:
    """One answer, one version for the next write."""
    made = post(officer).json()
    made = patch(officer, made, legs=[{"kind": "SEI", "airport": "abj"}]).json()
    assert [leg["airport"] for leg in made["legs"]] == ["ABJ"]
    told = {"conveyance_details": {"seat": "14C"}, "detections": [], "summary": "Two bags."}
    answer = patch(officer, made, **told)
    assert answer.status_code == 200, answer.content
    made = answer.json()
    assert (made["conveyance_details"]["seat"], made["detections"], made["summary"]) == ("14C", [], "Two bags.")
    assert made["conveyance_details"]["bag_tags"] == ["0074123456"]


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"legs": [{"kind": "DEP", "airport": "QQQ"}]}, "/legs/0/airport"),
        ({"legs": [{"kind": "DEP"}]}, "/legs/0/airport"),
        ({"legs": [{"kind": "DEP", "country": "FR", "flight_number": "AF7O3"}]}, "/legs/0/flight_number"),
        ({"legs": [{"kind": "DEP", "country": "FR", "colour": "red"}]}, "/legs/0/colour"),
        ({"conveyance_details": {"seat": "12I"}}, "/conveyance_details/seat"),
        ({"conveyance_details": {"shipper": "Ltd"}}, "/conveyance_details/shipper"),
        ({"detections": [{"method": "K9", "primary": True}, {"method": "XRB", "primary": True}]}, "/detections"),
        ({"detections": [{"method": "K9"}, {"method": "ZZZ"}]}, "/detections"),
        ({"producing_country": "ZZ"}, "/producing_country"),
        ({"flight_number": "AF7O3"}, "/flight_number"),
    ],
)
def test_faults_are_pointed_to(officer: Client, told: dict[str, Any], where: str) -> None:
    """Where the body says it; nothing is made."""
    answer = post(officer, **told)
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [where]
    assert officer.get("/api/v1/seizures/").json()["results"] == []


def test_identities_of_a_conveyance_are_null_without_the_right(cast: Cast, officer: Client, client: Client) -> None:
    """The fields are named, their values are not told."""
    made = post(officer).json()
    share_seizure(
        actor=cast.supervisor.actor,
        seizure=Seizure.objects.visible_to(cast.supervisor.actor).get(pk=made["id"]),
        agency=cast.foreign,
        level=Level.VIEW,
        reason="Same ring",
        until=None,
    )
    client.force_login(cast.partner_officer.user)
    told = client.get(f"/api/v1/seizures/{made['id']}/").json()
    assert set(told["conveyance_details"].values()) == {None}
    assert len(told["legs"]) == 2
