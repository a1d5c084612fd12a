"""What figures use of an item, worked out by the database from what was logged and what a laboratory confirmed."""

from typing import Any

from django.db import models

IDENTIFIED = "identified"
ABSENT = "none"  # the laboratory looked, and found nothing under control


class Figure(models.GeneratedField):
    """A stored column that PostgreSQL works out itself, so that no write can forget it.

    Django's checks of such columns ask a server which kinds it knows; ours knows them, and the checks run without one.
    """

    def __init__(self, *, identified: Any = None, absent: Any = None, otherwise: Any = None, **options: Any) -> None:
        if identified is not None:
            spoken = (
                models.When(confirmed_finding=IDENTIFIED, then=identified),
                models.When(confirmed_finding=ABSENT, then=absent),
            )
            options |= {"expression": models.Case(*spoken, default=otherwise), "db_persist": True}
        super().__init__(**options)

    def _check_supported(self, _databases: Any) -> list[Any]:
        return []

    def _check_persistence(self, _databases: Any) -> list[Any]:
        return []
