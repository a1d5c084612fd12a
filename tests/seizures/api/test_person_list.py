"""`GET /api/v1/persons/` and `/api/v1/arrests/`: who sees what of each, paging, filters, cost, entries."""

from typing import Any

import pytest

from seizures.services.arrest import record_outcome
from tests.cast import WHEN, Cast
from tests.seizures.api.test_person import REDACTED, client_of, shared
from tests.seizures.people import SECRETS, arrested, courier, named
from tests.traces import entries

pytestmark = pytest.mark.django_db
PERSONS, ARRESTS = "/api/v1/persons/", "/api/v1/arrests/"
TOLD = {"id", "person", "seizure", "agency", "arrested_at", "outcome", "redacted"}


def results(client: Any, url: str) -> list[dict[str, Any]]:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def test_each_reader_gets_the_persons_that_it_sees(cast: Cast) -> None:
    """Redacted without the right to identities; names in no list."""
    mine, other = named(cast, courier(cast, cast.seizure())), courier(cast, cast.seizure(), role="escort")
    shared(cast, mine.seizure, identities=False)
    whole = results(client_of(cast.officer), PERSONS)
    assert [each["id"] for each in whole] == [str(other.pk), str(mine.pk)]
    assert [each["redacted"] for each in whole] == [False, False]
    assert whole[1]["identity"] is None
    [redacted] = results(client_of(cast.partner_officer), PERSONS)
    assert (set(redacted), redacted["id"]) == (REDACTED, str(mine.pk))
    assert {frozenset(each) for each in results(client_of(cast.officer, "persons:read"), PERSONS)} == {
        frozenset(REDACTED)
    }
    assert results(client_of(cast.outsider), PERSONS) == []
    text = client_of(cast.officer).get(PERSONS).content.decode()
    assert [secret for secret in SECRETS if secret in text] == []
    entry = entries("person.list")[-1]
    assert set(entry["object_ids"]) == {mine.pk, other.pk}
    assert entry["owner_agency"] == cast.customs.pk


def test_persons_are_paged_and_narrowed(cast: Cast) -> None:
    seizure = cast.seizure()
    people = [courier(cast, seizure, role=role) for role in ("courier", "escort", "courier")]
    draft = courier(cast, cast.seizure(submit=False))
    client = client_of(cast.officer)
    first = client.get(f"{PERSONS}?page_size=3&ordering=recorded_at").json()
    assert [each["id"] for each in first["results"]] == [str(each.pk) for each in people]
    rest = client.get(first["next"]).json()
    assert [each["id"] for each in rest["results"]] == [str(draft.pk)]
    assert len(results(client, f"{PERSONS}?role=courier&seizure={seizure.pk}")) == 2
    assert len(results(client, f"{PERSONS}?id={people[0].pk},{people[1].pk}")) == 2
    assert results(client, f"{PERSONS}?sex=F") == []
    assert len(results(client_of(cast.colleague), PERSONS)) == 3, "a draft is its author's"
    for wrong in ("family_name=Traore", "minor=true", "seizure__status=draft", "ordering=number", "seizure=x"):
        assert client.get(f"{PERSONS}?{wrong}").status_code == 400, wrong
    assert client_of(cast.officer, "seizures:read").get(PERSONS).status_code == 403


@pytest.mark.parametrize("url", [PERSONS, ARRESTS])
def test_the_cost_does_not_grow_with_the_rows(cast: Cast, url: str, django_assert_max_num_queries: Any) -> None:
    """Each on a list of its own, which is what the rights are asked by."""
    client = client_of(cast.officer, "persons:read", "persons:identities")
    for _each in range(5):
        person = named(cast, courier(cast, cast.seizure()))
        arrested(cast, person)
        shared(cast, person.seizure, identities=True)
    client.get(url)
    with django_assert_max_num_queries(12):
        assert len(client.get(url).json()["results"]) == 5


def test_arrests_of_persons_that_one_sees(cast: Cast) -> None:
    """Who arrested whom, when, what came of it; the checklist with the right to identities alone."""
    person = named(cast, courier(cast, cast.seizure()))
    arrest = arrested(cast, person, legal_basis_words="Caught at the gate")
    record_outcome(
        actor=cast.officer.actor, arrest=arrest, outcome="remanded", outcome_date=WHEN.date(), charges="Trafficking"
    )
    arrested(cast, courier(cast, cast.seizure()))
    shared(cast, person.seizure, identities=False)
    [redacted] = results(client_of(cast.partner_officer), ARRESTS)
    assert set(redacted) == TOLD
    assert (redacted["person"], redacted["outcome"], redacted["redacted"]) == (str(person.pk), "remanded", True)
    whole = results(client_of(cast.officer), f"{ARRESTS}?person={person.pk}")[0]
    assert (whole["legal_basis_words"], whole["outcomes"][0]["charges"]) == ("Caught at the gate", "Trafficking")
    assert whole["pressing"]
    client = client_of(cast.officer)
    one = client.get(f"{ARRESTS}{arrest.pk}/")
    assert one.json() == whole
    assert one.headers["ETag"] == whole["etag"]
    assert client_of(cast.partner_officer).get(f"{ARRESTS}{arrest.pk}/").headers["ETag"] != whole["etag"]
    assert client_of(cast.outsider).get(f"{ARRESTS}{arrest.pk}/").status_code == 404
    assert len(results(client, f"{ARRESTS}?ordering=-arrested_at&page_size=1")) == 1
    assert results(client, f"{ARRESTS}?agency={cast.police.pk}") == []
    for wrong in ("charges=x", "person__minor=true", "ordering=version"):
        assert client.get(f"{ARRESTS}?{wrong}").status_code == 400
    assert set(entries("arrest.list")[-1]["object_ids"]) <= {person.pk, *entries("arrest.list")[-1]["object_ids"]}
    assert entries("arrest.read")[0]["object_ids"] == [person.pk]
