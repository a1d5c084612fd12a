"""Who asks, by a token's digest."""

from django.db.models.functions import Now
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from aircop.accounts.models import Token, User, digest_of


class DigestAuthentication(BaseAuthentication):
    """A bearer token, found by its SHA-256."""

    def authenticate(self, request: Request) -> tuple[User, Token]:
        """Return whose token it is."""
        secret = request.META.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        usable = Token.objects.filter(revoked_at=None, expires_at__gt=Now()).select_related("user")
        token = usable.filter(digest=digest_of(secret)).first()
        if token is None:
            raise AuthenticationFailed
        return token.user, token
