"""The directory by REST."""

from typing import Any

import pytest
from django.test import Client

from aircop.accounts.services.token import issue_token
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
LIST = "/api/v1/contact-points/"


def client_of(member: Member) -> Client:
    """Return a client signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def body(cast: Cast, **changed: Any) -> dict[str, Any]:
    """Return a desk as it is sent."""
    return {
        "task_force": str(cast.abj.pk),
        "function": "NCB",
        "name": "Bureau",
        "phones": ["27 20 22 11 00"],
        "hours": [{"day": 7, "opens": "22:00", "closes": "06:00"}],
        "languages": ["fr"],
    } | changed


def test_a_desk_goes_in_and_comes_out(cast: Cast) -> None:
    client = client_of(cast.supervisor)
    answer = client.post(LIST, body(cast), content_type="application/json")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["phones"] == ["+2252720221100"]
    assert made["hours"] == [
        {"day": 1, "opens": "00:00", "closes": "06:00"},
        {"day": 7, "opens": "22:00", "closes": "00:00"},
    ]
    assert made["around_the_clock"] is False
    changed = client.patch(
        f"{LIST}{made['id']}/", {"around_the_clock": True}, content_type="application/json",
        headers={"If-Match": answer.headers["ETag"]},
    )  # fmt: skip
    assert (changed.json()["around_the_clock"], changed.json()["on_duty"]) == (True, True)
    found = client.get(f"{LIST}?language=fr&on_duty=true&country=CI&function=NCB").json()["results"]
    assert [each["id"] for each in found] == [made["id"]]
    assert client.get(f"{LIST}?on_duty=false").json()["results"] == []
    assert client.post(f"{LIST}{made['id']}/verify/", content_type="application/json").status_code == 200
    removed = client.post(f"{LIST}{made['id']}/remove/", {"reason": "Closed"}, content_type="application/json")
    assert removed.status_code == 204
    assert client.get(f"{LIST}{made['id']}/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"phones": ["12"]},
        {"phones": "12"},
        {"agency": "01890000-0000-7000-8000-000000000000"},
        {"task_force": "01890000-0000-7000-8000-000000000000"},
        {"hours": [{"day": 8, "opens": "08:00", "closes": "09:00"}]},
        {"hours": [{"day": 1, "opens": "25:00", "closes": "09:00"}]},
        {"around_the_clock": True},
        {"channels": [{"channel": "SIGNAL"}]},
        {"unknown": 1},
        {"verify_every_days": 10**9},
        {"name": "\x00"},
        {"zone": "../../etc/passwd"},
    ],
)
def test_rubbish_is_a_400(cast: Cast, wrong: dict[str, Any]) -> None:
    answer = client_of(cast.supervisor).post(LIST, body(cast) | wrong, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_a_token_needs_the_scope(cast: Cast) -> None:
    cast.desk(cast.abj)
    person = cast.officer
    for scopes, status in ((["contacts:read"], 200), (["seizures:read"], 403)):
        _token, secret = issue_token(actor=person.actor, person=person.user, label="x", scopes=scopes)
        assert Client().get(LIST, headers={"Authorization": f"Bearer {secret}"}).status_code == status
