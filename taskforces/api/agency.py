"""`/api/v1/agencies/`: agencies, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.rest.fields import IdField, TextField
from aircop.rest.filters import CodeFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved
from taskforces.models import Agency
from taskforces.queries.task_force import agencies, agency_or_invalid
from taskforces.services.agency import open_agency


class AgencyAnswer(StrictSerializer):
    """An agency."""

    id = IdField()
    code = TextField()
    name = TextField()
    short_name = TextField()
    kind = TextField()
    country = TextField(allow_null=True)
    parent = IdField(allow_null=True)  # type: ignore[assignment]  # a field of the answer, not the serializer's own


class AgencyBody(StrictSerializer):
    """A new agency; without a country an international organisation."""

    code = TextField(max_length=20)
    name = TextField(max_length=150)
    short_name = TextField(max_length=40)
    kind = TextField(max_length=40, help_text="Code of the list agency_kind.")
    country = TextField(max_length=2, required=False, allow_null=True, help_text="ISO 3166 alpha-2.")
    parent = IdField(required=False, allow_null=True)  # type: ignore[assignment]  # a field of the body, not the serializer's own


class AgencyFilters(Filters):
    """What the list can be narrowed by."""

    code = CodeFilter("code", "Agency code.")
    kind = CodeFilter("kind", "Code of the kind of agency.")
    country = CodeFilter("country_id", "ISO 3166 alpha-2.")


class AgencyView(Listed, Retrieved, Created, ResourceView):
    """Agencies."""

    serializer_class = AgencyAnswer
    bodies: ClassVar = {"create": AgencyBody}
    required_scopes: ClassVar = {"list": "units:read", "retrieve": "units:read", "create": "units:write"}
    filters = AgencyFilters
    orderings: ClassVar = ("code", "name")
    default_ordering = "code"

    def visible(self) -> QuerySet[Agency]:
        """Return all agencies: that they exist is no secret."""
        return agencies()

    def represent(self, rows: Sequence[Agency]) -> list[Any]:
        """Return the agencies."""
        return [
            {
                "id": row.pk,
                "code": row.code,
                "name": row.name,
                "short_name": row.short_name,
                "kind": row.kind,
                "country": row.country_id,
                "parent": row.parent_id,
            }
            for row in rows
        ]

    def perform_create(self, data: dict[str, Any]) -> Agency:
        """Open an agency."""
        above = data.pop("parent", None)
        parent = agency_or_invalid(above, "parent") if above else None
        return open_agency(actor=self.actor, **({"country": None} | data), parent=parent)
