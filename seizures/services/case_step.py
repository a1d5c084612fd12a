"""The life of a case: opened, taken on or back, suspended, closed with its outcome, merged into another one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.case_events import CaseClosed, CaseMerged, CaseStepped
from seizures.case_rules import can_add_to_case, can_close_case, can_merge_case, can_step_case
from seizures.enums import CaseStatus
from seizures.models import Case, CasePerson, CaseSeizure
from seizures.services.assistance import by_whom
from seizures.services.case import give_reference, locked_case, require_case_version
from seizures.services.case_checklist import lay_checklist
from seizures.states import COURSE


@transaction.atomic
def step_case(*, actor: Actor, case: Case, then: CaseStatus, reason: str, version: int | None = None) -> Case:
    """Take a case from one state to the next, with the reason; `suspended` and back again too.

    Opening a draft gives it its reference and, over seizures, its checklist. Refuses what does not follow, closing and
    merging (acts of their own), and an empty reason.
    """
    case = locked_case(actor, case)
    require(can_step_case(actor, case, then))
    require_case_version(case, version)
    words, before = _reason(reason), case.status
    changes: dict[str, tuple[Any, Any]] = {"status": (before, then)}
    if before == CaseStatus.DRAFT:
        give_reference(case)
        changes["reference"] = (None, case.reference)
        if CaseSeizure.objects.filter(case=case, ended_at__isnull=True).exists():
            lay_checklist(actor, case)
    if before == CaseStatus.CLOSED:
        changes |= {"outcome": (case.outcome, ""), "closed_at": (case.closed_at, None)}
        case.outcome, case.closed_at = "", None
    case.suspended_from = before if then == CaseStatus.SUSPENDED and before in COURSE else ""
    _stand(actor, case, then)
    record(actor, "case.step", about=case, changes=changes, reason=words)
    append(CaseStepped(case.pk, case.recorded_by_id, before, then), about=case, actor=actor)
    return case


@transaction.atomic
def close_case(*, actor: Actor, case: Case, outcome: str, reason: str, version: int | None = None) -> Case:
    """Close a case with its outcome and the reason.

    Refuses while somebody's arrest in its seizures has an empty checklist of rights, an unknown outcome, and an empty
    reason. What was still to do stays as it is.
    """
    case = locked_case(actor, case)
    require(can_close_case(actor, case))
    require_code("case_outcome", outcome, field="outcome")
    require_case_version(case, version)
    words, before = _reason(reason), case.status
    case.outcome, case.suspended_from, case.closed_at = outcome, "", timezone.now()
    _stand(actor, case, CaseStatus.CLOSED)
    changes = {"status": (before, CaseStatus.CLOSED), "outcome": ("", outcome)}
    record(actor, "case.close", about=case, changes=changes, reason=words)
    append(CaseClosed(case.pk, case.recorded_by_id, outcome), about=case, actor=actor)
    return case


@transaction.atomic
def merge_case(*, actor: Actor, case: Case, into: Case, reason: str, version: int | None = None) -> Case:
    """Let a case go on within another one of the unit: what is linked to it is linked there too.

    Tasks and notes stay where they are. Refuses a case of another unit, one that ended, and an empty reason.
    """
    if case.pk == into.pk:
        raise Invalid(_("Choose another record: this one is the same."), field="into")
    rows = {each.pk: locked_case(actor, each) for each in sorted((case, into), key=lambda each: each.pk)}
    case, into = rows[case.pk], rows[into.pk]
    require(can_merge_case(actor, case))
    require(can_add_to_case(actor, into))
    require_case_version(case, version)
    if into.task_force_id != case.task_force_id or into.status == CaseStatus.DRAFT:
        raise Invalid(_("Choose a case of your unit that runs."), field="into")
    words, before = _reason(reason), case.status
    _bring_links(actor, case, into)
    case.merged_into, case.suspended_from = into, ""
    _stand(actor, case, CaseStatus.MERGED)
    changes = {"status": (before, CaseStatus.MERGED), "merged_into": (None, into.reference)}
    record(actor, "case.merge", about=case, changes=changes, reason=words)
    record(actor, "case.keep", about=into, changes={"merged": (None, case.reference)}, reason=words)
    for each in (case, into):
        append(CaseMerged(case.pk, into.pk), about=each, actor=actor)
    return case


# The parts ----------------------------------------------------------------------------------------------------------


def _reason(words: str) -> str:
    if not words.strip():
        raise Invalid(_("Say why: whoever reads the case later wants to know."), field="reason")
    return words.strip()


def _stand(actor: Actor, case: Case, then: CaseStatus) -> None:
    """Put the case into the state from now on."""
    case.status, case.status_at = then, case.closed_at or timezone.now()
    case.changed_by_id = actor.subject_id
    case.version += 1
    case.save(force_update=True)


def _bring_links(actor: Actor, case: Case, into: Case) -> None:
    """Link to the other case what the actor sees linked to this one and what is not linked there yet."""
    by = by_whom(actor)
    there = set(CaseSeizure.objects.filter(case=into, ended_at__isnull=True).values_list("seizure_id", flat=True))
    here = CaseSeizure.objects.filter(case=case, ended_at__isnull=True).values_list("seizure_id", flat=True)
    into.seizure_links.bulk_create(
        CaseSeizure(case=into, seizure_id=each, linked_by_id=by) for each in here if each not in there
    )
    known = set(CasePerson.objects.filter(case=into, ended_at__isnull=True).values_list("person_id", flat=True))
    persons = CasePerson.objects.filter(case=case, ended_at__isnull=True).values_list("person_id", "role")
    into.person_links.bulk_create(
        CasePerson(case=into, person_id=person, role=role, linked_by_id=by)
        for person, role in persons
        if person not in known
    )
