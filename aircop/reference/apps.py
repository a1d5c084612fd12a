"""Django's handle on the app."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Code lists."""

    name = "aircop.reference"
    default_auto_field = "django.db.models.BigAutoField"
