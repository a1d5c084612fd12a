"""Who is asking, as far as the toolkit must know: a name to count and remember by, and the scopes of a token."""

from collections.abc import Collection
from typing import Any

from rest_framework.request import Request


def actor_of(request: Request) -> Any:  # (the access layer's Actor; this floor does not know it)
    """Return the actor that the middleware bound to the request; None outside the running application."""
    return getattr(request._request, "actor", None)


def subject_of(request: Request) -> str:
    """Return a name that no other person or client has: the model's label and the primary key."""
    user: Any = request.user
    return f"{user._meta.label_lower}:{user.pk}"


def scopes_of(request: Request) -> Collection[str] | None:
    """Return the scopes of the caller's token; None for a session, which is not limited by scopes."""
    scopes: Collection[str] | None = getattr(actor_of(request), "scopes", None)
    return scopes
