"""How many statements a list and a detail take: few, and as many for a hundred rows as for two."""

from typing import Any

import pytest
from django.test import Client

from aircop.accounts.services.token import issue_token
from tests.bench.plans import Asked, asked
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
URL = "/api/v1/seizures/"
LIST, DETAIL = 12, 15


def client_of(member: Member) -> Client:
    """Return a client with a token of the member's."""
    _token, secret = issue_token(actor=member.actor, person=member.user, label="script", scopes=["seizures:read"])
    return Client(headers={"Authorization": f"Bearer {secret}"})


def statements(client: Client, path: str) -> tuple[Asked, Any]:
    """Return what a read asked the database, and its answer; the first read of all warms caches and is not counted."""
    client.get(path)
    with asked() as notes:
        answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return notes, answer.json()


def test_a_list_asks_as_often_for_many_rows_as_for_few(cast: Cast) -> None:
    seizures = [cast.seizure() for _ in range(12)]
    client = client_of(cast.supervisor)
    few, short = statements(client, f"{URL}?page_size=2")
    many, whole = statements(client, f"{URL}?page_size=12")
    assert (len(short["results"]), len(whole["results"])) == (2, len(seizures))
    assert len(many) == len(few) <= LIST, many.texts


def test_a_further_page_asks_no_more_than_the_first(cast: Cast) -> None:
    for _ in range(5):
        cast.seizure()
    client = client_of(cast.supervisor)
    first, page = statements(client, f"{URL}?page_size=2")
    further, _ = statements(client, page["next"].replace("http://testserver", ""))
    assert len(further) == len(first), further.texts


def test_a_detail_asks_little(cast: Cast) -> None:
    seizure = cast.seizure()
    notes, _ = statements(client_of(cast.supervisor), f"{URL}{seizure.pk}/")
    assert len(notes) <= DETAIL, notes.texts
