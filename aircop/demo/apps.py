"""Django's handle on the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo world."""

    name = "aircop.demo"
    default_auto_field = "django.db.models.BigAutoField"
