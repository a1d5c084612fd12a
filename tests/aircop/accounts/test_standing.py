"""A page that stands while its session does not: covered, ended, gone on with, left."""

from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from aircop.accounts.lockout import LIMIT
from aircop.accounts.models import User
from aircop.accounts.sessions import SEEN_AT, SIGNED_IN_AT
from tests.aircop.accounts.hands import PASSWORD, Browser, code_for
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db
GO_ON, STANDING, COVER, ACCOUNT = "/account/go-on/", "/account/standing/", "/account/cover/", "/account/"


class Page:
    """A page that was made for somebody and asks by itself."""

    def __init__(self, client: Browser, person: User) -> None:
        self.client, self.person = client, person
        self.headers = {"X-In-Place": str(person.pk)}

    def standing(self) -> Any:
        return self.client.get(STANDING, headers=self.headers).json()

    def post(self, path: str, **fields: str) -> Any:
        body = {"csrfmiddlewaretoken": self.standing()["csrf"], **fields}
        return self.client.post(path, body, headers=self.headers)

    def go_on(self, **said: str) -> Any:
        return self.post(GO_ON, **{"person": str(self.person.pk)} | said)

    def asks(self) -> int:
        status: int = self.client.get(ACCOUNT, headers=self.headers).status_code
        return status

    def later(self, **seconds: int) -> None:
        session = self.client.session
        for clock, by in seconds.items():
            session[clock] -= by
        session.save()

    @property
    def key(self) -> str:
        return self.client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def page(browser_client: Browser, person: User) -> Page:
    """Return a page of somebody signed in by password."""
    browser_client.sign_in(person)
    return Page(browser_client, person)


def test_its_own_person_is_told_the_secret_of_the_device(page: Page, person: User) -> None:
    """The same all through a session, another one in the next, and nobody else's."""
    told = page.standing()
    assert told["person"] == str(person.pk)
    assert told["secret"] == page.standing()["secret"]
    assert told["ends"] > 0
    another = Browser()
    another.force_login(person)
    assert Page(another, person).standing()["secret"] != told["secret"]
    stranger = Browser().get(STANDING).json()
    assert (stranger["person"], "secret" in stranger) == (None, False)
    page.post(COVER)
    assert "secret" not in page.standing()


def test_an_ended_session_is_said_in_place(page: Page) -> None:
    """401, not a page to sign in: what was typed stays where it is."""
    assert page.asks() == 200
    page.later(**{SEEN_AT: 30 * 60})
    answer = page.client.get(ACCOUNT, headers=page.headers)
    assert (answer.status_code, answer.json()) == (401, {"lapsed": True})
    assert not answer.headers.get("Clear-Site-Data"), "the same person may come back to it"


def test_an_ended_session_goes_on_by_password_under_a_new_key(page: Page) -> None:
    """With the unit in which the person acted."""
    before = page.key
    page.later(**{SEEN_AT: 30 * 60})
    assert page.asks() == 401
    assert page.go_on(password="wrong").json() == {"ways": ["password"], "reason": "The password is not right."}
    assert page.asks() == 401
    answer = page.go_on(password=PASSWORD, acting=str(uuid4()))
    assert answer.json()["person"] == str(page.person.pk)
    assert page.asks() == 200
    assert page.key != before


def test_with_a_factor_an_ended_session_takes_both(page: Page, factor: str) -> None:
    """As much as signing in takes."""
    page.later(**{SEEN_AT: 30 * 60})
    assert page.asks() == 401
    assert page.go_on(code=code_for(factor)).status_code == 401
    half = page.go_on(password=PASSWORD)
    assert (half.status_code, half.json()["ways"]) == (401, ["password", "code"])
    assert page.go_on(password=PASSWORD, code="000000").status_code == 401
    assert page.asks() == 401
    assert page.go_on(password=PASSWORD, code=code_for(factor)).status_code == 200
    assert page.asks() == 200


def test_a_covered_session_answers_nobody(page: Page) -> None:
    """Not by loading the page again, not by another window, not by the interface."""
    assert page.post(COVER).status_code == 200
    assert page.asks() == 401
    assert page.client.get("/").headers["Location"].startswith("/account/sign-in/")
    assert page.client.get("/api/v1/me/").status_code == 401


def test_a_covered_session_goes_on_by_password_under_a_new_key(page: Page) -> None:
    """It is the same session otherwise: its clocks go on."""
    began, before = page.client.session[SIGNED_IN_AT], page.key
    page.post(COVER)
    assert page.go_on(password="wrong").status_code == 401
    assert page.go_on(password=PASSWORD).status_code == 200
    assert page.asks() == 200
    assert page.key != before
    assert page.client.session[SIGNED_IN_AT] == began


def test_a_covered_session_goes_on_by_code_alone(browser_client: Browser, person: User, factor: str) -> None:
    """Where there is a factor, it is what is asked for, and a code counts once."""
    browser_client.force_login(person)
    page = Page(browser_client, person)
    page.post(COVER)
    assert page.standing()["ways"] == ["code"]
    assert page.go_on(password=PASSWORD).status_code == 401
    assert page.go_on(code=code_for(factor)).status_code == 200
    page.post(COVER)
    assert page.go_on(code=code_for(factor)).status_code == 401


def test_a_covered_session_ends_idle_as_any_other(page: Page) -> None:
    """Half an hour."""
    page.post(COVER)
    page.later(**{SEEN_AT: 30 * 60})
    assert page.asks() == 401
    assert page.standing()["ways"] == ["password"]


def test_the_sign_in_page_uncovers_too(page: Page) -> None:
    """Without script."""
    page.post(COVER)
    page.client.sign_in(page.person)
    assert page.client.get(ACCOUNT).status_code == 200


def test_misses_are_counted_with_those_of_the_sign_in_page(page: Page) -> None:
    """Every way in, under one name."""
    page.later(**{SEEN_AT: 30 * 60})
    assert page.asks() == 401
    for _each in range(LIMIT):
        assert page.go_on(password="wrong").status_code == 401
    locked = page.go_on(password=PASSWORD)
    assert locked.status_code == 429
    assert "Too many misses" in locked.json()["reason"]
    assert page.client.sign_in(page.person).status_code == 429


def test_a_stranger_learns_nothing(page: Page, cast: Cast) -> None:
    """An unknown person, one without password, one that is disabled: the same words."""
    said = {
        page.client.post(
            GO_ON, {"csrfmiddlewaretoken": page.standing()["csrf"], "person": person, "password": "x"}
        ).content
        for person in (str(uuid4()), str(cast.colleague.user.pk), "rubbish", "")
    }
    assert len(said) == 1


def test_another_persons_session_is_not_written_in(page: Page, cast: Cast, member: Member) -> None:
    """The page was made for somebody else: its text is not sent in this name."""
    page.headers = {"X-In-Place": str(cast.colleague.user.pk)}
    assert page.asks() == 401


@pytest.mark.parametrize("covered", [False, True])
def test_signing_out_leaves_nothing_in_the_browser(page: Page, covered: bool) -> None:
    """Covered or not."""
    if covered:
        page.post(COVER)
    answer = page.post("/account/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert page.asks() == 401
    page.headers = {}
    assert page.standing()["ways"] == ["password"]


def test_the_end_of_the_day_leaves_nothing_either(page: Page) -> None:
    """Twelve hours: nobody comes back to it."""
    page.later(**{SIGNED_IN_AT: 12 * 60 * 60})
    assert page.client.get(ACCOUNT).headers["Clear-Site-Data"] == '"storage"'
