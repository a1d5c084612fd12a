"""Conveyance and route pages: filled by hand, by a scanner, wrong, stale, from outside."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from seizures.models import Conveyance, RouteLeg, Seizure
from seizures.services.conveyance import set_conveyance
from seizures.services.route import Leg, set_route
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PASS = "M1DESMARAIS/LUC       EABC123 ABJCDGAF 0703 073J001A0025 100"


def conveyance(seizure: Seizure, **told: Any) -> dict[str, Any]:
    """Return what the page sends."""
    blank = dict.fromkeys(("flight_number", "seat", "booking_reference", "ticket_number", "bag_tags", "scanned"), "")
    return blank | {"version": seizure.version} | told


def legs(*rows: dict[str, Any]) -> dict[str, Any]:
    """Return what the rows of the route page send."""
    names = ("kind", "airport", "country", "flight_number", "date", "confidence", "source", "ORDER")
    sent = {"legs-TOTAL_FORMS": len(rows), "legs-INITIAL_FORMS": 0, "scanned": ""}
    for place, row in enumerate(rows):
        sent |= {f"legs-{place}-{name}": row.get(name, "") for name in names}
        sent |= {f"legs-{place}-DELETE": "on"} if row.get("DELETE") else {}
    return sent


def route(seizure: Seizure) -> list[str]:
    """Return the places in order."""
    return [row.airport_id or row.country for row in RouteLeg.objects.filter(seizure=seizure).order_by("sequence")]


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    """Return a browser in which the officer is signed in."""
    client.force_login(cast.officer.user)
    return client


def test_conveyance_is_saved(cast: Cast, officer: Client) -> None:
    """In one spelling, and shown on the record."""
    seizure = cast.seizure()
    told = conveyance(seizure, flight_number="af 0703", seat="01a", bag_tags="0074123456; 0074123457")
    assert officer.post(f"/seizures/{seizure.pk}/conveyance/", told).status_code == 302
    assert cast.officer.actor
    row = Conveyance.objects.get(seizure=seizure)
    assert (row.seat, row.bag_tags) == ("1A", ["0074123456", "0074123457"])
    page = officer.get(f"/seizures/{seizure.pk}/").content.decode()
    assert "0074123456, 0074123457" in page
    assert "AF703" in page


def test_a_boarding_pass_fills_the_fields_and_saves_nothing(cast: Cast, officer: Client) -> None:
    """The scanner's text is not shown again."""
    seizure = cast.seizure()
    page = officer.post(f"/seizures/{seizure.pk}/conveyance/", conveyance(seizure, scanned=PASS, read="1"))
    text = page.content.decode()
    assert all(f'value="{each}"' in text for each in ("AF703", "1A", "ABC123"))
    assert "DESMARAIS" not in text
    assert cast.officer.actor
    assert not Conveyance.objects.filter(seizure=seizure).exists()


def test_what_cannot_be_read_says_why(cast: Cast, officer: Client) -> None:
    """With the suspect character; what was typed before stays."""
    seizure = cast.seizure(conveyance="CRG")
    told = {"version": seizure.version, "shipper": "Exports Ltd", "scanned": "176-12345679", "read": "1"}
    text = officer.post(f"/seizures/{seizure.pk}/conveyance/", told).content.decode()
    assert "345667[9]" in text or "[9]" in text
    assert "Exports Ltd" in text


def test_faults_stand_at_their_fields(cast: Cast, officer: Client) -> None:
    """Those of the form, and those of the service."""
    seizure = cast.seizure(conveyance="CRG")
    told = {"version": seizure.version, "air_waybill": "176-I2345675", "hs_code": "30"}
    page = officer.post(f"/seizures/{seizure.pk}/conveyance/", told)
    assert "176[I]234567" in page.context["form"].errors["air_waybill"][0]
    told = {"version": seizure.version, "hs_code": "30"}
    page = officer.post(f"/seizures/{seizure.pk}/conveyance/", told)
    assert list(page.context["form"].errors) == ["hs_code"]


def test_the_slower_writer_sees_both_texts(cast: Cast, officer: Client) -> None:
    """And saves again over what stands."""
    seizure = cast.seizure()
    set_conveyance(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, told={"seat": "14C"})
    page = officer.post(f"/seizures/{seizure.pk}/conveyance/", conveyance(seizure, seat="1A"))
    assert page.status_code == 412
    assert [(each.sent, each.current) for each in page.context["clashes"]] == [("1A", "14C")]
    again = conveyance(seizure, seat="1A") | {"version": page.context["form"]["version"].value()}
    assert officer.post(f"/seizures/{seizure.pk}/conveyance/", again).status_code == 302


@pytest.mark.parametrize(
    ("code", "left", "asked"),
    [
        ("PAX", {}, {"flight_number"}),
        ("CRG", {}, {"flight_number", "air_waybill"}),
        ("PST", {}, {"flight_number"}),
        ("UNK", {}, {"flight_number"}),
        ("PED", {}, set()),
        ("PED", {"flight_number": "AF703"}, {"flight_number"}),
        ("PAX", {"air_waybill": "057-12345675"}, {"flight_number", "air_waybill"}),
    ],
)
def test_numbers_of_the_journey_are_entered_here(
    cast: Cast, officer: Client, code: str, left: dict[str, Any], asked: set[str]
) -> None:
    """Whatever came by air has a flight; what an earlier conveyance left can be mended, and taken away."""
    seizure = cast.seizure(conveyance=code, **left)
    here = f"/seizures/{seizure.pk}/conveyance/"
    form = officer.get(here).context["form"]
    assert {"flight_number", "air_waybill"} & form.fields.keys() == asked
    if asked:
        blank = dict.fromkeys(form.names, "") | {"version": seizure.version}
        assert officer.post(here, blank).status_code == 302
        stands = Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)
        assert (stands.flight_number, stands.air_waybill) == ("", "")


def test_a_conveyance_without_fields_says_so(cast: Cast, officer: Client) -> None:
    """On foot there is nothing more to tell."""
    seizure = cast.seizure(conveyance="PED")
    assert "Nothing more to tell here" in officer.get(f"/seizures/{seizure.pk}/conveyance/").content.decode()


def test_a_route_is_saved_in_the_order_of_its_numbers(cast: Cast, officer: Client) -> None:
    """Empty rows and rows taken away are left out."""
    seizure = cast.seizure()
    rows = [
        {"kind": "DST", "airport": "CDG", "ORDER": 3},
        {"kind": "ORG", "country": "BR", "ORDER": 1},
        {"kind": "DEP", "airport": "abj", "flight_number": "AF 0703", "date": "2026-03-14", "ORDER": 2},
        {"kind": "TRN", "airport": "LIS", "DELETE": True},
        {},
    ]
    sent = legs(*rows) | {"version": seizure.version}
    assert officer.post(f"/seizures/{seizure.pk}/route/", sent).status_code == 302
    assert cast.officer.actor
    assert route(seizure) == ["BR", "ABJ", "CDG"]
    page = officer.get(f"/seizures/{seizure.pk}/").content.decode()
    assert "Brazil" in page
    assert "→" in page


def test_a_leg_is_added_and_read_without_saving(cast: Cast, officer: Client) -> None:
    """Both are buttons of the same form."""
    seizure = cast.seizure()
    sent = legs({"kind": "DEP", "airport": "ABJ"}) | {"version": seizure.version}
    page = officer.post(f"/seizures/{seizure.pk}/route/", sent | {"add": "1"})
    assert len(page.context["form"].legs.forms) == 2
    page = officer.post(f"/seizures/{seizure.pk}/route/", sent | {"scanned": PASS, "read": "1"})
    told = [
        (row["airport"].value(), row["flight_number"].value(), row["date"].value()) for row in page.context["form"].legs
    ]
    assert told == [("ABJ", "AF703", date(2026, 3, 14)), ("CDG", None, None)]
    page = officer.post(f"/seizures/{seizure.pk}/route/", sent | {"scanned": "176-12345675", "read": "1"})
    assert "tells no route" in page.content.decode()
    assert cast.officer.actor
    assert route(seizure) == []


def test_faults_of_a_route_stand_at_their_rows(cast: Cast, officer: Client) -> None:
    """Those of a row, and those that two rows make."""
    seizure = cast.seizure()
    sent = legs({"kind": "DEP", "airport": "ABJ", "flight_number": "AF7O3"}) | {"version": seizure.version}
    page = officer.post(f"/seizures/{seizure.pk}/route/", sent)
    assert "flight_number" in page.context["form"].legs.forms[0].errors
    sent = legs({}, {"kind": "SEI", "airport": "ABJ"}, {"kind": "SEI", "airport": "CDG"}) | {"version": seizure.version}
    page = officer.post(f"/seizures/{seizure.pk}/route/", sent)
    assert "kind" in page.context["form"].legs.forms[2].errors


def test_the_slower_writer_of_a_route_sees_what_stands(cast: Cast, officer: Client) -> None:
    """And keeps its own rows."""
    seizure = cast.seizure()
    set_route(
        actor=cast.colleague.actor, seizure=seizure, version=seizure.version, legs=[Leg(kind="ORG", country="BR")]
    )
    page = officer.post(
        f"/seizures/{seizure.pk}/route/", legs({"kind": "DST", "airport": "CDG"}) | {"version": seizure.version}
    )
    assert page.status_code == 412
    assert "Brazil" in page.content.decode()
    assert page.context["form"].legs.forms[0]["airport"].value() == "CDG"


@pytest.mark.parametrize("part", ["conveyance", "route"])
def test_the_outsider_finds_nothing(cast: Cast, client: Client, part: str) -> None:
    """As for an id that never was."""
    seizure = cast.seizure()
    client.force_login(cast.outsider.user)
    assert client.get(f"/seizures/{seizure.pk}/{part}/").status_code == 404


@pytest.mark.parametrize("part", ["conveyance", "route"])
def test_rubbish_is_no_error_of_ours(cast: Cast, officer: Client, part: str) -> None:
    """Whatever a form sends."""
    seizure = cast.seizure()
    for sent in (
        {"version": "x", "legs-TOTAL_FORMS": "9" * 50, "legs-INITIAL_FORMS": "-1", "scanned": "\0" * 9, "read": "1"},
        {"legs-TOTAL_FORMS": "\u0663", "add": "1"},
        {
            "version": "99",
            "legs-TOTAL_FORMS": "99",
            "legs-INITIAL_FORMS": "99",
            "seat": "\U0001f600",
            "bag_tags": ",;,",
        },
    ):
        assert officer.post(f"/seizures/{seizure.pk}/{part}/", sent).status_code < 500


def test_detections_trigger_and_countries_are_changed_with_the_record(cast: Cast, officer: Client) -> None:
    """And shown on it; what is missing leads to its field."""
    seizure = cast.seizure()
    page = officer.get(f"/seizures/{seizure.pk}/").content.decode()
    assert f"/seizures/{seizure.pk}/change/#id_departure_country" in page
    assert f"/seizures/{seizure.pk}/conveyance/#id_flight_number" in page
