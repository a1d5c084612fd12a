"""`/api/v1/milestones/`: how far task forces have come, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.rest.fields import DayField, IdField, InstantField, TextField
from aircop.rest.filters import CodeFilter, DayFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from taskforces.models import Milestone
from taskforces.queries.task_force import unit_or_invalid
from taskforces.services.milestone import reach_milestone, strike_milestone


class MilestoneAnswer(StrictSerializer):
    """A milestone that stands."""

    id = IdField()
    task_force = IdField(source="task_force_id")
    kind = TextField(help_text="Code of the list milestone.")
    reached_on = DayField()
    document = TextField()
    note = TextField()
    recorded_at = InstantField()


class MilestoneBody(StrictSerializer):
    """A milestone that a unit reached."""

    task_force = IdField()
    kind = TextField(max_length=40, help_text="Code of the list milestone.")
    reached_on = DayField()
    document = TextField(max_length=120, required=False, allow_blank=True)
    note = TextField(max_length=300, required=False, allow_blank=True)


class StrikeBody(StrictSerializer):
    """Why it was wrong."""

    reason = TextField(max_length=300)


class MilestoneFilters(Filters):
    """What the list can be narrowed by."""

    task_force = IdFilter("task_force_id", "Only milestones of this unit.")
    kind = CodeFilter("kind", "Code of the milestone.")
    reached_from = DayFilter("reached_on__gte", "Reached on or after.")


class MilestoneView(Listed, Retrieved, Created, ResourceView):
    """Milestones of the units; one that was struck out is gone."""

    serializer_class = MilestoneAnswer
    bodies: ClassVar = {"create": MilestoneBody, "strike": StrikeBody}
    required_scopes: ClassVar = {
        "list": "units:read",
        "retrieve": "units:read",
        "create": "units:write",
        "strike": "units:write",
    }
    filters = MilestoneFilters
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "recorded_at"

    def visible(self) -> QuerySet[Milestone]:
        """Return the milestones that stand: how far a unit has come is no secret."""
        return Milestone.objects.standing().select_related("task_force")

    def represent(self, rows: Sequence[Milestone]) -> list[Any]:
        """Return the milestones."""
        plain = ("task_force_id", "kind", "reached_on", "document", "note", "recorded_at")
        return [{"id": row.pk, **{name.removesuffix("_id"): getattr(row, name) for name in plain}} for row in rows]

    def perform_create(self, data: dict[str, Any]) -> Milestone:
        """Record a milestone."""
        return reach_milestone(actor=self.actor, task_force=unit_or_invalid(data.pop("task_force")), **data)

    @act
    def strike(self, row: Milestone, data: dict[str, Any]) -> Milestone:
        """Strike it out."""
        return strike_milestone(actor=self.actor, milestone=row, reason=data["reason"])
