"""What the whole network reads: the one list without an owner, and the group in which every membership sits.

Contacts, operations and meetings lie on it. It gives sight alone; who changes them, the rules of their app say. The
office of an administrator reads no records and reads this all the same: a directory is no case.
"""

from uuid import UUID

from django.contrib.auth.models import Group
from django.db import connection

from aircop.access import grants
from aircop.access.models import AccessList, ListKind, ShareVia
from aircop.access.roles import Level

GROUP = "network"  # made by the migration of the memberships
NOBODY = UUID(int=0)
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('network_list'))"


def network_group_id() -> int:
    """Return the group in which everybody of the network sits while a membership is in force."""
    return Group.objects.only("pk").get(name=GROUP).pk


def network_list() -> AccessList:
    """Return the list that everybody of the network reads; made when it is first needed.

    Plumbing of the act that puts the first record onto it.
    """
    made = AccessList.objects.filter(kind=ListKind.NETWORK).first()
    return made or _made()


def _made() -> AccessList:
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
    if (made := AccessList.objects.filter(kind=ListKind.NETWORK).first()) is not None:
        return made
    opened = grants.open_list(kind=ListKind.NETWORK, label="Network", owner_agency=NOBODY, owner_unit=None)
    everybody = grants.Reader(label="Network", group_id=network_group_id())
    grants.give(
        opened,
        everybody,
        level=Level.VIEW,
        with_identities=False,
        reason="Everybody of the network",
        via=ShareVia.DEFAULT,
        by=None,
    )
    return opened
