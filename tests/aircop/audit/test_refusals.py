"""Refusals are written after the rollback, by pages and by the REST interface alike; a hidden 404 leaves an entry."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework import exceptions as drf
from uuid6 import uuid7

from aircop.access.actor import NOBODY
from aircop.access.roles import Level
from aircop.accounts.session_store import SessionStore
from aircop.audit.middleware import NOT_FOUND, ActMiddleware, reason_of, write_refusal
from aircop.audit.rest import DECLINED
from aircop.errors import Invalid, InvalidTransition, Missing, NotAllowed, StaleWrite
from seizures.models import Seizure
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.traces import entries

pytestmark = pytest.mark.django_db


def refused() -> list[Any]:
    """Return the refusals: verb, reason, object, its owner, ids asked for."""
    names = ("verb", "reason", "object_id", "owner_agency", "object_ids")
    return [tuple(entry[name] for name in names) for entry in entries() if entry["outcome"] == "refused"]


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def _page(name: str, seizure: Any) -> str:
    return reverse(f"seizures:seizure-{name}", args=[seizure])


def _api(name: str, seizure: Any) -> str:
    return f"/api/v1/seizures/{seizure}/{name + '/' if name else ''}"


@pytest.mark.parametrize("url", [_page, _api], ids=["page", "rest"])
def test_a_refusal_by_role_is_filed_under_the_owner(cast: Cast, url: Any) -> None:
    """The owner's auditor finds who tried, what, and why it was refused."""
    seizure = cast.seizure()
    answer = client_of(cast.colleague).post(url("verify", seizure.pk), content_type="application/json")
    assert answer.status_code == 403
    assert len(refused()) == 1
    verb, reason, object_id, owner, ids = refused()[0]
    assert "verify" in verb
    assert verb.endswith(" POST")
    assert reason == "Your role does not allow you to verify seizures."
    assert (object_id, owner, ids) == (seizure.pk, cast.customs.pk, [seizure.pk])
    assert entries("seizure.verify") == []


@pytest.mark.parametrize("url", [_page, _api], ids=["page", "rest"])
def test_what_is_hidden_and_what_never_was_differ_in_nothing_but_the_id(cast: Cast, url: Any) -> None:
    """Outside the same 404; inside an entry each, which keeps the id and does not tell whose it is."""
    seizure, never = cast.seizure(), uuid7()
    client = client_of(cast.outsider)
    name = "detail" if url is _page else ""
    answers = [client.get(url(name, pk)) for pk in (seizure.pk, never)]
    assert [answer.status_code for answer in answers] == [404, 404]
    bodies = [
        answer.content.replace(str(pk).encode(), b"") for answer, pk in zip(answers, (seizure.pk, never), strict=True)
    ]
    headers = [{k: v for k, v in answer.headers.items() if k not in _CHANGING} for answer in answers]
    assert headers[0] == headers[1]
    assert len(bodies[0]) == len(bodies[1])
    assert [entry[1:] for entry in refused()] == [
        (NOT_FOUND, None, None, [seizure.pk]),
        (NOT_FOUND, None, None, [never]),
    ]


_CHANGING = {"X-Request-Id", "Content-Security-Policy", "Set-Cookie", "Server-Timing", "X-Request-ID"}


@pytest.mark.parametrize("url", [_page, _api], ids=["page", "rest"])
def test_the_act_is_rolled_back_and_the_refusal_stays(cast: Cast, url: Any) -> None:
    """A draft's author loses the race to a rule in the middle of the act: nothing of it stays."""
    seizure = cast.seizure(by=cast.supervisor)
    answer = client_of(cast.supervisor).post(url("verify", seizure.pk), content_type="application/json")
    assert answer.status_code == 403
    assert [entry[1] for entry in refused()] == ["You logged it yourself: somebody else must verify it."]
    assert cast.supervisor.actor
    assert Seizure.objects.get(pk=seizure.pk).status == "submitted"


def test_an_inner_id_that_is_hidden_is_kept_beside_the_outer_one(cast: Cast) -> None:
    """A share of another record, named in the address of this one."""
    seizure, other = cast.seizure(), cast.seizure()
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "x", "until": None}
    foreign = share_seizure(actor=cast.supervisor.actor, seizure=other, **terms)
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    url = reverse("seizures:share-end", args=[seizure.pk, foreign.pk])
    assert client_of(cast.supervisor).post(url).status_code == 404
    assert refused()[-1][4] == [seizure.pk, foreign.pk]


def test_a_stranger_leaves_no_entry(cast: Cast) -> None:
    seizure = cast.seizure()
    for path in (_page("detail", seizure.pk), _api("", seizure.pk)):
        assert Client().get(path).status_code in {302, 401, 404}
    assert refused() == []
    write_refusal(NOBODY, "x.y", "no")
    assert refused() == []


def test_a_refusal_without_an_object_is_an_entry_too(cast: Cast) -> None:
    answer = client_of(cast.analyst).get(reverse("seizures:seizure-create"))
    assert answer.status_code == 403
    assert [(entry[2], entry[4]) for entry in refused()] == [(None, [])]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Missing(), NOT_FOUND),
        (Http404(), NOT_FOUND),
        (NotAllowed("No."), "No."),
        (InvalidTransition("Not now."), "Not now."),
        (PermissionDenied("Stop."), "Stop."),
        (PermissionDenied(), "not allowed"),
        (drf.NotFound(), NOT_FOUND),
        (drf.PermissionDenied("Stop."), "Stop."),
        (Invalid("Which?"), ""),
        (StaleWrite("Too late.", version=2), ""),
        (ValueError("x"), ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_what_counts_as_a_refusal(error: Exception, reason: str) -> None:
    """A typing error and a stale write are answered, and no refusal."""
    assert reason_of(DECLINED.get(type(error), lambda same: same)(error)) == reason


@pytest.mark.parametrize(
    ("error", "status", "kept"),
    [
        (Invalid("Which?"), 400, []),
        (NotAllowed("No."), 403, ["No."]),
        (PermissionDenied(), 403, ["not allowed"]),
        (InvalidTransition("Not now."), 409, ["Not now."]),
        (StaleWrite("Too late.", version=2), 412, []),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_a_page_answers_what_nobody_caught(cast: Cast, error: Exception, status: int, kept: list[str]) -> None:
    """With the status of the error, and an entry where it is a refusal."""
    request: Any = RequestFactory().get("/")
    request.user, request.session, request.resolver_match = cast.officer.user, SessionStore(), None
    middleware = ActMiddleware(lambda each: each)  # type: ignore[arg-type,return-value]
    middleware(request)

    def view(_request: Any) -> Any:
        raise error

    answer: Any = middleware.process_view(request, view, (), {})
    assert answer.status_code == status
    assert [(entry[0], entry[1]) for entry in refused()] == [("unknown GET", reason) for reason in kept]
