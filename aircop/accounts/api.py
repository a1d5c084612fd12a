"""`/api/v1/me/`: who I am, where I sit, what I may do."""

from hashlib import sha256
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.actor import Acting
from aircop.rest.etags import etag
from aircop.rest.fields import IdField, TextField, TruthField
from aircop.rest.renderers import dumps
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import ResourceView


class MembershipAnswer(StrictSerializer):
    """One membership in force."""

    id = IdField()
    agency = IdField()
    task_force = IdField(allow_null=True)
    role = TextField()
    label = TextField()  # type: ignore[assignment]  # a member of the answer, not the words of a field
    acting = TruthField(help_text="Whether writes are done in this one.")


class MeAnswer(StrictSerializer):
    """The caller. `scopes` is null for a session, which is not limited by scopes."""

    id = IdField()
    name = TextField()
    kind = TextField()
    agency = IdField(allow_null=True)
    task_force = IdField(allow_null=True)
    role = TextField(allow_null=True)
    memberships = MembershipAnswer(many=True)
    scopes = serializers.ListField(child=serializers.CharField(), allow_null=True)


class MeView(ResourceView):
    """The caller as the system knows it."""

    serializer_class = MeAnswer
    required_scopes: ClassVar = {"list": ""}

    def list(self, request: Request) -> Response:
        """Return the caller, its memberships in force and its scopes."""
        actor = self.actor
        acting: Acting | None = actor.acting
        body = {
            "id": actor.subject_id,
            "name": actor.name,
            "kind": getattr(request.user, "kind", ""),
            "agency": acting.agency_id if acting else None,
            "task_force": acting.unit_id if acting else None,
            "role": acting.role if acting else None,
            "memberships": [_membership(each, acting) for each in actor.memberships],
            "scopes": None if actor.scopes is None else sorted(actor.scopes),
        }
        return Response(body, headers={"ETag": etag(sha256(dumps(body)).hexdigest()[:16])})


def _membership(each: Acting, acting: Acting | None) -> dict[str, Any]:
    return {
        "id": each.membership_id,
        "agency": each.agency_id,
        "task_force": each.unit_id,
        "role": each.role,
        "label": each.label,
        "acting": each == acting,
    }
