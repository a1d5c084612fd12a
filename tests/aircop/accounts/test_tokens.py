"""Personal tokens, and who the REST interface takes one for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aircop.access.models import Seat
from aircop.accounts.models import Token, User, digest_of
from aircop.accounts.services.person import disable_person
from aircop.accounts.services.token import issue_token, revoke_token
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, NotAllowed
from aircop.events.models import Event
from taskforces.services.network import founder
from tests.aircop.accounts.hands import Browser
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.aircop.accounts.api_probe")]

PROBE = "/api/v1/probe/"


def issue(member: Member, **changed: Any) -> tuple[Token, str]:
    """Issue a dull token."""
    told = {"label": "nightly", "scopes": ["seizures:read"]} | changed
    return issue_token(actor=member.actor, person=member.user, **told)


def ask(secret: str, client: Client | None = None, **kwargs: Any) -> Any:
    """Ask with a token."""
    return (client or Client()).get(PROBE, headers={"Authorization": f"Bearer {secret}"}, **kwargs)


def test_a_token_stands_for_its_owner_within_its_scopes(member: Member) -> None:
    token, secret = issue(member, scopes=["units:read", "seizures:read"])
    answer = ask(secret)
    assert answer.json() == {
        "subject": str(member.user.pk),
        "client": f"token {token.prefix}",
        "scopes": ["seizures:read", "units:read"],
    }
    assert "aircop-session" not in answer.cookies


def test_only_its_digest_is_kept(member: Member) -> None:
    token, secret = issue(member)
    token.refresh_from_db()
    assert token.digest == digest_of(secret)
    assert secret not in str(vars(token))
    assert secret.startswith(token.prefix)


def test_issuing_is_audited_and_announced(member: Member) -> None:
    token, _secret = issue(member)
    with as_owner():
        assert AuditEntry.objects.filter(verb="token.issue", object_id=token.pk).exists()
        assert Event.objects.filter(kind="token_issued", object_id=token.pk).exists()


@pytest.mark.parametrize(
    "why", ["revoked", "expired", "disabled", "unseated", "unknown", "empty", "long", "other scheme"]
)
def test_a_token_that_is_not_good_is_refused_alike(member: Member, why: str) -> None:
    token, secret = issue(member)
    if why == "revoked":
        revoke_token(actor=member.actor, token=token)
    elif why == "expired":
        Token.objects.update(expires_at=Now() - timedelta(seconds=1))
    elif why == "disabled":
        disable_person(actor=founder(), person=member.user)
    elif why == "unseated":
        with as_owner():
            Seat.objects.update(valid_from=Now() - timedelta(days=1), valid_to=Now() - timedelta(seconds=1))
    elif why == "unknown":
        secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    elif why == "empty":
        secret = ""
    elif why == "long":
        secret = "x" * 4000
    header = f"Token {secret}" if why == "other scheme" else f"Bearer {secret}"
    answer = Client().get(PROBE, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="aircop", error="invalid_token"'
    assert answer["Content-Type"].startswith("application/problem+json")


def test_without_anything_401_says_what_to_bring() -> None:
    answer = Client().get(PROBE)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="aircop"'


def test_a_bad_token_is_not_saved_by_a_session(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    assert browser_client.get(PROBE).status_code == 200
    assert ask("aircop_nothing", browser_client).status_code == 401


def test_pages_take_no_tokens(member: Member) -> None:
    _token, secret = issue(member)
    answer = Client().get("/account/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 302


def test_a_token_in_the_address_is_nothing(member: Member) -> None:
    _token, secret = issue(member)
    assert Client().get(PROBE, {"access_token": secret}).status_code == 401


def test_it_costs_one_query(member: Member) -> None:
    _token, secret = issue(member)
    ask(secret)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(secret)
    about_tokens = [query["sql"] for query in queries if "accounts_token" in query["sql"]]
    assert len(about_tokens) == 1
    assert not any("django_session" in query["sql"] for query in queries)


def test_the_last_use_is_kept_coarsely(member: Member) -> None:
    token, secret = issue(member)
    ask(secret)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at == first
    Token.objects.update(last_used_at=Now() - timedelta(minutes=6))
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at >= first


def test_a_write_by_session_needs_the_csrf_token(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    browser_client.get("/account/")
    assert browser_client.post(PROBE, {}, content_type="application/json").status_code == 403
    token = browser_client.cookies["aircop-csrf"].value
    answer = browser_client.post(PROBE, {}, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_a_write_by_token_needs_none(member: Member) -> None:
    _token, secret = issue(member)
    client = Client(enforce_csrf_checks=True)
    answer = client.post(PROBE, {}, content_type="application/json", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_a_token_issues_no_token(member: Member) -> None:
    bearer = replace(member.actor, scopes=frozenset({"seizures:read"}))
    with pytest.raises(NotAllowed):
        issue_token(actor=bearer, person=member.user, label="more", scopes=["seizures:read"])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"label": " "}, "label"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"lasts": timedelta(days=400)}, "lasts"),
        ({"lasts": timedelta()}, "lasts"),
    ],
)
def test_what_a_token_cannot_be(member: Member, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        issue(member, **changed)
    assert fault.value.field == field


def test_twenty_tokens_are_enough(member: Member) -> None:
    for _ in range(20):
        issue(member)
    with pytest.raises(NotAllowed) as refusal:
        issue(member)
    assert refusal.value.code == "too_many"


def test_nobody_issues_or_revokes_for_others(cast: Cast, member: Member) -> None:
    token, _secret = issue(member)
    for other in (cast.colleague, cast.outsider):
        with pytest.raises(NotAllowed):
            revoke_token(actor=other.actor, token=token)
        with pytest.raises(NotAllowed):
            issue_token(actor=other.actor, person=member.user, label="x", scopes=["seizures:read"])
    assert revoke_token(actor=cast.agency_admin.actor, token=token).revoked_at is not None


def test_the_page_shows_a_token_once_and_revokes_it(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    page = browser_client.submit_to(
        "/account/", "/account/tokens/", label="nightly", scopes=["seizures:read"], lasts="30"
    ).content.decode()
    secret = page.partition('id="secret">')[2].partition("<")[0]
    assert ask(secret).status_code == 200
    token = Token.objects.get(user=person)
    assert secret not in browser_client.get("/account/").content.decode()
    answer = browser_client.submit_to("/account/", f"/account/tokens/{token.pk}/revoke/")
    assert answer.status_code == 302
    assert ask(secret).status_code == 401
    assert "Revoked" in browser_client.get("/account/").content.decode()


def test_the_page_says_what_is_missing(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    page = browser_client.submit_to("/account/", "/account/tokens/", label="")
    assert page.status_code == 200
    assert not Token.objects.exists()


def test_the_token_of_somebody_else_is_not_there(browser_client: Browser, person: User, cast: Cast) -> None:
    token, _secret = issue(cast.colleague)
    browser_client.sign_in(person)
    assert browser_client.submit_to("/account/", f"/account/tokens/{token.pk}/revoke/").status_code == 404
