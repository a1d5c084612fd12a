"""Django's handle on the app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access."""

    name = "aircop.access"
    default_auto_field = "django.db.models.BigAutoField"
