"""People who can sign in."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache

from aircop.accounts.models import User
from aircop.accounts.services.person import set_password
from taskforces.services.network import founder
from tests.aircop.accounts.hands import MINUTE, PASSWORD, Browser
from tests.cast import Cast, Member


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Hash passwords cheaply: what is tested here is not Argon2."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def browser_client() -> Browser:
    """Return a fresh one."""
    return Browser()


@pytest.fixture
def member(cast: Cast) -> Member:
    """Return an officer who has a password."""
    set_password(actor=founder(), person=cast.officer.user, password=PASSWORD)
    cast.officer.user.refresh_from_db()
    return cast.officer


@pytest.fixture
def person(member: Member) -> User:
    """Return the officer's account."""
    return member.user


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold the time that second-factor codes are made from."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: MINUTE)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def factor(person: User, clock: None) -> str:
    """Give the officer a second factor and return its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret
