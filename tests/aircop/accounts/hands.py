"""The hands that type: a client that fills in forms as a person, or a script with curl, does."""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from aircop.accounts.models import User

PASSWORD = "correct horse battery staple"
MINUTE = 1_900_000_020  # any moment: codes depend on it


class Browser(Client):
    """A client that checks CSRF as the server does, and fills in forms as a script with curl would."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(enforce_csrf_checks=True, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Fetch a page."""
        return super().get(*args, **kwargs)

    def submit(self, path: str, **fields: Any) -> Any:
        """Fetch a page, take its token and the address of its first form, and send the fields."""
        page = self.get(path)
        text = page.content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        action = re.search(r'<form[^>]*action="([^"]+)"', text)
        assert token
        assert action
        return self.post(action[1], fields | {"csrfmiddlewaretoken": token[1]})

    def submit_to(self, path: str, action: str, **fields: Any) -> Any:
        """Fetch a page and send the fields to one of its forms."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).content.decode())
        assert token
        return self.post(action, fields | {"csrfmiddlewaretoken": token[1]})

    def sign_in(self, user: User, password: str = PASSWORD) -> Any:
        """Sign in by the form."""
        return self.submit(reverse("accounts:sign-in"), login=user.email, password=password)


def code_for(secret: str, later: int = 0) -> str:
    """Return what the authenticator app shows."""
    return str(format_hotp_value(hotp_value(secret, MINUTE // 30 + later)))
