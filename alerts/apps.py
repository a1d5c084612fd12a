"""Django's handle on the app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit page how alerts read and which of them its reader may see, and `/readyz` what waits."""
        from aircop.audit.presenters import Described, describe  # noqa: PLC0415 - models are ready only now
        from aircop.web import health  # noqa: PLC0415
        from alerts.forms.wording import label_of, shown  # noqa: PLC0415
        from alerts.queries.alert import still_visible  # noqa: PLC0415
        from alerts.services.sending import oldest  # noqa: PLC0415

        describe("alerts.alert", Described(still_visible, "alerts:alert-detail", label_of, shown))
        health.tell("oldest_undelivered_seconds", oldest)
