"""The OpenAPI document tells what the views do."""

from typing import Any

import pytest
from drf_spectacular import openapi
from drf_spectacular.validation import validate_schema

from aircop.rest.schema import AutoSchema
from tests.aircop.rest.world import NoteView, call, told

NOTE, NOTES_LIST = "/api/v1/field-notes/{id}/", "/api/v1/field-notes/"


@pytest.fixture
def schema(db: None) -> Any:
    """Return the document."""
    answer = call("GET", "/api/v1/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert answer.status_code == 200
    return told(answer)


def parameters(operation: Any) -> dict[str, Any]:
    """Return the parameters by name."""
    return {parameter["name"]: parameter for parameter in operation["parameters"]}


def test_valid(schema: Any) -> None:
    """It is OpenAPI 3.1."""
    assert schema["openapi"].startswith("3.1")
    validate_schema(schema)


def test_names(schema: Any) -> None:
    """Resource and action."""
    ids = {operation["operationId"] for path in schema["paths"].values() for operation in path.values()}
    assert ids == {
        "field_notes_list",
        "field_notes_create",
        "field_notes_retrieve",
        "field_notes_partial_update",
        "field_notes_destroy",
        "field_notes_close",
        "field_notes_hide_away",
        "field_notes_refuse",
        "me_retrieve",
    }


def test_list(schema: Any) -> None:
    """Paging, orders and filters are documented."""
    found = parameters(schema["paths"][NOTES_LIST]["get"])
    assert set(found) == {"cursor", "page_size", "ordering", "count", "id", "name", "state", "since", "long"}
    assert found["ordering"]["schema"]["enum"] == ["created_at", "-created_at", "key", "-key"]
    assert found["id"]["schema"]["maxItems"] == 500
    assert not found["id"]["explode"]


def test_writes(schema: Any) -> None:
    """The headers they need, and the scopes."""
    note = schema["paths"][NOTE]
    assert parameters(note["patch"])["If-Match"]["required"]
    assert parameters(note["delete"])["If-Match"]["required"]
    close = schema["paths"][NOTE + "close/"]["post"]
    assert not parameters(close)["If-Match"]["required"]
    assert set(parameters(close)) == {"id", "If-Match", "Idempotency-Key"}
    assert "requestBody" not in close
    create = schema["paths"][NOTES_LIST]["post"]
    assert set(parameters(create)) == {"dry_run", "Idempotency-Key"}
    assert {"ETag", "Location", "X-Request-ID", "Idempotency-Replayed"} == set(create["responses"]["201"]["headers"])


def test_problems(schema: Any) -> None:
    """Every operation names the failures it has."""
    note, always = schema["paths"][NOTE], {"400", "401", "403", "404", "406", "429"}
    assert set(note["get"]["responses"]) == {"200"} | always
    assert set(note["patch"]["responses"]) == {"200", "409", "412", "413", "415", "428"} | always
    assert set(note["delete"]["responses"]) == {"204", "409", "412", "428"} | always
    create = schema["paths"][NOTES_LIST]["post"]["responses"]
    assert set(create) == {"201", "409", "412", "413", "415", "422"} | always
    assert create["400"]["content"] == {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
    }


@pytest.mark.django_db
def test_documents_take_no_strange_parameters() -> None:
    """Nor do they serve strangers."""
    assert call("GET", "/api/v1/schema/?format=json").status_code == 200
    assert call("GET", "/api/v1/schema/?lang=%00").status_code == 400
    assert call("GET", "/api/v1/schema/", who=None).status_code == 401
    assert call("GET", "/api/v1/docs/?x=1").status_code == 400


@pytest.mark.django_db
def test_docs_hold_the_strict_policy() -> None:
    """No inline script or style; the script comes from its own address."""
    html = {"Accept": "text/html"}
    page = call("GET", "/api/v1/docs/", headers=html).content.decode()
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
    assert call("GET", "/api/v1/docs/?script=", headers=html)["Content-Type"] == "application/javascript"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["OPTIONS", "POST", "DELETE"])
def test_docs_are_read_and_nothing_else(method: str) -> None:
    """What another method would be told has no template of its own."""
    assert call(method, "/api/v1/docs/", headers={"Accept": "*/*"}).status_code == 405


def test_ways_to_sign_in_are_alternatives(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them is enough, and a client needs the action's scope."""
    together = [{"oauth2": [], "personalToken": [], "session": []}]
    monkeypatch.setattr(openapi.AutoSchema, "get_auth", lambda _self: together)
    schema = AutoSchema()
    schema.view = NoteView(action="close")
    assert schema.get_auth() == [{"oauth2": ["notes:write"]}, {"personalToken": []}, {"session": []}]
