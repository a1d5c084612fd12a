"""Reads of people for those who manage them."""

from uuid import UUID

from allauth.mfa.models import Authenticator
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
    now = Membership.objects.in_force().select_related("agency", "task_force").order_by("valid_from")
    if not actor.may(Permission.MANAGE_AGENCIES):
        agency = actor.acting.agency_id
        sat = Membership.objects.filter(person=OuterRef("pk"), agency_id=agency)
        people = people.filter(Exists(sat) | Q(opened_by_agency=agency))
        now = now.filter(agency_id=agency)
    factor = Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return people.annotate(has_factor=Exists(factor)).prefetch_related(
        Prefetch("memberships", now, to_attr="memberships_now")
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
