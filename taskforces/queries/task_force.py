"""Reads of the organisation, open to every signed-in person."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import Permission, roles_with
from aircop.errors import Invalid, Missing
from aircop.reference.models import Airport
from taskforces.models import Agency, Membership, Participation, TaskForce


def units() -> QuerySet[TaskForce]:
    """Return task forces with airport, country and host, by code."""
    return TaskForce.objects.select_related("airport__country", "host_agency").order_by("code")


def units_with_agencies() -> QuerySet[TaskForce]:
    """Return task forces with the agencies that take part now, as `agencies_now`."""
    parts = Participation.objects.filter(until__isnull=True).select_related("agency").order_by("agency__name")
    return units().prefetch_related(Prefetch("participations", parts, to_attr="agencies_now"))


def unit_page(pk: UUID) -> QuerySet[TaskForce]:
    """Return one task force with its agencies and the people who serve now."""
    parts = Participation.objects.filter(until__isnull=True).select_related("agency").order_by("agency__name")
    people = Membership.objects.in_force().select_related("person", "agency").order_by("role", "person__name")
    return (
        units()
        .filter(pk=pk)
        .prefetch_related(
            Prefetch("participations", parts, to_attr="agencies_now"),
            Prefetch("memberships", people, to_attr="people_now"),
        )
    )


def acting_unit(actor: Actor) -> TaskForce:
    """Return the task force in which the actor acts; Missing for one who acts for an agency alone."""
    unit_id = actor.acting.unit_id if actor.acting else None
    unit = units().filter(pk=unit_id).first() if unit_id else None
    if unit is None:
        raise Missing
    return unit


def holding(task_force_id: UUID, permission: Permission) -> QuerySet[Membership]:
    """Return who serves in a task force now in a role with this permission, with names, by name."""
    served = Membership.objects.in_force().filter(task_force_id=task_force_id, role__in=roles_with(permission))
    return served.select_related("person", "agency").order_by("person__name")


def agencies() -> QuerySet[Agency]:
    """Return agencies by name."""
    return Agency.objects.select_related("country").order_by("name")


def agency_page(key: str) -> QuerySet[Agency]:
    """Return one agency, by its code or its id, with the agencies below it and the units it takes part in now."""
    parts = Participation.objects.filter(until__isnull=True).select_related("task_force__airport")
    found = (
        agencies()
        .select_related("parent")
        .prefetch_related(
            Prefetch("participations", parts.order_by("task_force__code"), to_attr="units_now"),
        )
    )
    try:
        return found.filter(pk=UUID(key))
    except ValueError:
        return found.filter(code=key.upper())


def agencies_with_units() -> QuerySet[Agency]:
    """Return agencies by country and name, with the units that they take part in now, as `units_now`."""
    parts = Participation.objects.filter(until__isnull=True).select_related("task_force").order_by("task_force__code")
    return (
        Agency.objects.select_related("country")
        .prefetch_related(Prefetch("participations", parts, to_attr="units_now"))
        .order_by("country_id", "name")
    )


def agencies_below(agency: Agency) -> QuerySet[Agency]:
    """Return the agencies that belong to one, by name."""
    return agencies().filter(parent=agency)


def outside(task_force_id: UUID) -> QuerySet[Agency]:
    """Return the agencies that take no part in a task force now, by name."""
    return agencies().exclude(
        participations__in=Participation.objects.filter(task_force_id=task_force_id, until__isnull=True)
    )


def names_of_agencies() -> dict[UUID, str]:
    """Return the short names of all agencies by id."""
    return dict(Agency.objects.values_list("pk", "short_name"))


def agency_or_invalid(agency_id: UUID, field: str = "agency") -> Agency:
    """Return the agency that was named in a body; Invalid, pointing to the field, when there is none."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise Invalid(_("There is no agency with this id."), field=field)
    return found


def airport_or_invalid(iata: str, field: str = "airport") -> Airport:
    """Return the airport that was named in a body; Invalid, pointing to the field, when there is none."""
    found = Airport.objects.filter(pk=iata).first()
    if found is None:
        raise Invalid(_("There is no airport with this code."), field=field)
    return found


def unit_or_invalid(unit_id: UUID, field: str = "task_force") -> TaskForce:
    """Return the unit that was named in a body; Invalid, pointing to the field, when there is none."""
    found = units().filter(pk=unit_id).first()
    if found is None:
        raise Invalid(_("There is no unit with this id."), field=field)
    return found


def participating(task_force_id: UUID) -> QuerySet[Agency]:
    """Return the agencies that take part in a task force now."""
    return agencies().filter(participations__task_force_id=task_force_id, participations__until__isnull=True)
