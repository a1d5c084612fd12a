"""Puts `request.actor` on every request, and runs the view in one transaction bound to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from aircop.access.actor import NOBODY, Actor
from aircop.access.binding import bind

ACTING_KEY = "acting_membership"  # in the session: the membership in which the person acts


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, before any right is looked up."""
    user = request.user
    if not user.is_authenticated:
        return NOBODY
    token = getattr(request, "auth_token", None)
    return Actor(
        subject_id=user.pk,
        name=getattr(user, "name", ""),
        scopes=frozenset(token.scopes) if token else None,
        client=token.label if token else "",
        session=request.session.session_key or "",
        request_id=getattr(request, "request_id", ""),
        address=getattr(request, "client_address", "") or request.META.get("REMOTE_ADDR", ""),
    )


def chosen_membership(request: HttpRequest) -> UUID | None:
    """Return the membership that the person chose to act in, if any."""
    chosen = request.session.get(ACTING_KEY) if getattr(request, "auth_token", None) is None else None
    return UUID(chosen) if chosen else None


class ActorMiddleware:
    """Last of the middlewares: calls the view itself, inside the transaction that carries the subject."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Begin as nobody: an error page needs an actor too."""
        request.actor = NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view and its rendering in one bound transaction; views that open none are left alone."""
        if getattr(view, "_non_atomic_requests", None):
            return None
        with transaction.atomic():
            actor = bind(actor_of(request)).acting_as(chosen_membership(request))
            request.actor = actor  # type: ignore[attr-defined]
            response: HttpResponseBase = view(request, *args, **kwargs)
            render = getattr(response, "render", None)
            if callable(render):
                response = render()
            if response.status_code >= 500:  # noqa: PLR2004
                transaction.set_rollback(True)
        return response
