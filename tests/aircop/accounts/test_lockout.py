"""Five misses in fifteen minutes, per name and per address, on every way to sign in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import override_settings

from aircop.accounts import lockout
from aircop.accounts.models import SignInMiss, User
from tests.aircop.accounts.hands import PASSWORD, Browser

pytestmark = pytest.mark.django_db

WRONG = "not the password at all"


def miss(name: str, address: str) -> lockout.Charge:
    """Miss once."""
    with transaction.atomic():
        return lockout.charge(name, address)


def grow_older(by: timedelta) -> None:
    """Move every miss into the past."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_signinmiss SET misses = ARRAY(SELECT m - %s::interval FROM unnest(misses) m)", [str(by)]
        )


def from_address(number: int) -> dict[str, Any]:
    """Come from another network."""
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


def test_the_sixth_attempt_on_a_name_is_not_looked_at() -> None:
    for number in range(5):
        assert not miss("awa@example.org", f"198.51.100.{number}").refused
    sixth = miss(" AWA@Example.org", "198.51.100.99")
    assert sixth.refused
    assert 0 < sixth.wait <= 900


def test_the_sixth_attempt_from_an_address_is_not_looked_at() -> None:
    for number in range(5):
        assert not miss(f"person{number}@example.org", "198.51.100.7").refused
    assert miss("person9@example.org", "198.51.100.7").refused
    assert not miss("person9@example.org", "198.51.100.8").refused


def test_addresses_of_one_network_of_version_six_count_together() -> None:
    for number in range(5):
        miss(f"person{number}@example.org", f"2001:db8:1:2::{number}")
    assert miss("person9@example.org", "2001:db8:1:2:ffff::1").refused
    assert not miss("person9@example.org", "2001:db8:1:3::1").refused


def test_misses_are_forgotten_one_by_one() -> None:
    for _ in range(4):
        miss("awa@example.org", "")
    grow_older(timedelta(minutes=14))
    assert not miss("awa@example.org", "").refused
    assert miss("awa@example.org", "").refused
    grow_older(timedelta(minutes=2))
    assert [miss("awa@example.org", "").refused for _ in range(5)] == [False] * 4 + [True]


def test_attempts_on_a_locked_name_do_not_lengthen_the_lock() -> None:
    for _ in range(8):
        miss("awa@example.org", "")
    grow_older(timedelta(minutes=15, seconds=1))
    assert not miss("awa@example.org", "").refused


def test_what_was_right_is_refunded() -> None:
    for _ in range(10):
        attempt = miss("awa@example.org", "198.51.100.7")
        assert not attempt.refused
        lockout.refund(attempt)


def test_no_name_is_kept_in_words() -> None:
    miss("awa@example.org", "198.51.100.7")
    assert SignInMiss.objects.count() == 2
    assert not SignInMiss.objects.filter(key__contains="awa").exists()


def test_old_misses_are_swept_away() -> None:
    miss("awa@example.org", "")
    grow_older(timedelta(days=2))
    miss("jean@example.org", "")
    assert lockout.forget_old_misses() == 1
    assert SignInMiss.objects.get().misses[0] is not None
    assert SignInMiss.objects.filter(misses__0__lt=Now()).count() == 1


def test_five_wrong_passwords_lock_the_name_whatever_comes_then(browser_client: Browser, person: User) -> None:
    for number in range(5):
        browser_client.defaults |= from_address(number)
        assert browser_client.sign_in(person, WRONG).status_code == 200
    browser_client.defaults |= from_address(77)
    answer = browser_client.sign_in(person)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "Try again in 15 minutes" in answer.content.decode()
    assert browser_client.get("/account/").status_code == 302


def test_a_locked_unknown_name_gets_the_same_answer(browser_client: Browser, person: User) -> None:
    answers = []
    for name in (person.email, "nobody.at.all@example.org"):
        for number in range(6):
            browser_client.defaults |= from_address(len(name) + number)
            answer = browser_client.submit("/account/sign-in/", login=name, password=WRONG)
        answers.append((answer.status_code, answer.content.decode().partition("<main")[2].partition("</main")[0]))
    assert answers[0] == answers[1]


def test_five_misses_from_an_address_lock_it_for_everybody(browser_client: Browser, person: User) -> None:
    for number in range(5):
        browser_client.submit("/account/sign-in/", login=f"guess{number}@example.org", password=WRONG)
    assert browser_client.sign_in(person).status_code == 429
    browser_client.defaults |= from_address(1)
    assert browser_client.sign_in(person).status_code == 302


def test_right_passwords_are_not_counted(person: User) -> None:
    for _ in range(7):
        assert Browser().sign_in(person).status_code == 302


def test_a_forged_header_changes_no_address(browser_client: Browser, person: User) -> None:
    for number in range(5):
        browser_client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}"
        browser_client.submit("/account/sign-in/", login=f"guess{number}@example.org", password=WRONG)
    assert browser_client.sign_in(person).status_code == 429


@override_settings(TRUSTED_PROXIES=1)
def test_behind_the_proxy_its_own_entry_counts(browser_client: Browser, person: User) -> None:
    for number in range(5):
        browser_client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{number}, 198.51.100.9"
        browser_client.submit("/account/sign-in/", login=f"guess{number}@example.org", password=WRONG)
    assert browser_client.sign_in(person).status_code == 429
    browser_client.defaults["HTTP_X_FORWARDED_FOR"] = "198.51.100.9, 198.51.100.10"
    assert browser_client.sign_in(person).status_code == 302


def test_the_password_page_counts_too(browser_client: Browser, person: User) -> None:
    browser_client.sign_in(person)
    for _ in range(5):
        page = browser_client.submit_to("/account/password/", "/account/password/", old=WRONG, new="another long one 1")
        assert page.status_code == 200
    page = browser_client.submit_to("/account/password/", "/account/password/", old=PASSWORD, new="another long one 1")
    assert page.status_code == 429


@pytest.mark.django_db(transaction=True)
def test_twenty_misses_at_once_get_five_looks() -> None:
    def attempt(_number: int) -> bool:
        try:
            return not miss("awa@example.org", "198.51.100.7").refused
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        looks = list(pool.map(attempt, range(20)))
    assert sum(looks) == 5


@pytest.mark.django_db(transaction=True)
def test_twenty_honest_people_of_one_address_are_all_let_in() -> None:
    def attempt(number: int) -> bool:
        try:
            with transaction.atomic():
                charge = lockout.charge(f"person{number}@example.org", "198.51.100.7")
                lockout.refund(charge)
                return not charge.refused
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(attempt, range(20)))
