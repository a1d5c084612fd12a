"""Candidates for one and the same person within one agency: by the keys of the index, never by a walk over all."""

from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db import connections

from aircop.reference.names import asked_keys, asked_words, sound_query
from seizures.models import Person
from seizures.queries.likeness import Likeness
from seizures.queries.person_likeness import LONG, PersonTraits, likeness_of_persons, near_days
from seizures.queries.search_words import quoted

MOST = 200  # candidates that are compared, the newest of them

# Who counts: of a seizure that counts, not in a draft, not taken out. Under the system's own login.
TRAITS = """
SELECT p.id, p.owner_unit, p.owner_agency, p.sex, i.family_name, i.given_names, i.other_names, i.aliases, i.birth_date,
  i.birth_place, i.nationality,
  (SELECT json_agg(json_build_array(d.kind, d.number, d.issuer))
     FROM seizures_identitydocument d WHERE d.person_id = p.id)
  FROM seizures_person p JOIN seizures_identity i ON i.person_id = p.id JOIN seizures_seizure s ON s.id = p.seizure_id
 WHERE p.id = ANY (%(ids)s) AND p.withdrawn_at IS NULL AND s.withdrawn_at IS NULL
   AND s.status NOT IN ('draft', 'duplicate')
"""
CANDIDATES = """
SELECT f.id FROM seizures_personsearch f
 WHERE f.words @@ %(query)s::tsquery AND f.draft_of IS NULL AND f.id <> %(id)s ORDER BY f.id DESC LIMIT %(most)s
"""


def traits_of_persons(ids: Collection[UUID], *, using: str) -> list[PersonTraits]:
    """Return what of each person is compared; nothing of one who does not count."""
    with connections[using].cursor() as cursor:
        cursor.execute(TRAITS, {"ids": list(ids)})
        return [_traits(row) for row in cursor.fetchall()]


def persons_alike(one: PersonTraits, *, using: str) -> list[tuple[PersonTraits, Likeness]]:
    """Return who of the same agency looks like the same person, the likest first."""
    ways = list(_ways(one))
    if not ways:
        return []
    query = f"{quoted(f'a:{one.agency}')} & ({' | '.join(ways)})"
    with connections[using].cursor() as cursor:
        cursor.execute(CANDIDATES, {"query": query, "id": one.id, "most": MOST})
        ids = [row[0] for row in cursor.fetchall()]
    others = (other for other in traits_of_persons(ids, using=using) if other.agency == one.agency)
    scored = [(other, likeness_of_persons(one, other)) for other in others]
    return sorted((pair for pair in scored if pair[1]), key=lambda pair: (-pair[1].score, str(pair[0].id)))


def persons_on(seizure_id: UUID, *, using: str) -> list[UUID]:
    """Return the persons of a seizure, those who were taken out too."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT id FROM {Person._meta.db_table} WHERE seizure_id = %s", [seizure_id])  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def _ways(one: PersonTraits) -> Iterator[str]:
    """Yield the questions to the index: alike in a document, in birth and a word of a name, in a long name."""
    yield from (quoted(f"n:{number}") for _kind, number, _issuer in one.documents)
    keys = sorted({key for name in one.names for word in asked_words(name) for key in asked_keys(word)})
    if one.born and keys:
        days = [f"b:{day.isoformat()}" for day in (one.born, *near_days(one.born))]
        yield f"(({_any(days)}) & ({_any(keys)}))"
    for name in one.names:
        words = asked_words(name)
        if len(words) >= LONG:
            yield f"({sound_query(words)})"


def _any(keys: Collection[str]) -> str:
    return " | ".join(quoted(key) for key in keys)


def _traits(row: tuple[Any, ...]) -> PersonTraits:
    pk, unit, agency, sex, family, given, other_names, aliases, born, place, nationality, documents = row
    own = f"{family} {given}".strip()
    return PersonTraits(
        id=pk, unit=unit, agency=agency, sex=sex, born=born, birth_place=place, nationality=nationality,
        names=tuple(name for name in (own, other_names, *aliases) if name),
        documents=tuple((kind, number, issuer) for kind, number, issuer in documents or ()),
    )  # fmt: skip
