"""Django's handle on the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit."""

    name = "aircop.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the sequencer seal entries: one process, under one lock."""
        from aircop.audit.chain import seal  # noqa: PLC0415 - models are ready only now
        from aircop.events.sequencer import register_sweep  # noqa: PLC0415

        register_sweep("audit sealer", seal)
