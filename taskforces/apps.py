"""Django's handle on the app."""

from django.apps import AppConfig


class TaskforcesConfig(AppConfig):
    """Task forces."""

    name = "taskforces"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the audit page how contacts read, and which of them its reader may see."""
        from aircop.audit.agencies import name_agencies  # noqa: PLC0415
        from aircop.audit.presenters import Described, describe  # noqa: PLC0415 - models are ready only now
        from taskforces.forms.wording import label_of, shown  # noqa: PLC0415
        from taskforces.queries.contact_point import visible_contacts  # noqa: PLC0415
        from taskforces.queries.task_force import names_of_agencies  # noqa: PLC0415

        describe("taskforces.contactpoint", Described(visible_contacts, "contacts:contact-detail", label_of, shown))
        name_agencies(names_of_agencies)
        _review()


def _review() -> None:
    """Tell what the review of access looks at."""
    from taskforces.queries.access_review import register_source  # noqa: PLC0415
    from taskforces.services.reviewed import SOURCES  # noqa: PLC0415 - models are ready only now

    for kind, source in SOURCES.items():
        register_source(kind, source)
