"""A page that stands while its session does not: who it was made for, whether that person must prove it again.

A *covered* session is alive, but answers nobody until the person has proved itself: the screen was left alone. An
*ended* session is gone; going on then takes all that signing in takes.
"""

import base64
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from aircop.access.middleware import ACTING_KEY
from aircop.accounts.backend import with_seats
from aircop.accounts.enums import Kind
from aircop.accounts.forms import SecondFactorForm
from aircop.accounts.models import User
from aircop.accounts.sessions import COVERED, SIGNED_IN_AT

BACKEND = "aircop.accounts.backend.EmailBackend"
PASSWORD, CODE = "password", "code"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of an attempt: whether it is enough, and otherwise what is asked for, and why."""

    good: bool
    ways: tuple[str, ...] = ()
    reason: str = ""


def covered_user(request: HttpRequest) -> Any:
    """Return who stands behind a covered session, or nobody."""
    return getattr(request, "covered_user", AnonymousUser())


def has_code(user: Any) -> bool:
    """Whether the person has an authenticator app."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def standing(request: HttpRequest) -> dict[str, Any]:
    """Return what a page needs to know of its session: whose it is, its token, the secret of the device's store.

    The secret is of this session and this server, is never stored by either, and is given to its person alone.
    """
    told: dict[str, Any] = {"person": None, "csrf": get_token(request), "ways": [PASSWORD]}
    if request.user.is_authenticated:
        key = salted_hmac("aircop.accounts.store", request.session.session_key or "", algorithm="sha256").digest()
        ends = request.session.get(SIGNED_IN_AT, time.time()) + settings.SESSION_ABSOLUTE_SECONDS
        told |= {"person": str(request.user.pk), "secret": base64.b64encode(key).decode(), "ends": int(ends)}
    elif (user := covered_user(request)).is_authenticated:
        told["ways"] = [CODE] if has_code(user) else [PASSWORD]
    return told


def prove(request: HttpRequest, person: UUID | None, said: dict[str, str]) -> Proof:
    """Take the proof of the person for whom a page was made, and let its session go on under a new key.

    Of a covered session the code, or the password where there is no code; of an ended one both, as at sign-in.
    """
    user = covered_user(request)
    if user.is_authenticated and user.pk == person:
        proof = _proof_of_cover(request, user, said)
        if proof.good:
            del request.session[COVERED]
            request.session.cycle_key()
            request.user = user
        return proof
    known = with_seats(User.objects.filter(pk=person, is_active=True, kind=Kind.PERSON)).first() if person else None
    return _sign_in(request, known, said)


def _proof_of_cover(request: HttpRequest, user: User, said: dict[str, str]) -> Proof:
    if has_code(user):
        return _code(request, user, said.get(CODE, ""), (CODE,))
    if user.check_password(said.get(PASSWORD, "")):
        return Proof(good=True)
    return _miss(request)


def _sign_in(request: HttpRequest, user: User | None, said: dict[str, str]) -> Proof:
    """Do all that signing in does, for the person of the page.

    Unknown people get the same answer after the same work.
    """
    email = user.email if user else "nobody@invalid"
    right = authenticate(request, email=email, password=said.get(PASSWORD, ""))
    if right is None or user is None or not user.seated:  # type: ignore[attr-defined]
        return _miss(request)
    with_code = has_code(user)
    if with_code:
        proof = _code(request, user, said.get(CODE, ""), (PASSWORD, CODE))
        if not proof.good:
            return proof
    login(request, user, backend=BACKEND)
    record_authentication(request, user, PASSWORD, email=user.email, reauthenticated=True)
    if acting := _uuid(said.get("acting", "")):
        request.session[ACTING_KEY] = str(acting)  # whoever does not hold it any more acts as before
    return Proof(good=True)


def _code(request: HttpRequest, user: User, code: str, ways: tuple[str, ...]) -> Proof:
    if not code:
        return Proof(good=False, ways=ways, reason=_("Type the code of your authenticator app too."))
    form = SecondFactorForm({"code": code}, user=user)
    if form.is_valid():
        form.authenticator.record_usage()
        return Proof(good=True)
    request.sign_in_missed = True  # type: ignore[attr-defined]
    return Proof(good=False, ways=ways, reason=" ".join(form.errors.get("code", [])))


def _miss(request: HttpRequest) -> Proof:
    request.sign_in_missed = True  # type: ignore[attr-defined]
    return Proof(good=False, ways=(PASSWORD,), reason=_("The password is not right."))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def person_of(request: HttpRequest) -> UUID | None:
    """Return for whom the page says that it was made."""
    return _uuid(request.POST.get("person", ""))
