"""Acts done twice, sweeping by the clock, and the words for programs and people."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.test import RequestFactory, override_settings
from oauth2_provider.models import AccessToken, Application

from aircop.accounts.adapter import AccountAdapter, SecondFactorAdapter
from aircop.accounts.models import ApiClient, Session, SignInMiss, Token, User
from aircop.accounts.oauth import ClientScopes
from aircop.accounts.openapi import RequestUserScheme
from aircop.accounts.scopes import SCOPES
from aircop.accounts.services.client import close_client, register_client
from aircop.accounts.services.person import change_own_account
from aircop.accounts.services.token import issue_token, revoke_token
from aircop.accounts.tasks import forget_ended_sign_ins_task
from aircop.audit.models import AuditEntry
from taskforces.services.network import founder
from tests.aircop.accounts.hands import Browser
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def entries(verb: str) -> int:
    """Return how many audit entries there are of a verb."""
    with as_owner():
        return AuditEntry.objects.filter(verb=verb).count()


def test_shutting_a_client_out_twice_leaves_one_entry(cast: Cast) -> None:
    client = register_client(
        actor=founder(), name="Gate", agency_id=cast.customs.pk, scopes=["units:read"], purpose="exchange"
    ).client
    for _ in range(2):
        close_client(actor=founder(), client=client)
    assert entries("client.close") == 1


def test_revoking_a_token_twice_leaves_one_entry(member: Member) -> None:
    token, _secret = issue_token(actor=member.actor, person=member.user, label="x", scopes=["units:read"])
    for _ in range(2):
        revoke_token(actor=member.actor, token=token)
    assert entries("token.revoke") == 1


def test_saving_what_stands_leaves_no_entry(member: Member) -> None:
    change_own_account(actor=member.actor, person=member.user, language="en")
    assert entries("person.change") == 0


def test_what_has_ended_is_swept_away(person: User) -> None:
    Browser().sign_in(person)
    Browser().sign_in(person)
    Session.objects.filter(pk=Session.objects.values("pk")[:1]).update(expire_date=Now() - timedelta(seconds=1))
    application = Application.objects.create(user=person, client_id="x", authorization_grant_type="client-credentials")
    for number, ends in enumerate((-1, 60)):
        AccessToken.objects.create(application=application, token=str(number), expires=Now() + timedelta(seconds=ends))
    forget_ended_sign_ins_task()
    assert Session.objects.count() == 1
    assert AccessToken.objects.count() == 1


@pytest.mark.urls("tests.aircop.accounts.api_probe")
def test_where_a_second_factor_is_required_a_session_without_it_is_nobody_to_programs(person: User) -> None:
    client = Browser()
    client.sign_in(person)
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        answer = client.get("/api/v1/probe/")
    assert answer.status_code == 401
    assert "second_factor_required" in answer["WWW-Authenticate"]


def test_removing_a_factor_where_it_is_not_required(person: User, factor: str) -> None:
    client = Browser()
    client.force_login(person)
    assert client.get("/account/factor/remove/").status_code == 302  # a fresh proof first
    assert SecondFactorAdapter().can_delete_authenticator(None)
    assert factor


def test_the_library_is_told_that_nobody_signs_up() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    adapter = AccountAdapter(request)
    assert not adapter.is_open_for_signup(request)
    assert adapter.get_client_ip(request) == "192.0.2.1"
    assert adapter.respond_user_inactive(request, User())["Location"] == "/account/sign-in/"


def test_the_document_describes_the_three_ways() -> None:
    ways = RequestUserScheme(None).get_security_definition(None)
    assert [way["type"] for way in ways] == ["oauth2", "http", "apiKey"]
    assert set(ways[0]["flows"]["clientCredentials"]["scopes"]) == set(SCOPES)
    assert set(ClientScopes().get_all_scopes()) == set(SCOPES)


def test_words_for_people(person: User) -> None:
    assert str(Token(label="nightly")) == "nightly"
    assert str(ApiClient(user=person)) == str(person)
    assert str(SignInMiss(key="0123456789", misses=[None])) == "1 (01234567)"
    assert Token(expires_at=person.created_at).state == "expired"
    assert User.objects.get_by_natural_key(person.email.upper()) == person


def test_a_backend_that_refuses_outright_says_no(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: object) -> bool:
        raise PermissionDenied

    monkeypatch.setattr("aircop.access.backend.AccessListBackend.has_perm", never)
    assert not person.has_perm("view", object())
