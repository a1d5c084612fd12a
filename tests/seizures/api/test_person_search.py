"""`POST /api/v1/persons/search/`: scope, purpose, masked rows, rubbish, measure."""

from typing import Any

import pytest
from django.test import Client

from seizures.forms.person_search import SEARCHES
from tests.cast import Cast
from tests.seizures.api.test_person import client_of, post
from tests.seizures.people import courier, named
from tests.traces import entries

pytestmark = pytest.mark.django_db
URL = "persons/search/"


@pytest.fixture(autouse=True)
def _no_search_yet() -> None:
    SEARCHES.clear()


def test_a_program_searches_for_a_purpose(cast: Cast) -> None:
    person = named(cast, courier(cast, cast.seizure()), other_names="Иванов", aliases=["Le Grand"])
    answer = post(client_of(cast.officer), URL, {"name": "Traore Ibrahim", "purpose": "control"})
    assert answer.status_code == 200, answer.content
    body = answer.json()
    (hit,) = body["results"]
    assert (hit["id"], hit["seizure"], body["more"]) == (str(person.pk), str(person.seizure_id), False)
    assert (hit["reasons"], hit["masked"], hit["score"]) == (["name_begins"], False, 95)
    assert hit["identity"]["latin"] == ["Traore Ibrahima Ousmane", "Ivanov", "Le Grand"]
    assert hit["identity"]["documents"][0]["number"] == "AA0123456"
    assert entries("person.search")[0]["purpose"] == "control"
    number = post(client_of(cast.officer), URL, {"document_number": "aa 0123456", "purpose": "A call of Customs"})
    assert number.json()["results"][0]["reasons"] == ["same_document"]


def test_minors_are_masked_and_strangers_find_nobody(cast: Cast) -> None:
    named(cast, courier(cast, cast.seizure(), role="victim"))
    asked = {"name": "Traoré", "purpose": "control"}
    (hit,) = post(client_of(cast.officer), URL, asked).json()["results"]
    assert (hit["masked"], hit["identity"]) == (True, None)
    assert post(client_of(cast.outsider), URL, asked).json() == {"results": [], "more": False}


def test_a_token_needs_the_scope_for_identities(cast: Cast) -> None:
    client = client_of(cast.officer, "persons:read", "persons:write")
    assert post(client, URL, {"name": "Traoré", "purpose": "control"}).status_code == 403
    assert post(Client(), URL, {"name": "Traoré", "purpose": "control"}).status_code == 401
    assert client.get(f"/api/v1/{URL}").status_code == 405


@pytest.mark.parametrize(
    "body",
    [{}, {"name": "Traoré"}, {"name": "Traoré", "purpose": ""}, {"purpose": "control"}, {"name": 7, "purpose": "x"},
     {"name": "a\x00b", "purpose": "x"}, {"name": "Traoré", "purpose": "x", "limit": 5}, [], "x",
     {"name": "x" * 201, "purpose": "control"}],
)  # fmt: skip
def test_rubbish_is_refused(cast: Cast, body: Any) -> None:
    assert post(client_of(cast.officer), URL, body).status_code == 400


def test_many_at_once_have_to_wait(cast: Cast, settings: Any) -> None:
    settings.PERSON_SEARCHES_PER_MINUTE, settings.PERSON_SEARCH_BURST = 60, 1
    client, asked = client_of(cast.officer), {"name": "Traoré", "purpose": "control"}
    assert post(client, URL, asked).status_code == 200
    late = post(client, URL, asked)
    assert (late.status_code, late.headers["Retry-After"]) == (429, "1")


def test_aliases_are_written_and_read(cast: Cast) -> None:
    person = courier(cast, cast.seizure())
    client, url = client_of(cast.officer), f"persons/{person.pk}/"
    assert post(client, f"{url}identify/", {"family_name": "Ба", "aliases": ["Vieux"]}).status_code == 200
    identity = post(client, f"{url}read-identity/").json()["identity"]
    assert (identity["aliases"], identity["latin"]) == (["Vieux"], ["Ba", "Vieux"])
    assert post(client, f"{url}identify/", {"aliases": ["x" * 151]}).status_code == 400
