"""Two rows about one person within one agency: the pairs that people decide on, and what was merged."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.enums import HintStatus
from seizures.models import Person, PersonHint, PersonMerge

PAIR = ("first__seizure__airport", "second__seizure__airport")


def _seen(actor: Actor) -> QuerySet[PersonHint]:
    """Return the hints within one agency of which the actor sees both persons and both identities.

    What is alike are names, births and documents: who sees them of one alone is not told that there is another.
    """
    lists = grants.lists_with_identities(actor)
    rows = Person.objects.visible_to(actor).filter(Q(access_list__among=lists) | Q(root_list__among=lists))
    both = PersonHint.objects.filter(first__in=rows, second__in=rows, first__owner_agency=F("second__owner_agency"))
    return both.select_related(*PAIR)


def _to_decide(actor: Actor) -> QuerySet[PersonHint]:
    """Return what is still open and stands for itself: who went to another person waits with that one."""
    return _seen(actor).filter(~_gone("first"), ~_gone("second"), _of_own(actor), status=HintStatus.OPEN)


def _gone(side: str) -> Exists:
    stands = {"kept__withdrawn_at__isnull": True, "undone_at__isnull": True}
    return Exists(PersonMerge.objects.filter(duplicate=OuterRef(side), **stands))


def _of_own(actor: Actor) -> Q:
    """Return the condition that the actor serves with the owner: others decide nothing here, and are told nothing."""
    units = [each.unit_id for each in actor.memberships if each.unit_id is not None]
    agencies = [each.agency_id for each in actor.memberships]
    return Q(first_unit__in=units) | Q(second_unit__in=units) | Q(agency__in=agencies)


def person_hints(actor: Actor) -> QuerySet[PersonHint]:
    """Return the pairs that the actor's units have to decide on; the newest have the greatest ids."""
    return _to_decide(actor)


def person_hints_of(actor: Actor, person: Person) -> list[PersonHint]:
    """Return the open pairs that one person is part of, the likeliest first."""
    found = _to_decide(actor).filter(Q(first=person) | Q(second=person))
    return sorted(found, key=lambda hint: (hint.score, hint.pk), reverse=True)


def person_hint_of(actor: Actor, pk: UUID) -> PersonHint:
    """Return one pair, decided or not; Missing unless the actor sees both identities and serves with their owner."""
    found = _seen(actor).filter(_of_own(actor), pk=pk).first()
    if found is None:
        raise Missing
    return found


def person_hint_between(actor: Actor, one: UUID, other: UUID) -> PersonHint:
    """Return the pair of two persons, decided or not; Missing as above."""
    first, second = sorted((one, other))
    found = _seen(actor).filter(_of_own(actor), first=first, second=second).first()
    if found is None:
        raise Missing
    return found


def are_one(one: Person, other: Person) -> bool:
    """Whether somebody merged the one into the other, either way round."""
    both = [one.pk, other.pk]
    return PersonMerge.objects.filter(kept__in=both, duplicate__in=both, undone_at__isnull=True).exists()


def gone_to(actor: Actor, persons: Iterable[Person]) -> dict[UUID, Person]:
    """Return, per person that was merged, the one it went to. The wall shows it to who sees both identities."""
    rows = PersonMerge.objects.filter(duplicate__in=list(persons), kept__in=_shown(actor), undone_at__isnull=True)
    return {row.duplicate_id: row.kept for row in rows.select_related("kept__seizure")}


def one_with(actor: Actor, person: Person) -> tuple[Person | None, list[Person]]:
    """Return whom a person went to, and who came to it, the first first. One of the two is always empty."""
    rows = PersonMerge.objects.filter(kept__in=_shown(actor), duplicate__in=_shown(actor), undone_at__isnull=True)
    own = rows.filter(Q(kept=person) | Q(duplicate=person)).order_by("merged_at", "id")
    found = list(own.select_related("kept__seizure", "duplicate__seizure"))
    went = next((row.kept for row in found if row.duplicate_id == person.pk), None)
    return went, [row.duplicate for row in found if row.kept_id == person.pk]


def _shown(actor: Actor) -> QuerySet[Person]:
    """Return the persons whom the actor sees now: who was withdrawn since is one with nobody."""
    return Person.objects.visible_to(actor)
