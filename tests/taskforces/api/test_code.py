"""`/api/v1/codes/`: the lists are kept by REST as on the pages."""

from typing import Any

import pytest

from aircop.reference.queries import forget, labels
from tests.cast import Cast
from tests.seizures.api.test_person import client_of, post
from tests.traces import entries

pytestmark = pytest.mark.django_db
BODY = {
    "code_list": "packaging", "code": "tin-box", "labels": {"en": "Tin box", "fr": "Boîte de fer-blanc"},
    "source": "Officers of Abidjan", "valid_from": "2026-01-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh_lists() -> Any:
    forget()
    yield
    forget()


def test_a_code_is_added_called_otherwise_and_ended(cast: Cast) -> None:
    client = client_of(cast.platform_admin, "codes:write", "reference:read")
    made = post(client, "codes/", BODY, **{"Idempotency-Key": "k-1"})
    assert made.status_code == 201, made.content
    again = post(client, "codes/", BODY, **{"Idempotency-Key": "k-1"})
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (made.json(), "true")
    assert (made.json()["key"], made.json()["local"]) == ("packaging:tin-box", True)
    assert made.headers["Location"].endswith("/api/v1/codes/packaging:tin-box/")
    told = post(client, "codes/packaging:tin-box/labels/", {"en": "Tin"})
    assert told.json()["labels"] == {"en": "Tin", "fr": "Boîte de fer-blanc"}
    ended = post(client, "codes/packaging:tin-box/end/", {"last_day": "2026-06-30"})
    assert ended.json()["valid_to"] == "2026-06-30"
    read = client.get("/api/v1/codes/packaging:tin-box/")
    assert read.json() == ended.json()
    assert read.headers["ETag"] != made.headers["ETag"]
    forget()
    assert labels("packaging", "en")["tin-box"] == "Tin"
    assert [each["verb"] for each in entries("code.%")] == ["code.add", "code.label", "code.end"]


def test_who_keeps_no_codes_and_what_is_no_code(cast: Cast) -> None:
    for member in (cast.officer, cast.agency_admin, cast.coordinator):
        assert post(client_of(member, "codes:write"), "codes/", BODY).status_code == 403
    assert post(client_of(cast.platform_admin, "reference:read"), "codes/", BODY).status_code == 403
    client = client_of(cast.platform_admin, "codes:write", "reference:read")
    assert post(client, "codes/", BODY | {"code_list": "substance"}).status_code == 403
    for wrong, pointer in (
        ({"code": "two words"}, "/code"),
        ({"labels": {"en": "Tin box"}}, "/fr"),
        ({"labels": {"xx": "Tin"}}, "/labels/xx"),
        ({"heading": "none"}, "/heading"),
        ({"colour": "red"}, "/colour"),
    ):
        answer = post(client, "codes/", BODY | wrong)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer), answer.content
    for key in ("packaging:none", "none:brick", "packaging", ":", "%00:x"):
        assert client.get(f"/api/v1/codes/{key}/").status_code == 404
