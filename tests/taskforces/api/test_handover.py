"""Handing over by REST: how much, to whom, why; never what."""

from typing import Any

import pytest
from django.test import Client

from seizures.queries.work import own_unfinished
from taskforces.services.membership import end_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.traces import entries, events

pytestmark = pytest.mark.django_db
API = "/api/v1/"


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def send(client: Client, body: dict[str, Any]) -> Any:
    return client.post(f"{API}handovers/", body, content_type="application/json")


@pytest.fixture
def left(cast: Cast) -> dict[str, str]:
    """An officer left with a draft; what is sent to hand it over."""
    assert cast.colleague
    cast.seizure(submit=False, summary="Not a word of this.")
    end_membership(actor=founder(), membership=cast.officer.membership, reason="Posted elsewhere")
    people = {"person": str(cast.officer.user.pk), "successor": str(cast.colleague.user.pk)}
    return {"task_force": str(cast.abj.pk), "reason": "Posted elsewhere", **people}


def test_from_the_leaver_to_the_successor(cast: Cast, left: dict[str, str]) -> None:
    """Listed with numbers alone, handed over, listed as handed over."""
    client = client_of(cast.supervisor)
    here = f"{API}task-forces/{cast.abj.pk}/leavers/"
    answer = client.get(here)
    assert b"Not a word" not in answer.content
    (leaver,) = answer.json()["leavers"]
    assert (leaver["name"], leaver["things"]) == ("Awa Kone", [{"kind": "draft", "count": 1}])
    assert {each["name"] for each in answer.json()["successors"]} == {"Yao Brou", cast.supervisor.user.name}
    made = send(client, left)
    assert made.status_code == 201, made.content
    told = made.json()
    assert {name: told[name] for name in left} == left
    assert told["things"] == [{"kind": "draft", "count": 1}]
    assert client.get(here).json()["leavers"] == []
    assert [row.occurred_at for row in own_unfinished(cast.colleague.actor)]
    assert client.get(f"{API}handovers/{told['id']}/").json() == told
    for query in ("", f"person={left['person']}", f"successor={left['successor']}"):
        assert client.get(f"{API}handovers/?{query}").json()["results"] == [told]
    assert client.get(f"{API}handovers/?person={left['successor']}").json()["results"] == []
    assert client_of(cast.agency_admin).get(f"{API}handovers/").json()["results"] == [told]
    for other in (cast.partner_supervisor, cast.auditor):
        assert client_of(other).get(f"{API}handovers/{told['id']}/").status_code == 404
    assert entries("work.list")
    assert len(events("work_handed_over")) == 1


@pytest.mark.parametrize(
    ("name", "who"),
    [("successor", "analyst"), ("successor", "officer"), ("successor", ""), ("person", "colleague"), ("person", "")],
)
def test_ids_that_do_not_fit_are_one_fault(cast: Cast, left: dict[str, str], name: str, who: str) -> None:
    """Whether they are somebody's or nobody's."""
    wrong = getattr(cast, who).user.pk if who else cast.customs.pk
    refused = send(client_of(cast.supervisor), left | {name: str(wrong)})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, f"/{name}")


def test_who_does_not_hand_over(cast: Cast, left: dict[str, str]) -> None:
    """Is refused, as on the pages; so is a supervisor elsewhere."""
    for member in (cast.colleague, cast.partner_supervisor):
        client = client_of(member)
        assert send(client, left).status_code == 403
        assert client.get(f"{API}task-forces/{cast.abj.pk}/leavers/").status_code == 403
    assert client_of(cast.colleague).get(f"{API}handovers/").status_code == 403
    assert client_of(cast.partner_supervisor).get(f"{API}handovers/").json()["results"] == []
    supervisor = client_of(cast.supervisor)
    assert supervisor.get(f"{API}task-forces/{cast.customs.pk}/leavers/").status_code == 404
    assert send(supervisor, left | {"task_force": str(cast.customs.pk)}).status_code == 400
    assert send(supervisor, left | {"reason": " "}).status_code == 400
