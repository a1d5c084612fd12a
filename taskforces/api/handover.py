"""`/api/v1/handovers/` and the leavers of a task force: open work of people who left, given to somebody who stays."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.roles import Permission
from aircop.access.verdict import lacks, require
from aircop.accounts.fresh import require_fresh
from aircop.accounts.models import User
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.rest.fields import IdField, InstantField, TextField, WholeNumberField
from aircop.rest.filters import Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, check_view
from taskforces.models import Handover, TaskForce
from taskforces.queries.handover import Leaver, handovers_of, leaver, leavers, successors
from taskforces.queries.task_force import unit_or_invalid, units
from taskforces.rules import can_hand_over
from taskforces.services.handover import hand_over

READ, WRITE = "people:read", "people:write"


class ThingsShape(StrictSerializer):
    """How many things of one kind: never what stands in them."""

    kind = TextField()
    count = WholeNumberField()


class HandoverAnswer(StrictSerializer):
    """One person's open work in one unit, given to another person of that unit."""

    id = IdField()
    task_force = IdField()
    agency = IdField(help_text="For which the person who left served there.")
    person = IdField()
    successor = IdField()
    by = IdField()
    reason = TextField()
    at = InstantField()
    things = ThingsShape(many=True)


class HandoverBody(StrictSerializer):
    """Whose open work goes to whom, and why."""

    task_force = IdField()
    person = IdField(help_text="Who left, as the unit's leavers name it.")
    successor = IdField(help_text="An officer or a supervisor who serves in the unit now.")
    reason = TextField(max_length=500)


class SuccessorShape(StrictSerializer):
    """Somebody to whom work of the unit can be given."""

    id = IdField()
    name = TextField()


class LeaverShape(StrictSerializer):
    """Somebody who left the unit with open work there."""

    person = IdField()
    name = TextField()
    agency = IdField()
    since = InstantField(help_text="When the oldest of it was begun.")
    things = ThingsShape(many=True)


class LeaversAnswer(StrictSerializer):
    """Who left with open work, and to whom it can be given."""

    leavers = LeaverShape(many=True)
    successors = SuccessorShape(many=True)


class HandoverFilters(Filters):
    """What the list can be narrowed by."""

    task_force = IdFilter("task_force_id", "Only work of this task force.")
    person = IdFilter("person_id", "Only what this person left.")
    successor = IdFilter("successor_id", "Only what this person was given.")


class HandoverView(Listed, Retrieved, Created, ResourceView):
    """What was handed over where the client hands over: how much, never what. Who writes has just proved who it is."""

    serializer_class = HandoverAnswer
    bodies: ClassVar = {"create": HandoverBody}
    required_scopes: ClassVar = {"list": READ, "retrieve": READ, "create": WRITE}
    filters = HandoverFilters
    orderings: ClassVar = ("at",)
    default_ordering = "-at"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; the collection refuses who hands nothing over, all else finds nothing."""
        super().initial(request, *args, **kwargs)
        if self.action in {"list", "create"} and not self.actor.may(Permission.HAND_OVER):
            require(lacks(Permission.HAND_OVER))
        if request.method == "POST":
            require_fresh(request._request)

    def visible(self) -> QuerySet[Handover]:
        """Return what was handed over where the client hands over."""
        return handovers_of(self.actor).prefetch_related("lines")

    def represent(self, rows: Sequence[Handover]) -> list[Any]:
        """Return the hand-overs, with how much of each kind."""
        plain = ("task_force_id", "agency_id", "person_id", "successor_id", "by_id")
        return [
            {"id": row.pk, "reason": row.reason, "at": row.at}
            | {name.removesuffix("_id"): getattr(row, name) for name in plain}
            | {"things": _things(Counter(line.kind for line in row.lines.all()))}
            for row in rows
        ]

    def note_read(self, rows: Sequence[Handover]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "work.list", ids=[row.pk for row in rows])
        else:
            record(self.actor, "work.list", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> Handover:
        """Hand all of it over."""
        unit = unit_or_invalid(data["task_force"])
        require(can_hand_over(self.actor, unit))
        return hand_over(
            actor=self.actor,
            task_force=unit,
            person=_left(unit, data["person"]),
            successor=_stays(unit, data["successor"]),
            reason=data["reason"],
        )


class LeaversView(ResourceView):
    """Who left one unit with open work, for who hands over there."""

    serializer_class = LeaversAnswer
    required_scopes: ClassVar = {"list": READ}

    def list(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Return who left, how much of each kind, and to whom it can be given."""
        unit = units().filter(pk=pk).first()
        if unit is None:
            raise Missing
        require(can_hand_over(self.actor, unit))
        found = leavers(unit)
        record(self.actor, "work.list", about=unit, ids=[each.person.pk for each in found])
        return Response({"leavers": [_shape(each) for each in found], "successors": _people(successors(unit))})


def _things(kinds: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"kind": kind, "count": count} for kind, count in sorted(kinds.items())]


def _shape(left: Leaver) -> dict[str, Any]:
    told = {"person": left.person.pk, "name": left.person.name, "agency": left.agency_id, "since": left.since}
    return told | {"things": _things(left.kinds)}


def _people(rows: Iterable[User]) -> list[dict[str, Any]]:
    return [{"id": row.pk, "name": row.name} for row in rows]


def _left(unit: TaskForce, pk: UUID) -> User:
    try:
        return leaver(unit, pk).person
    except Missing:
        raise Invalid(_("Nobody with this id left open work in the unit."), field="person") from None


def _stays(unit: TaskForce, pk: UUID) -> User:
    found = successors(unit).filter(pk=pk).first()
    if found is None:
        raise Invalid(_("Choose an officer or a supervisor who serves in the unit now."), field="successor")
    return found


check_view(LeaversView, ["list"])
routes = [
    path(
        "task-forces/<uuid:pk>/leavers/",
        LeaversView.as_view({"get": "list"}, detail=False, basename="leaver"),
        name="leaver-list",
    ),
]
