"""Reads about hit / no hit: whether an agency takes part, which desks it can name, which desk another one named."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q

from aircop.access.actor import Actor
from taskforces.models import Agency, ContactPoint, HitOpening, Participation
from taskforces.models.contact_point import ContactPointQuerySet


def hit_opening(agency: Agency) -> HitOpening | None:
    """Return the opening of an agency that runs."""
    return HitOpening.objects.filter(agency=agency, closed_at__isnull=True).select_related("opened_by").first()


def open_to_hits(agencies: Collection[UUID]) -> set[UUID]:
    """Return which of the agencies take part now."""
    rows = HitOpening.objects.filter(agency__in=agencies, closed_at__isnull=True)
    return set(rows.values_list("agency_id", flat=True))


def desks_for_hits(actor: Actor, agency: Agency) -> ContactPointQuerySet:
    """Return the desks that an agency can name: its own, and those of the units in which it takes part."""
    units = Participation.objects.filter(agency=agency, until__isnull=True).values("task_force_id")
    rows = ContactPoint.objects.visible_to(actor).filter(Q(agency=agency) | Q(task_force__in=units))
    return rows.with_rows().order_by("sort_key", "id")


def named_desks(actor: Actor, agencies: Collection[UUID]) -> Mapping[UUID, ContactPoint]:
    """Return the desk that each agency named last, as far as it still stands in the directory. Two queries at most."""
    last = HitOpening.objects.filter(agency__in=agencies).order_by("agency_id", "-opened_at").distinct("agency_id")
    named = dict(last.values_list("agency_id", "contact_id")) if agencies else {}
    desks = ContactPoint.objects.visible_to(actor).filter(pk__in=list(named.values()))
    found = {desk.pk: desk for desk in desks} if named else {}
    return {agency: found[desk] for agency, desk in named.items() if desk in found}
