"""Signing in and out by the form, as a person and as a script with curl does."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from aircop.accounts.backend import EmailBackend
from aircop.accounts.models import User
from aircop.accounts.services.person import disable_person
from aircop.audit.models import AuditEntry
from taskforces.services.network import founder
from tests.aircop.accounts.hands import PASSWORD, Browser
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def test_the_front_door_leads_to_the_form(browser_client: Browser) -> None:
    answer = browser_client.get("/")
    assert answer.status_code == 302
    assert answer.url == f"{reverse('accounts:sign-in')}?next=/"
    page = browser_client.get(answer.url).content.decode()
    assert f'action="{reverse("accounts:sign-in")}"' in page
    assert 'name="login"' in page
    assert 'name="password"' in page
    assert 'name="next" value="/"' in page


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/seizures/?status=draft", "/seizures/?status=draft"),
        ("http://elsewhere.example/seizures/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client: Client, came: str, back: str) -> None:
    """The address that a form was sent to may show nothing; a page of another site is never led to."""
    answer = client.post(reverse("home:came-back-seen"), headers={"Referer": came} if came else {}, follow=True)
    assert answer.redirect_chain[0][0] == f"{reverse('accounts:sign-in')}?{urlencode({'next': back}, safe='/')}"
    assert "nothing was saved" in answer.content.decode()


def test_a_page_from_before_another_sign_in_says_what_to_do(browser_client: Browser) -> None:
    answer = browser_client.post(reverse("accounts:sign-in"), {"login": "somebody"})
    assert answer.status_code == 403
    assert "too old to be sent" in answer.content.decode()


def test_signing_in_by_the_form(browser_client: Browser, person: User) -> None:
    answer = browser_client.sign_in(person)
    assert answer.status_code == 302
    assert answer.url == "/"
    assert browser_client.get(reverse("accounts:account")).status_code == 200


def test_capitals_and_blanks_around_the_email_do_not_matter(browser_client: Browser, person: User) -> None:
    answer = browser_client.submit("/account/sign-in/", login=f" {person.email.upper()} ", password=PASSWORD)
    assert answer.status_code == 302


def test_signing_in_changes_the_key_of_the_session_and_is_audited(browser_client: Browser, person: User) -> None:
    browser_client.get("/account/sign-in/")
    browser_client.session["planted"] = "by somebody"
    session = browser_client.session
    session["planted"] = "by somebody"
    session.save()
    before = session.session_key or ""
    browser_client.cookies["aircop-session"] = before
    browser_client.sign_in(person)
    assert browser_client.session.session_key != before
    with as_owner():
        entry = AuditEntry.objects.get(verb="session.begin")
    assert entry.actor_id == person.pk


def test_without_the_csrf_token_nobody_signs_in(browser_client: Browser, person: User) -> None:
    answer = browser_client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["unknown", "wrong", "disabled", "client"])
def test_every_refusal_reads_the_same(browser_client: Browser, person: User, who: str) -> None:
    email, password = person.email, PASSWORD
    if who == "unknown":
        email = "nobody.at.all@example.org"
    elif who == "wrong":
        password = "something else entirely"
    elif who == "disabled":
        disable_person(actor=founder(), person=person)
    else:
        with as_owner():
            User.objects.filter(pk=person.pk).update(kind="client")
    answer = browser_client.submit("/account/sign-in/", login=email, password=password)
    text = answer.content.decode().replace(email, "EMAIL")
    assert answer.status_code == 200
    assert "The e-mail or the password is not right, or the account is not active." in text
    assert browser_client.get("/account/").status_code == 302


def test_the_demo_passwords_open_nothing_elsewhere(browser_client: Browser, person: User) -> None:
    with as_owner():
        person.set_password("aircop-demo-officer-1")
        person.save(update_fields=["password"])
    assert browser_client.sign_in(person, "aircop-demo-officer-1").status_code == 200
    with override_settings(DEMO=True):
        assert browser_client.sign_in(person, "aircop-demo-officer-1").status_code == 302


def test_signing_out_takes_a_post_and_ends_the_session(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    assert browser_client.get("/account/sign-out/").status_code == 200
    key = browser_client.session.session_key
    browser_client.submit("/account/sign-out/")
    assert browser_client.session.session_key != key
    assert browser_client.get("/account/").status_code == 302


def test_a_page_wanted_before_signing_in_is_shown_after(browser_client: Browser, person: User) -> None:
    answer = browser_client.submit("/account/sign-in/?next=/account/", login=person.email, password=PASSWORD)
    assert answer.status_code == 302
    answer = browser_client.post(
        "/account/sign-in/", {"login": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert "elsewhere" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "path",
    [
        "signup/", "login/", "logout/", "email/", "confirm-email/", "password/set/", "password/reset/",
        "password/change/", "login/code/confirm/", "inactive/", "reauthenticate/", "phone/verify/", "2fa/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["/account/", "/accounts/", "/"])
def test_what_is_not_wanted_of_the_libraries_is_not_there(browser_client: Browser, prefix: str, path: str) -> None:
    assert browser_client.get(prefix + path).status_code == 404


@pytest.mark.parametrize("path", ["authorize/", "token/", "revoke_token/", "introspect/", "applications/", "register/"])
@pytest.mark.parametrize("prefix", ["/oauth/", "/o/"])
def test_no_other_page_of_oauth_is_there(browser_client: Browser, prefix: str, path: str) -> None:
    assert browser_client.get(prefix + path).status_code == 404


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "oauth2_provider:authorize"]
)
def test_no_name_leads_to_them(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("login", ["\0", "a\0@b.c", "x" * 5000, "\ud800".encode("utf-8", "surrogatepass"), "", "é@é.é"])
def test_odd_names_are_refused_quietly(browser_client: Browser, login: str) -> None:
    browser_client.get("/account/sign-in/")
    token = browser_client.cookies["aircop-csrf"].value
    answer = browser_client.post("/account/sign-in/", {"login": login, "password": "\0", "csrfmiddlewaretoken": token})
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("who", ["wrong", "unknown", "disabled", "without a password"])
def test_every_refusal_takes_the_work_of_one_hash(person: User, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    email, password = person.email, PASSWORD
    if who == "unknown":
        email = "nobody.at.all@example.org"
    elif who == "wrong":
        password = "something else entirely"
    elif who == "disabled":
        disable_person(actor=founder(), person=person)
    else:
        person.set_unusable_password()
        person.save()
    hashes: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashes.append(salt)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    assert EmailBackend().authenticate(None, email=email, password=password) is None
    assert len(hashes) == 1
