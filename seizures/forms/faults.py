"""Puts what a service refused onto the field that it concerns, so that nobody has to type anything twice."""

from collections.abc import Mapping

from django import forms

from aircop.errors import Invalid

FIELD_OF: Mapping[str, str] = {
    "occurred_at": "occurred",
    "occurred_zone": "occurred",
    "quantity": "amount",
    "unit": "amount",
    "conditions": "conditions_accepted",
}


def put_fault(form: forms.Form, fault: Invalid) -> None:
    """Add the reason to its field, or to the form when it has no such field; a form of rows finds the row."""
    if own := getattr(form, "put_fault", None):
        own(fault)
        return
    name = FIELD_OF.get(fault.field, fault.field).removeprefix("conveyance_details.").replace(".", "-")
    form.add_error(name if name in form.fields else None, fault.reason)
