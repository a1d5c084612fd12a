"""`/api/v1/codes/`: codes are added, called otherwise and ended by who keeps the platform. They are read by list."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers

from aircop.errors import Missing
from aircop.reference.models import Code
from aircop.rest.fields import DayField, TextField, TruthField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, ResourceView, Retrieved, act
from taskforces.queries.code import code_rows, latest_code
from taskforces.services.code import add_code, end_code, label_code


class KeptCodeAnswer(StrictSerializer):
    """A code in its latest period."""

    key = TextField(help_text="Its address: the list and the code, `packaging:brick`.")
    code_list = TextField()
    code = TextField()
    heading = TextField(allow_null=True)
    labels = serializers.DictField(child=serializers.CharField(), help_text="Language to label.")
    source = TextField()  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    valid_from = DayField()
    valid_to = DayField(allow_null=True)
    local = TruthField(help_text="Whether it was added here.")


class CodeLabelsBody(StrictSerializer):
    """What it is called; languages that are left out stay."""

    en = TextField(max_length=160, required=False)
    fr = TextField(max_length=160, required=False)
    es = TextField(max_length=160, required=False)
    pt = TextField(max_length=160, required=False)
    ar = TextField(max_length=160, required=False)


class KeptCodeBody(StrictSerializer):
    """A new code, with labels in English and French at least."""

    code_list = TextField(max_length=40)
    code = TextField(max_length=40)
    labels = CodeLabelsBody()
    source = TextField(max_length=300)  # type: ignore[assignment]  # a field of the body, not the serializer's own
    valid_from = DayField()
    heading = TextField(max_length=40, required=False, allow_blank=True)


class CodeEndBody(StrictSerializer):
    """The day on which it may be picked last; null takes back what was said here."""

    last_day = DayField(allow_null=True)


class CodeView(Retrieved, Created, ResourceView):
    """Codes of the lists, in their latest periods."""

    serializer_class = KeptCodeAnswer
    bodies: ClassVar = {"create": KeptCodeBody, "labels": CodeLabelsBody, "end": CodeEndBody}
    required_scopes: ClassVar = {
        "retrieve": "reference:read",
        **dict.fromkeys(("create", "labels", "end"), "codes:write"),
    }
    lookup_field = "key"
    lookup_url_kwarg = "pk"
    lookup_value_converter = "str"

    def visible(self) -> QuerySet[Code]:
        """Return the shared codes: they are open to every signed-in reader."""
        return code_rows()

    def fetch(self, object_id: UUID | str) -> Code:
        """Return a code by its list and its text."""
        code_list, _colon, code = str(object_id).partition(":")
        found = latest_code(code_list, code) if "\x00" not in str(object_id) else None
        if found is None:
            raise Missing
        return found

    def represent(self, rows: Sequence[Code]) -> list[Any]:
        """Return the codes with their labels."""
        return [
            {
                "key": row.key,
                "code_list": row.code_list_id,
                "code": row.code,
                "heading": row.parent.code if row.parent else None,
                "labels": {each.language: each.label for each in row.labels.all()},
                "source": row.source,
                "valid_from": row.valid_from,
                "valid_to": row.valid_to,
                "local": row.local,
            }
            for row in rows
        ]

    def perform_create(self, data: dict[str, Any]) -> Code:
        """Add a code."""
        return add_code(actor=self.actor, **data)

    @act
    def labels(self, row: Code, data: dict[str, Any]) -> Code:
        """Call it otherwise."""
        return label_code(actor=self.actor, code_list=row.code_list_id, code=row.code, labels=data)

    @act
    def end(self, row: Code, data: dict[str, Any]) -> Code:
        """Say on which day it may be picked last."""
        return end_code(actor=self.actor, code_list=row.code_list_id, code=row.code, last_day=data["last_day"])
