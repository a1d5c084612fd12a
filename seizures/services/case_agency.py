"""Agencies that take part in a case, from then to then."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.case_events import CaseAgenciesChanged
from seizures.case_rules import can_change_case
from seizures.enums import CaseAgencyRole
from seizures.models import Case, CaseAgency
from seizures.services.assistance import by_whom
from seizures.services.case import locked_case
from taskforces.models import Agency


@transaction.atomic
def add_case_agency(*, actor: Actor, case: Case, agency: Agency) -> CaseAgency:
    """Say that an agency takes part. It shows that agency nothing: a share does. Refuses who is named already."""
    case = locked_case(actor, case)
    require(can_change_case(actor, case))
    if case.agencies.filter(agency=agency, until__isnull=True).exists():
        raise Invalid(_("This agency is named already."), field="agency")
    row = CaseAgency(case=case, agency=agency, role=CaseAgencyRole.PARTICIPATING, recorded_by_id=by_whom(actor))
    row.save(force_insert=True)
    record(actor, "case.add_agency", about=case, changes={"agency": (None, agency.name)})
    append(CaseAgenciesChanged(case.pk), about=case, actor=actor)
    return row


@transaction.atomic
def end_case_agency(*, actor: Actor, case: Case, agency: Agency) -> None:
    """Let an agency take part no longer: the entry is kept. The lead agency is changed, not ended."""
    case = locked_case(actor, case)
    require(can_change_case(actor, case))
    row = case.agencies.filter(agency=agency, until__isnull=True).first()
    if row is None:
        raise Missing
    if row.role == CaseAgencyRole.LEAD:
        raise Invalid(_("This agency leads the case: say first who leads instead."), field="agency")
    row.until = timezone.now()
    row.save(update_fields=["until"])
    record(actor, "case.end_agency", about=case, changes={"agency": (agency.name, None)})
    append(CaseAgenciesChanged(case.pk), about=case, actor=actor)
