"""What fills the quick entry without saving it: a scan, and the last record; and what the saved page says at once."""

from typing import Any

import pytest
from django.test import Client

from seizures.models import EntryDraft, RouteLeg, Seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn

pytestmark = pytest.mark.django_db
NEW = "/seizures/new/"
PASS = "M1DESMARAIS/LUC       EABC123 ABJCDGAF 0703 073J001A0025 100"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def read(client: Client, scanned: str, **typed: Any) -> Any:
    """Send the form by its button Read."""
    return client.post(NEW, typed | {"scanned": scanned, "read": "1"})


def values(page: Any) -> dict[str, Any]:
    """Return what stands in the form."""
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_a_boarding_pass_fills_flight_route_conveyance_and_direction(cast: Cast, signed_in: SignIn) -> None:
    page = read(signed_in(cast.officer), PASS, amount_0="2.5")
    stands = values(page)
    assert (stands["conveyance"], stands["direction"]) == ("PAX", "OUT")
    assert (stands["flight_number"], stands["seat"], stands["booking_reference"]) == ("AF703", "1A", "ABC123")
    assert stands["legs"].startswith("DEP ABJ AF703 ")
    assert stands["legs"].endswith("/DST CDG")
    assert stands["amount"][0] == "2.5"
    assert not page.context["form"].is_bound, "nobody sent it yet: nothing is said to be missing"
    assert "DESMARAIS" not in page.content.decode()
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()


def test_what_was_chosen_stands_against_a_scan(cast: Cast, signed_in: SignIn) -> None:
    page = read(signed_in(cast.officer), PASS, direction="TRN", conveyance="STR")
    assert (values(page)["direction"], values(page)["conveyance"]) == ("TRN", "STR")


@pytest.mark.parametrize(
    ("scanned", "name", "value", "conveyance"),
    [
        ("05712345675", "air_waybill", "057-12345675", "CRG"),
        ("RR123456785GB", "postal_item", "RR123456785GB", "PST"),
        ("0074123456", "bag_tags", ["0074123456"], ""),
        ("AF0702", "flight_number", "AF702", ""),
    ],
)
def test_each_identifier_fills_its_field(
    cast: Cast, signed_in: SignIn, scanned: str, name: str, value: Any, conveyance: str
) -> None:
    stands = values(read(signed_in(cast.officer), scanned))
    assert stands[name] in (value, ", ".join(value))
    assert (stands["conveyance"] or "") == conveyance


@pytest.mark.parametrize("scanned", [PASSPORT, "05712345676", "no identifier at all", "\0", "M1" + "x" * 900])
def test_what_fills_nothing_is_said_and_never_shown_again(cast: Cast, signed_in: SignIn, scanned: str) -> None:
    page = read(signed_in(cast.officer), scanned, direction="OUT")
    assert page.status_code == 200
    assert page.context["scan_failed"]
    assert page.context["scan"]
    assert values(page)["direction"] == "OUT"
    assert "ERIKSSON" not in page.content.decode()


def test_enter_in_another_field_presses_read_and_means_to_save(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    assert signed_in(cast.officer).post(NEW, typed | {"scanned": "", "read": "1"}).status_code == 302


def test_what_a_scan_told_is_saved_with_the_record(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    officer = signed_in(cast.officer)
    stands = values(read(officer, PASS, **typed))
    told = {name: stands[name] for name in ("flight_number", "seat", "booking_reference", "legs")}
    assert officer.post(NEW, typed | told).status_code == 302
    seizure = Seizure.objects.visible_to(cast.officer.actor).select_related("conveyance_details").get()
    assert (seizure.status, seizure.flight_number) == ("submitted", "AF703")
    assert (seizure.conveyance_details.seat, seizure.conveyance_details.booking_reference) == ("1A", "ABC123")
    rows = RouteLeg.objects.filter(seizure=seizure).order_by("sequence")
    assert [(row.kind, row.airport_id, row.flight_number) for row in rows] == [
        ("DEP", "ABJ", "AF703"),
        ("DST", "CDG", ""),
    ]


@pytest.mark.parametrize(
    "legs", ["x", "DEP QQQ", "DEP ABJ AF703 2026-13-41", "/".join(["DEP ABJ"] * 30), "\0", "XXX ABJ"]
)
def test_a_route_made_up_saves_nothing(cast: Cast, signed_in: SignIn, typed: dict[str, Any], legs: str) -> None:
    answer = signed_in(cast.officer).post(NEW, typed | {"legs": legs})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Seizure.objects.visible_to(cast.officer.actor).exists()


def test_a_scan_is_never_kept_with_an_entry(cast: Cast, signed_in: SignIn, typed: dict[str, Any]) -> None:
    sent = typed | {"entry_form": "quick", "revision": "0", "scanned": PASSPORT}
    assert signed_in(cast.officer).post("/seizures/entries/keep/", sent).status_code == 302
    assert cast.officer.actor
    kept = EntryDraft.objects.get()
    assert "scanned" not in kept.typed
    assert "ERIKSSON" not in str(kept.typed)


def test_same_as_the_last_one_lends_everything_but_the_find_itself(cast: Cast, signed_in: SignIn) -> None:
    cast.seizure(direction="IN", conveyance="CRG", persons_arrested=4, flight_number="AF702")
    page = signed_in(cast.officer).post(NEW, {"same": "1", "persons_arrested": "2", "amount_0": "7"})
    stands = values(page)
    assert (stands["direction"], stands["conveyance"], stands["substance"]) == ("IN", "CRG", "cocaine")
    assert (stands["persons_arrested"], stands["amount"]) == ("2", ["7", "kg"])
    assert not stands["flight_number"]
    assert page.context["form"].carried() == []


def test_nobody_borrows_from_somebody_elses_record(cast: Cast, signed_in: SignIn) -> None:
    cast.seizure(direction="IN")
    page = signed_in(cast.colleague).get(NEW)
    assert page.context["last"] is None
    assert "Same as the last one" not in page.content.decode()
    assert values(signed_in(cast.colleague).post(NEW, {"same": "1"}))["direction"] in ("", None)


def test_the_saved_page_says_who_has_it_what_is_missing_and_what_looks_alike(
    cast: Cast, signed_in: SignIn, typed: dict[str, Any]
) -> None:
    assert cast.supervisor
    officer = signed_in(cast.officer)
    first = officer.post(NEW, typed, follow=True)
    assert "Nothing that you may see looks like it." in first.content.decode()
    again = typed | {"record": typed["record"][:-4] + "beef", "lead_agency": str(cast.police.pk)}
    page = officer.post(NEW, again, follow=True)
    panel = page.content.decode().partition('id="logged"')[2].partition("</section>")[0]
    assert "Jean Aka" in panel
    assert str(page.context["seizure"]) in panel
    assert [row["record"].direction for row in page.context["logged"]["alike"]] == ["OUT"]
    assert "Add the arrest" in panel
    assert "Add photos" in panel
    assert "Add another item" in panel
    assert "/change/#id_place" in panel
    later = officer.get(f"/seizures/{page.context['seizure'].pk}/")
    assert "logged" not in later.context
    assert "Add the arrest" in later.content.decode()
