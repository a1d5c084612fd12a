"""Sessions end: idle, at the end of the day, with the account, with the seat, with the password."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from aircop.access.models import Seat
from aircop.accounts.models import Session, User
from aircop.accounts.services.person import disable_person, enable_person, set_password
from aircop.accounts.sessions import SEEN_AT, SIGNED_IN_AT
from taskforces.services.network import founder
from tests.aircop.accounts.hands import PASSWORD, Browser
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"


@pytest.fixture
def inside(browser_client: Browser, person: User) -> Browser:
    """Return somebody signed in."""
    browser_client.sign_in(person)
    assert browser_client.get(ACCOUNT).status_code == 200
    return browser_client


def put_back(client: Browser, **seconds: int) -> None:
    """Write the past into the stored session."""
    session = client.session
    for clock, by in seconds.items():
        session[clock] -= by
    session.save()


def is_out(client: Browser) -> bool:
    """Whether the next page leads to the form."""
    answer = client.get(ACCOUNT)
    return bool(answer.status_code == 302 and answer.url.startswith(reverse("accounts:sign-in")))


def test_half_an_hour_idle_ends_it(inside: Browser) -> None:
    put_back(inside, **{SEEN_AT: 30 * 60})
    assert is_out(inside)
    assert "nothing happened for a while" in inside.get("/account/sign-in/").content.decode()


def test_less_than_half_an_hour_does_not_and_use_counts(inside: Browser) -> None:
    put_back(inside, **{SEEN_AT: 29 * 60})
    assert not is_out(inside)
    put_back(inside, **{SEEN_AT: 29 * 60})
    assert not is_out(inside)


def test_twelve_hours_end_it_however_busy(inside: Browser) -> None:
    put_back(inside, **{SIGNED_IN_AT: 12 * 60 * 60})
    assert is_out(inside)


def test_a_session_without_clocks_is_over(inside: Browser) -> None:
    session = inside.session
    del session[SIGNED_IN_AT]
    session.save()
    assert is_out(inside)


def test_using_it_writes_at_most_once_a_minute(inside: Browser) -> None:
    before = Session.objects.get().session_data
    inside.get(ACCOUNT)
    assert Session.objects.get().session_data == before


def test_a_disabled_person_is_out_at_once_and_stays_out(inside: Browser, person: User) -> None:
    disable_person(actor=founder(), person=person, reason="left the service")
    assert is_out(inside)
    enable_person(actor=founder(), person=person)
    assert is_out(inside)


def test_a_session_of_before_does_not_come_back_with_the_account(inside: Browser, person: User) -> None:
    disable_person(actor=founder(), person=person)
    enable_person(actor=founder(), person=person)
    assert is_out(inside)


def test_it_ends_with_the_last_seat(inside: Browser, person: User) -> None:
    with as_owner():
        Seat.objects.filter(user=person).update(
            valid_from=Now() - timedelta(days=2), valid_to=Now() - timedelta(seconds=1)
        )
    assert is_out(inside)
    assert "You hold no place" in inside.get("/account/sign-in/").content.decode()


def test_a_new_password_ends_the_others(inside: Browser, person: User) -> None:
    set_password(actor=founder(), person=person, password="another long phrase 9")
    assert is_out(inside)


def test_changing_it_oneself_keeps_only_the_session_at_hand(inside: Browser, person: User) -> None:
    other = Browser()
    other.sign_in(person)
    key = inside.session.session_key
    answer = inside.submit_to("/account/password/", "/account/password/", old=PASSWORD, new="another long phrase 9")
    assert answer.status_code == 302
    assert not is_out(inside)
    assert inside.session.session_key != key
    assert is_out(other)


def test_an_htmx_fragment_takes_the_whole_page_to_the_form(inside: Browser) -> None:
    put_back(inside, **{SEEN_AT: 30 * 60})
    answer = inside.get(ACCOUNT, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith(reverse("accounts:sign-in"))


def test_the_cookie_goes_with_the_browser(inside: Browser) -> None:
    cookie = inside.cookies["aircop-session"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
