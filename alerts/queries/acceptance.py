"""Of which conditions a reader has yet to take note: those of messages and of alerts under H3."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from aircop.access.actor import Actor
from alerts.models import Acceptance, Alert
from seizures.enums import Handling


def not_noted(actor: Actor, bound: set[UUID], about: Literal["message", "alert"]) -> set[UUID]:
    """Return, of messages or alerts under conditions, those of which the reader has not taken note yet."""
    if not bound:
        return set()
    mine = Acceptance.objects.filter(**{f"{about}__in": bound}, person_id=actor.subject_id)
    return bound - set(mine.values_list(f"{about}_id", flat=True))


def asking_note(actor: Actor, alerts: Iterable[Alert]) -> set[UUID]:
    """Return the alerts that were told under H3 and of whose conditions the reader has not taken note yet.

    Whoever serves with the unit that tells an alert knows them.
    """
    bound = {
        row.pk
        for row in alerts
        if row.handling == Handling.H3 and row.published_at and not actor.serves(row.owner_agency, row.owner_unit)
    }
    return not_noted(actor, bound, "alert")


def closed_alerts(actor: Actor, alerts: Iterable[Alert]) -> set[UUID]:
    """Return the alerts that are closed to the reader until it takes note; what presses is read at once."""
    return asking_note(actor, [row for row in alerts if not row.presses])
