"""What allauth is told to do our way: no sign-up, our lockout, second factors encrypted at rest."""

from typing import Any

import qrcode  # type: ignore[import-untyped]
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]

from aircop.accounts.address import client_address
from aircop.accounts.choices import keep_language, keep_theme
from aircop.accounts.models import User
from aircop.accounts.sealing import seal, unseal
from aircop.web.frame import cookie_of

QUIET = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in without sign-up; misses are told to the lockout, which alone decides."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is not right, or the account is not active."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by administrators."""
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address as the lockout and the audit see it."""
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Ask the backends, without allauth's own counting."""
        user = authenticate(request, **credentials)
        if user is None:
            request.sign_in_missed = True  # type: ignore[attr-defined]
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password of somebody who is signed in."""
        right = user.check_password(password)
        if not right:
            self.request.sign_in_missed = True
        return right

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Count a sign-in as a fresh proof of who it is; let the device follow the account's choices."""
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            *records[:-1],
            *({**last, "reauthenticated": True} for last in records[-1:]),
        ]
        response: HttpResponse = super().post_login(request, user, **kwargs)
        keep_language(response, user.language)
        if cookie_of("theme") not in request.COOKIES:
            keep_theme(response, user.theme)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Answer a person disabled between password and code as anybody else who is not signed in."""
        del request, user
        return redirect("accounts:sign-in")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say nothing where the page says it already."""
        if message_template not in QUIET:
            super().add_message(request, level, message_template, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Codes from an authenticator app, and recovery codes; their secrets are encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Wait for the next one and type it without blanks."),
        "cannot_delete_authenticator": _("The second factor is required here and cannot be removed."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name that the authenticator app shows."""
        return "AIRCOP"

    def build_totp_svg(self, url: str) -> str:
        """Draw the key on white, so that phones can read it on a dark page too."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def encrypt(self, text: str) -> str:
        """Close a secret."""
        return seal(text, "second-factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return unseal(encrypted_text, "second-factor")

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether the second factor may be removed at all."""
        del authenticator
        return not settings.SECOND_FACTOR_REQUIRED
