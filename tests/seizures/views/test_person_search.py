"""The page on which persons are looked for: purpose, names beside their Latin letters, nothing in an address."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seizures.forms.person_search import SEARCHES
from seizures.services.person import identify_person
from tests.cast import Cast
from tests.seizures.people import courier, named
from tests.seizures.views.conftest import SignIn
from tests.traces import entries

pytestmark = pytest.mark.django_db
URL = "/persons/search/"
ASKED = {"name": "Traoré", "number": "", "purpose": "control", "words": ""}


@pytest.fixture(autouse=True)
def _no_search_yet() -> None:
    SEARCHES.clear()


def test_the_way_from_the_search_to_a_person(cast: Cast, signed_in: SignIn) -> None:
    person = named(cast, courier(cast, cast.seizure()), other_names="تراوري", aliases=["Le Grand"])
    client = signed_in(cast.officer)
    assert URL in client.get("/search/").content.decode()
    assert "Why you search" in client.get(URL).content.decode()
    answer = client.post(URL, ASKED)
    page = answer.content.decode()
    for word in ("Traoré Ibrahima Ousmane", "تراوري", "trwry", "Le Grand", "AA0123456", "same name"):
        assert word in page, word
    assert f"/persons/{person.pk}/identity/" in page
    assert f"/seizures/{person.seizure_id}/people/" in page
    assert "no-store" in answer.headers["Cache-Control"]
    identity = client.get(f"/persons/{person.pk}/identity/").content.decode()
    assert "تراوري (trwry)" in identity
    assert "Le Grand" in identity


def test_a_purpose_is_asked_for_and_words_for_another_one(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for typed, field in (({"purpose": ""}, "purpose"), ({"purpose": "OTHER"}, "words"), ({"name": ""}, "name"),
                         ({"name": "?"}, "name"), ({"purpose": "fun"}, "purpose")):  # fmt: skip
        assert client.post(URL, ASKED | typed).context["form"].errors.keys() == {field}, typed
    assert entries("person.search") == []
    client.post(URL, ASKED | {"purpose": "OTHER", "words": "Lost property"})
    assert entries("person.search")[0]["purpose"] == "OTHER: Lost property"


def test_a_child_is_found_without_a_name(cast: Cast, signed_in: SignIn) -> None:
    named(cast, courier(cast, cast.seizure(), age_band="12-17"), birth_date=None)
    page = signed_in(cast.officer).post(URL, ASKED).content.decode()
    assert "the identity is masked" in page
    assert "Ibrahima" not in page


def test_nobody_found_says_what_to_do(cast: Cast, signed_in: SignIn) -> None:
    named(cast, courier(cast, cast.seizure()))
    assert "Nobody whose identity you may see" in signed_in(cast.outsider).post(URL, ASKED).content.decode()


def test_many_at_once_have_to_wait(cast: Cast, signed_in: SignIn, settings: Any) -> None:
    settings.PERSON_SEARCHES_PER_MINUTE, settings.PERSON_SEARCH_BURST = 30, 1
    client = signed_in(cast.officer)
    assert client.post(URL, ASKED).status_code == 200
    late = client.post(URL, ASKED)
    assert (late.status_code, int(late.headers["Retry-After"]) in {1, 2}) == (429, True)
    assert signed_in(cast.colleague).post(URL, ASKED).status_code == 200, "each has an own measure"
    settings.PERSON_SEARCHES_PER_MINUTE = 0
    assert client.post(URL, ASKED).status_code == 200


def test_the_cost_does_not_grow_with_what_is_found(cast: Cast, signed_in: SignIn) -> None:
    seizure, client, costs = cast.seizure(), signed_in(cast.officer), []
    for number in (1, 8):
        for each in range(number):
            names = {"family_name": "Traoré", "given_names": f"Ali {each}"}
            identify_person(actor=cast.officer.actor, person=courier(cast, seizure), names=names)
        client.post(URL, ASKED)
        with CaptureQueriesContext(connection) as queries:
            client.post(URL, ASKED)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 14, costs
