"""How long a session lasts: idle, in all, and while the person holds a seat. Sign-ins are written down."""

import time
from typing import Any, Literal
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.accounts.models import User
from aircop.audit import record

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
HANDLE = "handle"  # names the session in addresses
AGENT = "agent"
ADDRESS = "address"
COVERED = "covered"  # in a session whose screen was left alone: it answers nobody
COARSE = 60  # seconds: a session is written at most this often for being used

type Ending = Literal["idle", "absolute", "seat"]


def actor_at(request: HttpRequest, user: User) -> Actor:
    """Return somebody who was not known when the request began, or is not known any more when it ends."""
    return Actor(
        subject_id=user.pk,
        name=user.name,
        session=request.session.session_key or "",
        request_id=getattr(request, "request_id", ""),
        address=getattr(request, "client_address", ""),
    )


def begin(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Start both clocks (receiver of Django's `user_logged_in`; the key of the session is already a new one)."""
    del sender
    now = time.time()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[HANDLE] = str(uuid4())
    _note_device(request)
    request.session.pop(COVERED, None)
    with transaction.atomic():
        record(bind(actor_at(request, user)), "session.begin", about=user)


def _note_device(request: HttpRequest) -> None:
    """Keep what browser it is and from where it was last used, for the person's own list of sessions."""
    request.session[AGENT] = request.headers.get("User-Agent", "").replace("\x00", "")[:300]
    request.session[ADDRESS] = getattr(request, "client_address", "")


def end(sender: Any, request: HttpRequest, user: User | None, **_: Any) -> None:
    """Write down that a session was ended (receiver of Django's `user_logged_out`)."""
    del sender
    if user is not None:
        with transaction.atomic():
            record(bind(actor_at(request, user)), "session.end", about=user)


def miss(sender: Any, request: HttpRequest, **_: Any) -> None:
    """Tell the lockout of a wrong code (receiver of the second factor's `authentication_failed`)."""
    del sender
    request.sign_in_missed = True  # type: ignore[attr-defined]


def ending(request: HttpRequest) -> Ending | None:
    """Return why the session is over, or None. A session without clocks is over."""
    now = time.time()
    if now - request.session.get(SIGNED_IN_AT, 0) >= settings.SESSION_ABSOLUTE_SECONDS:
        return "absolute"
    if now - request.session.get(SEEN_AT, 0) >= settings.SESSION_IDLE_SECONDS:
        return "idle"
    return None if getattr(request.user, "seated", True) else "seat"


def touch(request: HttpRequest) -> None:
    """Note that the session was used."""
    now = time.time()
    if now - request.session[SEEN_AT] >= COARSE:
        request.session[SEEN_AT] = now
        _note_device(request)
