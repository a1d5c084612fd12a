"""What the toolkit itself refuses. Refusals of the domain are in `aircop.errors`."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in a request that cannot be taken.

    `pointer` is a JSON pointer into the body ("/items/0/quantity", "" for the whole); `parameter` names a query
    parameter or a header instead.
    """

    code: str
    detail: str
    pointer: str = ""
    parameter: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as the contract's `errors` entry."""
        entry = {"pointer": self.pointer, "code": self.code, "detail": self.detail}
        return entry | {"parameter": self.parameter} if self.parameter else entry


class BadParameters(APIException):
    """Query parameters or headers that are unknown, repeated or unreadable; every one is named."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid_parameter"
    default_detail = _("Some parameters cannot be taken.")

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


def bad_parameter(parameter: str, detail: str, code: str = "invalid") -> BadParameters:
    """Return the exception for a single parameter."""
    return BadParameters(Fault(code=code, detail=detail, parameter=parameter))


class BodyTooLarge(APIException):
    """A body over the limit of the installation."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "body_too_large"
    default_detail = _("The body is larger than this installation takes.")


class PreconditionRequired(APIException):
    """A change without `If-Match`."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"
    default_detail = _("Send If-Match with the ETag of the version that you read.")


class PreconditionFailed(APIException):
    """A change to a version that is no longer the current one."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "stale"
    default_detail = _("Somebody changed this since you read it. Read it again, then repeat your change.")


class KeyReused(APIException):
    """An `Idempotency-Key` that was used for another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = _("This Idempotency-Key was used for another request. Take a new key.")
