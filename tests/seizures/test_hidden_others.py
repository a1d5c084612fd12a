"""What a record tells of another one that its reader may not see: nothing, wherever the two were joined."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from aircop.audit.history import history
from seizures.models import Seizure
from seizures.queries.duplicate import hints, hints_of
from seizures.services.assistance import add_external_reference
from seizures.services.duplicate import merge_seizures, tell_apart
from seizures.services.hints import note_hints
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def shared(cast: Cast, seizure: Seizure, *, identities: bool = False) -> None:
    """Let the agency of the other country read the record."""
    share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Same ring",
        until=None, with_identities=identities,
    )  # fmt: skip


@pytest.fixture
def merged(cast: Cast) -> tuple[Seizure, Seizure]:
    """Two records of one seizure, merged by the unit's supervisor; the second is the police's, with its number."""
    kept, duplicate = cast.seizure(), cast.seizure(by=cast.colleague, lead_agency=cast.police)
    add_external_reference(
        actor=cast.officer.actor, seizure=duplicate, agency=cast.police, system="NAT", number="PJ 77/2026"
    )
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate)
    kept.refresh_from_db()
    duplicate.refresh_from_db()
    return kept, duplicate


def api(member: Member, seizure: Seizure) -> Any:
    return client_of(member).get(f"/api/v1/seizures/{seizure.pk}/")


def told(member: Member, seizure: Seizure) -> str:
    """Return everything that pages and interface tell a reader of a record."""
    client = client_of(member)
    paths = [f"/seizures/{seizure.pk}/", f"/seizures/{seizure.pk}/related/", f"/api/v1/seizures/{seizure.pk}/"]
    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return " ".join(answer.content.decode() for answer in answers)


def test_a_duplicate_does_not_name_the_hidden_record_that_counts(cast: Cast, merged: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = merged
    shared(cast, duplicate)
    assert api(cast.supervisor, duplicate).json()["duplicate_of"] == str(kept.pk)
    before = api(cast.partner_officer, duplicate)
    assert before.json()["duplicate_of"] is None
    page = told(cast.partner_officer, duplicate)
    assert str(kept.pk) not in page
    assert str(kept.reference) not in page
    shared(cast, kept)
    after = api(cast.partner_officer, duplicate)
    assert after.json()["duplicate_of"] == str(kept.pk)
    assert after.headers["ETag"] != before.headers["ETag"], "the answer holds more than before"
    assert str(kept.reference) in told(cast.partner_officer, duplicate)


def test_the_record_that_counts_tells_nothing_of_a_hidden_duplicate(
    cast: Cast, merged: tuple[Seizure, Seizure]
) -> None:
    """Neither its reference, nor the agency that wrote it, nor the number that it has there."""
    kept, duplicate = merged
    shared(cast, kept, identities=True)
    own = api(cast.supervisor, kept).json()
    assert own["agencies"] == [str(cast.customs.pk), str(cast.police.pk)]
    assert [each["number"] for each in own["external_references"]] == ["PJ 77/2026"]
    before = api(cast.partner_officer, kept)
    assert before.json()["agencies"] == [str(cast.customs.pk)]
    assert before.json()["external_references"] == []
    page = told(cast.partner_officer, kept)
    assert not [each for each in (str(duplicate.reference), str(duplicate.pk), "PJ 77") if each in page]
    found = client_of(cast.partner_officer).get("/api/v1/search/", {"q": "PJ 77"}).json()["results"]
    assert found == [], "a guess at the number finds nothing either"
    shared(cast, duplicate)
    after = api(cast.partner_officer, kept)
    assert after.json()["agencies"] == own["agencies"]
    assert after.headers["ETag"] != before.headers["ETag"]


def test_who_tells_two_apart_names_neither_to_who_sees_the_other_alone(cast: Cast) -> None:
    one = cast.seizure(flight_number="AF702")
    other = cast.seizure(by=cast.colleague, lead_agency=cast.police, flight_number="AF702")
    with as_owner():
        assert note_hints(other.pk, using="default") == 1
    tell_apart(actor=cast.supervisor.actor, hint=hints(cast.supervisor.actor).get())
    shared(cast, one, identities=True)
    one.refresh_from_db()
    assert str(other.reference) not in str(history(one, cast.partner_officer.actor))
    assert str(other.reference) in str(history(one, cast.supervisor.actor))


def test_a_hint_is_no_oracle_for_a_waybill_that_is_hidden(cast: Cast) -> None:
    """Whoever guesses the waybill of a record shared without identities learns from no hint that it guessed right."""
    waybill = "176-12345675"
    one = cast.seizure(air_waybill=waybill, conveyance="CRG")
    shared(cast, one)
    guess = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign, air_waybill=waybill, conveyance="CRG",
                         direction="IN")  # fmt: skip
    with as_owner():
        note_hints(guess.pk, using="default")
    reader = cast.partner_supervisor
    said = [(hint.reasons, hint.score) for hint in hints_of(reader.actor, guess)]
    assert all("same_waybill" not in reasons for reasons, _score in said)
    answer = client_of(reader).get("/api/v1/duplicate-hints/").json()
    assert "same_waybill" not in str(answer)
    without = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign, air_waybill="020-81140743",
                           conveyance="CRG", direction="IN")  # fmt: skip
    with as_owner():
        note_hints(without.pk, using="default")
    plain = [(hint.reasons, hint.score) for hint in hints_of(reader.actor, without) if one.pk in
             {hint.first_id, hint.second_id}]  # fmt: skip
    assert said == plain, "the score tells as much as the words"
    shared(cast, one, identities=True)
    assert "same_waybill" in hints_of(reader.actor, guess)[0].reasons
