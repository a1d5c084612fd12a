"""Every answer carries its request's name, and none that is personal may be kept."""

import json
import logging
from uuid import UUID, uuid4

import pytest
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from aircop.web.logs import JsonFormatter, configure_logging
from aircop.web.middleware import NoStoreMiddleware, RequestIdMiddleware, request_id


def through(
    middleware: type[RequestIdMiddleware | NoStoreMiddleware],
    request: HttpRequest,
    response: HttpResponse | None = None,
) -> HttpResponseBase:
    """Send a request through one middleware."""
    return middleware(lambda _request: response or HttpResponse("ok"))(request)


def test_a_request_gets_a_name_that_everything_below_can_ask_for() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend([request_id.get(), request.request_id, structlog.contextvars.get_contextvars()["request_id"]])  # type: ignore[attr-defined]
        return HttpResponse("ok")

    response = RequestIdMiddleware(view)(RequestFactory().get("/"))
    assert UUID(response.headers["X-Request-ID"])
    assert set(seen) == {response.headers["X-Request-ID"]}
    assert request_id.get() == ""


def test_a_name_from_the_proxy_is_kept_and_anything_else_is_not() -> None:
    given = str(uuid4())
    response = through(RequestIdMiddleware, RequestFactory().get("/", headers={"x-request-id": given}))
    assert response.headers["X-Request-ID"] == given
    response = through(RequestIdMiddleware, RequestFactory().get("/", headers={"x-request-id": "a\tb"}))
    assert UUID(response.headers["X-Request-ID"])


def test_one_line_per_request_without_its_query(caplog: pytest.LogCaptureFixture) -> None:
    configure_logging()
    with caplog.at_level(logging.INFO, "aircop.request"):
        through(RequestIdMiddleware, RequestFactory().get("/seizures/?q=secret"))
        through(RequestIdMiddleware, RequestFactory().get("/healthz"))
    (record,) = [record for record in caplog.records if record.name == "aircop.request"]
    line = json.loads(JsonFormatter().format(record))
    assert (line["path"], line["status"], line["method"]) == ("/seizures/", 200, "GET")
    assert "secret" not in json.dumps(line)


def test_a_traceback_in_the_log_holds_no_values() -> None:
    hidden = "X-RAY-NAME"
    try:
        int(hidden[:1])
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("aircop", logging.ERROR, __file__, 1, "broke", (), info)
    line = JsonFormatter().format(record)
    assert json.loads(line)["exception"][0]["exc_type"] == "ValueError"
    assert hidden not in line


def test_logging_is_set_up_once() -> None:
    configure_logging()
    configure_logging()
    handlers = [each for each in logging.getLogger().handlers if isinstance(each.formatter, JsonFormatter)]
    assert len(handlers) == 1


def test_answers_are_kept_out_of_caches() -> None:
    assert through(NoStoreMiddleware, RequestFactory().get("/")).headers["Cache-Control"] == "no-store"


def test_an_anonymous_answer_may_allow_caching_and_a_personal_one_may_not() -> None:
    kept = {"Cache-Control": "max-age=60"}
    assert (
        through(NoStoreMiddleware, RequestFactory().get("/"), HttpResponse(headers=kept)).headers["Cache-Control"]
        == "max-age=60"
    )
    token = RequestFactory().get("/", headers={"authorization": "Bearer x"})
    assert through(NoStoreMiddleware, token, HttpResponse(headers=kept)).headers["Cache-Control"] == "no-store"
    session = RequestFactory().get("/")
    session.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    assert through(NoStoreMiddleware, session, HttpResponse(headers=kept)).headers["Cache-Control"] == "no-store"
