"""What the fields of tests and laboratory results are called in forms, on the page and in the history."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aircop.reference.fields import CodeField
from seizures.models import FieldTest, LabRequest, LabResult

TEST: Mapping[str, Any] = {
    "item": _("Number of the item"),
    "kit": _("Test kit"),
    "lot": _("Lot of the kit"),
    "device": _("Test device"),
    "result": _("Result of the test"),
    "substance": _("Substance indicated"),
    "tested_at": _("Tested at"),
    "operator": _("Tested by"),
    "supersedes": _("Takes the place of"),
}
REQUEST: Mapping[str, Any] = {
    "item": _("Number of the item"),
    "laboratory": _("Laboratory"),
    "sent_on": pgettext_lazy("to a laboratory", "Sent on"),
}
RESULT: Mapping[str, Any] = {
    "item": _("Number of the item"),
    "laboratory": _("Laboratory"),
    "report_number": _("Number of the report"),
    "reported_on": _("Date of the report"),
    "method": _("Method of analysis"),
    "finding": _("Finding"),
    "substance": _("Substance confirmed"),
    "others": _("Other substances in it"),
    "salt": _("Salt or base"),
    "purity": _("Purity in %"),
    "uncertainty": _("Uncertainty of the purity, ± percentage points"),
    "net_weight": _("Net weight by the laboratory"),
    "weight_unit": _("Unit of that net weight"),
    "supersedes": _("Takes the place of"),
}
PARTS: Mapping[str, Any] = {"field_tests": TEST, "lab_requests": REQUEST, "lab_results": RESULT}
LABELS: Mapping[str, Any] = {f"{part}.{name}": words for part, rows in PARTS.items() for name, words in rows.items()}
CODE_LISTS: Mapping[str, str] = {
    f"{part}.{field.name}": field.code_list
    for part, model in (("field_tests", FieldTest), ("lab_requests", LabRequest), ("lab_results", LabResult))
    for field in model._meta.fields
    if isinstance(field, CodeField)
}
