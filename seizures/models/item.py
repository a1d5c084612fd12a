"""What was found."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Exact
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.commodity import DETAILS
from seizures.models.figure import IDENTIFIED, Figure
from seizures.models.seizure import Seizure


class Item(models.Model):
    """One commodity found in a seizure, in the quantity and unit as recorded.

    `kg_equivalent` is the same in kilograms with the factor that was used and its version; empty where the unit must
    not be converted (tablets without a factor, blotters, money). Gross and net weight stand beside the quantity and
    are never mixed into it. What a laboratory confirmed stands beside what was logged (`confirmed_`); the database
    works out what figures use and on which basis (`figure_`): confirmed where a laboratory spoke, else presumptive.
    `details` are the fields of its commodity class, as `seizures.models.commodity` declares
    them; cash is recorded in the unit of its currency. The number (`sequence`) stays with an item while there are
    others. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            (
                "id", "seizure", "sequence", "commodity", "substance", "form", "concealment", "quantity", "unit",
                "basis", "kg_equivalent", "factor", "factor_text", "factor_version", "gross_weight", "net_weight",
                "weight_unit", "packages", "packaging", "markings", "value", "currency", "value_kind", "value_source",
                "valued_on", "details", "source_grade", "information_grade",
                "confirmed_finding", "confirmed_substance", "confirmed_kg", "figure_basis", "figure_substance",
                "figure_kg",
            ),
            FieldClass.CASE,
        ),
        "concealment_detail": FieldClass.IDENTITY,
        "sampling_note": FieldClass.IDENTITY,
        "exhibit_note": FieldClass.IDENTITY,
    }  # fmt: skip

    ERASED: ClassVar[dict[str, Any]] = {
        "details": models.Func(
            models.F("details"),
            models.Value([name for name, each in DETAILS.items() if each.field_class == FieldClass.IDENTITY]),
            template="%(expressions)s::text[]",
            arg_joiner=" - ",
            output_field=models.JSONField(),
        )
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="items", db_index=False)
    sequence = models.PositiveSmallIntegerField(default=1)
    commodity = CodeField(code_list="commodity")
    substance = CodeField(code_list="substance", blank=True)
    form = CodeField(code_list="form", blank=True)
    concealment = CodeField(code_list="concealment", blank=True)
    concealment_detail = models.CharField(max_length=500, blank=True, default="", db_default="")
    quantity = models.DecimalField(max_digits=18, decimal_places=6)
    unit = CodeField(code_list="unit", help_text="Money: a code of the list `currency`.")
    basis = CodeField(code_list="basis", blank=True)
    kg_equivalent = models.DecimalField(max_digits=30, decimal_places=15, null=True)
    factor = models.DecimalField(max_digits=24, decimal_places=12, null=True)  # grams per unit
    factor_text = models.CharField(max_length=100, blank=True)
    factor_version = models.CharField(max_length=40, blank=True)
    gross_weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    net_weight = models.DecimalField(max_digits=18, decimal_places=6, null=True)
    weight_unit = CodeField(code_list="unit", blank=True, default="", db_default="")
    packages = models.PositiveIntegerField(null=True)
    packaging = CodeField(code_list="packaging", blank=True, default="", db_default="")
    markings = models.CharField(max_length=200, blank=True, default="", db_default="")
    sampling_note = models.CharField(max_length=500, blank=True, default="", db_default="")
    exhibit_note = models.CharField(max_length=300, blank=True, default="", db_default="")
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = CodeField(code_list="currency", max_length=3, blank=True)
    value_kind = CodeField(code_list="value_kind", blank=True, default="", db_default="")
    value_source = models.CharField(max_length=120, blank=True, default="", db_default="")
    valued_on = models.DateField(null=True)
    details = models.JSONField(default=dict, db_default={})
    source_grade = CodeField(code_list="source_grade", blank=True, default="", db_default="")
    information_grade = CodeField(code_list="information_grade", blank=True, default="", db_default="")
    confirmed_finding = CodeField(code_list="lab_finding", blank=True, default="", db_default="")
    confirmed_substance = CodeField(code_list="substance", blank=True, default="", db_default="")
    confirmed_kg = models.DecimalField(max_digits=30, decimal_places=15, null=True)
    figure_basis = Figure(
        identified=models.Value("confirmed"),
        absent=models.Value("confirmed"),
        otherwise=models.Value("presumptive"),
        output_field=models.CharField(max_length=12),
    )
    figure_substance = Figure(
        identified=models.F("confirmed_substance"),
        absent=models.Value(""),
        otherwise=models.F("substance"),
        output_field=models.CharField(max_length=40),
    )
    figure_kg = Figure(
        identified=models.F("confirmed_kg"),
        absent=models.F("kg_equivalent"),
        otherwise=models.F("kg_equivalent"),
        output_field=models.DecimalField(max_digits=30, decimal_places=15),
    )

    class Meta:
        indexes = [
            models.Index(fields=["substance", "seizure"], name="item_substance"),
            models.Index(fields=["figure_substance", "seizure"], name="item_figure_substance"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["seizure", "sequence"], name="item_once"),
            models.CheckConstraint(
                condition=models.Q(confirmed_finding=IDENTIFIED) ^ models.Q(confirmed_substance=""),
                name="item_confirmed_as_something",
            ),
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
            models.CheckConstraint(
                condition=models.Q(value__isnull=False)
                | models.Q(value_kind="", value_source="", valued_on__isnull=True),
                name="item_source_of_a_value",
            ),
            models.CheckConstraint(
                condition=models.Q(gross_weight__isnull=True, net_weight__isnull=True, weight_unit="")
                | (
                    (models.Q(gross_weight__isnull=False) | models.Q(net_weight__isnull=False))
                    & ~models.Q(weight_unit="")
                ),
                name="item_weight_with_unit",
            ),
            models.CheckConstraint(
                condition=(models.Q(gross_weight__isnull=True) | models.Q(gross_weight__gt=0))
                & (models.Q(net_weight__isnull=True) | models.Q(net_weight__gt=0))
                & (
                    models.Q(gross_weight__isnull=True)
                    | models.Q(net_weight__isnull=True)
                    | models.Q(net_weight__lte=models.F("gross_weight"))
                ),
                name="item_net_within_gross",
            ),
            models.CheckConstraint(
                condition=Exact(
                    models.Func(models.F("details"), function="jsonb_typeof", output_field=models.CharField()),
                    models.Value("object"),
                ),
                name="item_details_are_an_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity.normalize():f} {self.unit} {self.substance or self.commodity}"

    @classmethod
    def field_class(cls, path: str) -> FieldClass:
        """Return the class of a column, or of a detail named `details.<name>`; an undeclared one counts as identity."""
        column, _, detail = path.partition(".")
        if column == "details" and detail:
            return DETAILS[detail].field_class if detail in DETAILS else FieldClass.IDENTITY
        return cls.FIELDS.get(column, FieldClass.IDENTITY)
