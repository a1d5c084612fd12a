"""The beginning of a case: opened over seizures, changed, thrown away while a draft."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Field
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import new_id
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Clash, Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.case_events import CaseChanged, CaseDiscarded, CaseOpened
from seizures.case_rules import can_change_case, can_discard_case, can_open_case
from seizures.enums import CaseAgencyRole, CaseStatus, Handling
from seizures.models import Case, CaseAgency, CaseSeizure, Seizure
from seizures.services.assistance import by_whom
from seizures.services.case_checklist import lay_checklist
from seizures.services.found import plain
from seizures.services.seizure import require_may_tell
from taskforces.models import Agency, TaskForce
from taskforces.services.reference import next_reference

CASE_NAMES = (
    "title", "lead_agency", "offences", "summary", "narrative", "handling", "handling_words", "parent",
)  # fmt: skip
KIND = "C"


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    title: str,
    seizures: Iterable[Seizure] = (),
    lead_agency: Agency | None = None,
    offences: Sequence[str] = (),
    summary: str = "",
    narrative: str = "",
    handling: str = Handling.H0,
    handling_words: str = "",
    parent: Case | None = None,
    draft: bool = False,
    case_id: UUID | None = None,
) -> Case:
    """Open a case for the unit in which the actor acts, over one or several seizures, unless it is to stay a draft.

    A case over seizures gets the checklist of what should follow them. `lead_agency` is the actor's own where nothing
    is told. `case_id` names the record before it is written, so that a form sent twice cannot make two
    (IntegrityError). Refuses who may not open cases, seizures that the actor does not see, drafts of seizures, unknown
    codes, and agencies outside the unit. Linking a seizure shows it to nobody.
    """
    require(can_open_case(actor))
    unit = TaskForce.objects.select_related("default_list").get(pk=_acting(actor).unit_id)
    case = Case(
        id=case_id or new_id(), title=title.strip(), summary=summary, narrative=narrative, handling=handling,
        handling_words=handling_words, offences=list(offences), parent=parent, task_force=unit,
        lead_agency=lead_agency or Agency.objects.get(pk=_acting(actor).agency_id), status_at=timezone.now(),
        access_list_id=unit.default_list_id, root_list_id=unit.default_list_id,
        owner_agency=_acting(actor).agency_id, owner_unit=unit.pk, recorded_by_id=by_whom(actor),
    )  # fmt: skip
    _settle(actor, case, CASE_NAMES)
    if not draft:
        give_reference(case)
    case.save(force_insert=True)
    CaseAgency(
        case=case, agency=case.lead_agency, role=CaseAgencyRole.LEAD, recorded_by_id=by_whom(actor)
    ).save(force_insert=True)  # fmt: skip
    linked = link_seizures(actor, case, seizures)
    if linked and not draft:
        lay_checklist(actor, case)
    record(actor, "case.open", about=case, changes=_first(case))
    for seizure in linked:
        record(actor, "case.link_seizure", about=case, changes={"linked_seizure": (None, seizure.reference)})
    append(CaseOpened(case.pk, case.status), about=case, actor=actor)
    return case


@transaction.atomic
def change_case(*, actor: Actor, case: Case, version: int, facts: Mapping[str, Any]) -> Case:
    """Change fields of a case that runs; `facts` holds only those to change.

    Refuses a version that is not the present one: StaleWrite carries, for each field sent that differs and that the
    writer may see, both texts.
    """
    if unknown := facts.keys() - set(CASE_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    case = locked_case(actor, case)
    require(can_change_case(actor, case))
    require_may_tell(actor, case, facts)
    require_case_version(case, version, facts)
    before = {name: getattr(case, name) for name in facts}
    for name, value in facts.items():
        setattr(case, name, value.strip() if name == "title" else value)
    _settle(actor, case, [name for name, value in before.items() if getattr(case, name) != value])
    changes = {
        name: (_told(name, old), _told(name, getattr(case, name)))
        for name, old in before.items()
        if old != getattr(case, name)
    }
    if not changes:
        return case
    if "lead_agency" in changes:
        hand_lead(actor, case)
    case.changed_by_id = actor.subject_id
    case.version += 1
    case.save(force_update=True)
    record(actor, "case.change", about=case, changes=changes, keep=case.status != CaseStatus.DRAFT)
    append(CaseChanged(case.pk, tuple(sorted(changes))), about=case, actor=actor)
    return case


@transaction.atomic
def discard_case(*, actor: Actor, case: Case) -> None:
    """Throw away the draft of a case of one's own. Nothing that was opened is ever deleted."""
    case = locked_case(actor, case)
    require(can_discard_case(actor, case))
    record(actor, "case.discard", about=case)
    append(CaseDiscarded(case.pk), about=case, actor=actor)
    case.delete()


# Shared with the other acts on cases -------------------------------------------------------------------------------


def locked_case(actor: Actor, case: Case) -> Case:
    """Return the row as it stands, locked, if the actor may see it; otherwise it does not exist."""
    rows = Case.objects.visible_to(actor).filter(pk=case.pk)
    related = ("access_list", "root_list", "task_force", "lead_agency")
    seen = rows.select_for_update(no_key=True).values_list("pk")
    stands = rows.select_related(*related).first() if seen else None
    if stands is None:
        raise Missing
    return stands


def require_case_version(case: Case, version: int | None, sent: Mapping[str, Any] | None = None) -> None:
    """Refuse a write that saw another version; tell both texts of what was sent."""
    if version is None or version == case.version:
        return
    reason = _("Somebody changed this record while you were writing. Compare both texts and choose.")
    clashes = tuple(
        Clash(name, str(_field(name).verbose_name), plain(value), plain(getattr(case, name)))
        for name, value in (sent or {}).items()
        if name != "parent" and getattr(case, name) != value
    )
    raise StaleWrite(reason, version=case.version, clashes=clashes)


def give_reference(case: Case) -> None:
    """Let a case begin to run: it gets its number, from now on it is the unit's."""
    case.reference = case.reference or next_reference(case.task_force, KIND)
    case.status, case.status_at = CaseStatus.OPEN, timezone.now()
    case.opened_at = case.opened_at or case.status_at


def linkable(actor: Actor, seizure: Seizure) -> Seizure:
    """Return a seizure that the actor sees and that may be linked; refuse drafts and what counts within another one."""
    stands = Seizure.objects.visible_to(actor).filter(pk=seizure.pk).select_related("duplicate_of").first()
    if stands is None:
        raise Missing
    if stands.reference is None:
        raise Invalid(_("Submit the seizure first: a draft is seen by its author alone."), field="seizures")
    if stands.duplicate_of_id is not None:
        raise Invalid(_("This record was merged into another one: link that one."), field="seizures")
    return stands


def link_seizures(actor: Actor, case: Case, seizures: Iterable[Seizure]) -> list[Seizure]:
    """Write the links of a case to seizures that the actor sees, each once; a step of acts, which record it."""
    found = [linkable(actor, each) for each in {each.pk: each for each in seizures}.values()]
    for seizure in found:
        CaseSeizure(case=case, seizure=seizure, linked_by_id=by_whom(actor)).save(force_insert=True)
    return found


def hand_lead(actor: Actor, case: Case) -> None:
    """Let the former lead agency take part from now on, and the new one lead."""
    now, rows = timezone.now(), case.agencies.filter(until__isnull=True)
    former = rows.get(role=CaseAgencyRole.LEAD)
    rows.filter(agency=case.lead_agency).update(until=now)
    rows.filter(role=CaseAgencyRole.LEAD).update(until=now)
    by = by_whom(actor)
    CaseAgency(case=case, agency_id=former.agency_id, role=CaseAgencyRole.PARTICIPATING, recorded_by_id=by).save()
    CaseAgency(case=case, agency=case.lead_agency, role=CaseAgencyRole.LEAD, recorded_by_id=by).save()


# The parts ----------------------------------------------------------------------------------------------------------


def _acting(actor: Actor) -> Any:
    return actor.acting


def _field(name: str) -> Field[Any, Any]:
    return cast("Field[Any, Any]", Case._meta.get_field(name))


def _told(name: str, value: Any) -> Any:
    """Return a value as the history keeps it: another case by its reference, which its reader may not see."""
    return value.reference if name == "parent" and value is not None else plain(value)


def _first(case: Case) -> dict[str, tuple[Any, Any]]:
    told = {name: _told(name, getattr(case, name)) for name in CASE_NAMES}
    told |= {"reference": case.reference, "status": case.status}
    return {name: (None, value) for name, value in told.items() if value not in ("", None, [])}


def _settle(actor: Actor, case: Case, told: Iterable[str]) -> None:
    """Check what was told now."""
    if not case.title:
        raise Invalid(_("Give the case a title, without names of persons."), field="title")
    if "offences" in told:
        case.offences = list(dict.fromkeys(case.offences))
        for code in case.offences:
            require_code("offence_type", code, field="offences")
    if "lead_agency" in told:
        _check_lead(case)
    if "parent" in told and case.parent_id is not None:
        _check_parent(actor, case, case.parent_id)
    if case.handling == Handling.H3 and not case.handling_words:
        raise Invalid(_("Say which conditions apply: H3 needs words."), field="handling_words")


def _check_lead(case: Case) -> None:
    part = case.lead_agency.participations.filter(task_force_id=case.task_force_id, until__isnull=True)
    if not part.exists():
        raise Invalid(_("This agency does not take part in your task force."), field="lead_agency")


def _check_parent(actor: Actor, case: Case, parent_id: UUID) -> None:
    """Refuse a larger case that the actor does not see, and one that is a part of this one."""
    others, seen = Case.objects.visible_to(actor).exclude(status=CaseStatus.DRAFT), {case.pk}
    step = others.filter(pk=parent_id).first()
    if step is None:
        raise Missing
    case.parent = step
    while step is not None:
        if step.pk in seen:
            raise Invalid(_("That case is a part of this one."), field="parent")
        seen.add(step.pk)
        step = others.filter(pk=step.parent_id).first() if step.parent_id else None
