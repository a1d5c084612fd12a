"""Sessions as their person sees them: the columns beside Django's own."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models.functions import Now

if TYPE_CHECKING:
    from aircop.accounts.session_store import SessionStore

AGENT_LENGTH = 300


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions by whose they are and whether they go on."""

    def live(self) -> "SessionQuerySet":
        """Keep those that somebody signed in to and that are neither idle too long nor too old."""
        idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        whole = timedelta(seconds=settings.SESSION_ABSOLUTE_SECONDS)
        return self.filter(user_id__isnull=False, seen_at__gt=Now() - idle, signed_in_at__gt=Now() - whole)

    def of(self, person_id: UUID) -> "SessionQuerySet":
        """Keep a person's."""
        return self.filter(user_id=person_id)


class Session(AbstractBaseSession):
    """One browser that somebody is signed in with, and until then only a browser.

    Written by the session store alone; the columns repeat what the session holds, so that a person can be shown where
    it is signed in. `handle` names a session in addresses: the key would open it.
    """

    handle = models.UUIDField(null=True, editable=False)
    user_id = models.UUIDField(null=True)
    agent = models.CharField(max_length=AGENT_LENGTH, blank=True)
    address = models.CharField(max_length=45, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        indexes = [models.Index(fields=["user_id", "-seen_at"], name="accounts_session_user")]

    def __str__(self) -> str:
        return f"session {self.handle}"

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        """Return the store that reads and writes these rows."""
        from aircop.accounts.session_store import SessionStore  # noqa: PLC0415  the store imports this model

        return SessionStore


def moment_of(clock: Any) -> datetime | None:
    """Return the instant of a clock that a session holds, or nothing."""
    return datetime.fromtimestamp(clock, UTC) if isinstance(clock, int | float) else None
