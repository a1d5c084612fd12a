"""The session engine: Django's own in the database, with the columns that a person's list of sessions needs."""

from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from aircop.accounts.models.session import AGENT_LENGTH, Session, moment_of
from aircop.accounts.sessions import ADDRESS, AGENT, HANDLE, SEEN_AT, SIGNED_IN_AT


class SessionStore(DatabaseStore):
    """Keeps sessions; a row is deleted to end one, and the browser's next request finds nothing."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the model with the columns."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of a session, its columns filled from what the session holds."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.user_id = _uuid(data.get(SESSION_KEY))
        row.handle = _uuid(data.get(HANDLE))
        row.agent = str(data.get(AGENT, ""))[:AGENT_LENGTH]
        row.address = str(data.get(ADDRESS, ""))[:45]
        row.signed_in_at, row.seen_at = moment_of(data.get(SIGNED_IN_AT)), moment_of(data.get(SEEN_AT))
        return row


def _uuid(text: Any) -> UUID | None:
    return UUID(str(text)) if text else None
