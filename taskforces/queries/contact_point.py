"""Reads of the contact directory, from what the reader may see."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from aircop.access.actor import Actor
from aircop.errors import Missing
from taskforces.models import ContactPoint, DutyShift
from taskforces.models.contact_point import ContactPointQuerySet
from taskforces.queries.duty import DESK

type Narrow = Callable[[ContactPointQuerySet, Any], ContactPointQuerySet]

CAP = 10_000


def visible_contact(actor: Actor, pk: UUID) -> ContactPoint:
    """Return one contact with whether it is on duty now; Missing when it is not there."""
    found = ContactPoint.objects.visible_to(actor).with_rows().with_duty().filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def visible_contacts(actor: Actor, ids: Any) -> ContactPointQuerySet:
    """Return those of the contacts that the reader may see."""
    return ContactPoint.objects.visible_to(actor).filter(pk__in=ids)


FILTERS: Mapping[str, Narrow] = {
    "duty": lambda rows, _value: rows,  # at any time
    "country": lambda rows, value: rows.filter(country_id=value),
    "function": lambda rows, value: rows.filter(function=value),
    "unit": lambda rows, value: rows.filter(task_force__code=value),
    "agency": lambda rows, value: rows.filter(agency__code=value),
}


def narrowed(
    rows: ContactPointQuerySet, wanted: Mapping[str, Any], manned: Iterable[DutyShift] = ()
) -> ContactPointQuerySet:
    """Return the rows, which know whether they are on duty, that pass every filter that has a value.

    `manned` are the shifts that run: the duty desk of their unit answers, in their languages too.
    """
    shifts = list(manned)
    for name, value in wanted.items():
        if name == "duty" and value == "now":
            rows = rows.filter(Q(on_duty=True) | _manned(shifts))
        elif name == "language" and value:
            speaking = [each for each in shifts if value in each.languages]
            rows = rows.filter(Q(languages__contains=[value]) | _manned(speaking))
        elif value not in (None, ""):
            rows = FILTERS[name](rows, value)
    return rows


def _manned(shifts: list[DutyShift]) -> Q:
    return Q(function=DESK, task_force__in={each.task_force_id for each in shifts})


def countries_with_contacts(actor: Actor) -> list[str]:
    """Return the countries that have a desk in the directory."""
    rows = ContactPoint.objects.visible_to(actor).filter(country__isnull=False)
    return sorted(rows.values_list("country_id", flat=True).distinct())


def capped_count(rows: ContactPointQuerySet) -> int:
    """Count the rows, no further than the cap."""
    return rows.order_by().values("pk")[:CAP].count()
