"""Persons who may be one: the pairs to decide on, and the acts on a person: merge, unmerge, tell apart."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.access.actor import Actor
from aircop.audit import record
from aircop.rest.fields import IdField, TextField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import act
from seizures.api.pair import PairView
from seizures.models import Person, PersonHint
from seizures.queries.person import visible_person
from seizures.queries.person_duplicate import person_hint_between, person_hints
from seizures.services.person_duplicate import merge_persons, tell_persons_apart, unmerge_person


class PersonMergeBody(StrictSerializer):
    """The person that stays; the one in the address goes to it. Both of one agency."""

    kept = IdField()
    words = TextField(max_length=500, required=False, allow_blank=True)


class PersonUnmergeBody(StrictSerializer):
    """Why they are two after all."""

    words = TextField(max_length=500, required=False, allow_blank=True)


class PersonApartBody(StrictSerializer):
    """The person that this one is not."""

    other = IdField()
    words = TextField(max_length=500, required=False, allow_blank=True)


class PersonDuplicateActs:
    """The acts of a person's resource that concern another person of the agency. They ask for identities too."""

    actor: Actor
    duplicate_bodies: ClassVar = {
        "merge": PersonMergeBody,
        "unmerge": PersonUnmergeBody,
        "tell_apart": PersonApartBody,
    }
    duplicate_scopes: ClassVar = dict.fromkeys(duplicate_bodies, "persons:write")

    @act
    def merge(self, row: Person, data: dict[str, Any]) -> Person:
        """Say that it is the same person as another one, to whom it goes."""
        kept = visible_person(self.actor, data["kept"])
        merge_persons(actor=self.actor, kept=kept, duplicate=row, words=data.get("words", ""))
        return row

    @act
    def unmerge(self, row: Person, data: dict[str, Any]) -> Person:
        """Undo its merge: it stands for itself again, as it was."""
        return unmerge_person(actor=self.actor, person=row, words=data.get("words", ""))

    @act
    def tell_apart(self, row: Person, data: dict[str, Any]) -> Person:
        """Say that it and a person who looks alike are two."""
        hint = person_hint_between(self.actor, row.pk, data["other"])
        tell_persons_apart(actor=self.actor, hint=hint, words=data.get("words", ""))
        return row


class PersonHintView(PairView):
    """Pairs of persons that the reader's units have to decide on. Who is known to another agency is not told."""

    required_scopes: ClassVar = {"list": "persons:identities", "retrieve": "persons:identities"}

    def visible(self) -> QuerySet[PersonHint]:
        """Return the open pairs of which the reader sees both identities."""
        return person_hints(self.actor)

    def note_read(self, rows: Sequence[PersonHint]) -> None:
        """Leave one entry that names who was told of."""
        record(self.actor, "person.list", rows=[person for row in rows for person in (row.first, row.second)])
