"""What a case is about: seizures, persons, other cases. They are linked and unlinked; nobody sees more than before."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.sharing import shares_under
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.queries import require_code
from seizures.case_events import CaseLinked, CaseUnlinked
from seizures.case_rules import can_add_to_case
from seizures.enums import CaseStatus
from seizures.models import Case, CasePerson, CaseRelation, CaseSeizure, Person, Seizure
from seizures.queries.case_share import case_shares
from seizures.services.assistance import by_whom
from seizures.services.case import link_seizures, locked_case
from seizures.services.case_checklist import lay_checklist
from seizures.services.share import end_shares


@transaction.atomic
def link_seizure(*, actor: Actor, case: Case, seizure: Seizure) -> CaseSeizure:
    """Link a seizure that the actor sees to a case; the first one brings the checklist of what should follow.

    Refuses drafts of seizures, what was merged into another record, and what is linked already.
    """
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    if CaseSeizure.objects.filter(case=case, seizure=seizure, ended_at__isnull=True).exists():
        raise Invalid(_("This seizure is linked already."), field="seizure")
    [seizure] = link_seizures(actor, case, [seizure])
    if case.status != CaseStatus.DRAFT:
        lay_checklist(actor, case)
    record(actor, "case.link_seizure", about=case, changes={"linked_seizure": (None, seizure.reference)})
    append(CaseLinked(case.pk, "seizure", seizure.pk), about=case, actor=actor)
    return CaseSeizure.objects.get(case=case, seizure=seizure, ended_at__isnull=True)


@transaction.atomic
def unlink_seizure(*, actor: Actor, case: Case, seizure: Seizure) -> None:
    """End the link of a seizure to a case, and with it those of its persons.

    Who was let see the seizure by a share of this case sees it no longer by that; another share goes on.
    """
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    link = _standing(CaseSeizure.objects.filter(case=case, seizure=seizure).select_related("seizure"))
    persons = list(CasePerson.objects.filter(case=case, person__seizure=seizure, ended_at__isnull=True))
    for each in (link, *persons):
        _end(each)
    record(actor, "case.unlink_seizure", about=case, changes={"linked_seizure": (link.seizure.reference, None)})
    append(CaseUnlinked(case.pk, "seizure", seizure.pk), about=case, actor=actor)
    _end_shares(actor, case, link.seizure)


@transaction.atomic
def link_person(*, actor: Actor, case: Case, person: Person, role: str) -> CasePerson:
    """Link a person that the actor sees to a case, in its role there; linked already, its role is told anew.

    The seizure in which it was found is linked with it.
    """
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    require_code("case_role", role, field="role")
    stands = Person.objects.visible_to(actor).filter(pk=person.pk).select_related("seizure").first()
    if stands is None:
        raise Missing
    if not CaseSeizure.objects.filter(case=case, seizure=stands.seizure, ended_at__isnull=True).exists():
        link_seizure(actor=actor, case=case, seizure=stands.seizure)
    former = CasePerson.objects.filter(case=case, person=stands, ended_at__isnull=True).first()
    if former is not None:
        _end(former)
    link = CasePerson(case=case, person=stands, role=role, linked_by_id=by_whom(actor))
    link.save(force_insert=True)
    told = {"person": (None, stands.pseudonym), "case_role": (former.role if former else None, role)}
    record(actor, "case.link_person", about=case, changes=_named(stands) | told)
    append(CaseLinked(case.pk, "person", stands.pk), about=case, actor=actor)
    return link


@transaction.atomic
def unlink_person(*, actor: Actor, case: Case, person: Person) -> None:
    """End the link of a person to a case."""
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    link = _standing(CasePerson.objects.filter(case=case, person=person).select_related("person__seizure"))
    _end(link)
    told = _named(link.person) | {"person": (link.person.pseudonym, None)}
    record(actor, "case.unlink_person", about=case, changes=told)
    append(CaseUnlinked(case.pk, "person", person.pk), about=case, actor=actor)


@transaction.atomic
def link_case(*, actor: Actor, case: Case, other: Case) -> CaseRelation:
    """Say that two cases have to do with each other. Refuses one case twice, drafts, and what is said already."""
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    found = Case.objects.visible_to(actor).filter(pk=other.pk).exclude(status=CaseStatus.DRAFT).first()
    if found is None:
        raise Missing
    if found.pk == case.pk:
        raise Invalid(_("Choose another record: this one is the same."), field="other")
    if _between(case, found).exists():
        raise Invalid(_("These cases are linked already."), field="other")
    relation = CaseRelation(case=case, other=found, linked_by_id=by_whom(actor))
    relation.save(force_insert=True)
    record(actor, "case.link_case", about=case, changes={"related_case": (None, found.reference)})
    append(CaseLinked(case.pk, "case", found.pk), about=case, actor=actor)
    return relation


@transaction.atomic
def unlink_case(*, actor: Actor, case: Case, other: Case) -> None:
    """End the link between two cases, from whichever of them it was said."""
    case = locked_case(actor, case)
    require(can_add_to_case(actor, case))
    seen = Case.objects.visible_to(actor).filter(pk=other.pk).first()
    if seen is None:
        raise Missing
    _end(_standing(_between(case, seen)))
    record(actor, "case.unlink_case", about=case, changes={"related_case": (seen.reference, None)})
    append(CaseUnlinked(case.pk, "case", seen.pk), about=case, actor=actor)


# The parts ----------------------------------------------------------------------------------------------------------


def _named(person: Person) -> dict[str, tuple[Any, Any]]:
    """Return where a person was found: who does not see that seizure is not told of the act."""
    return {"linked_seizure": (person.seizure.reference, person.seizure.reference)}


def _between(case: Case, other: Case) -> Any:
    pair = Q(case=case, other=other) | Q(case=other, other=case)
    return CaseRelation.objects.filter(pair, case__in=[case.pk, other.pk], ended_at__isnull=True)


def _standing(rows: Any) -> Any:
    """Return the link that stands; without one there is nothing to end."""
    link = rows.filter(ended_at__isnull=True).first()
    if link is None:
        raise Missing
    return link


def _end_shares(actor: Actor, case: Case, seizure: Seizure) -> None:
    """End what came to readers of the case because the seizure was linked to it; what else gives it to them stays."""
    for head in case_shares(case):
        for share in shares_under(head):
            if share.about_id == seizure.pk:
                end_shares(actor, share)


def _end(link: CaseSeizure | CasePerson | CaseRelation) -> None:
    link.ended_at = timezone.now()
    link.save(update_fields=["ended_at"])
