"""The account page and the choices made from the frame."""

import pytest
from django.urls import reverse

from aircop.access.middleware import ACTING_KEY
from aircop.access.roles import Role
from aircop.accounts.models import User
from aircop.audit.models import AuditEntry
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.aircop.accounts.hands import PASSWORD, Browser
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"


@pytest.fixture
def inside(browser_client: Browser, person: User) -> Browser:
    """Return somebody signed in."""
    browser_client.sign_in(person)
    return browser_client


def test_it_shows_who_one_is_and_where_one_belongs(inside: Browser, member: Member) -> None:
    page = inside.get(ACCOUNT).content.decode()
    assert member.user.email in page
    assert "Officer" in page
    assert "Off: your password alone opens your account" in page


def test_saving_ones_choices(inside: Browser, person: User) -> None:
    told = {"name": "Awa K. Koné", "language": "fr", "timezone": "Africa/Abidjan", "theme": "dark"}
    answer = inside.submit_to(ACCOUNT, ACCOUNT, **told)
    assert answer.url == ACCOUNT
    person.refresh_from_db()
    assert {field: getattr(person, field) for field in told} == told
    assert answer.cookies["aircop-language"].value == "fr"
    assert answer.cookies["aircop-theme"].value == "dark"
    with as_owner():
        assert AuditEntry.objects.filter(verb="person.change", object_id=person.pk, actor_id=person.pk).count() == 1


@pytest.mark.parametrize("field", ["name", "language", "timezone", "theme"])
def test_a_choice_that_is_none_is_said(inside: Browser, person: User, field: str) -> None:
    told = {"name": "Awa", "language": "fr", "timezone": "Africa/Abidjan", "theme": "dark"} | {field: ""}
    answer = inside.submit_to(ACCOUNT, ACCOUNT, **told)
    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()
    person.refresh_from_db()
    assert person.language == "en"


def test_the_email_is_not_ones_own_to_change(inside: Browser, person: User) -> None:
    told = {"name": "Awa", "language": "fr", "timezone": "UTC", "theme": "dark", "email": "other@example.org"}
    inside.submit_to(ACCOUNT, ACCOUNT, **told)
    email = person.email
    person.refresh_from_db()
    assert person.email == email


def test_choosing_the_unit_to_act_in(inside: Browser, member: Member, cast: Cast) -> None:
    second = start_membership(
        actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc
    )
    page = inside.get(ACCOUNT).content.decode()
    assert str(second.pk) in page
    answer = inside.submit_to(ACCOUNT, reverse("accounts:acting-unit"), unit=str(second.pk), next=ACCOUNT)
    assert answer.url == ACCOUNT
    assert inside.session[ACTING_KEY] == str(second.pk)
    assert inside.get(ACCOUNT).context["acting"].membership_id == second.pk


@pytest.mark.parametrize("unit", ["", "nonsense", "0198f000-0000-7000-8000-000000000000"])
def test_a_unit_that_one_does_not_hold_is_ignored(inside: Browser, unit: str) -> None:
    assert inside.submit_to(ACCOUNT, reverse("accounts:acting-unit"), unit=unit).status_code == 302
    assert ACTING_KEY not in inside.session


def test_choosing_the_language_without_signing_in(browser_client: Browser) -> None:
    answer = browser_client.submit_to(
        "/account/sign-in/", reverse("accounts:language"), language="fr", next="/account/sign-in/"
    )
    assert answer.url == "/account/sign-in/"
    assert answer.cookies["aircop-language"].value == "fr"


def test_choosing_the_language_stays_with_the_account(inside: Browser, person: User) -> None:
    inside.submit_to(ACCOUNT, reverse("accounts:language"), language="fr", next="https://elsewhere.example/")
    person.refresh_from_db()
    assert person.language == "fr"
    other = Browser()
    assert other.sign_in(person).cookies["aircop-language"].value == "fr"


def test_an_unknown_language_changes_nothing(inside: Browser, person: User) -> None:
    answer = inside.submit_to(ACCOUNT, reverse("accounts:language"), language="xx", next="//elsewhere.example/")
    assert answer.url == "/"
    assert "aircop-language" not in answer.cookies
    person.refresh_from_db()
    assert person.language == "en"


def test_changing_the_password(inside: Browser, person: User) -> None:
    path = reverse("accounts:password")
    assert inside.submit_to(path, path, old="wrong wrong wrong", new="another long phrase 9").status_code == 200
    assert inside.submit_to(path, path, old=PASSWORD, new="short").status_code == 200
    assert inside.submit_to(path, path, old=PASSWORD, new="aircop-demo-officer-1").status_code == 200
    assert inside.submit_to(path, path, old=PASSWORD, new="another long phrase 9").status_code == 302
    assert Browser().sign_in(person, PASSWORD).status_code == 200
    assert Browser().sign_in(person, "another long phrase 9").status_code == 302
