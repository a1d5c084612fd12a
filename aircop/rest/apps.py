"""Django's handle on the app."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    """REST toolkit."""

    name = "aircop.rest"
    default_auto_field = "django.db.models.BigAutoField"
