"""Where one is signed in: the list on the account page, and ending what is not at hand."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.urls import reverse

from aircop.accounts import rules
from aircop.accounts.devices import device_words
from aircop.accounts.models import Session, User
from aircop.accounts.services.person import end_sessions
from aircop.accounts.services.session import end_own_other_sessions, end_own_session
from aircop.accounts.sessions import SEEN_AT
from aircop.audit.models import AuditEntry
from aircop.errors import Missing, NotAllowed
from aircop.events.models import Event
from tests.aircop.accounts.hands import PASSWORD, Browser
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A156B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
TABLET = "Mozilla/5.0 (iPad; CPU OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.1 Safari/604.1"


@pytest.fixture
def desk(person: User) -> Browser:
    """Return the officer at a desk."""
    browser = Browser(headers={"user-agent": DESK})
    browser.sign_in(person)
    return browser


@pytest.fixture
def phone(person: User) -> Browser:
    """Return the officer on a telephone, somewhere else."""
    browser = Browser(headers={"user-agent": PHONE}, REMOTE_ADDR="203.0.113.7")
    browser.sign_in(person)
    return browser


def is_in(browser: Browser) -> bool:
    """Whether the account page opens."""
    return bool(browser.get(ACCOUNT).status_code == 200)


def handle_of(browser: Browser) -> str:
    """Return the name of a browser's session in addresses."""
    return str(Session.objects.get(pk=browser.session.session_key).handle)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (DESK, "Firefox, Windows"),
        (PHONE, "Chrome, Android"),
        (TABLET, "Safari, iPad"),
        (f"{PHONE} EdgA/131.0", "Edge, Android"),
        ("curl/8.5", "Unknown device"),
        ("", "Unknown device"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
    ],
)
def test_a_device_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_the_page_lists_ones_sessions(desk: Browser, phone: Browser, cast: Cast) -> None:
    other = Browser(headers={"user-agent": TABLET})
    other.force_login(cast.colleague.user)
    page = desk.get(ACCOUNT).content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert "203.0.113.7" in page
    assert "this one" in page
    assert "iPad" not in page
    assert handle_of(phone) in page
    assert str(phone.session.session_key) not in page


def test_what_is_over_is_not_listed(desk: Browser, phone: Browser) -> None:
    session = phone.session
    session[SEEN_AT] = time.time() - 31 * 60
    session.save()
    assert "Android" not in desk.get(ACCOUNT).content.decode()


def test_ending_one(desk: Browser, phone: Browser, person: User) -> None:
    answer = desk.submit_to(ACCOUNT, reverse("accounts:session-end", args=[handle_of(phone)]))
    assert answer.status_code == 302
    assert not is_in(phone)
    assert is_in(desk)
    with as_owner():
        assert AuditEntry.objects.filter(object_id=person.pk, verb="person.end_own_session").count() == 1
        assert Event.objects.filter(object_id=person.pk, kind="own_sessions_ended").count() == 1


def test_ending_all_others(desk: Browser, phone: Browser, person: User) -> None:
    tablet = Browser(headers={"user-agent": TABLET})
    tablet.sign_in(person)
    desk.submit_to(ACCOUNT, reverse("accounts:session-end-others"))
    assert [is_in(each) for each in (desk, phone, tablet)] == [True, False, False]
    with as_owner():
        payload = Event.objects.get(object_id=person.pk, kind="own_sessions_ended").payload
    assert payload["sessions"] == 2


def test_a_strangers_session_and_none_are_the_same(desk: Browser, cast: Cast) -> None:
    stranger = Browser()
    stranger.force_login(cast.colleague.user)
    for handle in (handle_of(stranger), str(uuid4()), handle_of(desk)):
        answer = desk.submit_to(ACCOUNT, reverse("accounts:session-end", args=[handle]))
        assert answer.status_code == 404
    assert is_in(stranger)


def test_it_is_posted(desk: Browser) -> None:
    assert desk.get(reverse("accounts:session-end-others")).status_code == 405
    assert desk.get(reverse("accounts:session-end", args=[uuid4()])).status_code == 405


def test_only_ones_own_and_by_a_page(cast: Cast) -> None:
    me, other = cast.officer, cast.colleague
    by_token = me.actor.__class__(subject_id=me.user.pk, name="", scopes=frozenset({"seizures:read"}))
    assert rules.can_end_own_sessions(me.actor, me.user)
    assert rules.can_end_own_sessions(other.actor, me.user).code == "session"
    assert rules.can_end_own_sessions(cast.agency_admin.actor, me.user).code == "session"
    assert rules.can_end_own_sessions(by_token, me.user).code == "session"
    with pytest.raises(NotAllowed):
        end_own_other_sessions(actor=other.actor, person=me.user)
    with pytest.raises(Missing):
        end_own_session(actor=me.actor, person=me.user, handle=uuid4())


def test_an_administrators_end_leaves_no_row(desk: Browser, person: User, cast: Cast) -> None:
    assert Session.objects.of(person.pk).live().count() == 1
    end_sessions(actor=cast.agency_admin.actor, person=person, reason="stolen")
    assert not Session.objects.of(person.pk).exists()
    assert not is_in(desk)


def test_a_new_password_leaves_the_session_at_hand_alone(desk: Browser, phone: Browser, person: User) -> None:
    desk.submit_to("/account/password/", "/account/password/", old=PASSWORD, new="another long phrase 9")
    assert Session.objects.of(person.pk).live().count() == 1
    assert is_in(desk)


def test_administrators_see_how_many(desk: Browser, phone: Browser, person: User, cast: Cast) -> None:
    admin = Browser()
    admin.force_login(cast.agency_admin.user)
    page = admin.get(reverse("people:person-detail", args=[person.pk])).content.decode()
    assert "Signed in at 2 places now." in page
    assert "203.0.113.7" not in page


def test_the_columns_follow_the_use(desk: Browser, person: User) -> None:
    session = desk.session
    session[SEEN_AT] -= 5 * 60
    session.save()
    desk.get(ACCOUNT, REMOTE_ADDR="203.0.113.9")
    row = Session.objects.of(person.pk).live().filter(seen_at__gt=Now() - timedelta(minutes=1)).get()
    assert row.address == "203.0.113.9"
