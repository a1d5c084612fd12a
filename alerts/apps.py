"""Django's handle on the app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "alerts"
    default_auto_field = "django.db.models.BigAutoField"
