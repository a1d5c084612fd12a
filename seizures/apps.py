"""Django's handle on the app."""

from django.apps import AppConfig


class SeizuresConfig(AppConfig):
    """Seizures."""

    name = "seizures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit page how seizures read and which its reader may see, and what is handed over of a leaver."""
        from aircop.audit.presenters import Described, describe  # noqa: PLC0415 - models are ready only now
        from seizures.forms.case_wording import label_of_case, shown_of_case  # noqa: PLC0415
        from seizures.forms.wording import label_of, shown  # noqa: PLC0415
        from seizures.queries.case_work import still_visible_cases  # noqa: PLC0415
        from seizures.queries.work import still_visible  # noqa: PLC0415
        from seizures.services.handover import ESTATE  # noqa: PLC0415
        from taskforces.queries.handover import register_estate  # noqa: PLC0415

        describe("seizures.seizure", Described(still_visible, "seizures:seizure-detail", label_of, shown))
        cases = Described(still_visible_cases, "cases:case-detail", label_of_case, shown_of_case)
        describe("seizures.case", cases)
        register_estate("seizures", ESTATE)
        _review()


def _review() -> None:
    """Tell what the review of access looks at."""
    from seizures.services.reviewed import SOURCES  # noqa: PLC0415 - models are ready only now
    from taskforces.queries.access_review import register_source  # noqa: PLC0415

    for kind, source in SOURCES.items():
        register_source(kind, source)
