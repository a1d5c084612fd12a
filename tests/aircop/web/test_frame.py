"""The frame shows what the actor may open; the reader's choices stay on the device."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from aircop.errors import NotAllowed
from aircop.web import frame, views

UNITS = (("1", "Officer, ABJ1"), ("2", "Analyst"))


def actor(*permissions: str, unit: str | None = "ABJ1") -> Any:
    """Return somebody who holds the permissions, in a unit or in an agency without one."""
    seats = tuple(
        SimpleNamespace(membership_id=pk, label=label, unit_id=unit, may=lambda each: each in permissions)
        for pk, label in UNITS
    )
    return SimpleNamespace(
        signed_in=True, name="Awa Koné", memberships=seats, acting=seats[0], holds=lambda each: each in permissions
    )


@pytest.fixture(autouse=True)
def everything_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every place an address, so that the test does not follow the URL map."""
    monkeypatch.setattr(frame, "address", lambda name: f"/{name.replace(':', '/')}/")


def request(who: Any = None, **cookies: str) -> HttpRequest:
    """Return a request of somebody."""
    made = RequestFactory().get("/here/?a=1")
    made.COOKIES.update({name.replace("_", "-"): value for name, value in cookies.items()})
    made.actor = who  # type: ignore[attr-defined]
    return made


def labels(who: Any) -> list[str]:
    """Return the entries of the rail."""
    return [str(entry["label"]) for entry in frame.places_for(who, "")]


def test_the_rail_leaves_out_what_the_role_may_not_open() -> None:
    assert "Audit" not in labels(actor())
    assert "Audit" in labels(actor("read_audit"))


def test_a_place_that_this_installation_lacks_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "address", lambda _name: "")
    assert labels(actor("read_audit")) == []


def test_the_current_place_is_marked() -> None:
    both = [each["current"] for each in frame.places_for(actor(), "shares", "referral-accept")]
    assert both.count(True) == 1, "of two places of one namespace one is current"
    entries = frame.places_for(actor(), "seizures")
    assert [str(entry["label"]) for entry in entries if entry["current"]] == ["Seizures"]


@pytest.mark.parametrize(
    ("page", "label"),
    [
        ("alert-detail", "Alerts"),
        ("subscription-list", "Alerts"),
        ("outcome-list", "Statistics"),
        ("outcome-export", "Statistics"),
    ],
)
def test_of_two_places_of_one_namespace_the_noun_tells_and_the_first_has_the_rest(page: str, label: str) -> None:
    entries = frame.places_for(actor(), "alerts", page)
    assert [str(entry["label"]) for entry in entries if entry["current"]] == [label]


@pytest.mark.parametrize(
    ("here", "page", "label"),
    [("persons", "person-identity", "Seizures"), ("home", "audit-export", "Audit"), ("home", "my-work", "My work")],
)
def test_what_lies_under_a_place_marks_it(here: str, page: str, label: str) -> None:
    entries = frame.places_for(actor("read_audit"), here, page)
    assert [str(entry["label"]) for entry in entries if entry["current"]] == [label]


def test_who_logs_seizures_has_the_act_everywhere() -> None:
    assert frame.frame_for(request(actor("log_seizure")))["first_act"]["label"] == "Log a seizure"
    assert frame.frame_for(request(actor("log_seizure", unit=None)))["first_act"] is None
    assert frame.frame_for(request(actor()))["first_act"] is None


def test_the_frame_of_nobody_offers_sign_in_alone() -> None:
    around = frame.frame_for(request(None))
    assert around["signed_in"] is False
    assert around["sign_in"]
    assert "places" not in around


def test_the_frame_names_person_and_units() -> None:
    around = frame.frame_for(request(actor()))
    assert around["person"] == {"name": "Awa Koné", "detail": "Officer, ABJ1"}
    assert [unit["current"] for unit in around["units"]] == [True, False]


def test_higher_floors_add_live_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_providers", {})
    frame.provide("bell", lambda _request: 3)
    assert frame.frame_for(request(actor()))["bell"] == 3


def test_choices_come_from_the_device_and_only_known_ones_count() -> None:
    assert frame.chosen(request(aircop_theme="dark"), "theme") == "dark"
    assert frame.chosen(request(aircop_theme="pink"), "theme") == "auto"


def test_a_choice_is_kept_and_leads_back() -> None:
    response = views.choose_preference(
        RequestFactory().post("/preferences/", {"theme": "dark", "next": "/seizures/?a=1"})
    )
    assert response.headers["Location"] == "/seizures/?a=1"
    assert response.cookies["aircop-theme"].value == "dark"


def test_a_foreign_address_and_an_unknown_choice_are_ignored() -> None:
    response = views.choose_preference(
        RequestFactory().post("/preferences/", {"keys": "loud", "next": "https://evil.example/"})
    )
    assert response.headers["Location"] == "/"
    assert not response.cookies


def test_error_pages_say_what_to_do() -> None:
    refused = views.permission_denied(request(), NotAllowed("You logged this seizure."))
    assert refused.status_code == 403
    assert "You logged this seizure." in refused.text
    assert "Your role does not allow it" in views.permission_denied(request(), ValueError("inner")).text
    assert views.bad_request(request()).status_code == 400
    broken = request()
    broken.request_id = "abc-123"  # type: ignore[attr-defined]
    assert "abc-123" in views.server_error(broken).text


def test_not_found_is_the_same_for_every_address_and_reader() -> None:
    first = views.not_found(request(actor("read_audit")), ValueError("hidden"))
    second = views.not_found(RequestFactory().get("/elsewhere/"))
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
