"""Bodies at the door: type, charset, size."""

from typing import Any

import pytest

from tests.aircop.rest.world import NOTES_PATH, call, told

pytestmark = pytest.mark.django_db


def test_another_type_is_415() -> None:
    """Forms are not read, nor is text."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"):
        assert call("POST", NOTES_PATH, raw=b'{"name": "a"}', content_type=kind).status_code == 415


def test_another_charset_is_415() -> None:
    """JSON is UTF-8."""
    for kind, status in {"utf-8": 201, "UTF8": 201, "latin-1": 415}.items():
        answer = call("POST", NOTES_PATH, {"name": kind}, content_type=f"application/json; charset={kind}")
        assert answer.status_code == status


def test_over_the_limit_is_413(settings: Any) -> None:
    """The limit itself is taken."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    body = b'{"name": "12345678"}'
    assert len(body) == 20
    assert call("POST", NOTES_PATH, raw=body).status_code == 201
    assert call("POST", NOTES_PATH, raw=body + b" ").status_code == 413


def test_malformed_is_400() -> None:
    """With the reason."""
    answer = call("POST", NOTES_PATH, raw=b'{"name": NaN}')
    assert (answer.status_code, told(answer)["type"]) == (400, "urn:aircop:problem:malformed")


def test_not_an_object_is_400() -> None:
    """Endpoints want objects."""
    for body in ([], "text", 1, True, [{"name": "a"}]):
        assert call("POST", NOTES_PATH, body).status_code == 400
    assert call("POST", NOTES_PATH, raw=b"null").status_code == 400
    assert call("POST", NOTES_PATH).status_code == 400
