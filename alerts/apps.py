"""Django's handle on the app."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts."""

    name = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit page how alerts and messages read and who sees them, and `/readyz` what waits."""
        from aircop.audit.presenters import Described, describe  # noqa: PLC0415 - models are ready only now
        from aircop.web import health  # noqa: PLC0415
        from alerts.forms import message_wording as written  # noqa: PLC0415
        from alerts.forms.wording import label_of, shown  # noqa: PLC0415
        from alerts.queries.alert import still_visible  # noqa: PLC0415
        from alerts.queries.group import groups_still_visible  # noqa: PLC0415
        from alerts.queries.thread import threads_still_visible  # noqa: PLC0415
        from alerts.services.sending import oldest  # noqa: PLC0415

        describe("alerts.alert", Described(still_visible, "alerts:alert-detail", label_of, shown))
        told = (written.label_of, written.shown)
        describe("alerts.thread", Described(threads_still_visible, "messages:thread-detail", *told))
        describe("alerts.closedgroup", Described(groups_still_visible, "messages:group-detail", *told))
        health.tell("oldest_undelivered_seconds", oldest)
