"""`/api/v1/persons/` and the persons of a seizure: redacted unless the reader sees identities."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access import grants
from aircop.access.pages import page
from aircop.audit import record
from aircop.rest.filters import CodeFilter, Filters, IdFilter, InstantFilter
from aircop.rest.idempotency import once
from aircop.rest.views import Changed, Listed, ResourceView, Retrieved, act
from seizures.api import person_shape as shape
from seizures.api.person_duplicate import PersonDuplicateActs
from seizures.models import Arrest, IdentityDocument, Outcome, Person
from seizures.queries.person import arrest_of
from seizures.queries.person_duplicate import gone_to
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_read_identity
from seizures.services.arrest import change_arrest, record_arrest, record_outcome
from seizures.services.person import (
    Paper,
    PersonFacts,
    add_person,
    change_person,
    identify_person,
    read_identity,
    remove_person,
)
from taskforces.queries.task_force import agency_or_invalid


class People(ResourceView):
    """What both resources of persons have in common: the one read, and the shape by the reader's rights."""

    serializer_class = shape.PersonAnswer
    gone: dict[UUID, Person] | None = None  # of the persons that are answered: to whom they went

    def visible(self) -> QuerySet[Person]:
        """Return the persons that the reader may see."""
        return Person.objects.visible_to(self.actor).select_related("seizure__airport")

    def represent(self, rows: Sequence[Person]) -> list[Any]:
        """Return role, sex and age band of each; more of those whose identities the reader sees."""
        with grants.asked_once(self.actor, rows):
            seen = {row.pk for row in rows if can_read_identity(self.actor, row)}
            named = [row for row in rows if row.pk in seen]
            _fetch_arrests(named)
            self.gone = gone_to(self.actor, named) if named else {}
            return [
                shape.person_shape(
                    row, etag=self.etag_of(row), identity=self.identity_of(row), into=self.gone.get(row.pk)
                )
                if row.pk in seen
                else shape.redacted_shape(row)
                for row in rows
            ]

    def identity_of(self, _row: Person) -> dict[str, Any] | None:
        """Return who it is, where that was asked for."""
        return None

    def viewer_of(self, row: Person) -> str:
        """Return whether the reader sees more than role, sex and age band, and to whom the person went."""
        if not can_read_identity(self.actor, row):
            return ""
        gone = gone_to(self.actor, [row]) if self.gone is None else self.gone
        return f"identities-{gone[row.pk].pk}" if row.pk in gone else "identities"


def _fetch_arrests(rows: list[Person]) -> None:
    """Fetch arrests with outcomes of persons that came from `visible_to`; two queries for any number."""
    last_first = Outcome.objects.filter(seizure__in=[row.seizure_id for row in rows]).order_by("-sequence")
    outcomes = Prefetch("outcomes", last_first)
    arrests = Arrest.objects.filter(person__in=rows).prefetch_related(outcomes).order_by("arrested_at", "id")
    prefetch_related_objects(rows, Prefetch("arrests", arrests))


class PersonFilters(Filters):
    """What the list can be narrowed by: what everybody is told who sees a person. Names are searched for a purpose."""

    seizure = IdFilter("seizure_id", "Only persons of these seizures.", many=True)
    task_force = IdFilter("owner_unit", "Only persons of these task forces.", many=True)
    role = CodeFilter("role", "Codes of the list `person_role`.", many=True)
    sex = CodeFilter("sex", "Codes of the list `sex`.", many=True)
    age_band = CodeFilter("age_band", "Codes of the list `age_band`.", many=True)
    recorded_from = InstantFilter("recorded_at__gte", "Recorded at or after.")
    recorded_to = InstantFilter("recorded_at__lt", "Recorded before.")


class PersonView(PersonDuplicateActs, Listed, Retrieved, Changed, People):
    """Persons that the reader may see. Who they are is told in the answer to `read-identity` alone."""

    filters = PersonFilters
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "-recorded_at"
    pager = staticmethod(page)
    bodies: ClassVar = PersonDuplicateActs.duplicate_bodies | {
        "partial_update": shape.PersonBody,
        "identify": shape.IdentityBody,
        "read_identity": shape.PurposeBody,
        "remove": shape.PersonRemovalBody,
        "arrests": shape.ArrestBody,
        "change_arrest": shape.ArrestChangeBody,
        "outcomes": shape.OutcomeBody,
    }
    required_scopes: ClassVar = PersonDuplicateActs.duplicate_scopes | {
        "list": "persons:read",
        "retrieve": "persons:read",
        "partial_update": "persons:write",
        "identify": "persons:write",
        "read_identity": "persons:identities",
        "remove": "persons:write",
        "arrests": "persons:write",
        "change_arrest": "persons:write",
        "outcomes": "persons:write",
    }

    def note_read(self, rows: Sequence[Person]) -> None:
        """Leave one entry for the answer; a repeated reading of an identity is a reading."""
        if self.action == "read_identity":
            read_identity(actor=self.actor, person=rows[0], purpose=self.body().get("purpose", ""))
        elif self.action == "list":
            record(self.actor, "person.list", rows=rows)
        else:
            record(self.actor, "person.list", about=rows[0].seizure, ids=[row.pk for row in rows])

    def identity_of(self, row: Person) -> dict[str, Any] | None:
        """Return who it is in the answer to `read-identity`: the act before it left the entry."""
        if self.action != "read_identity" or row.identified_at is None:
            return None
        documents = list(IdentityDocument.objects.filter(person=row).order_by("kind", "number"))
        return shape.identity_shape(row.identity, documents)

    def perform_update(self, row: Person, data: dict[str, Any]) -> Person:
        """Change the fields that were sent."""
        return change_person(actor=self.actor, person=row, version=row.version, facts=data)

    @act
    def identify(self, row: Person, data: dict[str, Any]) -> Person:
        """Write down who it is."""
        papers = [Paper(**document) for document in data.pop("documents", [])]
        return identify_person(actor=self.actor, person=row, names=data, papers=papers)

    @act
    def read_identity(self, row: Person, data: dict[str, Any]) -> Person:
        """Read who it is; for minors and victims say why."""
        read_identity(actor=self.actor, person=row, purpose=data.get("purpose", ""))
        return row

    @act
    def remove(self, row: Person, data: dict[str, Any]) -> Person:
        """Take the person out of a seizure that is not verified yet."""
        remove_person(actor=self.actor, person=row, words=data["words"])
        return row

    @act
    def arrests(self, row: Person, data: dict[str, Any]) -> Person:
        """Record an arrest of the person."""
        record_arrest(actor=self.actor, person=row, facts=_with_agency(data))
        return row

    @act
    def change_arrest(self, row: Person, data: dict[str, Any]) -> Person:
        """Complete or change an arrest."""
        arrest, version = arrest_of(row, data.pop("arrest")), data.pop("version")
        change_arrest(actor=self.actor, arrest=arrest, version=version, facts=_with_agency(data))
        return row

    @act
    def outcomes(self, row: Person, data: dict[str, Any]) -> Person:
        """Add what became of an arrest."""
        record_outcome(actor=self.actor, arrest=arrest_of(row, data.pop("arrest")), **data)
        return row


def _with_agency(data: dict[str, Any]) -> dict[str, Any]:
    return data | ({"agency": agency_or_invalid(data["agency"], "agency")} if "agency" in data else {})


class SeizurePersonView(People):
    """The persons of one seizure: `/api/v1/seizures/{id}/persons/`."""

    bodies: ClassVar = {"create": shape.PersonBody}
    required_scopes: ClassVar = {"list": "persons:read", "create": "persons:write"}

    def list(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Return the persons in the order of their pseudonyms."""
        seizure = visible_seizure(self.actor, pk)
        rows = list(self.visible().filter(seizure=seizure).order_by("number"))
        record(self.actor, "person.list", about=seizure, ids=[row.pk for row in rows])
        return Response({"next": None, "previous": None, "results": self.represent(rows)})

    def create(self, request: Request, pk: UUID) -> Response:
        """Write a person into the seizure; a repeat under the same Idempotency-Key is answered, not done again."""
        seizure, data = visible_seizure(self.actor, pk), self.body()
        facts = PersonFacts(**data)
        return once(self, request, 201, lambda: add_person(actor=self.actor, seizure=seizure, facts=facts))

    def note_read(self, rows: Sequence[Person]) -> None:
        """Leave one entry for a repeat."""
        record(self.actor, "person.list", about=rows[0].seizure, ids=[row.pk for row in rows])


routes = [
    path(
        "seizures/<uuid:pk>/persons/",
        SeizurePersonView.as_view({"get": "list", "post": "create"}, detail=False, basename="person"),
        name="seizure-persons",
    )
]
