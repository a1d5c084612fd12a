"""REST: whoever the middlewares found, with CSRF protection for sessions and a 401 that says what to bring."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from aircop.accounts.bearer import Bearer
from aircop.accounts.models import User


class RequestUserAuthentication(BaseAuthentication):
    """Passes on `request.user`, found by session or by token before the view was reached."""

    def authenticate(self, request: Request) -> tuple[User, Bearer | None] | None:
        """Return who asks and with which token; a session must prove unsafe calls by its CSRF token."""
        found: Any = request._request
        if getattr(found, "token_error", ""):
            raise AuthenticationFailed(_("The token is unknown, has ended or was revoked."))
        if not found.user.is_authenticated:
            return None
        bearer: Bearer | None = found.auth_token
        if bearer is None:
            SessionAuthentication().enforce_csrf(request)
        return found.user, bearer

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 asks for."""
        error = getattr(request._request, "token_error", "")
        return f'Bearer realm="aircop", error="{error}"' if error else 'Bearer realm="aircop"'
