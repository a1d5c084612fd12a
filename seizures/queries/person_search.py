"""Persons by name or by the number of a document, among those whose identities the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch

from aircop.access.actor import Actor
from aircop.reference.names import asked_words, exact_query, loose_query, sound_query
from seizures.models import Identity, IdentityDocument, Person
from seizures.models.identity import plain_number
from seizures.queries.person_duplicate import gone_to
from seizures.queries.person_likeness import name_likeness
from seizures.queries.search_words import quoted

CANDIDATES = 80  # that are compared: of a common name alone the newest
SHOWN = 50
MOST_WORDS = 8
SAME_NUMBER = 100
FIND = "SELECT seizures_person_find(%s, %s)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: a name, the number of a document, or either of both."""

    name: str = ""
    number: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name that count."""
        return asked_words(self.name)[:MOST_WORDS]

    @property
    def told(self) -> str:
        """What is looked for in one spelling, for the digest that the audit keeps."""
        return " ".join([*sorted(self.words), plain_number(self.number)]).strip()

    def queries(self) -> list[str]:
        """Return the questions to the index, the strictest first."""
        number = plain_number(self.number)
        found = [quoted(f"n:{number}")] if number else []
        ways = (exact_query, sound_query, loose_query) if self.words else ()
        return found + [way(self.words) for way in ways]


@dataclass(frozen=True, slots=True)
class Hit:
    """A person that was found, how like what was asked it is, of 100, and in what."""

    person: Person
    score: int
    reasons: tuple[str, ...]
    into: Person | None = None  # the person of the same agency that it is one with

    @property
    def identity(self) -> Identity | None:
        """Who it is, unless that is masked: then it is read for a reason of its own."""
        return None if self.person.masked else self.person.identity


def persons_found(actor: Actor, asked: Asked) -> tuple[list[Hit], bool]:
    """Return the likest persons first, and whether there are more than are shown."""
    ids = _candidates(asked)
    people = list(_read(actor, ids))
    went = gone_to(actor, people) if people else {}
    hits = [replace(_hit(person, asked), into=went.get(person.pk)) for person in people]
    hits.sort(key=lambda hit: (-hit.score, -hit.person.recorded_at.timestamp()))
    return hits[:SHOWN], len(ids) > SHOWN


def _candidates(asked: Asked) -> list[UUID]:
    found: dict[UUID, None] = {}
    for query in asked.queries():
        if len(found) < CANDIDATES:
            with connection.cursor() as cursor:
                cursor.execute(FIND, [query, CANDIDATES])
                found |= dict.fromkeys(cursor.fetchone()[0])
    return list(found)[:CANDIDATES]


def _read(actor: Actor, ids: Sequence[UUID]) -> Iterable[Person]:
    """Return the persons behind the walls of records and of identities: what is hidden there is not found."""
    documents = Prefetch("documents", IdentityDocument.objects.filter(person__in=ids).order_by("kind", "number"))
    rows = Person.objects.visible_to(actor).filter(pk__in=ids, identity__isnull=False)
    return rows.select_related("identity", "seizure__airport").prefetch_related(documents)


def _hit(person: Person, asked: Asked) -> Hit:
    number = plain_number(asked.number)
    if number and any(document.number == number for document in person.documents.all()):
        return Hit(person, SAME_NUMBER, ("same_document",))
    how = name_likeness(asked.words, person.identity.names)
    return Hit(person, how.score, how.reasons)
