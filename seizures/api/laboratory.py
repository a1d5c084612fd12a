"""`/api/v1/seizures/{id}/field-tests/`, `lab-requests/` and `lab-results/`: read and added, never changed."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from rest_framework import serializers
from rest_framework.request import Request

from aircop.access import grants
from aircop.access.roles import SEE_IDENTITY
from aircop.audit import record
from aircop.errors import Missing
from aircop.rest.fields import DayField, EtagField, IdField, InstantField, QuantityField, TextField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, check_view
from seizures.models import FieldTest, LabRequest, LabResult, Seizure
from seizures.queries.laboratory import parts_of
from seizures.services.laboratory import (
    FieldTestFacts,
    LabResultFacts,
    record_field_test,
    record_lab_result,
    send_to_laboratory,
)

HUNDRED = Decimal(100)


class PartAnswer(StrictSerializer):
    """What every row says: of which item it is, and what it corrects."""

    id = IdField()
    number = WholeNumberField(help_text="Within the seizure.")
    item = WholeNumberField(source="item.sequence", help_text="Number of the item.")
    recorded_at = InstantField()
    etag = EtagField()


class FieldTestAnswer(PartAnswer):
    """A field test: presumptive. `operator` is null without the right to identities."""

    kit = TextField()
    lot = TextField()
    device = TextField()
    result = TextField()
    substance = TextField()
    tested_at = InstantField()
    operator = TextField(allow_null=True)
    supersedes = IdField(source="supersedes_id", allow_null=True)


class LabRequestAnswer(PartAnswer):
    """An item sent to a laboratory; `answered_at` is null while it waits."""

    laboratory = TextField()
    sent_on = DayField()
    answered_at = InstantField(allow_null=True)


class LabResultAnswer(PartAnswer):
    """A laboratory's result: confirmed. Its net weight is an extra beside the recorded quantity."""

    laboratory = TextField()
    method = TextField()
    finding = TextField()
    substance = TextField()
    others = serializers.ListField(child=TextField())
    salt = TextField()
    purity = QuantityField(max_digits=6, decimal_places=3, allow_null=True, help_text="Per cent by mass.")
    uncertainty = QuantityField(max_digits=6, decimal_places=3, allow_null=True, help_text="± percentage points.")
    net_weight = QuantityField(max_digits=18, decimal_places=6, allow_null=True)
    weight_unit = TextField()
    report_number = TextField()
    reported_on = DayField()
    supersedes = IdField(source="supersedes_id", allow_null=True)


class FieldTestBody(StrictSerializer):
    """A field test of an item. `supersedes` names the one that it corrects."""

    item = WholeNumberField(min_value=1, max_value=9999)
    kit = TextField(max_length=40, required=False, allow_blank=True)
    lot = TextField(max_length=60, required=False, allow_blank=True)
    device = TextField(max_length=40, required=False, allow_blank=True)
    result = TextField(max_length=40)
    substance = TextField(max_length=40, required=False, allow_blank=True)
    tested_at = InstantField()
    operator = TextField(max_length=150, required=False, allow_blank=True)
    supersedes = IdField(required=False)


class LabRequestBody(StrictSerializer):
    """Where an item was sent, and when."""

    item = WholeNumberField(min_value=1, max_value=9999)
    laboratory = TextField(max_length=150)
    sent_on = DayField()


class LabResultBody(StrictSerializer):
    """What a laboratory reports of an item. `supersedes` names the result that it corrects."""

    item = WholeNumberField(min_value=1, max_value=9999)
    laboratory = TextField(max_length=150)
    method = TextField(max_length=40)
    finding = TextField(max_length=40)
    substance = TextField(max_length=40, required=False, allow_blank=True)
    others = serializers.ListField(child=TextField(max_length=40), required=False, max_length=10)
    salt = TextField(max_length=40, required=False, allow_blank=True)
    purity = QuantityField(max_digits=6, decimal_places=3, max_value=HUNDRED, required=False, allow_null=True)
    uncertainty = QuantityField(max_digits=6, decimal_places=3, max_value=HUNDRED, required=False, allow_null=True)
    net_weight = QuantityField(max_digits=18, decimal_places=6, required=False, allow_null=True)
    weight_unit = TextField(max_length=40, required=False, allow_blank=True)
    report_number = TextField(max_length=60)
    reported_on = DayField()
    supersedes = IdField(required=False)


class LaboratoryView(Listed, Retrieved, Created, ResourceView):
    """Rows of one kind that belong to one seizure which the reader may see."""

    model: ClassVar[Any]
    word: ClassVar[str]
    required_scopes: ClassVar = {"list": "seizures:read", "retrieve": "seizures:read", "create": "seizures:write"}
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "recorded_at"
    seizure_id: UUID
    seizure: Seizure

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the seizure out of the address: what is left names the row, as in any resource."""
        self.seizure_id = kwargs.pop("pk")
        if "row" in kwargs:
            kwargs["pk"] = kwargs.pop("row")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the seizure: hidden and missing are one 404."""
        super().initial(request, *args, **kwargs)
        found = Seizure.objects.visible_to(self.actor).filter(pk=self.seizure_id).first()
        if found is None:
            raise Missing
        self.seizure = found

    def visible(self) -> QuerySet[Any]:
        """Return the rows of the seizure."""
        return parts_of(self.model, self.seizure)

    def represent(self, rows: Any) -> list[Any]:
        """Return the rows, the operator's name only to who sees identities."""
        hidden = SEE_IDENTITY not in grants.held(self.actor, self.seizure)
        for row in rows:
            if hidden and hasattr(row, "operator"):
                row.operator = None
        return super().represent(rows)

    def version_of(self, row: Any) -> object:
        """Return what can change of a row: whether a request was answered."""
        return "answered" if getattr(row, "answered_at", None) else row.number

    def viewer_of(self, row: Any) -> str:  # noqa: ARG002
        """Return whether the reader sees identities."""
        return "i" if SEE_IDENTITY in grants.held(self.actor, self.seizure) else ""

    def note_read(self, rows: Any) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "laboratory.read", about=self.seizure, ids=[row.pk for row in rows])

    def reverse_action(self, url_name: str, *_args: Any, args: Any = (), **_kwargs: Any) -> str:
        """Return the address of a row, below its seizure."""
        return reverse(f"api:{self.word}-{url_name}", args=[self.seizure.pk, *args])


class FieldTestView(LaboratoryView):
    """Field tests of a seizure."""

    serializer_class = FieldTestAnswer
    bodies: ClassVar = {"create": FieldTestBody}
    model, word = FieldTest, "field-test"

    def perform_create(self, data: dict[str, Any]) -> FieldTest:
        """Write it down."""
        terms = {"item": data.pop("item"), "supersedes": data.pop("supersedes", None)}
        return record_field_test(actor=self.actor, seizure=self.seizure, facts=FieldTestFacts(**data), **terms)


class LabRequestView(LaboratoryView):
    """What of a seizure was sent to laboratories."""

    serializer_class = LabRequestAnswer
    bodies: ClassVar = {"create": LabRequestBody}
    model, word = LabRequest, "lab-request"

    def perform_create(self, data: dict[str, Any]) -> LabRequest:
        """Note it."""
        return send_to_laboratory(actor=self.actor, seizure=self.seizure, **data)


class LabResultView(LaboratoryView):
    """What laboratories found in a seizure."""

    serializer_class = LabResultAnswer
    bodies: ClassVar = {"create": LabResultBody}
    model, word = LabResult, "lab-result"

    def perform_create(self, data: dict[str, Any]) -> LabResult:
        """Write it down."""
        terms = {"item": data.pop("item"), "supersedes": data.pop("supersedes", None)}
        data["others"] = tuple(data.get("others", ()))
        return record_lab_result(actor=self.actor, seizure=self.seizure, facts=LabResultFacts(**data), **terms)


def _routes(view: type[LaboratoryView]) -> list[URLPattern]:
    word = view.word
    check_view(view, ["list", "create", "retrieve"])
    every = view.as_view({"get": "list", "post": "create"}, detail=False, basename=word)
    one = view.as_view({"get": "retrieve"}, detail=True, basename=word)
    return [
        path(f"seizures/<uuid:pk>/{word}s/", every, name=f"{word}-list"),
        path(f"seizures/<uuid:pk>/{word}s/<uuid:row>/", one, name=f"{word}-detail"),
    ]


routes = [route for view in (FieldTestView, LabRequestView, LabResultView) for route in _routes(view)]
