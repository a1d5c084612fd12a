"""Field tests, requests and results over the API: read with the seizure, added, never changed."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.services.share import share_seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
TEST = {
    "item": 1, "kit": "scott", "result": "positive", "substance": "cocaine", "tested_at": "2026-03-14T03:30:00Z",
    "operator": "Sgt Kone",
}  # fmt: skip
SENT = {"item": 1, "laboratory": "National laboratory", "sent_on": "2026-03-15"}
RESULT = {
    "item": 1, "laboratory": "National laboratory", "method": "gc-ms", "finding": "identified", "substance": "ketamine",
    "others": ["tramadol"], "purity": "82.4", "uncertainty": "1.5", "net_weight": "2.31", "weight_unit": "kg",
    "report_number": "LAB/26/118", "reported_on": "2026-03-20",
}  # fmt: skip
KINDS = {"field-tests": TEST, "lab-requests": SENT, "lab-results": RESULT}


def client(member: Member) -> Client:
    made = Client()
    made.force_login(member.user)
    return made


def post(who: Client, address: str, body: dict[str, Any], **headers: str) -> Any:
    return who.post(address, body, content_type="application/json", headers=headers)


@pytest.mark.parametrize("kind", KINDS)
def test_added_read_and_repeated(cast: Cast, kind: str) -> None:
    seizure, officer = cast.seizure(), client(cast.officer)
    address = f"/api/v1/seizures/{seizure.pk}/{kind}/"
    made = post(officer, address, KINDS[kind], **{"Idempotency-Key": "once"})
    assert made.status_code == 201
    body = made.json()
    sent = {name: value for name, value in KINDS[kind].items() if name not in {"tested_at", "purity", "uncertainty"}}
    assert {name: body[name] for name in sent} == sent | (
        {"net_weight": body["net_weight"]} if kind == "lab-results" else {}
    )
    again = post(officer, address, KINDS[kind], **{"Idempotency-Key": "once"})
    assert (again.json()["id"], again["Idempotency-Replayed"]) == (body["id"], "true")
    one = officer.get(made["Location"])
    assert (one.json(), one["ETag"]) == (body, made["ETag"])
    assert [row["id"] for row in officer.get(address).json()["results"]] == [body["id"]]
    assert officer.patch(made["Location"], {}, content_type="application/json").status_code == 405
    for stranger in (cast.outsider, cast.partner_officer):
        who = client(stranger)
        assert {who.get(path).status_code for path in (address, made["Location"])} == {404}
        assert post(who, address, KINDS[kind]).status_code == 404


def test_the_operator_is_for_who_sees_identities(cast: Cast) -> None:
    seizure = cast.seizure()
    address = f"/api/v1/seizures/{seizure.pk}/field-tests/"
    ours = post(client(cast.officer), address, TEST)
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    theirs = client(cast.partner_officer).get(ours["Location"])
    assert (ours.json()["operator"], theirs.json()["operator"]) == ("Sgt Kone", None)
    assert ours["ETag"] != theirs["ETag"]


@pytest.mark.parametrize(
    ("kind", "wrong", "pointer"),
    [
        ("field-tests", {"item": 2}, ""),
        ("field-tests", {"kit": "litmus"}, "/kit"),
        ("field-tests", {"tested_at": "soon"}, "/tested_at"),
        ("field-tests", {"lot": "x" * 61}, "/lot"),
        ("field-tests", {"colour": "blue"}, "/colour"),
        ("lab-requests", {"sent_on": "2026-02-30"}, "/sent_on"),
        ("lab-requests", {"laboratory": " "}, "/laboratory"),
        ("lab-results", {"purity": 82.4}, "/purity"),
        ("lab-results", {"purity": "100.1"}, "/purity"),
        ("lab-results", {"purity": "82.4567"}, "/purity"),
        ("lab-results", {"others": ["x"]}, "/others"),
        ("lab-results", {"others": "tramadol"}, "/others"),
        ("lab-results", {"weight_unit": "l"}, "/weight_unit"),
        ("lab-results", {"supersedes": "01890000-0000-7000-8000-000000000000"}, ""),
    ],
)
def test_what_is_wrong_is_pointed_at(cast: Cast, kind: str, wrong: dict[str, Any], pointer: str) -> None:
    seizure = cast.seizure()
    answer = post(client(cast.officer), f"/api/v1/seizures/{seizure.pk}/{kind}/", KINDS[kind] | wrong)
    assert answer.status_code == (400 if pointer else 404)
    assert not pointer or answer.json()["errors"][0]["pointer"].startswith(pointer)


def test_a_result_changes_the_tag_of_its_seizure(cast: Cast) -> None:
    """Whoever holds the seizure pulls it again."""
    seizure, officer = cast.seizure(), client(cast.officer)
    address = f"/api/v1/seizures/{seizure.pk}/"
    before = officer.get(address)["ETag"]
    assert post(officer, f"{address}lab-results/", RESULT).status_code == 201
    assert officer.get(address)["ETag"] != before
