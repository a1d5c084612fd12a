"""Persons of a seizure: written in by pseudonym, changed, identified, taken out again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import new_id
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing, StaleWrite
from aircop.events import append
from aircop.reference.fields import CodeField
from aircop.reference.queries import require_code
from seizures.enums import SeizureStatus
from seizures.events import (
    SeizurePersonAdded,
    SeizurePersonChanged,
    SeizurePersonIdentified,
    SeizurePersonRemoved,
)
from seizures.models import Identity, IdentityDocument, Person, Seizure
from seizures.models.identity import plain_number
from seizures.models.person import CHILDREN, VICTIM, age_of
from seizures.queries.checklist import checklists_of
from seizures.rules import OPEN, can_add_people, can_change_people, can_read_identity
from seizures.services.seizure import locked

OLDEST = 120
UNSURE = ("", "UNK")
EMPTY: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is told of a person without saying who it is."""

    role: str
    sex: str = ""
    age_band: str = ""
    minor: bool = False
    victim: bool = False
    ingestion_suspected: bool = False


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An identity document; kind and number name it."""

    kind: str
    number: str
    issuer: str = ""
    expires_on: date | None = None
    mrz: str = ""


PERSON_NAMES = tuple(field.name for field in fields(PersonFacts))
IDENTITY_NAMES = (
    "family_name",
    "given_names",
    "other_names",
    "aliases",
    "birth_date",
    "birth_place",
    "nationality",
    "residence",
)
MOST_ALIASES, LONGEST_ALIAS = 20, 150  # fmt: skip


@transaction.atomic
def add_person(*, actor: Actor, seizure: Seizure, facts: PersonFacts, person_id: UUID | None = None) -> Person:
    """Write a person into a seizure, by the next pseudonym. It lies where the seizure lies.

    `person_id` names the row before it is written, so that a form sent twice cannot make two. Refuses who may not add,
    who does not see identities, and unknown codes.
    """
    seizure = locked(actor, seizure)
    require(can_add_people(actor, seizure))
    person = Person(
        id=person_id or new_id(),
        seizure=seizure,
        number=Person.next_number(seizure),
        access_list_id=seizure.access_list_id,
        root_list_id=seizure.root_list_id,
        owner_agency=seizure.owner_agency,
        owner_unit=seizure.owner_unit,
        retention_category="person",
        recorded_by_id=actor.subject_id,  # type: ignore[misc]  # whoever may add is signed in
        **asdict(facts),
    )
    _settle(person, PERSON_NAMES)
    person.save(force_insert=True)
    touch(actor, seizure)
    told = {name: (None, getattr(person, name)) for name in PERSON_NAMES if getattr(person, name)}
    _record(actor, "seizure.add_person", person, told)
    append(SeizurePersonAdded(seizure.pk, person.pk), about=seizure, actor=actor)
    return person


@transaction.atomic
def change_person(*, actor: Actor, person: Person, version: int | None, facts: Mapping[str, Any]) -> Person:
    """Change what is told of a person in a seizure that is not verified yet.

    Refuses another version, and an age that differs from the date of birth on record.
    """
    if unknown := facts.keys() - set(PERSON_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    person = held_person(actor, person)
    require(can_change_people(actor, person.seizure))
    require_same_version(person, version)
    before = {name: getattr(person, name) for name in PERSON_NAMES}
    for name, value in facts.items():
        setattr(person, name, value)
    _settle(person, {name for name in before if before[name] != getattr(person, name)})
    _agree_with_birth(person)
    differences = {name: (before[name], now) for name in before if before[name] != (now := getattr(person, name))}
    if not differences:
        return person
    _save(actor, person)
    _record(actor, "seizure.change_person", person, differences)
    changed = SeizurePersonChanged(person.seizure_id, person.pk, tuple(sorted(differences)))
    append(changed, about=person.seizure, actor=actor)
    return person


@transaction.atomic
def identify_person(
    *, actor: Actor, person: Person, names: Mapping[str, Any], papers: Sequence[Paper] = (), version: int | None = None
) -> Person:
    """Write down who a person is. The age band follows from the date of birth and the day of the seizure.

    `names` holds only the fields to write, of the aliases all that hold. Documents are added, or found by kind and
    number.

    The first time it is an addition, to a locked record too; what stands is changed while the seizure may be changed.
    What stood before is kept with the identity; the history tells which fields, never the texts.
    """
    if unknown := names.keys() - set(IDENTITY_NAMES):
        raise Invalid(_("This field cannot be changed."), field=min(unknown))
    person = held_person(actor, person)
    require(can_add_people(actor, person.seizure))
    require_same_version(person, version)
    identity = Identity.objects.filter(person=person).first() or Identity(person=person)
    told_anew = {name for name, value in names.items() if getattr(identity, name) != value}
    earlier = _rename(identity, names)
    written = {name for name, value in names.items() if value not in EMPTY} | set(earlier)
    documents, overwritten = _file(person, papers)
    if earlier or overwritten:
        require(can_change_people(actor, person.seizure))
    _check_codes(identity, {"nationality"} & told_anew)
    if identity.birth_date:
        _take_age(person, identity.birth_date)
    if earlier or overwritten:
        note = {"at": timezone.now().isoformat(), "by": actor.name, "values": earlier | overwritten}
        identity.earlier = [*identity.earlier, note]
    for document in documents:
        document.save()
    numbers = IdentityDocument.objects.filter(person=person).values_list("number", flat=True)
    identity.found_by = identity.keys(numbers)
    identity.save()
    person.identified_at = person.identified_at or timezone.now()
    _save(actor, person)
    told = sorted(written) + (["documents"] if documents else [])
    _record(actor, "seizure.identify_person", person, {"names": (None, " ".join(told))})
    append(SeizurePersonIdentified(person.seizure_id, person.pk), about=person.seizure, actor=actor)
    return person


@transaction.atomic
def remove_person(*, actor: Actor, person: Person, words: str, version: int | None = None) -> None:
    """Take a person out of a seizure that is not verified yet: from a draft for good, else kept out of sight.

    Refuses an empty reason.
    """
    person = held_person(actor, person)
    require(can_change_people(actor, person.seizure))
    require_same_version(person, version)
    if not words.strip():
        raise Invalid(_("Say why: the auditor will read it."), field="words")
    seizure, gone = person.seizure, person.pk
    if seizure.status == SeizureStatus.DRAFT:
        person.delete()
        person.pk = gone
    else:
        person.withdrawn_at, person.withdrawn_reason = timezone.now(), words.strip()
        person.version += 1
        person.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    touch(actor, seizure)
    _record(actor, "seizure.remove_person", person, {"role": (person.role, None)}, reason=words.strip())
    append(SeizurePersonRemoved(seizure.pk, gone), about=seizure, actor=actor)


def read_identity(*, actor: Actor, person: Person, purpose: str = "") -> Identity | None:
    """Return who a person is, and leave an entry that it was read; None when nobody wrote it down.

    `person` comes from `visible_to(actor)`. Refuses who does not see identities, and, for minors and victims, whoever
    does not say why.
    """
    require(can_read_identity(actor, person))
    if person.masked and not purpose.strip():
        raise Invalid(_("Say why you read the identity of a minor or a victim: it is kept."), field="purpose")
    found = Identity.objects.filter(person=person).first()
    if found is not None:
        found.person = person
        record(actor, "person.read_identity", about=person.seizure, ids=[person.pk], purpose=purpose.strip())
    return found


# Shared with arrests ------------------------------------------------------------------------------------------------


def held_person(actor: Actor, person: Person) -> Person:
    """Return the person as it stands, locked with its seizure, if the actor may see it; otherwise it does not exist."""
    seizure = locked(actor, Seizure(pk=person.seizure_id))
    rows = Person.objects.visible_to(actor).filter(pk=person.pk, seizure=seizure)
    stands = rows.select_for_update(no_key=True).first()
    if stands is None:
        raise Missing
    stands.seizure = seizure
    return stands


def require_same_version(row: Any, version: int | None) -> None:
    """Refuse a write that saw another version of the row."""
    if version is not None and version != row.version:
        reason = _("Somebody changed this record while you were writing. Compare both texts and choose.")
        raise StaleWrite(reason, version=row.version)


def touch(actor: Actor, seizure: Seizure) -> None:
    """Count the change for the seizure: who changes its people before it is verified does not verify it."""
    seizure.version += 1
    seizure.checklists = checklists_of(seizure)
    if seizure.status in OPEN:
        seizure.changed_by_id = actor.subject_id
    seizure.save(update_fields=["version", "changed_by", "checklists"])


def _save(actor: Actor, person: Person) -> None:
    person.version += 1
    person.save(force_update=True)
    touch(actor, person.seizure)


def _record(actor: Actor, verb: str, person: Person, told: Mapping[str, tuple[Any, Any]], *, reason: str = "") -> None:
    """Write the entry about the seizure; the class of each field is the person's own."""
    changes = {f"persons.{person.number}.{name}": both for name, both in told.items()}
    keep = person.seizure.status != SeizureStatus.DRAFT
    record(actor, verb, about=person.seizure, changes=changes, ids=[person.pk], keep=keep, reason=reason)


# The parts ----------------------------------------------------------------------------------------------------------


def _settle(person: Person, told: Any) -> None:
    """Check what was told and derive what follows from it."""
    if not person.role:
        raise Invalid(_("Say which role the person had."), field="role")
    _check_codes(person, told)
    if person.age_band not in UNSURE:
        person.minor = person.age_band in CHILDREN
    person.victim = person.victim or person.role == VICTIM


def _check_codes(row: Any, told: Any) -> None:
    for field in row._meta.fields:
        if isinstance(field, CodeField) and field.name in told and (code := getattr(row, field.name)):
            require_code(field.code_list, code, field=field.name)


def _agree_with_birth(person: Person) -> None:
    birth = Identity.objects.filter(person=person).values_list("birth_date", flat=True).first()
    if birth is not None and (person.age_band, person.minor) != age_of(birth, person.seizure.occurred_on):
        raise Invalid(_("The age follows from the date of birth: correct that instead."), field="age_band")


def _take_age(person: Person, birth: date) -> None:
    day = person.seizure.occurred_on
    if not 0 <= (day - birth).days <= OLDEST * 366:
        raise Invalid(_("Nobody with this date of birth was there. Check the year."), field="birth_date")
    person.age_band, person.minor = age_of(birth, day)


def _rename(identity: Identity, names: Mapping[str, Any]) -> dict[str, str]:
    """Put the names onto the identity; return what stood before in the fields that changed."""
    earlier = {}
    for name, now in names.items():
        before, value = getattr(identity, name), _aliases(now) if name == "aliases" else now
        gone = [each for each in before if each not in value] if name == "aliases" else before
        if before != value and gone not in EMPTY:
            earlier[name] = ", ".join(gone) if name == "aliases" else str(before)
        setattr(identity, name, value)
    if not identity.names:
        raise Invalid(_("Enter a name, or leave the person unidentified."), field="family_name")
    return earlier


def _aliases(told: Sequence[str]) -> list[str]:
    """Return the aliases once each, in the order in which they were told."""
    every = list(dict.fromkeys(" ".join(each.split()) for each in told if each.strip()))
    if len(every) > MOST_ALIASES or any(len(each) > LONGEST_ALIAS for each in every):
        words = _("At most %(most)d other names, of %(letters)d letters each.")
        raise Invalid(words % {"most": MOST_ALIASES, "letters": LONGEST_ALIAS}, field="aliases")
    return every


def _file(person: Person, papers: Sequence[Paper]) -> tuple[list[IdentityDocument], dict[str, str]]:
    """Return the documents to save, and what stood before in those that change."""
    stand = {(row.kind, row.number): row for row in IdentityDocument.objects.filter(person=person)}
    rows, earlier = [], dict[str, str]()
    for paper in papers:
        number = plain_number(paper.number)
        if not number:
            raise Invalid(_("Enter the number of the document."), field="number")
        row = stand.get((paper.kind, number)) or IdentityDocument(person=person, number=number)
        told_anew = {name for name in ("kind", "issuer") if getattr(row, name) != getattr(paper, name)}
        row.kind = paper.kind
        for name in ("issuer", "expires_on", "mrz"):
            before, now = getattr(row, name), getattr(paper, name)
            if before not in ("", None) and before != now:
                earlier[f"documents.{row.kind}.{number}.{name}"] = str(before)
            setattr(row, name, now)
        _check_codes(row, told_anew)
        row.seal()
        rows.append(row)
    return rows, earlier
