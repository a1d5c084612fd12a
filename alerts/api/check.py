"""`/api/v1/requests/{id}/check/`: what the asked side holds on a request, told to it alone."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import path
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.verdict import require
from aircop.rest.fields import IdField, TextField, TruthField, WordField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import ResourceView, check_view
from alerts.api.thread import READ
from alerts.message_rules import can_check_request
from alerts.models import InformationRequest
from alerts.queries.request import visible_requests
from alerts.services.check import check_request
from seizures.api.person_search import PersonFound, found_shape
from seizures.forms.person_search import seconds_to_wait
from seizures.models import Case, Seizure

KINDS = [("seizure", "Seizure"), ("case", "Case")]


class RecordHeld(StrictSerializer):
    """A record of the reference that is asked about."""

    kind = WordField(choices=KINDS)
    id = IdField()
    reference = TextField()


class RequestCheckAnswer(StrictSerializer):
    """What the reader may see of what a request asks about, the likest persons first, at most fifty."""

    records = RecordHeld(many=True)
    persons = PersonFound(many=True)
    more = TruthField(help_text="Whether there are more persons than these.")
    unasked = TextField(help_text="Why nobody was looked for by name. Empty where somebody was.")


class RequestCheckView(ResourceView):
    """Looks for what one request asks about. Who asked learns neither that nor what came of it."""

    serializer_class = RequestCheckAnswer
    required_scopes: ClassVar = {"check": READ}
    reads: ClassVar = {"check"}

    def visible(self) -> QuerySet[InformationRequest]:
        """Return the requests in the threads in which the client takes part."""
        return visible_requests(self.actor)

    def check(self, request: Request, pk: UUID) -> Response:  # noqa: ARG002
        """Return what the asked side holds: it takes one of its searches for persons, and each is kept."""
        row = self.fetch(pk)
        require(can_check_request(self.actor, row))
        if wait := seconds_to_wait(self.actor):
            raise Throttled(wait)
        held = check_request(actor=self.actor, request=row)
        told = {"more": held.more, "unasked": held.unasked}
        persons = [found_shape(hit) for hit in held.persons]
        return Response({"records": [_record(each) for each in held.records], "persons": persons, **told})


def _record(row: Seizure | Case) -> dict[str, Any]:
    return {"kind": "seizure" if isinstance(row, Seizure) else "case", "id": row.pk, "reference": row.reference}


check_view(RequestCheckView, ["check"])
routes = [
    path(
        "requests/<uuid:pk>/check/",
        RequestCheckView.as_view({"get": "check"}, detail=True, basename="request"),
        name="request-check",
    )
]
