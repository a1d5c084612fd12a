"""Runs each view as its actor, and writes down refusals after the rollback, in a transaction of their own."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.middleware import ActorMiddleware
from aircop.audit.recorder import record
from aircop.errors import DomainError, InvalidTransition, Missing, StaleWrite

STATUS: dict[type[Exception], int] = {InvalidTransition: 409, StaleWrite: 412}
NOT_FOUND = "not found, or not for this reader"


def write_refusal(actor: Actor, verb: str, reason: str, *, asked_for: UUID | None = None) -> None:
    """Write one refusal; the transaction of the act is gone, so this one is its own."""
    if not actor.signed_in:
        return
    with transaction.atomic():
        record(bind(actor), verb, refused=reason, ids=[asked_for] if asked_for else [])


def verb_of(request: HttpRequest) -> str:
    """Return what was asked for, as the name of the route and the method."""
    match = request.resolver_match
    return f"{match.view_name if match else 'unknown'} {request.method}"[:60]


def asked_for(request: HttpRequest) -> UUID | None:
    """Return the id in the address, if there is one."""
    match = request.resolver_match
    named = match.kwargs.get("pk") if match else None
    return named if isinstance(named, UUID) else None


class ActMiddleware(ActorMiddleware):
    """The last of the middlewares. A missing and a hidden object look the same outside and differ only here."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view; answer a refusal with its reason, and audit it once the act is rolled back."""
        try:
            response = super().process_view(request, view, args, kwargs)
        except (Missing, Http404) as missing:
            self._audit(request, NOT_FOUND)
            raise Http404 from missing
        except (DomainError, PermissionDenied) as refusal:
            return self._refuse(request, refusal)
        if refused := getattr(request, "refusal", ""):  # left by the REST exception handler
            self._audit(request, refused)
        return response

    def _refuse(self, request: HttpRequest, refusal: Exception) -> HttpResponseBase:
        reason = refusal.reason if isinstance(refusal, DomainError) else _("You may not do this.")
        self._audit(request, reason)
        status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 403)
        return render(request, "403.html", {"reason": reason}, status=status)

    def _audit(self, request: HttpRequest, reason: str) -> None:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        write_refusal(actor, verb_of(request), reason, asked_for=asked_for(request))
