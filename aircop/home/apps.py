"""Django's handle on the app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """My work."""

    name = "aircop.home"
    default_auto_field = "django.db.models.BigAutoField"
