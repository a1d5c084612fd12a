"""`/api/v1/alerts/{id}/answers/`: what came back on an alert."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from rest_framework.request import Request

from aircop.access import grants
from aircop.access.roles import SEE_IDENTITY
from aircop.audit import record
from aircop.rest.fields import IdField, InstantField, TextField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, check_view
from alerts.models import Alert, Answer
from alerts.queries.alert import told_answers, visible_alert
from alerts.queries.answer import seizures_of
from seizures.rules import IDENTITIES_SCOPE


class AnswerToAlert(StrictSerializer):
    """What an addressed unit or agency did about an alert. Others than the telling unit read their own alone.

    `words` is null without identities, `seizure` for who does not see that record.
    """

    id = IdField()
    task_force = IdField(allow_null=True)
    agency = IdField(allow_null=True)
    result = TextField()
    words = TextField(allow_null=True)
    seizure = IdField(allow_null=True)
    at = InstantField()


class AnswerView(Listed):
    """Answers on one alert that the reader may see."""

    serializer_class = AnswerToAlert
    required_scopes: ClassVar = {"list": "alerts:read"}
    orderings: ClassVar = ("at",)
    default_ordering = "at"
    alert_id: UUID
    alert: Alert

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the alert out of the address."""
        self.alert_id = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the alert: hidden and missing are one 404."""
        super().initial(request, *args, **kwargs)
        self.alert = visible_alert(self.actor, self.alert_id)

    def visible(self) -> QuerySet[Answer]:
        """Return what the reader is told of it."""
        return told_answers(self.actor, self.alert)

    def represent(self, rows: Sequence[Answer]) -> list[Any]:
        """Return the answers, each as far as its reader may see it."""
        scopes = self.actor.scopes
        may_read = scopes is None or IDENTITIES_SCOPE in scopes
        names = may_read and SEE_IDENTITY in grants.held(self.actor, self.alert)
        seen = seizures_of(self.actor, rows)
        return [
            {
                "id": row.pk,
                "task_force": row.addressee.unit_id,
                "agency": row.addressee.agency_id,
                "result": row.result,
                "words": row.words if names else None,
                "seizure": row.seizure_id if row.seizure_id in seen else None,
                "at": row.at,
            }
            for row in rows
        ]

    def note_read(self, rows: Sequence[Answer]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "alert.read", about=self.alert, ids=[row.pk for row in rows])


check_view(AnswerView, ["list"])
routes = [
    path(
        "alerts/<uuid:pk>/answers/",
        AnswerView.as_view({"get": "list"}, detail=False, basename="answer"),
        name="alert-answers",
    )
]
