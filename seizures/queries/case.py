"""Reads of cases for pages and interface: one of them, what is linked to it as its reader sees it, figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import CharField, Count, Exists, F, FilteredRelation, Min, OuterRef, Q, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.enums import CaseStatus, Handling, ReferralStatus
from seizures.models import (  # fmt: skip
    Case,
    CaseAgency,
    CasePerson,
    CaseQuerySet,
    CaseRelation,
    CaseSeizure,
    CaseTask,
    Person,
    Seizure,
)
from seizures.queries.case_link import linked_to
from seizures.queries.case_search import CAP, case_search_of, cases_looked_for
from seizures.queries.seizure import conditions_of
from taskforces.models import Agency, TaskForce


def visible_case(actor: Actor, pk: UUID) -> Case:
    """Return one case with what its pages show; Missing when it is not there or not for this reader."""
    rows = Case.objects.visible_to(actor).with_rows().select_related("access_list", "root_list")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


OFFER = Q(referrals__status=ReferralStatus.OFFERED)


def case_with_offer(actor: Actor, pk: UUID) -> Case:
    """Return one case as `visible_case`, and whether it is offered: `offered_by`, `offered_to`, `offered_until`.

    Who sits in neither of the two units is not told to whom.
    """
    rows = Case.objects.visible_to(actor).with_rows().select_related("access_list", "root_list")
    rows = rows.annotate(
        offer=FilteredRelation("referrals", condition=OFFER), offered_until=F("offer__due_at"),
        offered_by=F("offer__from_unit__code"), offered_to=F("offer__to_unit__name"), asked=F("offer__to_unit_id"),
    )  # fmt: skip
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    if not {found.owner_unit, found.asked} & {each.unit_id for each in actor.memberships}:  # type: ignore[attr-defined]
        found.offered_to = ""  # type: ignore[attr-defined]
    return found


def own_case(actor: Actor, pk: UUID) -> Case | None:
    """Return the case that the actor itself opened under an id that a form had chosen, if there is one."""
    return Case.objects.visible_to(actor).filter(pk=pk, recorded_by_id=actor.subject_id).first()


def cases_narrowed(rows: CaseQuerySet, wanted: Mapping[str, Any]) -> CaseQuerySet:
    """Return the rows that pass every filter that has a value."""
    for name, value in wanted.items():
        rows = cases_looked_for(rows, name, value)
    return rows


def conditions_in_cases(rows: CaseQuerySet) -> list[str]:
    """Return the conditions under which cases that fit are handled (H3): whoever takes them along confirms them."""
    strict = case_search_of(cases_looked_for(rows, "handling", Handling.H3))
    return conditions_of(rows, strict.ids(rows.db, field="recorded_at", descending=True, start=None, size=CAP))


def case_named(actor: Actor, reference: str) -> Case | None:
    """Return the opened case of that reference, if the actor sees it."""
    rows = Case.objects.visible_to(actor).exclude(status=CaseStatus.DRAFT)
    return rows.filter(reference=reference.strip().upper()).first()


def seizure_named(actor: Actor, reference: str) -> Seizure | None:
    """Return the seizure of that reference, if the actor sees it."""
    return Seizure.objects.visible_to(actor).filter(reference=reference.strip().upper()).first()


def seizures_chosen(actor: Actor, ids: Iterable[UUID]) -> list[Seizure]:
    """Return, of the seizures named, those that the actor sees, in the order of their times."""
    rows = Seizure.objects.visible_to(actor).with_rows().filter(pk__among=list(ids))
    return list(rows.order_by("occurred_at", "id"))


# What is linked to a case: only what its reader sees anyway -------------------------------------------------------


def seizures_of(actor: Actor, case: Case) -> list[Seizure]:
    """Return the seizures of a case, the oldest first, with what a row shows."""
    return list(linked_to(actor, case).with_rows().order_by("occurred_at", "id"))


def seizures_told(actor: Actor, case: Case) -> list[Seizure]:
    """Return the seizures of a case alone, for their history."""
    return list(linked_to(actor, case).order_by("occurred_at", "id"))


@dataclass(frozen=True, slots=True)
class Involved:
    """A person and its part in a case."""

    person: Person
    role: str


def persons_in(actor: Actor, case: Case) -> list[Involved]:
    """Return the persons of a case with their roles, in the order in which they were linked. One query."""
    links = CasePerson.objects.filter(case=case, ended_at__isnull=True, person__in=Person.objects.visible_to(actor))
    rows = links.select_related("person__seizure").order_by("linked_at", "id")
    return [Involved(row.person, row.role) for row in rows]


def persons_to_link(actor: Actor, case: Case) -> list[Person]:
    """Return the persons of the seizures of a case that are not linked yet."""
    linked = CasePerson.objects.filter(case=case, person=OuterRef("pk"), ended_at__isnull=True)
    rows = Person.objects.visible_to(actor).filter(~Exists(linked), seizure__in=linked_to(actor, case))
    return list(rows.select_related("seizure").order_by("seizure__reference", "number"))


def agencies_of(case: Case) -> list[CaseAgency]:
    """Return the agencies that take part now, the lead agency first, then those that did."""
    rows = CaseAgency.objects.filter(case=case).select_related("agency")
    return sorted(rows, key=lambda row: (row.until is not None, row.role != "lead", row.since))


@dataclass(frozen=True, slots=True)
class Family:
    """What a case belongs to, what belongs to it, and what has to do with it, as far as the reader sees it."""

    parent: Case | None
    merged_into: Case | None
    parts: list[Case]
    related: list[Case]


def family_of(actor: Actor, case: Case) -> Family:
    """Return the larger case, the one that goes on instead, the parts, and the linked cases.

    One query. What is linked is an array that is made once: asked of every case, it would read them all.
    """
    stands = CaseRelation.objects.filter(case__isnull=False, ended_at__isnull=True)
    pair = Q(case=case, other=OuterRef("pk")) | Q(case=OuterRef("pk"), other=case)
    pairs = stands.filter(Q(case=case) | Q(other=case)).annotate(
        there=Choose(When(case=case, then=F("other")), default=F("case"))
    )
    named = [each for each in (case.parent_id, case.merged_into_id) if each is not None]
    about = Q(pk__among=ArraySubquery(pairs.values("there"))) | Q(pk__among=named) | Q(parent=case)
    rows = Case.objects.visible_to(actor).filter(about).annotate(linked=Exists(stands.filter(pair)))
    found = list(rows.order_by("reference"))
    by_id = {row.pk: row for row in found}
    return Family(
        parent=by_id.get(case.parent_id) if case.parent_id else None,
        merged_into=by_id.get(case.merged_into_id) if case.merged_into_id else None,
        parts=[row for row in found if row.parent_id == case.pk],
        related=[row for row in found if getattr(row, "linked", False)],
    )


def cases_of(actor: Actor, seizure: Seizure) -> list[Case]:
    """Return the cases of a seizure that the actor sees."""
    links = CaseSeizure.objects.filter(case=OuterRef("pk"), seizure=seizure, ended_at__isnull=True)
    return list(Case.objects.visible_to(actor).filter(Exists(links)).order_by("reference"))


def cases_by_seizure(actor: Actor, seizures: Iterable[Seizure]) -> dict[UUID, list[UUID]]:
    """Return, per seizure, the ids of the cases that the actor sees it linked to. One query: the wall asks for both."""
    ids = [row.pk for row in seizures]
    found: dict[UUID, list[UUID]] = {}
    rows = CaseSeizure.objects.filter(seizure__in=ids, ended_at__isnull=True, case__in=Case.objects.visible_to(actor))
    for seizure, case in rows.order_by("linked_at").values_list("seizure_id", "case_id"):
        found.setdefault(seizure, []).append(case)
    return found


@dataclass(frozen=True, slots=True)
class Linked:
    """Ids of what is linked to a case, as far as the reader sees both ends; its agencies."""

    seizures: list[UUID]
    persons: list[tuple[UUID, str]]
    related: list[UUID]
    parent: UUID | None
    merged_into: UUID | None
    agencies: list[CaseAgency]


def linked_of(actor: Actor, cases: Sequence[Case]) -> dict[UUID, Linked]:
    """Return what is linked to each case that came from `visible_to`. Five queries for any number."""
    ids = [row.pk for row in cases]
    found = {row.pk: Linked([], [], [], None, None, []) for row in cases}
    seizures = CaseSeizure.objects.filter(
        case__in=ids, ended_at__isnull=True, seizure__in=Seizure.objects.visible_to(actor)
    )
    for case, seizure in seizures.order_by("linked_at", "id").values_list("case_id", "seizure_id"):
        found[case].seizures.append(seizure)
    persons = CasePerson.objects.filter(
        case__in=ids, ended_at__isnull=True, person__in=Person.objects.visible_to(actor)
    )
    for case, person, role in persons.order_by("linked_at", "id").values_list("case_id", "person_id", "role"):
        found[case].persons.append((person, role))
    for row in CaseAgency.objects.filter(case__in=ids).order_by("since", "id"):
        found[row.case_id].agencies.append(row)
    return _with_others(actor, cases, found)


def _with_others(actor: Actor, cases: Sequence[Case], found: dict[UUID, Linked]) -> dict[UUID, Linked]:
    ids = list(found)
    pairs = CaseRelation.objects.filter(Q(case__in=ids) | Q(other__in=ids), case__isnull=False, ended_at__isnull=True)
    links = list(pairs.order_by("linked_at", "id").values_list("case_id", "other_id"))
    named = {pk for pair in links for pk in pair}
    named |= {pk for row in cases for pk in (row.parent_id, row.merged_into_id) if pk}
    unknown = named - set(ids)
    seen = set(ids)
    if unknown:
        seen |= set(Case.objects.visible_to(actor).filter(pk__among=list(unknown)).values_list("pk", flat=True))
    for one, other in links:
        for here, there in ((one, other), (other, one)):
            if here in found and there in seen:
                found[here].related.append(there)
    for row in cases:
        above, instead = ({pk} & seen for pk in (row.parent_id, row.merged_into_id))
        found[row.pk] = replace(
            found[row.pk], parent=row.parent_id if above else None, merged_into=row.merged_into_id if instead else None
        )
    return found


# What waits ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the tasks of a case are: how many, how many of them finished, how many past their day, the next day."""

    tasks: int = 0
    done: int = 0
    overdue: int = 0
    next_due: date | None = None

    @property
    def next_at(self) -> datetime | None:
        """Return the end of the next day on which something is due."""
        return datetime.combine(self.next_due, time.max, tzinfo=UTC) if self.next_due else None


NOTHING = Progress()


def progress_of(cases: Iterable[Case]) -> dict[UUID, Progress]:
    """Return how far the tasks of each case are, for cases that came from `visible_to`. One query for a page."""
    today, is_open = timezone.now().date(), Q(done_at__isnull=True)
    rows = CaseTask.objects.filter(case__in=[row.pk for row in cases]).values("case_id").order_by("case_id")
    counted = rows.annotate(
        all=Count("pk"), finished=Count("pk", filter=~is_open), late=Count("pk", filter=is_open & Q(due_on__lt=today)),
        next=Min("due_on", filter=is_open),
    )  # fmt: skip
    told = counted.values_list("case_id", "all", "finished", "late", "next")
    return {case: Progress(*numbers) for case, *numbers in told}


def tasks_of(case: Case) -> list[CaseTask]:
    """Return the tasks of a case: open ones by their day, then those that are finished."""
    rows = CaseTask.objects.filter(case=case).select_related("assignee", "done_by")
    far = timezone.now().date().replace(year=9999)
    return sorted(rows, key=lambda row: (row.done_at is not None, row.due_on or far, row.sequence))


def units_and_agencies() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the choices of the list's filters: units by their codes, agencies by their names. One query."""
    agencies = Agency.objects.values_list(Value("agency"), Cast("pk", CharField()), "name", "name")
    units = TaskForce.objects.values_list(Value("unit"), "code", "name", "code")
    rows = sorted(units.union(agencies), key=lambda row: row[3])
    return (
        [(code, f"{code} {name}") for kind, code, name, _order in rows if kind == "unit"],
        [(pk, name) for kind, pk, name, _order in rows if kind == "agency"],
    )
