"""`/api/v1/arrests/`: arrests of persons that the reader sees. They are recorded below their person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from rest_framework import serializers

from aircop.access import grants
from aircop.audit import record
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, TruthField, WholeNumberField
from aircop.rest.filters import Filters, IdFilter, InstantFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved
from seizures.api.person_shape import arrest_told
from seizures.models import Arrest, Outcome, Person
from seizures.rules import can_read_identity


class ArrestRecordAnswer(StrictSerializer):
    """An arrest; without the right to identities its first seven members and nothing else."""

    id = IdField()
    person = IdField()
    seizure = IdField()
    agency = IdField()
    arrested_at = InstantField()
    outcome = TextField(allow_null=True, help_text="The last one.")
    redacted = TruthField()
    version = WholeNumberField(required=False)
    open = serializers.ListField(child=TextField(), required=False, help_text="Questions that nobody answered.")
    pressing = serializers.ListField(child=TextField(), required=False)
    outcomes = serializers.ListField(child=serializers.DictField(), required=False)
    etag = EtagField()


class ArrestFilters(Filters):
    """What the list can be narrowed by: what everybody is told who sees an arrest."""

    person = IdFilter("person_id", "Only arrests of these persons.", many=True)
    seizure = IdFilter("seizure_id", "Only arrests of these seizures.", many=True)
    agency = IdFilter("agency_id", "Only arrests by these agencies.", many=True)
    arrested_from = InstantFilter("arrested_at__gte", "Arrested at or after.")
    arrested_to = InstantFilter("arrested_at__lt", "Arrested before.")


class ArrestView(Listed, Retrieved, ResourceView):
    """Arrests."""

    serializer_class = ArrestRecordAnswer
    required_scopes: ClassVar = {"list": "persons:read", "retrieve": "persons:read"}
    filters = ArrestFilters
    orderings: ClassVar = ("recorded_at", "arrested_at")
    default_ordering = "-recorded_at"

    def visible(self) -> QuerySet[Arrest]:
        """Return the arrests of persons that the reader may see."""
        rows = Arrest.objects.filter(person__in=Person.objects.visible_to(self.actor))
        return rows.select_related("person__seizure__airport")

    def represent(self, rows: Sequence[Arrest]) -> list[Any]:
        """Return who arrested whom and what came of it; the checklist where the identity may be seen."""
        last_first = Outcome.objects.filter(seizure__in={row.seizure_id for row in rows}).order_by("-sequence")
        prefetch_related_objects(rows, Prefetch("outcomes", last_first))
        with grants.asked_once(self.actor, [row.person for row in rows]):
            return [self._shape(row) for row in rows]

    def _shape(self, row: Arrest) -> dict[str, Any]:
        last = next(iter(row.outcomes.all()), None)
        told: dict[str, Any] = {
            "id": row.pk,
            "person": row.person_id,
            "seizure": row.seizure_id,
            "agency": row.agency_id,
            "arrested_at": row.arrested_at,
            "outcome": last.outcome if last else None,
            "redacted": not can_read_identity(self.actor, row.person),
        }
        return told if told["redacted"] else told | arrest_told(row, row.person) | {"etag": self.etag_of(row)}

    def version_of(self, row: Arrest) -> object:
        """Return what changes with the arrest and with what became of it."""
        return f"{row.version}.{len(row.outcomes.all())}"

    def viewer_of(self, row: Arrest) -> str:
        """Return whether the reader sees more than who arrested whom."""
        return "identities" if can_read_identity(self.actor, row.person) else ""

    def note_read(self, rows: Sequence[Arrest]) -> None:
        """Leave one entry: of a list with its persons, of one arrest about its seizure."""
        if self.action == "list":
            record(self.actor, "arrest.list", rows=[row.person for row in rows])
        else:
            record(self.actor, "arrest.read", about=rows[0].person.seizure, ids=[rows[0].person_id])
