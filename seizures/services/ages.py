"""Ages follow the day: whoever changes when a seizure was need not see dates of birth for the bands to be right."""

from typing import Any

from django.db import connection

from seizures.models import Seizure

FOLLOW = "SELECT number, band_before, band, minor_before, minor FROM seizures_ages_follow(%s)"


def let_ages_follow(seizure: Seizure) -> dict[str, tuple[Any, Any]]:
    """Bring the age bands of persons whose date of birth is on record to the seizure's day; return what changed.

    The database does it behind the wall of identities, by the dates that stand there; no date comes out of it.
    """
    changes: dict[str, tuple[Any, Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, [seizure.pk])
        for number, band_before, band, minor_before, minor in cursor.fetchall():
            changes[f"persons.{number}.age_band"] = (band_before, band)
            if minor != minor_before:
                changes[f"persons.{number}.minor"] = (minor_before, minor)
    return changes
