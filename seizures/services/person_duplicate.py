"""Two rows of one agency about one person: merged by somebody, undone exactly, or told apart."""

from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import HintStatus
from seizures.models import Person, PersonHint, PersonMerge, Seizure
from seizures.person_events import SeizurePersonMerged, SeizurePersonToldApart, SeizurePersonUnmerged
from seizures.person_rules import can_merge_person, can_tell_apart_person
from seizures.queries.person_duplicate import are_one, person_hint_of
from seizures.services.assistance import by_whom
from seizures.services.person import held_person


@transaction.atomic
def merge_persons(*, actor: Actor, kept: Person, duplicate: Person, words: str = "") -> PersonMerge:
    """Say that two persons of one agency are one: `duplicate` stays as it is, and says that it went to `kept`.

    Neither row is changed, nor what was found or decided of the two before. Refuses one person twice, persons of two
    agencies, and chains: who went to somebody takes in nobody, and who took in somebody goes nowhere.
    """
    kept, duplicate = _both(actor, kept, duplicate)
    for person in (kept, duplicate):
        require(can_merge_person(actor, person))
    if kept.owner_agency != duplicate.owner_agency:
        raise Invalid(_("They are on record at two agencies, and stay two there."), field="kept", code="two_agencies")
    _refuse_chains(actor, kept, duplicate)
    merge = PersonMerge(kept=kept, duplicate=duplicate, merged_by_id=by_whom(actor))
    merge.save(force_insert=True)
    for person in (kept, duplicate):
        _record(actor, "seizure.merge_person", person, words, field="same_person", then=True)
        append(SeizurePersonMerged(person.seizure_id, person.pk), about=person.seizure, actor=actor)
    return merge


@transaction.atomic
def unmerge_person(*, actor: Actor, person: Person, words: str = "") -> Person:
    """Undo a merge on the person that went to another one: both stand for themselves, as they were.

    Missing where nothing was merged, or the actor does not see both.
    """
    merge = PersonMerge.objects.filter(duplicate=person, undone_at__isnull=True).select_related("kept").first()
    if merge is None:
        require(can_merge_person(actor, held_person(actor, person)))
        raise Missing
    kept, duplicate = _both(actor, merge.kept, person)
    for each in (kept, duplicate):
        require(can_merge_person(actor, each))
    merge.undone_at, merge.undone_by_id = timezone.now(), by_whom(actor)
    merge.save(update_fields=["undone_at", "undone_by"])
    for each in (kept, duplicate):
        _record(actor, "seizure.unmerge_person", each, words, field="same_person", then=False)
        append(SeizurePersonUnmerged(each.seizure_id, each.pk), about=each.seizure, actor=actor)
    return duplicate


@transaction.atomic
def tell_persons_apart(*, actor: Actor, hint: PersonHint, words: str = "") -> PersonHint:
    """Say that two persons who look alike are two: they are not hinted at again.

    Refuses a pair on which somebody has decided already.
    """
    hint = person_hint_of(actor, hint.pk)
    first, second = _both(actor, hint.first, hint.second)
    for person in (first, second):
        require(can_tell_apart_person(actor, person))
    still_open = PersonHint.objects.filter(pk=hint.pk, first=first, status=HintStatus.OPEN)
    told = {"status": HintStatus.APART, "decided_by_id": by_whom(actor), "decided_at": timezone.now()}
    if are_one(first, second) or not still_open.update(**told):
        raise Invalid(_("Somebody has decided on these two already."), code="decided")
    for person in (first, second):
        _record(actor, "seizure.tell_person_apart", person, words, field="another_person", then=True)
        append(SeizurePersonToldApart(person.seizure_id, person.pk), about=person.seizure, actor=actor)
    hint.refresh_from_db()
    return hint


def part_persons(actor: Actor, seizures: Iterable[Seizure]) -> None:
    """Undo the merges of persons of records that went to another agency with somebody who stayed: two again.

    A step of the act that hands the records over. It reaches merges that the actor does not see; of a record that the
    actor does not see the entry holds neither a reference nor a value.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM seizures_part_persons(%s)", [[each.pk for each in seizures]])
        rows = cursor.fetchall()
    seen = Seizure.objects.visible_to(actor).in_bulk({row[2] for row in rows})
    for person, number, seizure, access_list, root_list, agency, unit in rows:
        lists = {"access_list_id": access_list, "root_list_id": root_list}
        about = seen.get(seizure) or Seizure(id=seizure, owner_agency=agency, owner_unit=unit, **lists)
        changes = {f"persons.{number}.same_person": (True, False)} if seizure in seen else None
        record(actor, "seizure.unmerge_person", about=about, changes=changes, ids=[person])
        append(SeizurePersonUnmerged(seizure, person), about=about, actor=actor)


def _both(actor: Actor, one: Person, other: Person) -> tuple[Person, Person]:
    """Lock two persons with their seizures, in the order of these, so that two people do not wait for each other."""
    if one.pk == other.pk:
        raise Invalid(_("Choose another person: this is the same one."), field="kept")
    rows = {
        each.pk: held_person(actor, each) for each in sorted((one, other), key=lambda each: (each.seizure_id, each.pk))
    }
    return rows[one.pk], rows[other.pk]


def _refuse_chains(actor: Actor, kept: Person, duplicate: Person) -> None:
    """Refuse a second step in either direction. A merge into somebody who was taken out since holds no more."""
    went = PersonMerge.objects.filter(duplicate__in=[kept, duplicate], undone_at__isnull=True)
    went.filter(kept__withdrawn_at__isnull=False).update(undone_at=timezone.now(), undone_by_id=by_whom(actor))
    if went.exists():
        raise Invalid(_("One of them went to another person already: choose that one, or undo that first."))
    took_in = PersonMerge.objects.filter(kept=duplicate, undone_at__isnull=True, duplicate__withdrawn_at__isnull=True)
    if took_in.exists():
        raise Invalid(_("Others were merged into this person: keep this one, or undo those merges first."))


def _record(actor: Actor, verb: str, person: Person, words: str, *, field: str, then: bool) -> None:
    """Write the entry about a person's own seizure: it names nobody of another record."""
    changes = {f"persons.{person.number}.{field}": (not then, then)}
    record(actor, verb, about=person.seizure, changes=changes, ids=[person.pk], reason=words)
