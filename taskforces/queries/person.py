"""Reads of people for those who manage them."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.accounts.enums import Kind
from aircop.accounts.models import User
from aircop.errors import Missing
from taskforces.models import Membership


def managed_people(actor: Actor) -> QuerySet[User]:
    """Return the people of the agency that the actor manages, with memberships and whether they have a factor.

    A platform administrator manages all. People of the agency are those who sit in it, sat in it or began in it; what
    they hold elsewhere is not told.
    """
    people = User.objects.filter(kind=Kind.PERSON)
    if not actor.may(Permission.MANAGE_PEOPLE) or actor.acting is None:
        return people.none()
    now = told_seats(actor).select_related("agency", "task_force").order_by("valid_from")
    if not actor.may(Permission.MANAGE_AGENCIES):
        agency = actor.acting.agency_id
        sat = Membership.objects.filter(person=OuterRef("pk"), agency_id=agency)
        people = people.filter(Exists(sat) | Q(opened_by_agency=agency))
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return people.annotate(has_factor=Exists(factor)).prefetch_related(
        Prefetch("memberships", now, to_attr="memberships_now")
    )


def told_seats(actor: Actor) -> QuerySet[Membership]:
    """Return the memberships in force that an administrator may know: of its own agency, or all for the platform."""
    now = Membership.objects.in_force()
    if actor.may(Permission.MANAGE_AGENCIES) or actor.acting is None:
        return now
    return now.filter(agency_id=actor.acting.agency_id)


def placed_people(actor: Actor) -> QuerySet[User]:
    """Return the people whom the actor manages, with the agencies and units they sit in now, as far as it may know."""
    seats = told_seats(actor).filter(person=OuterRef("pk"))
    return managed_people(actor).annotate(
        agencies_now=ArraySubquery(seats.values("agency_id")), units_now=ArraySubquery(seats.values("task_force_id"))
    )


def managed_person(actor: Actor, pk: UUID) -> User:
    """Return one of them; Missing for everybody else."""
    found = managed_people(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def memberships_shown(actor: Actor, person: User) -> QuerySet[Membership]:
    """Return the memberships of a person that the actor may know: of its own agency, or all for the platform."""
    rows = Membership.objects.filter(person=person).select_related("agency", "task_force").order_by("-valid_from")
    if actor.may(Permission.MANAGE_AGENCIES) or actor.acting is None:
        return rows
    return rows.filter(agency_id=actor.acting.agency_id)
