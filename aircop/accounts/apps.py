"""Django's handle on the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "aircop.accounts"
    default_auto_field = "django.db.models.BigAutoField"
