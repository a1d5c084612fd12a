"""`/api/v1/agencies/`: agencies, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.rest.fields import IdField, TextField, TruthField
from aircop.rest.filters import CodeFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from taskforces.models import Agency
from taskforces.queries.contact_point import visible_contacts
from taskforces.queries.hit_opening import open_to_hits
from taskforces.queries.task_force import agencies, agency_or_invalid
from taskforces.services.agency import open_agency
from taskforces.services.hit_opening import close_hits, open_hits


class AgencyAnswer(StrictSerializer):
    """An agency."""

    id = IdField()
    code = TextField()
    name = TextField()
    short_name = TextField()
    kind = TextField()
    country = TextField(allow_null=True)
    parent = IdField(allow_null=True)  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    takes_part_in_hits = TruthField(allow_null=True, help_text="Of one's own agencies; of others null.")


class AgencyBody(StrictSerializer):
    """A new agency; without a country an international organisation."""

    code = TextField(max_length=20)
    name = TextField(max_length=150)
    short_name = TextField(max_length=40)
    kind = TextField(max_length=40, help_text="Code of the list agency_kind.")
    country = TextField(max_length=2, required=False, allow_null=True, help_text="ISO 3166 alpha-2.")
    parent = IdField(required=False, allow_null=True)  # type: ignore[assignment]  # a field of the body, not the serializer's own


class HitOpeningBody(StrictSerializer):
    """Which desk the other side of a hit is told."""

    contact = IdField(help_text="A desk of the agency, or of a unit in which it takes part.")


class AgencyFilters(Filters):
    """What the list can be narrowed by."""

    code = CodeFilter("code", "Agency code.")
    kind = CodeFilter("kind", "Code of the kind of agency.")
    country = CodeFilter("country_id", "ISO 3166 alpha-2.")


class AgencyView(Listed, Retrieved, Created, ResourceView):
    """Agencies."""

    serializer_class = AgencyAnswer
    bodies: ClassVar = {"create": AgencyBody, "open_hits": HitOpeningBody}
    required_scopes: ClassVar = {
        "list": "units:read",
        "retrieve": "units:read",
        "create": "units:write",
        "open_hits": "units:write",
        "close_hits": "units:write",
    }
    filters = AgencyFilters
    orderings: ClassVar = ("code", "name")
    default_ordering = "code"

    def visible(self) -> QuerySet[Agency]:
        """Return all agencies: that they exist is no secret."""
        return agencies()

    def viewer_of(self, row: Agency) -> str:
        """Return whether the reader sits with the agency: it alone is told whether it takes part in hit / no hit."""
        return "own" if any(each.agency_id == row.pk for each in self.actor.memberships) else ""

    def represent(self, rows: Sequence[Agency]) -> list[Any]:
        """Return the agencies; whether one takes part in hit / no hit is told to its own people."""
        own = {each.agency_id for each in self.actor.memberships} & {row.pk for row in rows}
        taking_part = open_to_hits(own) if own else set()
        return [
            {
                "id": row.pk,
                "code": row.code,
                "name": row.name,
                "short_name": row.short_name,
                "kind": row.kind,
                "country": row.country_id,
                "parent": row.parent_id,
                "takes_part_in_hits": row.pk in taking_part if row.pk in own else None,
            }
            for row in rows
        ]

    def perform_create(self, data: dict[str, Any]) -> Agency:
        """Open an agency."""
        above = data.pop("parent", None)
        parent = agency_or_invalid(above, "parent") if above else None
        return open_agency(actor=self.actor, **({"country": None} | data), parent=parent)

    @act
    def open_hits(self, row: Agency, data: dict[str, Any]) -> Agency:
        """Let the agency take part in hit / no hit; its administrator does that, acting for it."""
        desk = visible_contacts(self.actor, [data["contact"]]).first()
        if desk is None:
            raise Invalid(_("There is no contact with this id."), field="contact")
        open_hits(actor=self.actor, agency=row, contact=desk)
        return row

    @act
    def close_hits(self, row: Agency, _data: dict[str, Any]) -> Agency:
        """End that the agency takes part."""
        close_hits(actor=self.actor, agency=row)
        return row
