"""Runs each view as its actor, and writes down refusals after the rollback, in a transaction of their own."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.middleware import ActorMiddleware
from aircop.access.models import Protected
from aircop.audit.recorder import record
from aircop.errors import DomainError, Invalid, InvalidTransition, Missing, NotAllowed, StaleWrite
from aircop.web.referer import page_before

STATUS: dict[type[Exception], int] = {Invalid: 400, InvalidTransition: 409, StaleWrite: 412}
NOT_FOUND = gettext_noop("not found, or not for this reader")


def reason_of(exc: Exception) -> str:
    """Return why somebody was refused, for the audit; nothing for a typing error or a stale write."""
    if isinstance(exc, Missing | Http404):
        return NOT_FOUND
    if isinstance(exc, NotAllowed | InvalidTransition):
        return exc.reason
    return (str(exc) or gettext_noop("not allowed")) if isinstance(exc, PermissionDenied) else ""


def write_refusal(actor: Actor, verb: str, reason: str, *, asked_for: Sequence[UUID] = ()) -> None:
    """Write one refusal; the transaction of the act is gone, so this one is its own.

    It is filed under the owner of a record that the actor sees; of a hidden one it keeps the id alone.
    """
    if not actor.signed_in:
        return
    with transaction.atomic():
        bound = bind(actor)
        about = _seen(bound, asked_for[0]) if asked_for else None
        record(bound, verb, refused=reason, about=about, ids=asked_for)


def _seen(actor: Actor, pk: UUID) -> Protected | None:
    """Return the protected record of that id, if the actor sees one."""
    with connection.cursor() as cursor:  # behind the wall, so that a hidden one is in no table
        cursor.execute(_holder(), {"pk": pk})
        held = cursor.fetchone()
    if held is None:
        return None
    model: Any = apps.get_model(held[0])
    row: Protected | None = model.objects.visible_to(actor).filter(pk=pk).first()
    return row


@cache
def _holder() -> str:
    """Return the statement that names the kind of protected record to which an id belongs."""
    kinds = [model._meta for model in apps.get_models() if issubclass(model, Protected)]
    asked = "SELECT '{}' WHERE EXISTS (SELECT FROM {} WHERE id = %(pk)s)"
    return " UNION ALL ".join(asked.format(kind.label, kind.db_table) for kind in kinds)


def verb_of(request: HttpRequest) -> str:
    """Return what was asked for, as the name of the route and the method."""
    match = request.resolver_match
    return f"{match.view_name if match else 'unknown'} {request.method}"[:60]


def asked_for(request: HttpRequest) -> list[UUID]:
    """Return the ids in the address, the record's own first."""
    match = request.resolver_match
    named = sorted(match.kwargs.items(), key=lambda item: item[0] != "pk") if match else []
    return [value for _name, value in named if isinstance(value, UUID)]


class ActMiddleware(ActorMiddleware):
    """The last of the middlewares. A missing and a hidden object look the same outside and differ only here."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Run the view; answer a refusal with its reason, and audit it once the act is rolled back."""
        try:
            response = super().process_view(request, view, args, kwargs)
        except (Missing, Http404) as missing:
            self._audit(request, reason_of(missing))
            raise Http404 from missing
        except (DomainError, PermissionDenied) as refusal:
            return self._refuse(request, refusal)
        self._audit(request, getattr(request, "refusal", ""))  # left by the REST exception handler
        return response

    def _refuse(self, request: HttpRequest, refusal: Exception) -> HttpResponseBase:
        reason = refusal.reason if isinstance(refusal, DomainError) else _("You may not do this.")
        self._audit(request, reason_of(refusal))
        status = next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 403)
        before = page_before(request)
        back = before if before.partition("?")[0] != request.path else ""
        return render(request, "403.html", {"reason": reason, "back": back}, status=status)

    def _audit(self, request: HttpRequest, reason: str) -> None:
        if not reason:
            return
        actor: Actor = request.actor  # type: ignore[attr-defined]
        write_refusal(actor, verb_of(request), reason, asked_for=asked_for(request))
