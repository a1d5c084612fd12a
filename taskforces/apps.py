"""Django's handle on the app."""

from django.apps import AppConfig


class TaskforcesConfig(AppConfig):
    """Task forces."""

    name = "taskforces"
    default_auto_field = "django.db.models.BigAutoField"
