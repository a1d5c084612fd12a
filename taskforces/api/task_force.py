"""`/api/v1/task-forces/`: units, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.rest.fields import IdField, TextField, WordField
from aircop.rest.filters import ChoiceFilter, CodeFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved
from taskforces.enums import UnitKind
from taskforces.models import Participation, TaskForce
from taskforces.queries.task_force import units


class TaskForceAnswer(StrictSerializer):
    """A unit with the agencies that take part now."""

    id = IdField()
    code = TextField()
    name = TextField()
    kind = WordField(choices=UnitKind.choices)
    airport = TextField()
    country = TextField()
    host_agency = IdField()
    agencies = serializers.ListField(child=IdField())
    stage = TextField(help_text="Code of the furthest milestone; empty before the first.")


class TaskForceFilters(Filters):
    """What the list can be narrowed by."""

    kind = ChoiceFilter("kind", "Kind of unit.", choices=UnitKind.choices)
    airport = CodeFilter("airport_id", "IATA code.")
    country = CodeFilter("airport__country_id", "ISO 3166 alpha-2.")
    code = CodeFilter("code", "Unit code.")
    stage = CodeFilter("stage", "Code of the furthest milestone.")


class TaskForceView(Listed, Retrieved, ResourceView):
    """Task forces and other units."""

    serializer_class = TaskForceAnswer
    required_scopes: ClassVar = {"list": "units:read", "retrieve": "units:read"}
    filters = TaskForceFilters
    orderings: ClassVar = ("code",)
    default_ordering = "code"

    def visible(self) -> QuerySet[TaskForce]:
        """Return all units: that they exist is no secret."""
        return units()

    def represent(self, rows: Sequence[TaskForce]) -> list[Any]:
        """Return the units with their agencies, in one more query."""
        parts = Participation.objects.filter(task_force__in=rows, until__isnull=True).order_by("since", "id")
        agencies: dict[Any, list[Any]] = {row.pk: [] for row in rows}
        for part in parts:
            agencies[part.task_force_id].append(part.agency_id)
        return [
            {
                "id": row.pk,
                "code": row.code,
                "name": row.name,
                "kind": row.kind,
                "airport": row.airport_id,
                "country": row.airport.country_id,
                "host_agency": row.host_agency_id,
                "agencies": agencies[row.pk],
                "stage": row.stage,
            }
            for row in rows
        ]
