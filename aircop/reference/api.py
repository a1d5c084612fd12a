"""`/api/v1/airports/` and `/api/v1/code-lists/`: reference data, open to every signed-in reader."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.reference.models import Airport, CodeList
from aircop.reference.queries import entries
from aircop.rest.fields import DayField, QuantityField, TextField, TruthField
from aircop.rest.filters import CodeFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved


class AirportAnswer(StrictSerializer):
    """An airport."""

    iata = TextField()
    icao = TextField()
    name = TextField()
    city = TextField()
    country = TextField()
    latitude = QuantityField(max_digits=8, decimal_places=5)
    longitude = QuantityField(max_digits=8, decimal_places=5)
    timezone = TextField()


class AirportFilters(Filters):
    """What the list can be narrowed by."""

    id = CodeFilter("iata", "Only these airports, by IATA code.", many=True)  # type: ignore[assignment]  # keys are words here
    country = CodeFilter("country_id", "ISO 3166 alpha-2.")
    icao = CodeFilter("icao", "ICAO code.")


class AirportView(Listed, Retrieved, ResourceView):
    """Airports with an IATA code."""

    serializer_class = AirportAnswer
    required_scopes: ClassVar = {"list": "reference:read", "retrieve": "reference:read"}
    filters = AirportFilters
    orderings: ClassVar = ("iata",)
    default_ordering = "iata"
    lookup_value_converter = "slug"

    def visible(self) -> QuerySet[Airport]:
        """Return all airports."""
        return Airport.objects.all()

    def represent(self, rows: Sequence[Airport]) -> list[Any]:
        """Return the airports."""
        return [
            {
                "iata": row.iata,
                "icao": row.icao,
                "name": row.name,
                "city": row.city,
                "country": row.country_id,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "timezone": row.timezone,
            }
            for row in rows
        ]


class CodeAnswer(StrictSerializer):
    """One dated row of a list."""

    code = TextField()
    parent = TextField(allow_null=True)  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    selectable = TruthField()
    labels = serializers.DictField(child=serializers.CharField(), help_text="Language to label.")
    aliases = serializers.ListField(child=serializers.CharField())
    source = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    valid_from = DayField(allow_null=True)
    valid_to = DayField(allow_null=True)


class CodeListAnswer(StrictSerializer):
    """A list with all its rows, ended ones too: old records still name them."""

    name = TextField()
    source = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    codes = CodeAnswer(many=True)


class CodeListFilters(Filters):
    """What the lists can be narrowed by."""

    id = CodeFilter("name", "Only these lists, by name.", many=True)  # type: ignore[assignment]  # keys are words here


class CodeListView(Listed, Retrieved, ResourceView):
    """Code lists: substances, methods, units and the like."""

    serializer_class = CodeListAnswer
    required_scopes: ClassVar = {"list": "reference:read", "retrieve": "reference:read"}
    filters = CodeListFilters
    orderings: ClassVar = ("name",)
    default_ordering = "name"
    lookup_value_converter = "slug"

    def visible(self) -> QuerySet[CodeList]:
        """Return all lists."""
        return CodeList.objects.all()

    def represent(self, rows: Sequence[CodeList]) -> list[Any]:
        """Return the lists with their rows, from memory: the shared ones, and those of the reader's own agencies."""
        mine = {None} | {membership.agency_id for membership in self.actor.memberships}
        return [
            {
                "name": row.name,
                "source": row.source,
                "codes": [_code(each) for each in entries(row.pk) if each.owner_agency_id in mine],
            }
            for row in rows
        ]


def _code(entry: Any) -> dict[str, Any]:
    return {
        "code": entry.code,
        "parent": entry.parent or None,
        "selectable": entry.selectable,
        "labels": dict(entry.labels),
        "aliases": list(entry.aliases),
        "source": entry.source,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }
