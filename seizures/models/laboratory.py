"""What a field test indicates and what a laboratory confirms: additions to a seizure, never edited."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.figure import IDENTIFIED
from seizures.models.item import Item
from seizures.models.seizure import Seizure

POSITIVE = "positive"


class FieldTest(models.Model):
    """A quick test at the airport: presumptive. `substance` is what it indicates, not what the item was logged as.

    A correction is another test that supersedes this one; both stay. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "item", "number", "kit", "lot", "device", "result", "substance", "tested_at", "supersedes",
            "recorded_at", "recorded_by",
        ),
        FieldClass.CASE,
    ) | {"operator": FieldClass.IDENTITY}  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="field_tests")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="field_tests", db_index=False)
    number = models.PositiveSmallIntegerField()
    kit = CodeField(code_list="test_kit", blank=True)
    lot = models.CharField(max_length=60, blank=True)
    device = CodeField(code_list="test_device", blank=True)
    result = CodeField(code_list="test_result")
    substance = CodeField(code_list="substance", blank=True)
    operator = models.CharField(max_length=150, blank=True)
    tested_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="corrected_by")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seizure", "number"], name="field_test_number"),
            models.UniqueConstraint(
                fields=["item", "tested_at", "kit", "device", "supersedes"],
                name="field_test_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(kit="") | ~models.Q(device=""), name="field_test_by_kit_or_device"
            ),
            models.CheckConstraint(
                condition=~models.Q(result=POSITIVE) | ~models.Q(substance=""), name="field_test_positive_for_something"
            ),
        ]

    def __str__(self) -> str:
        return f"T{self.number}"


class LabRequest(models.Model):
    """An item that was sent to a laboratory; open until a result comes back. One at a time."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "seizure", "item", "number", "laboratory", "sent_on", "answered_at", "recorded_at", "recorded_by"),
        FieldClass.CASE,
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="lab_requests")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="lab_requests", db_index=False)
    number = models.PositiveSmallIntegerField()
    laboratory = models.CharField(max_length=150)
    sent_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seizure", "number"], name="lab_request_number"),
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(answered_at__isnull=True), name="lab_request_one_open"
            ),
            models.CheckConstraint(condition=~models.Q(laboratory=""), name="lab_request_names_a_laboratory"),
        ]

    def __str__(self) -> str:
        return f"A{self.number}"


class LabResult(models.Model):
    """What a laboratory reports of an item: confirmed. The last one that is not superseded stands.

    `purity` is the mass share of the substance in percent, `uncertainty` its plus and minus in percentage points.
    `net_weight` is the laboratory's own: an extra, never the quantity that was recorded. `others` are what else was
    in it: the weight goes to the main substance. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "item", "number", "laboratory", "method", "finding", "substance", "others", "salt",
            "purity", "uncertainty", "net_weight", "weight_unit", "report_number", "reported_on", "supersedes",
            "recorded_at", "recorded_by",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="lab_results")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="lab_results", db_index=False)
    number = models.PositiveSmallIntegerField()
    laboratory = models.CharField(max_length=150)
    method = CodeField(code_list="lab_method")
    finding = CodeField(code_list="lab_finding")
    substance = CodeField(code_list="substance", blank=True)
    others = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    salt = CodeField(code_list="salt_form", blank=True)
    purity = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    uncertainty = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    net_weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    weight_unit = CodeField(code_list="unit", blank=True)
    report_number = models.CharField(max_length=60)
    reported_on = models.DateField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="corrected_by")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seizure", "number"], name="lab_result_number"),
            models.UniqueConstraint(
                fields=["item", "laboratory", "report_number", "supersedes"],
                name="lab_result_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~models.Q(laboratory="") & ~models.Q(report_number=""), name="lab_result_names_its_report"
            ),
            models.CheckConstraint(
                condition=models.Q(finding=IDENTIFIED) ^ models.Q(substance=""), name="lab_result_identified_something"
            ),
            models.CheckConstraint(
                condition=models.Q(finding=IDENTIFIED) | models.Q(purity__isnull=True, salt=""),
                name="lab_result_purity_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(purity__isnull=True) | models.Q(purity__gt=0, purity__lte=100),
                name="lab_result_purity_in_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(uncertainty__isnull=True)
                | models.Q(purity__isnull=False, uncertainty__gte=0, uncertainty__lte=100),
                name="lab_result_uncertainty_of_a_purity",
            ),
            models.CheckConstraint(
                condition=models.Q(net_weight__isnull=True, weight_unit="")
                | (models.Q(net_weight__gt=0) & ~models.Q(weight_unit="")),
                name="lab_result_weight_with_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"L{self.number}"
