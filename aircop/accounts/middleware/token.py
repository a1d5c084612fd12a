"""Signs in the bearer of a token, for one request of the REST interface."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from aircop.accounts.address import client_address
from aircop.accounts.bearer import resolve
from aircop.accounts.public import API

LONGEST = 400  # characters; ours are far shorter


class TokenMiddleware:
    """Puts the owner of a token on `request.user` and the token on `request.auth_token`; pages take no tokens.

    A request that brings a token is judged by it alone: a bad one is not saved by a session cookie beside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Tell who stands behind the token, if one came."""
        request.client_address = client_address(request)  # type: ignore[attr-defined]
        request.auth_token = None  # type: ignore[attr-defined]
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if request.path.startswith(API) and scheme:
            self.sign_in(request, secret.strip() if scheme.lower() == "bearer" else "")
        return self.get_response(request)

    @staticmethod
    def sign_in(request: HttpRequest, secret: str) -> None:
        """Resolve the token; leave nobody and a word for the 401 when it is not good."""
        bearer = resolve(secret) if 0 < len(secret) <= LONGEST else None
        request.user = bearer.user if bearer else AnonymousUser()
        request.auth_token = bearer  # type: ignore[attr-defined]
        if bearer is None:
            request.token_error = "invalid_token"  # type: ignore[attr-defined]  # noqa: S105  a word for the 401
