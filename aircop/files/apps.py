"""Django's handle on the app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Stored files."""

    name = "aircop.files"
    default_auto_field = "django.db.models.BigAutoField"
