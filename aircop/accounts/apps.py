"""Django's handle on the app."""

from django.apps import AppConfig
from django.urls import reverse


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "aircop.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Start the clocks of each session, write sign-ins down, and describe sign-in in the OpenAPI document."""
        from allauth.mfa.signals import authentication_failed  # noqa: PLC0415  models are ready only now
        from django.contrib.auth.signals import user_logged_in, user_logged_out  # noqa: PLC0415  the same

        from aircop.accounts import openapi, sessions  # noqa: F401, PLC0415  the same; importing registers
        from aircop.web import frame  # noqa: PLC0415  the same

        frame.provide("language_choice", lambda _request: reverse("accounts:language"))
        user_logged_in.connect(sessions.begin)
        user_logged_out.connect(sessions.end)
        authentication_failed.connect(sessions.miss)
