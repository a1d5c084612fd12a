"""Items in the REST interface: several at once, then one by one under the tag of their seizure."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.seizures.api.test_query_counts import statements
from tests.seizures.api.test_seizure import BODY, JSON, URL, client_of, post

pytestmark = pytest.mark.django_db
CASH = {
    "commodity": "CUR", "quantity": "10000", "unit": "EUR", "value": "10000", "currency": "EUR",
    "value_kind": "declared", "valued_on": "2026-03-14",
    "details": {"cash_form": "notes", "declared": False, "instrument_numbers": "4970"},
}  # fmt: skip
GOLD = {
    "commodity": "GLD", "quantity": "1200", "unit": "g", "gross_weight": "1.3", "net_weight": "1.2",
    "weight_unit": "kg", "concealment_detail": "In the lining", "details": {"fineness": "999.900", "pieces": 3},
}  # fmt: skip


def logged(client: Any, *items: dict[str, Any]) -> dict[str, Any]:
    made = post(client, URL, BODY | {"items": [*BODY["items"], *items]})
    assert made.status_code == 201, made.content
    answer: dict[str, Any] = made.json()
    return answer


def sent(client: Any, method: str, seizure: dict[str, Any], number: int, body: Any = None) -> Any:
    url = f"{URL}{seizure['id']}/items/{number}/"
    headers = {"If-Match": seizure["etag"]}
    return getattr(client, method)(url, body or {}, content_type=JSON, headers=headers)


def test_a_seizure_is_made_with_several_items(cast: Cast) -> None:
    seizure = logged(client_of(cast.officer), CASH, GOLD)
    _drug, cash, gold = seizure["items"]
    assert [item["sequence"] for item in seizure["items"]] == [1, 2, 3]
    assert (cash["unit"], cash["kg_equivalent"], cash["factor"]) == ("EUR", None, "")
    assert cash["details"] == CASH["details"]
    assert (gold["kg_equivalent"], gold["gross_weight"], gold["weight_unit"]) == ("1.2", "1.300000", "kg")
    assert gold["details"] == {"fineness": "999.9", "pieces": 3}


def test_items_are_added_changed_and_removed(cast: Cast) -> None:
    officer = client_of(cast.officer)
    seizure = logged(officer)
    added = post(officer, f"{URL}{seizure['id']}/items/", GOLD, **{"Idempotency-Key": "g-1"})
    again = post(officer, f"{URL}{seizure['id']}/items/", GOLD, **{"Idempotency-Key": "g-1"})
    assert (added.status_code, again.headers["Idempotency-Replayed"]) == (200, "true")
    assert len(again.json()["items"]) == 2
    assert sent(officer, "patch", seizure, 2, {"unit": "kg"}).status_code == 412
    seizure = added.json()
    changed = sent(officer, "patch", seizure, 2, {"quantity": "1300", "details": {"pieces": None, "hallmark": "A"}})
    assert changed.status_code == 200, changed.content
    assert changed.headers["ETag"] != seizure["etag"]
    gold = changed.json()["items"][1]
    assert (gold["quantity"], gold["unit"]) == ("1300.000000", "g")
    assert gold["details"] == {"fineness": "999.9", "hallmark": "A"}
    assert gold["concealment_detail"] == "In the lining"
    assert sent(officer, "delete", changed.json(), 2).status_code == 204
    left = officer.get(f"{URL}{seizure['id']}/").json()
    assert [item["sequence"] for item in left["items"]] == [1]
    assert sent(officer, "delete", left, 1).status_code == 400
    assert sent(officer, "patch", left, 5, {"unit": "kg"}).status_code == 404


def test_a_write_names_the_version_of_the_seizure(cast: Cast) -> None:
    officer = client_of(cast.officer)
    seizure = logged(officer, CASH)
    url = f"{URL}{seizure['id']}/items/2/"
    for method in (officer.patch, officer.delete):
        assert method(url, {}, content_type=JSON).status_code == 428


def test_identities_of_items_are_null_without_the_right(cast: Cast) -> None:
    """Told or not: a null says nothing."""
    officer, supervisor = client_of(cast.officer), client_of(cast.supervisor)
    seizure = logged(officer, CASH, GOLD, {"commodity": "DOC", "quantity": "1", "unit": "piece"})
    terms = {"agency": str(cast.foreign.pk), "reason": "Same ring"}
    assert post(supervisor, f"{URL}{seizure['id']}/share/", terms).status_code == 200
    for seen in (
        client_of(cast.partner_officer).get(f"{URL}{seizure['id']}/").json(),
        client_of(cast.partner_officer).get(URL).json()["results"][0],
    ):
        _drug, cash, gold, document = seen["items"]
        assert cash["details"] == {"cash_form": "notes", "declared": False, "instrument_numbers": None}
        assert document["details"] == {"document_number": None}
        assert (gold["concealment_detail"], gold["details"]) == (None, {"fineness": "999.9", "pieces": 3})
    assert officer.get(f"{URL}{seizure['id']}/").json()["items"][3]["details"] == {}


@pytest.mark.parametrize(
    ("item", "pointer"),
    [
        ({**CASH, "unit": "kg"}, "/items/1/unit"),
        ({**GOLD, "net_weight": "2"}, "/items/1/net_weight"),
        ({**GOLD, "details": {"calibre": "9"}}, "/items/1/details/calibre"),
        ({**GOLD, "details": {"fineness": 999}}, "/items/1/details/fineness"),
        ({**GOLD, "details": {"fineness": {}}}, "/items/1/details/fineness"),
        ({**GOLD, "details": []}, "/items/1/details"),
        ({**GOLD, "purity": "9"}, "/items/1/purity"),
    ],
)
def test_a_fault_is_pointed_to(cast: Cast, item: dict[str, Any], pointer: str) -> None:
    refused = post(client_of(cast.officer), URL, BODY | {"items": [*BODY["items"], item]})
    assert refused.status_code == 400
    assert [fault["pointer"] for fault in refused.json()["errors"]] == [pointer]


def test_a_fault_of_one_item_is_pointed_to(cast: Cast) -> None:
    officer = client_of(cast.officer)
    seizure = logged(officer, GOLD)
    refused = sent(officer, "patch", seizure, 2, {"details": {"fineness": "1001"}})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/details/fineness")
    refused = post(officer, f"{URL}{seizure['id']}/items/", {**GOLD, "unit": "tablet"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/unit")


def test_a_patch_of_the_seizure_changes_fields_of_its_first_item(cast: Cast) -> None:
    officer = client_of(cast.officer)
    seizure = logged(officer)
    headers = {"If-Match": seizure["etag"]}
    body = {"items": [{"quantity": "3"}]}
    changed = officer.patch(f"{URL}{seizure['id']}/", body, content_type=JSON, headers=headers)
    assert changed.status_code == 200, changed.content
    item = changed.json()["items"][0]
    assert (item["quantity"], item["substance"], item["kg_equivalent"]) == ("3.000000", "cocaine", "3")


def test_items_cost_a_list_no_statements(cast: Cast) -> None:
    officer = client_of(cast.officer)
    logged(officer)
    few, _ = statements(officer, URL)
    for _ in range(3):
        logged(officer, CASH, GOLD)
    many, answer = statements(officer, URL)
    assert len(answer["results"]) == 4
    assert len(many) == len(few), many.texts


def test_the_details_stand_in_the_schema(cast: Cast) -> None:
    schema = client_of(cast.officer).get("/api/v1/schema/?format=json").json()
    details = schema["components"]["schemas"]["ItemBody"]["properties"]["details"]
    assert "species" in str(details)
    assert "/api/v1/seizures/{id}/items/{sequence}/" in schema["paths"]
