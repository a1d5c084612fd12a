"""Language and appearance, remembered on the account and, for pages without a sign-in, on the device."""

from django.conf import settings
from django.http import HttpResponse

from aircop.web.frame import cookie_of

YEAR = 365 * 24 * 60 * 60


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path="/",
    )


def keep_language(response: HttpResponse, language: str) -> None:
    """Remember the language on this device."""
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language)


def keep_theme(response: HttpResponse, theme: str) -> None:
    """Remember the appearance on this device."""
    _keep(response, cookie_of("theme"), theme)
