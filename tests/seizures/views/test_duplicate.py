"""The pages on which a person decides whether two records are one seizure, and the hint while typing."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from seizures.models import DuplicateHint, Seizure
from seizures.queries.duplicate import hints
from seizures.services.assistance import add_external_reference
from seizures.services.duplicate import merge_seizures
from seizures.services.hints import note_hints
from seizures.services.seizure import log_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

TYPED = {
    "airport": "ABJ", "occurred_0": "2026-03-14", "occurred_1": "03:10", "occurred_2": "Africa/Abidjan",
    "direction": "OUT", "conveyance": "PAX", "commodity": "DRG", "substance": "heroin", "amount_0": "0.341",
    "amount_1": "kg", "persons_arrested": "1",
}  # fmt: skip


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def parcel(cast: Cast, by: Member, quantity: str, unit: str, **facts: Any) -> Seizure:
    found = cast.found(substance="heroin", quantity=Decimal(quantity), unit=unit)
    return log_seizure(actor=by.actor, facts=cast.facts(**facts), found=found)


@pytest.fixture
def pair(cast: Cast) -> tuple[Seizure, Seizure]:
    one = parcel(cast, cast.officer, "341.61", "g")
    other = parcel(cast, cast.colleague, "0.341", "kg", lead_agency=cast.police)
    with as_owner():
        note_hints(other.pk, using="default")
    return one, other


@pytest.fixture
def hint(cast: Cast, pair: tuple[Seizure, Seizure]) -> DuplicateHint:
    return hints(cast.supervisor.actor).get()


def test_the_queue_shows_both_and_why(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    page = client_of(cast.supervisor).get("/seizures/duplicates/").content.decode()
    assert all(str(each.reference) in page for each in pair)
    assert "quantities within 2 %" in page
    assert "Nothing looks like a duplicate" in client_of(cast.outsider).get("/seizures/duplicates/").content.decode()


def test_a_supervisor_merges_and_undoes(cast: Cast, pair: tuple[Seizure, Seizure], hint: DuplicateHint) -> None:
    client, (one, other) = client_of(cast.supervisor), pair
    address = f"/seizures/duplicates/{hint.pk}/"
    assert client.get(address).status_code == 200
    kept = "first" if hint.first_id == one.pk else "second"
    answer = client.post(address, {"decision": kept, "words": "One parcel"}, follow=True).content.decode()
    assert f"{other.reference} is set aside" in answer
    page = client.get(f"/seizures/{other.pk}/").content.decode()
    assert f"It counts no more: {one.reference} does." in page
    assert str(other.reference) in client.get(f"/seizures/{one.pk}/related/").content.decode()
    assert client.get(f"/seizures/{other.pk}/unmerge/").status_code == 200
    back = client.post(f"/seizures/{other.pk}/unmerge/", {"words": "Two"}, follow=True).content.decode()
    assert f"{other.reference} counts again." in back
    assert "Decide" in client.get(address).content.decode()


def test_an_officer_only_tells_apart(cast: Cast, hint: DuplicateHint) -> None:
    client = client_of(cast.officer)
    address = f"/seizures/duplicates/{hint.pk}/"
    assert "You cannot merge them" in client.get(address).content.decode()
    assert client.post(address, {"decision": "first"}).status_code == 403
    assert "Choose which record counts" in client.post(address, {}).content.decode()
    assert client.post(address, {"decision": "apart"}).status_code == 302
    assert "Two seizures" in client.get(address).content.decode()


def test_a_stranger_gets_404(cast: Cast, hint: DuplicateHint) -> None:
    assert client_of(cast.partner_supervisor).get(f"/seizures/duplicates/{hint.pk}/").status_code == 404


def test_while_typing_what_may_be_seen_is_hinted_at(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    mine = client_of(cast.officer).post("/seizures/alike/", TYPED).content.decode()
    assert str(pair[0].reference) in mine
    assert "within 2 %" in mine
    foreign = client_of(cast.partner_officer).post("/seizures/alike/", TYPED)
    assert (foreign.status_code, foreign.content.strip()) == (200, b"")


@pytest.mark.parametrize(
    "typed",
    [{}, {"airport": "ABJ"}, {**TYPED, "amount_0": "1e999999"}, {**TYPED, "amount_0": "\0"}, {**TYPED, "airport": "??"},
     {**TYPED, "occurred_0": "99999-01-01"}],
)  # fmt: skip
def test_half_typed_and_rubbish_hint_at_nothing(cast: Cast, pair: tuple[Seizure, Seizure], typed: Any) -> None:
    answer = client_of(cast.officer).post("/seizures/alike/", typed)
    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_agencies_and_numbers_on_their_tab(cast: Cast) -> None:
    seizure, client = cast.seizure(), client_of(cast.officer)
    address = f"/seizures/{seizure.pk}/related/"
    police = str(cast.police.pk)
    client.post(address, {"add_agency": "1", "agency-agency": police})
    client.post(address, {"add_number": "1", "number-agency": police, "number-system": "CEN", "number-number": "a 7"})
    page = client.get(address).content.decode()
    assert "took part" in page
    assert "A 7" in page
    faulty = client.post(address, {"add_number": "1"}).content.decode()
    assert "Choose whose number it is." in faulty
    part = seizure.external_references.get().pk
    assert client.post(f"{address}number/{part}/end/").status_code == 302
    assert "A 7" not in client.get(address).content.decode()
    assert "A 7" in client.get(f"/seizures/{seizure.pk}/").content.decode(), "the history keeps it"


# The API --------------------------------------------------------------------------------------------------------------


def test_the_api_tells_and_decides(cast: Cast, pair: tuple[Seizure, Seizure], hint: DuplicateHint) -> None:
    client, (one, other) = client_of(cast.supervisor), pair
    [row] = client.get("/api/v1/duplicate-hints/").json()["results"]
    assert (row["id"], row["reasons"][0]) == (str(hint.pk), "same_quantity")

    def post(act: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/seizures/{other.pk}/{act}/", body, content_type="application/json")

    number = {"agency": str(cast.police.pk), "system": "NAT", "number": "pv 1"}
    assert post("add-number", number).json()["external_references"] == [number | {"number": "PV 1"}]
    before = client.get(f"/api/v1/seizures/{other.pk}/").json()
    merged = post("merge", {"kept": str(one.pk)}).json()
    assert (merged["status"], merged["duplicate_of"]) == ("duplicate", str(one.pk))
    kept = client.get(f"/api/v1/seizures/{one.pk}/").json()
    assert kept["agencies"] == [str(cast.customs.pk), str(cast.police.pk)]
    assert [each["number"] for each in kept["external_references"]] == ["PV 1"]
    after = post("unmerge", {}).json()
    assert {**after, "etag": ""} == {**before, "etag": ""}
    assert post("tell-apart", {"other": str(one.pk)}).status_code == 200
    assert client.get("/api/v1/duplicate-hints/").json()["results"] == []


def test_the_wall_hides_parts_of_hidden_records(cast: Cast) -> None:
    seizure = cast.seizure()
    add_external_reference(
        actor=cast.officer.actor, seizure=seizure, agency=cast.customs, system="CEN", number="2026-1"
    )
    assert seizure.external_references.count() == 1
    assert cast.partner_officer.actor
    assert seizure.external_references.count() == 0


def test_a_merged_pair_is_no_longer_in_the_queue(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    merge_seizures(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    assert "Nothing looks like" in client_of(cast.supervisor).get("/seizures/duplicates/").content.decode()
