"""Agencies that helped, and the numbers under which others know the seizure."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.events import SeizureAgenciesChanged
from seizures.models import Assistance, ExternalReference, Seizure
from seizures.rules import can_add_to_seizure
from seizures.services.seizure import locked
from taskforces.models import Agency


@transaction.atomic
def add_assisting_agency(*, actor: Actor, seizure: Seizure, agency: Agency) -> Assistance:
    """Say that an agency took part. Refuses the lead agency and one that is named already."""
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    if agency.pk == seizure.lead_agency_id:
        raise Invalid(_("This agency leads the seizure already."), field="agency")
    if seizure.assistances.filter(agency=agency, ended_at__isnull=True).exists():
        raise Invalid(_("This agency is named already."), field="agency")
    made = Assistance.objects.create(seizure=seizure, agency=agency, recorded_by_id=by_whom(actor))
    _told(seizure)
    record(actor, "seizure.add_agency", about=seizure, changes={"assisting": (None, agency.name)})
    append(SeizureAgenciesChanged(seizure.pk), about=seizure, actor=actor)
    return made


@transaction.atomic
def end_assistance(*, actor: Actor, seizure: Seizure, assistance_id: UUID) -> None:
    """Take an assisting agency off again: the entry is kept as ended."""
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    rows = seizure.assistances.filter(pk=assistance_id, ended_at__isnull=True, merge__isnull=True)
    stands = rows.select_related("agency").first()
    if stands is None:
        raise Missing
    stands.ended_at = timezone.now()
    stands.save(update_fields=["ended_at"])
    _told(seizure)
    record(actor, "seizure.end_agency", about=seizure, changes={"assisting": (stands.agency.name, None)})
    append(SeizureAgenciesChanged(seizure.pk), about=seizure, actor=actor)


@transaction.atomic
def add_external_reference(
    *, actor: Actor, seizure: Seizure, agency: Agency, system: str, number: str
) -> ExternalReference:
    """Write down the number under which an agency or a network knows the seizure, in capitals."""
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    require_code("reference_system", system, field="system")
    number = " ".join(number.upper().split())
    if not number or not number[0].isalnum():
        raise Invalid(_("Begin the number with a letter or a figure."), field="number")
    if seizure.external_references.filter(system=system, number=number, ended_at__isnull=True).exists():
        raise Invalid(_("This number is there already."), field="number")
    made = ExternalReference.objects.create(
        seizure=seizure, agency=agency, system=system, number=number, recorded_by_id=by_whom(actor)
    )
    _told(seizure)
    record(actor, "seizure.add_number", about=seizure, changes={"external_reference": (None, str(made))})
    append(SeizureAgenciesChanged(seizure.pk), about=seizure, actor=actor)
    return made


@transaction.atomic
def end_external_reference(*, actor: Actor, seizure: Seizure, reference_id: UUID) -> None:
    """Take a number off again: the entry is kept as ended."""
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    rows = seizure.external_references.filter(pk=reference_id, ended_at__isnull=True, merge__isnull=True)
    stands = rows.first()
    if stands is None:
        raise Missing
    stands.ended_at = timezone.now()
    stands.save(update_fields=["ended_at"])
    _told(seizure)
    record(actor, "seizure.end_number", about=seizure, changes={"external_reference": (str(stands), None)})
    append(SeizureAgenciesChanged(seizure.pk), about=seizure, actor=actor)


def by_whom(actor: Actor) -> UUID:
    """Return whose act it is: whoever may act is signed in."""
    return cast("UUID", actor.subject_id)


def _told(seizure: Seizure) -> None:
    """Count the change: whoever holds the record's entity tag reads it anew."""
    seizure.version += 1
    seizure.save(update_fields=["version"])
