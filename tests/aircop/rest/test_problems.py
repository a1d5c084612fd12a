"""Every kind of failure has one answer, and what is not ours to answer is raised."""

from typing import Any

import pytest
from django.core import exceptions as django
from django.db import DataError, connection
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from rest_framework import exceptions as drf

from aircop import errors
from aircop.rest import exceptions, problems
from tests.aircop.rest.world import call, make_note, problem, told

CASES: list[tuple[Exception, int, str]] = [
    (errors.Missing(), 404, "not_found"),
    (Http404("No Seizure matches"), 404, "not_found"),
    (drf.NotFound("secret"), 404, "not_found"),
    (errors.NotAllowed("You logged it yourself."), 403, "not_allowed"),
    (errors.NotAllowed("No.", code="scope_missing"), 403, "scope_missing"),
    (django.PermissionDenied(), 403, "not_allowed"),
    (drf.PermissionDenied("CSRF Failed"), 403, "permission_denied"),
    (errors.InvalidTransition("It is locked."), 409, "invalid_transition"),
    (errors.DomainError("No."), 409, "refused"),
    (errors.Invalid("Unknown code.", field="unit"), 400, "invalid"),
    (errors.StaleWrite("Changed.", version=3), 412, "stale"),
    (exceptions.PreconditionRequired(), 428, "precondition_required"),
    (exceptions.PreconditionFailed(), 412, "stale"),
    (exceptions.KeyReused(), 422, "idempotency_key_reused"),
    (exceptions.BodyTooLarge(), 413, "body_too_large"),
    (exceptions.bad_parameter("page_size", "No."), 400, "invalid_parameter"),
    (django.RequestDataTooBig(), 413, "body_too_large"),
    (django.TooManyFieldsSent(), 400, "malformed"),
    (django.SuspiciousOperation(), 400, "malformed"),
    (django.BadRequest(), 400, "malformed"),
    (UnreadablePostError(), 400, "malformed"),
    (MultiPartParserError(), 400, "malformed"),
    (drf.ParseError("No."), 400, "malformed"),
    (drf.UnsupportedMediaType("text/plain"), 415, "unsupported_media_type"),
    (drf.NotAcceptable(), 406, "not_acceptable"),
    (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
    (drf.Throttled(wait=2.1), 429, "throttled"),
    (drf.NotAuthenticated(), 401, "not_authenticated"),
    (drf.AuthenticationFailed(), 401, "authentication_failed"),
    (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogate"), 400, "invalid"),
    (DataError("out of range"), 400, "invalid"),
    (drf.ValidationError("No."), 400, "invalid"),
    (django.ValidationError("No."), 400, "invalid"),
]


@pytest.mark.parametrize(("exc", "status", "code"), CASES, ids=lambda value: type(value).__name__)
def test_answer(exc: Exception, status: int, code: str) -> None:
    """The document holds the members of the contract, and the status of the answer."""
    answered, document = problem(exc)
    assert (answered, document["status"], document["type"]) == (status, status, f"urn:aircop:problem:{code}")
    assert document["instance"] == "/api/v1/x/"
    assert document["title"]
    assert document["detail"]


@pytest.mark.parametrize("exc", [RuntimeError(), KeyError("x"), ValueError()])
def test_what_nobody_foresaw_is_raised(exc: Exception) -> None:
    """A fault of ours is not dressed up as the sender's."""
    assert problem(exc) is None


def test_missing_says_nothing_of_why() -> None:
    """All 404s have the same body, whatever was raised."""
    bodies = [problem(exc)[1] for exc in (errors.Missing(), Http404("No Seizure"), drf.NotFound("hidden"))]
    assert bodies[0] == bodies[1] == bodies[2]


def test_reason_of_the_domain_is_told() -> None:
    """A 403 says what to do next."""
    assert problem(errors.NotAllowed("Ask another supervisor."))[1]["detail"] == "Ask another supervisor."


def test_stale_write_tells_both_texts() -> None:
    """The loser sees what stands, and keeps what was sent."""
    clash = errors.Clash(field="summary", label="Summary", sent="mine", current="theirs")
    document = problem(errors.StaleWrite("Changed.", version=4, clashes=(clash,)))[1]
    assert document["version"] == 4
    assert document["clashes"] == [{"field": "summary", "label": "Summary", "sent": "mine", "current": "theirs"}]


@pytest.mark.parametrize(
    ("detail", "pointers"),
    [
        ({"name": ["required"]}, ["/name"]),
        ({"items": [{}, {"quantity": ["bad", "worse"]}]}, ["/items/1/quantity", "/items/1/quantity"]),
        ({"items": {"non_field_errors": ["too few"]}}, ["/items"]),
        ({"ids": {3: ["bad"]}}, ["/ids/3"]),
        ({"non_field_errors": ["no"]}, [""]),
        (["no"], [""]),
        ({"a/b~c": ["unknown"]}, ["/a~1b~0c"]),
        ({"x" * 5000: ["unknown"]}, ["/" + "x" * 100]),
    ],
)
def test_pointers(detail: Any, pointers: list[str]) -> None:
    """Nested errors become JSON pointers."""
    document = problem(drf.ValidationError(detail))[1]
    assert [fault["pointer"] for fault in document["errors"]] == pointers


def test_pointers_of_the_domain() -> None:
    """A service names a field, or a pointer into a nested body."""
    assert problem(errors.Invalid("No.", field="/items/0/unit"))[1]["errors"][0]["pointer"] == "/items/0/unit"
    assert problem(errors.Invalid("No.", field="unit"))[1]["errors"][0]["pointer"] == "/unit"
    assert problem(errors.Invalid("No."))[1]["errors"][0]["pointer"] == ""


def test_model_validation_keeps_codes() -> None:
    """Django's own errors by field are told like those of serializers."""
    error = django.ValidationError({"unit": [django.ValidationError("Bad %(x)s", code="odd", params={"x": 1})]})
    assert problem(error)[1]["errors"] == [{"pointer": "/unit", "code": "odd", "detail": "Bad 1"}]


def test_headers() -> None:
    """Who is a stranger is told what to bring, who is too fast when to come back."""
    request = RequestFactory().get("/")
    stranger = problems.problem_response(drf.NotAuthenticated(), {"request": request})
    fast = problems.problem_response(drf.Throttled(wait=2.1), {"request": request})
    assert stranger is not None
    assert fast is not None
    assert stranger["WWW-Authenticate"].startswith("Bearer")
    assert fast["Retry-After"] == "3"
    assert stranger["Content-Type"] == "application/problem+json"


def test_answers_outside_views() -> None:
    """The 404 of the URL map is the 404 of a view; a 500 says nothing of its cause."""
    request = RequestFactory().get("/api/v1/x/")
    assert told(problems.not_found(request)) == problem(errors.Missing())[1]
    assert problems.server_error(request).status_code == 500


@pytest.mark.django_db
def test_a_problem_undoes_what_was_written() -> None:
    """A refusal after a write leaves nothing behind."""
    note = make_note("stays")
    assert call("POST", f"/api/v1/field-notes/{note.pk}/refuse/").status_code == 403
    note.refresh_from_db()
    assert note.key == "stays"
    assert not connection.needs_rollback
