"""Serializers that take what they declare and nothing else. They validate and shape; services write."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer that refuses, by pointer, every member it does not declare, and every read-only one."""

    default_error_messages: ClassVar = {
        "unknown_field": _("This endpoint does not know this field."),
        "read_only": _("This field cannot be written."),
    }

    def to_internal_value(self, data: Any) -> Any:
        """Return the validated members; the faults of known and unknown ones are reported together."""
        faults = self._not_writable(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(error.detail, dict):
                raise
            raise serializers.ValidationError(error.detail | faults) from error
        if faults:
            raise serializers.ValidationError(faults)
        return value

    def _not_writable(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return a fault for each member that nobody may send."""
        writable = {field.field_name for field in self._writable_fields}
        codes = {name: "read_only" if name in self.fields else "unknown_field" for name in data if name not in writable}
        return {
            name: [serializers.ErrorDetail(str(self.error_messages[code]), code=code)] for name, code in codes.items()
        }


class EmptyBody(StrictSerializer):
    """The body of an act that asks for nothing: none, or an empty object."""
