"""Reads of the contact directory, from what the reader may see."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from aircop.access.actor import Actor
from aircop.errors import Missing
from taskforces.models import ContactPoint
from taskforces.models.contact_point import ContactPointQuerySet

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
    "duty": lambda rows, value: rows.filter(Q(on_duty=True)) if value == "now" else rows,
    "country": lambda rows, value: rows.filter(country_id=value),
    "function": lambda rows, value: rows.filter(function=value),
    "language": lambda rows, value: rows.filter(languages__contains=[value]),
    "unit": lambda rows, value: rows.filter(task_force__code=value),
    "agency": lambda rows, value: rows.filter(agency__code=value),
}


def narrowed(rows: ContactPointQuerySet, wanted: Mapping[str, Any]) -> ContactPointQuerySet:
    """Return the rows, which know whether they are on duty, that pass every filter that has a value."""
    for name, value in wanted.items():
        if value not in (None, ""):
            rows = FILTERS[name](rows, value)
    return rows


def countries_with_contacts(actor: Actor) -> list[str]:
    """Return the countries that have a desk in the directory."""
    rows = ContactPoint.objects.visible_to(actor).filter(country__isnull=False)
    return sorted(rows.values_list("country_id", flat=True).distinct())


def capped_count(rows: ContactPointQuerySet) -> int:
    """Count the rows, no further than the cap."""
    return rows.order_by().values("pk")[:CAP].count()
