"""Opening agencies."""

from django.contrib.auth.models import Group
from django.db import transaction

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.events import append
from aircop.reference.queries import require_code
from taskforces.events import AgencyOpened
from taskforces.models import Agency
from taskforces.rules import can_open_agency


@transaction.atomic
def open_agency(
    *, actor: Actor, code: str, name: str, short_name: str, kind: str, country: str | None, parent: Agency | None = None
) -> Agency:
    """Open an agency with its group of readers. Refuses everybody but a platform administrator."""
    require(can_open_agency(actor))
    require_code("agency_kind", kind, field="kind")
    group = Group.objects.create(name=f"agency {code}")
    agency = Agency.objects.create(
        code=code, name=name, short_name=short_name, kind=kind, country_id=country, parent=parent, group=group
    )
    record(actor, "agency.open", about=agency, changes={"code": (None, code), "name": (None, name)})
    append(AgencyOpened(agency.pk), about=agency, actor=actor)
    return agency
