"""Changing a seizure: only what was touched is sent, and nobody's text is lost or written over unseen."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from seizures.models import Seizure
from seizures.services.seizure import change_seizure
from tests.cast import Cast
from tests.seizures.views.conftest import SignIn, sent_by

pytestmark = pytest.mark.django_db


def address(seizure: Seizure) -> str:
    """Return where it is changed."""
    return reverse("seizures:seizure-change", args=[seizure.pk])


def shown(client: Client, seizure: Seizure) -> dict[str, str]:
    """Return the form as a browser would send it back untouched."""
    return sent_by(client.get(address(seizure)).context["form"])


def now(cast: Cast, seizure: Seizure) -> Seizure:
    """Return the seizure as it stands."""
    return Seizure.objects.visible_to(cast.officer.actor).get(pk=seizure.pk)


def test_untouched_nothing_changes(cast: Cast, signed_in: SignIn) -> None:
    """Not even the version."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    before = now(cast, seizure).version
    assert officer.post(address(seizure), shown(officer, seizure)).status_code == 302
    assert now(cast, seizure).version == before


def test_what_was_touched_is_saved(cast: Cast, signed_in: SignIn) -> None:
    """In one act, and the history says what."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    sent = shown(officer, seizure) | {"summary": "Two bags.", "place": "CHK", "occurred_1": "04:00"}
    answer = officer.post(address(seizure), sent, follow=True)
    assert answer.status_code == 200
    changed = now(cast, seizure)
    assert (changed.summary, changed.place, f"{changed.occurred_at:%H:%M}") == ("Two bags.", "CHK", "04:00")
    last = answer.context["history"][0]
    assert {row["label"] for row in last["changes"]} == {"When", "Place in the airport", "Summary"}


def test_flight_and_waybill_are_entered_in_one_place(cast: Cast, signed_in: SignIn) -> None:
    """Here they are shown, with the way to the page that has them; what is sent for them here changes nothing."""
    seizure, officer = cast.seizure(flight_number="AF703", conveyance="CRG", air_waybill="057-12345675"), cast.officer
    client = signed_in(officer)
    page = client.get(address(seizure)).content.decode()
    assert "AF703" in page
    assert "057-12345675" in page
    assert f'href="/seizures/{seizure.pk}/conveyance/"' in page
    sent = shown(client, seizure)
    assert not {"flight_number", "air_waybill"} & sent.keys()
    sent |= {"summary": "Mine.", "flight_number": "AF1", "air_waybill": ""}
    assert client.post(address(seizure), sent).status_code == 302
    stands = now(cast, seizure)
    assert (stands.summary, stands.flight_number, stands.air_waybill) == ("Mine.", "AF703", "057-12345675")


def test_two_writers_of_different_fields_lose_nothing(cast: Cast, signed_in: SignIn) -> None:
    """The second one is told, and its next save leaves what it did not touch as the first one wrote it."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    mine = shown(officer, seizure) | {"summary": "Mine."}
    _meanwhile(cast, seizure, flight_number="AF703")
    refused = officer.post(address(seizure), mine)
    assert refused.status_code == 412
    assert refused.context["clashes"] == ()
    assert "Your text does not stand against theirs" in refused.content.decode()
    assert officer.post(address(seizure), sent_by(refused.context["form"])).status_code == 302
    stands = now(cast, seizure)
    assert (stands.summary, stands.flight_number) == ("Mine.", "AF703")


def _meanwhile(cast: Cast, seizure: Seizure, **facts: Any) -> None:
    fresh = Seizure.objects.visible_to(cast.colleague.actor).get(pk=seizure.pk)
    change_seizure(actor=cast.colleague.actor, seizure=fresh, version=fresh.version, facts=facts)


@pytest.mark.parametrize(("choice", "summary"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_two_writers_of_one_field_see_both_texts_and_choose(
    cast: Cast, signed_in: SignIn, choice: str, summary: str
) -> None:
    """What else was typed is kept, whichever text stands."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    mine = shown(officer, seizure) | {"summary": "Mine.", "persons_arrested": "9", "narrative": "Long\nand mine."}
    _meanwhile(cast, seizure, summary="Theirs.")
    refused = officer.post(address(seizure), mine)
    assert refused.status_code == 412
    body = refused.content.decode()
    assert "Mine." in body
    assert "Theirs." in body
    assert "Yao Brou" in body
    again = sent_by(refused.context["form"])
    assert (again["summary"], again["persons_arrested"], again["narrative"]) == ("Mine.", "9", "Long\nand mine.")
    assert officer.post(address(seizure), again | {"keep-summary": choice}).status_code == 302
    stands = now(cast, seizure)
    assert (stands.summary, stands.narrative, stands.persons_arrested) == (summary, "Long\nand mine.", 9)


def test_without_marks_what_differs_counts_as_touched(cast: Cast, signed_in: SignIn) -> None:
    """Marks are a help, not a lock: broken ones make more clashes, never fewer."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    sent = shown(officer, seizure) | {"marks": "nonsense a:b summary", "summary": "Mine."}
    assert officer.post(address(seizure), sent).status_code == 302
    assert now(cast, seizure).summary == "Mine."


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("handling", "H3", "H3 needs words"),
        ("persons_arrested", "-1", "greater than or equal"),
        ("version", "x", "whole number"),
        ("occurred_0", "2099-01-01", "still to come"),
    ],
)
def test_faults_are_said_and_typing_is_kept(cast: Cast, signed_in: SignIn, field: str, value: str, said: str) -> None:
    """Nothing is written."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    page = officer.post(address(seizure), shown(officer, seizure) | {field: value, "summary": "Kept."})
    assert page.status_code == 200
    assert said in str(page.context["form"].errors)
    assert isinstance(page.context["form"].data, QueryDict)
    assert "Kept." in page.content.decode()
    assert now(cast, seizure).summary != "Kept."
