"""The first act of an installation: its first agency and administrator."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Acting, Actor
from aircop.access.roles import Role
from aircop.access.verdict import Verdict, allow, refuse, require
from aircop.accounts.models import User
from aircop.audit import record
from aircop.events import append
from taskforces.events import NetworkFounded
from taskforces.models import Agency, Membership
from taskforces.services.agency import open_agency
from taskforces.services.membership import start_membership


@dataclass(frozen=True, slots=True)
class Founding:
    """What an installation begins with."""

    agency: Agency
    administrator: User


def founder() -> Actor:
    """Return the actor of the very first acts: nobody signed in, acting as a platform administrator."""
    nowhere = UUID(int=0)
    acting = Acting(nowhere, nowhere, None, Role.PLATFORM_ADMIN, "installation")
    return Actor(subject_id=None, name="installation", acting=acting, memberships=(acting,))


def can_found_network() -> Verdict:
    """An installation is founded once."""
    if Membership.objects.filter(role=Role.PLATFORM_ADMIN).exists():
        return refuse(_("This installation has a platform administrator already."), "founded")
    return allow()


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('found_network'))")


@transaction.atomic
def found_network(
    *, administrator: User, code: str, name: str, short_name: str, kind: str, country: str | None
) -> Founding:
    """Open the first agency and make the person its platform administrator. Refuses a second time."""
    _one_at_a_time()
    require(can_found_network())
    actor = founder()
    agency = open_agency(actor=actor, code=code, name=name, short_name=short_name, kind=kind, country=country)
    start_membership(actor=actor, person=administrator, agency=agency, role=Role.PLATFORM_ADMIN)
    record(actor, "network.found", about=agency)
    append(NetworkFounded(agency.pk, administrator.pk), about=agency, actor=actor)
    return Founding(agency, administrator)
