"""`/api/v1/persons/`: the redacted form, identities read as an act, arrests, scopes, rubbish."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from aircop.accounts.services.token import issue_token
from seizures.models import Person, Seizure
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.seizures.people import SECRETS, arrested, courier, named
from tests.traces import entries

pytestmark = pytest.mark.django_db
JSON = "application/json"
EVERY = ("seizures:read", "persons:read", "persons:identities", "persons:write")
REDACTED = {"id", "role", "sex", "age_band", "redacted"}


def client_of(member: Member, *scopes: str) -> Client:
    """Return a client with a token of the member's."""
    _token, secret = issue_token(actor=member.actor, person=member.user, label="script", scopes=scopes or EVERY)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def post(client: Client, path: str, body: Any = None, **headers: str) -> Any:
    return client.post(f"/api/v1/{path}", body or {}, content_type=JSON, headers=headers)


def shared(cast: Cast, seizure: Seizure, *, identities: bool) -> None:
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None, "with_identities": identities}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **told)


def test_the_whole_way(cast: Cast) -> None:
    seizure = cast.seizure()
    client = client_of(cast.officer)
    body = {"role": "courier", "sex": "F", "age_band": "18-24"}
    made = post(client, f"seizures/{seizure.pk}/persons/", body, **{"Idempotency-Key": "k-1"})
    assert made.status_code == 201, made.content
    again = post(client, f"seizures/{seizure.pk}/persons/", body, **{"Idempotency-Key": "k-1"})
    assert (again.json()["id"], again.headers["Idempotency-Replayed"]) == (made.json()["id"], "true")
    url = f"persons/{made.json()['id']}/"
    assert made.headers["Location"].endswith(f"/api/v1/{url}")
    names = {"family_name": "Traoré", "documents": [{"kind": "passport", "number": "A1"}]}
    known = post(client, f"{url}identify/", names)
    assert (known.status_code, known.json()["identified"], known.json()["identity"]) == (200, True, None)
    read = post(client, f"{url}read-identity/")
    assert read.json()["identity"]["family_name"] == "Traoré"
    assert read.json()["identity"]["documents"][0]["number"] == "A1"
    facts = {"agency": str(cast.customs.pk), "arrested_at": "2026-03-14T03:10:00+00:00"}
    (arrest,) = post(client, f"{url}arrests/", facts).json()["arrests"]
    assert arrest["pressing"] == ["rights_told_at"]
    told = {"arrest": arrest["id"], "version": 1, "rights_told_at": "2026-03-14T03:20:00+00:00"}
    assert post(client, f"{url}change-arrest/", told).json()["arrests"][0]["pressing"] == []
    assert post(client, f"{url}change-arrest/", told | {"version": 7}).status_code == 412
    outcome = {"arrest": arrest["id"], "outcome": "remanded", "outcome_date": "2026-03-15"}
    assert post(client, f"{url}outcomes/", outcome).status_code == 200
    answer = client.get(f"/api/v1/seizures/{seizure.pk}/").json()["arrests"]
    assert [(row["person"], row["outcome"]) for row in answer] == [(made.json()["id"], "remanded")]
    tag = client.get(f"/api/v1/{url}").headers["ETag"]
    changed = client.patch(f"/api/v1/{url}", {"role": "insider"}, content_type=JSON, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["role"]) == (200, "insider")
    assert post(client, f"{url}remove/", {"words": "Another passenger"}).status_code == 204
    assert client.get(f"/api/v1/{url}").status_code == 404
    assert client.get(f"/api/v1/seizures/{seizure.pk}/").json()["arrests"] == []


@pytest.mark.parametrize("scopes", [EVERY, ("seizures:read", "persons:read")])
def test_without_the_right_a_person_is_role_sex_and_age(cast: Cast, scopes: tuple[str, ...]) -> None:
    """And the same through a token without the scope, whatever its owner holds."""
    seizure = cast.seizure()
    person = named(cast, courier(cast, seizure, victim=True))
    arrested(cast, person, legal_basis_words="Article 97")
    shared(cast, seizure, identities=scopes != EVERY)
    client = client_of(cast.partner_officer, *scopes)
    for path in (f"persons/{person.pk}/", f"seizures/{seizure.pk}/persons/", f"seizures/{seizure.pk}/", "seizures/"):
        text = client.get(f"/api/v1/{path}").content.decode()
        assert not [secret for secret in (*SECRETS, "Article 97", "victim") if secret in text]
    assert set(client.get(f"/api/v1/persons/{person.pk}/").json()) == REDACTED
    assert set(client.get(f"/api/v1/seizures/{seizure.pk}/persons/").json()["results"][0]) == REDACTED
    assert post(client, f"persons/{person.pk}/read-identity/", {"purpose": "Curious"}).status_code == 403
    assert entries("person.read_identity") == []


@pytest.mark.parametrize("told", [{"age_band": "12-17"}, {"role": "victim"}])
def test_minors_and_victims_need_a_purpose(cast: Cast, told: dict[str, Any]) -> None:
    person = named(cast, courier(cast, cast.seizure(), **told), birth_date=None)
    client = client_of(cast.officer)
    refused = post(client, f"persons/{person.pk}/read-identity/")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/purpose")
    assert "Traor" not in refused.content.decode()
    headers = {"Idempotency-Key": "k-2"}
    for _time in range(2):
        read = post(client, f"persons/{person.pk}/read-identity/", {"purpose": "Guardian"}, **headers)
        assert read.json()["identity"]["family_name"] == "Traoré"
    assert [entry["purpose"] for entry in entries("person.read_identity")] == ["Guardian", "Guardian"]
    assert "Traor" not in client.get(f"/api/v1/persons/{person.pk}/").content.decode()


def test_strangers_get_the_one_404(cast: Cast) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    client = client_of(cast.outsider)
    for path in (f"persons/{person.pk}/", f"seizures/{seizure.pk}/persons/"):
        assert client.get(f"/api/v1/{path}").status_code == 404
    for act in ("identify", "read-identity", "remove", "arrests", "outcomes"):
        body = {"family_name": "x"} if act == "identify" else {}
        assert post(client, f"persons/{person.pk}/{act}/", body).status_code == 404


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("identify", {"family_name": 7}),
        ("identify", {"birth_date": "yesterday"}),
        ("identify", {"documents": [{"kind": "passport"}]}),
        ("identify", {"documents": "x", "shoe": 1}),
        ("identify", {"family_name": "a\x00b"}),
        ("arrests", {"agency": "x"}),
        ("arrests", {"agency": "01890000-0000-7000-8000-000000000000", "arrested_at": "2026-03-14T03:10:00+00:00"}),
        ("outcomes", {"outcome": "remanded"}),
        ("remove", {"words": ""}),
        ("remove", [1]),
    ],
)
def test_rubbish_is_a_400(cast: Cast, act: str, body: Any) -> None:
    person = courier(cast, cast.seizure())
    answer = post(client_of(cast.officer), f"persons/{person.pk}/{act}/", body)
    assert answer.status_code == 400, answer.content
    assert Person.objects.visible_to(cast.officer.actor).get(pk=person.pk).version == 1


def test_an_arrest_of_another_person_is_not_there(cast: Cast) -> None:
    seizure = cast.seizure()
    one, other = courier(cast, seizure), courier(cast, seizure)
    arrest = arrested(cast, other)
    body = {"arrest": str(arrest.pk), "outcome": "remanded", "outcome_date": "2026-03-15"}
    assert post(client_of(cast.officer), f"persons/{one.pk}/outcomes/", body).status_code == 404
