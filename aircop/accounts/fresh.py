"""Acts that ask for a fresh proof of who it is: exports, people, clients, tokens, the second factor itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    suspend_request,
)
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aircop.errors import NotAllowed

type View = Callable[..., HttpResponse]


def to_confirmation(request: HttpRequest) -> HttpResponse:
    """Send the person to prove who it is; what was posted is done afterwards."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    response: HttpResponse = suspend_request(request, methods[-1]["url"])  # the code rather than the password
    return response


def fresh_sign_in_required(view: View) -> View:
    """Decorate a view: the last proof (sign-in, password or code) must be recent."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if did_recently_reauthenticate(request) else to_confirmation(request)

    return wrapped


def require_fresh(request: HttpRequest) -> None:
    """Refuse a session whose last proof is too old; a token is itself issued under a fresh proof, for a scope.

    For programs' addresses, which cannot ask for a code in between.
    """
    if getattr(request, "auth_token", None) is None and not did_recently_reauthenticate(request):
        raise NotAllowed(_("Prove on a page that it is you, then send this again."), code="proof_needed")


def answers_its_exceptions(view: View) -> View:
    """Decorate a view of allauth: what its own middleware would answer is answered here.

    Views run inside the middleware that binds the actor, where Django asks no exception middleware.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ReauthenticationRequired:
            return to_confirmation(request)
        except ImmediateHttpResponse as answer:
            response: HttpResponse = answer.response
            return response

    return wrapped
