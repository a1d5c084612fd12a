"""List, detail and create, as the handbook of the REST framework shows them."""

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListCreateAPIView, RetrieveAPIView
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.models import AccessList, ListGroupGrant, ListUserGrant, Seat
from aircop.accounts.models import User
from aircop.reference.models import Airport
from seizures.models import Item, Seizure
from taskforces.models import Agency, TaskForce

JOINED = ("task_force", "airport", "lead_agency", "recorded_by", "access_list")


def lists_of(user: User) -> list[Any]:
    """Return the access lists that a person holds, through seats or itself."""
    groups = Seat.objects.filter(user=user, valid_to=None).values("group")
    of_groups = ListGroupGrant.objects.filter(group__in=groups).values_list("content_object")
    of_person = ListUserGrant.objects.filter(user=user).values_list("content_object")
    return [row[0] for row in of_groups.union(of_person)]


class AgencyPart(serializers.ModelSerializer[Agency]):
    """The agency that led."""

    class Meta:
        model = Agency
        fields = ("id", "name")


class AirportPart(serializers.ModelSerializer[Airport]):
    """Where it was."""

    class Meta:
        model = Airport
        fields = ("iata", "name")


class TaskForcePart(serializers.ModelSerializer[TaskForce]):
    """The unit."""

    class Meta:
        model = TaskForce
        fields = ("id", "name")


class UserPart(serializers.ModelSerializer[User]):
    """Who wrote it."""

    class Meta:
        model = User
        fields = ("id", "name")


class AccessListPart(serializers.ModelSerializer[AccessList]):
    """The list it lies on."""

    class Meta:
        model = AccessList
        fields = ("id", "label")


FACTS = ("id", "reference", "status", "occurred_at", "recorded_at", "direction", "conveyance", "summary", "version")


class SeizureSerializer(serializers.ModelSerializer[Seizure]):
    """A few facts, and the five parents nested."""

    task_force = TaskForcePart()
    airport = AirportPart()
    lead_agency = AgencyPart()
    recorded_by = UserPart()
    access_list = AccessListPart()

    class Meta:
        model = Seizure
        fields = (*FACTS, *JOINED)


class ItemBody(serializers.ModelSerializer[Item]):
    """What was found."""

    class Meta:
        model = Item
        fields = ("commodity", "substance", "quantity", "unit")


class SeizureBody(serializers.ModelSerializer[Seizure]):
    """A new seizure with one item."""

    items = ItemBody(many=True)

    class Meta:
        model = Seizure
        fields = (
            "airport", "occurred_at", "direction", "conveyance", "persons_arrested", "summary", "narrative", "items",
        )  # fmt: skip

    def create(self, validated_data: dict[str, Any]) -> Seizure:
        """Insert the record and its item for the author's unit."""
        item = validated_data.pop("items")[0]
        user = self.context["request"].user
        seat = Seat.objects.exclude(unit_id=None).filter(user=user, valid_to=None).order_by("valid_from")[:1].get()
        unit = TaskForce.objects.get(pk=seat.unit_id)  # type: ignore[misc]  # the seat has a unit
        seizure = Seizure.objects.create(
            task_force=unit,
            access_list_id=unit.default_list_id,
            root_list_id=unit.default_list_id,
            owner_agency=seat.agency_id,
            owner_unit=unit.pk,
            recorded_by=user,
            lead_agency_id=seat.agency_id,
            occurred_on=validated_data["occurred_at"].date(),
            occurred_zone="UTC",
            **validated_data,
        )
        Item.objects.create(seizure=seizure, **item)
        return seizure

    def to_representation(self, instance: Seizure) -> Any:
        """Answer as a read does."""
        return SeizureSerializer(instance, context=self.context).data


class First(BasePagination):
    """The first hundred, and nothing about the rest."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows."""
        return list(queryset[: int(request.query_params.get("page_size", 100))])

    def get_paginated_response(self, data: Any) -> Response:
        """Return them under the same word as ours."""
        return Response({"results": data})


class Scoped:
    """What its reader may see: one filter."""

    request: Request
    serializer_class: ClassVar[type[serializers.BaseSerializer[Any]]] = SeizureSerializer

    def get_queryset(self) -> QuerySet[Seizure]:
        """Return the rows on the reader's lists."""
        assert isinstance(self.request.user, User)
        condition = "seizures_seizure.access_list_id = ANY(%s::uuid[])"
        rows = Seizure.objects.extra(where=[condition], params=[lists_of(self.request.user)])  # noqa: S610  our own text
        return rows.select_related(*JOINED).order_by("-recorded_at", "-id")


class SeizureList(Scoped, ListCreateAPIView):  # type: ignore[misc]
    """GET and POST of the collection."""

    pagination_class = First

    def get_serializer_class(self) -> Any:
        """Take another shape than is answered."""
        return SeizureBody if self.request.method == "POST" else SeizureSerializer

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write record and item in one transaction."""
        with transaction.atomic():
            return super().create(request, *args, **kwargs)


class SeizureDetail(Scoped, RetrieveAPIView):  # type: ignore[misc]
    """GET of one."""


urlpatterns = [
    path("api/v1/seizures/", SeizureList.as_view()),
    path("api/v1/seizures/<uuid:pk>/", SeizureDetail.as_view()),
]
