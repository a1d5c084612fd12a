"""`/api/v1/task-forces/`: units, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.rest.fields import IdField, TextField, WordField
from aircop.rest.filters import ChoiceFilter, CodeFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from taskforces.enums import UnitKind
from taskforces.models import Participation, TaskForce
from taskforces.queries.task_force import agency_or_invalid, airport_or_invalid, units
from taskforces.services.task_force import admit_agency, open_task_force


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


class TaskForceBody(StrictSerializer):
    """A new unit."""

    code = TextField(max_length=4, help_text="Three capitals and a digit.")
    name = TextField(max_length=150)
    kind = WordField(choices=UnitKind.choices, required=False)
    airport = TextField(max_length=3, help_text="IATA code.")
    host_agency = IdField()


class AdmitBody(StrictSerializer):
    """The agency that begins to take part."""

    agency = IdField()


class TaskForceFilters(Filters):
    """What the list can be narrowed by."""

    kind = ChoiceFilter("kind", "Kind of unit.", choices=UnitKind.choices)
    airport = CodeFilter("airport_id", "IATA code.")
    country = CodeFilter("airport__country_id", "ISO 3166 alpha-2.")
    code = CodeFilter("code", "Unit code.")
    stage = CodeFilter("stage", "Code of the furthest milestone.")


class TaskForceView(Listed, Retrieved, Created, ResourceView):
    """Task forces and other units."""

    serializer_class = TaskForceAnswer
    bodies: ClassVar = {"create": TaskForceBody, "admit": AdmitBody}
    required_scopes: ClassVar = {
        "list": "units:read",
        "retrieve": "units:read",
        "create": "units:write",
        "admit": "units:write",
    }
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

    def perform_create(self, data: dict[str, Any]) -> TaskForce:
        """Open a unit."""
        host = agency_or_invalid(data.pop("host_agency"), "host_agency")
        place = airport_or_invalid(data.pop("airport"))
        return open_task_force(actor=self.actor, airport=place, host_agency=host, **data)

    @act
    def admit(self, row: TaskForce, data: dict[str, Any]) -> TaskForce:
        """Let an agency take part."""
        admit_agency(actor=self.actor, task_force=row, agency=agency_or_invalid(data["agency"]))
        return row
