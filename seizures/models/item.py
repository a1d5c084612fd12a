"""What was found."""

from typing import ClassVar

from django.db import models
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.seizure import Seizure


class Item(models.Model):
    """One commodity found in a seizure, in the quantity and unit as recorded.

    `kg_equivalent` is the same in kilograms with the factor that was used and its version; empty where the unit must
    not be converted (tablets without a factor, blotters, money). Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "seizure", "sequence", "commodity", "substance", "form", "concealment", "quantity", "unit", "basis",
            "kg_equivalent", "factor", "factor_text", "factor_version", "packages", "value", "currency",
        ),
        FieldClass.CASE,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="items", db_index=False)
    sequence = models.PositiveSmallIntegerField(default=1)
    commodity = CodeField(code_list="commodity")
    substance = CodeField(code_list="substance", blank=True)
    form = CodeField(code_list="form", blank=True)
    concealment = CodeField(code_list="concealment", blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = CodeField(code_list="unit")
    basis = CodeField(code_list="basis", blank=True)
    kg_equivalent = models.DecimalField(max_digits=30, decimal_places=15, null=True)
    factor = models.DecimalField(max_digits=24, decimal_places=12, null=True)  # grams per unit
    factor_text = models.CharField(max_length=100, blank=True)
    factor_version = models.CharField(max_length=40, blank=True)
    packages = models.PositiveIntegerField(null=True)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        indexes = [models.Index(fields=["substance", "seizure"], name="item_substance")]
        constraints = [
            models.UniqueConstraint(fields=["seizure", "sequence"], name="item_once"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="item_quantity_positive"),
            models.CheckConstraint(
                condition=models.Q(kg_equivalent__isnull=True, factor__isnull=True)
                | models.Q(kg_equivalent__isnull=False, factor__isnull=False),
                name="item_factor_with_equivalent",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True, currency="")
                | models.Q(value__isnull=False, value__gte=0, currency__regex="^[A-Z]{3}$"),
                name="item_value_with_currency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} {self.unit} {self.substance or self.commodity}"
