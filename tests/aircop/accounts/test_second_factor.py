"""Codes from an authenticator app, recovery codes, and where they must be."""

from typing import Any
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import encrypt
from django.test import override_settings

from aircop.accounts.models import User
from aircop.accounts.services.person import reset_second_factor
from taskforces.services.network import founder
from tests.aircop.accounts.hands import PASSWORD, Browser, code_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

STEP = "/account/second-factor/"
SET_UP = "/account/factor/set-up/"


def test_with_a_factor_the_password_alone_opens_nothing(browser_client: Browser, person: User, factor: str) -> None:
    answer = browser_client.sign_in(person)
    assert answer.url == STEP
    assert browser_client.get("/account/").status_code == 302
    answer = browser_client.submit(STEP, code=code_for(factor))
    assert answer.status_code == 302
    assert browser_client.get("/account/").status_code == 200


def test_a_code_works_once(person: User, factor: str) -> None:
    for expected in (302, 200):
        client = Browser()
        client.sign_in(person)
        assert client.submit(STEP, code=code_for(factor)).status_code == expected


def test_five_wrong_codes_lock_the_name(browser_client: Browser, person: User, factor: str) -> None:
    browser_client.sign_in(person)
    for number in range(5):
        browser_client.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        assert browser_client.submit(STEP, code="000000").status_code == 200
    browser_client.defaults["REMOTE_ADDR"] = "198.51.100.99"
    assert browser_client.submit(STEP, code=code_for(factor)).status_code == 429
    assert Browser().sign_in(person).status_code == 429


def test_right_passwords_between_wrong_codes_wipe_nothing(person: User, factor: str) -> None:
    for number in range(5):
        client = Browser(REMOTE_ADDR=f"198.51.100.{number}")
        assert client.sign_in(person).status_code == 302
        assert client.submit(STEP, code="000000").status_code == 200
    assert Browser(REMOTE_ADDR="198.51.100.99").sign_in(person).status_code == 429
    assert factor


def test_a_recovery_code_opens_once(person: User, factor: str) -> None:
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for expected in (302, 200):
        client = Browser()
        client.sign_in(person)
        assert client.submit(STEP, code=code).status_code == expected
    assert factor


def test_the_secrets_are_encrypted_at_rest(person: User, factor: str) -> None:
    with_seed = Authenticator.objects.create(
        user=person, type="recovery_codes", data={"seed": encrypt("x"), "used_mask": 0}
    )
    assert with_seed.data["seed"] != "x"
    assert factor not in str(encrypt(factor))


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_where_it_is_required_nothing_else_is_reached_before(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    assert browser_client.get("/account/").url == SET_UP
    page = browser_client.get(SET_UP)
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = browser_client.session[SECRET_SESSION_KEY]
    assert browser_client.submit_to(SET_UP, SET_UP, code="123123").status_code == 200
    secret = browser_client.session[SECRET_SESSION_KEY]
    token = browser_client.cookies["aircop-csrf"].value
    answer: Any = browser_client.post(SET_UP, {"code": code_for(secret), "csrfmiddlewaretoken": token})
    assert answer.url == "/account/recovery-codes/"
    codes = browser_client.get(answer.url).content.decode()
    assert codes.count('<li class="ref">') == 10
    assert '<li class="ref">' not in browser_client.get(answer.url).content.decode()
    assert browser_client.get("/account/").status_code == 200
    stored = Authenticator.objects.get(user=person, type="totp")
    assert secret not in str(stored.data)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_where_it_is_required_it_cannot_be_removed(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    browser_client.get(SET_UP)
    token = browser_client.cookies["aircop-csrf"].value
    secret = browser_client.session[SECRET_SESSION_KEY]
    browser_client.post(SET_UP, {"code": code_for(secret), "csrfmiddlewaretoken": token})
    answer = browser_client.post("/account/factor/remove/", {"csrfmiddlewaretoken": token})
    assert answer.status_code == 200
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_an_administrator_takes_a_lost_factor_away_and_sessions_end(
    browser_client: Browser, person: User, factor: str
) -> None:
    browser_client.sign_in(person)
    browser_client.submit(STEP, code=code_for(factor))
    reset_second_factor(actor=founder(), person=person, reason="phone lost, seen in person")
    assert browser_client.get("/account/").status_code == 302
    assert Browser().sign_in(person).url == "/"


def test_an_old_proof_is_asked_for_again(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    session = browser_client.session
    session["account_authentication_methods"][-1]["at"] -= 16 * 60
    session.save()
    answer = browser_client.get(SET_UP)
    assert answer.url == f"/account/confirm/?next={quote(SET_UP, safe='')}"
    answer = browser_client.submit(answer.url, password="wrong and long enough")
    assert answer.status_code == 200
    answer = browser_client.submit(f"/account/confirm/?next={SET_UP}", password=PASSWORD, next=SET_UP)
    assert answer.url == SET_UP
    assert browser_client.get(SET_UP).status_code == 200


def test_with_a_factor_the_code_is_asked_for_again(browser_client: Browser, person: User, factor: str) -> None:
    browser_client.sign_in(person)
    browser_client.submit(STEP, code=code_for(factor))
    session = browser_client.session
    session["account_authentication_methods"][-1]["at"] -= 16 * 60
    session.save()
    answer = browser_client.get("/account/tokens/")
    assert answer.url == f"/account/confirm/code/?next={quote('/account/tokens/', safe='')}"
    for _ in range(5):
        assert browser_client.submit(answer.url, code="000000").status_code == 200
    assert browser_client.submit(answer.url, code=code_for(factor)).status_code == 429
