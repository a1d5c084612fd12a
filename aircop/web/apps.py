"""Django's handle on the app."""

from django.apps import AppConfig

from aircop.web.logs import configure_logging


class WebConfig(AppConfig):
    """HTML toolkit."""

    name = "aircop.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every process of the application write its log as one JSON object a line."""
        configure_logging()
