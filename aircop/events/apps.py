"""Django's handle on the app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from aircop.events.checks import consumers_know_their_kinds


class EventsConfig(AppConfig):
    """Domain events."""

    name = "aircop.events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Learn every app's kinds (`events.py`) and reactions (`consumers.py`)."""
        autodiscover_modules("events")
        autodiscover_modules("consumers")
        checks.register(consumers_know_their_kinds)
