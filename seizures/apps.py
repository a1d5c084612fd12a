"""Django's handle on the app."""

from django.apps import AppConfig


class SeizuresConfig(AppConfig):
    """Seizures."""

    name = "seizures"
    default_auto_field = "django.db.models.BigAutoField"
