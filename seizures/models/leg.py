"""The way that it took, or was to take."""

from typing import ClassVar

from django.db import models
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from aircop.reference.models import Airport
from seizures.models.seizure import Seizure


class RouteLeg(models.Model):
    """One place of the route, in order: origin, departure, transit, seizure, destination, return.

    An airport, or a country where the airport is not known; the flight and the day on which it left that place; how
    sure it is and how it is known. Behind the wall through its seizure.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "seizure", "sequence", "kind", "airport", "country", "flight_number", "date", "confidence", "source"),
        FieldClass.CASE,
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="legs", db_index=False)
    sequence = models.PositiveSmallIntegerField()
    kind = CodeField(code_list="leg_kind")
    airport = models.ForeignKey(Airport, null=True, on_delete=models.PROTECT, related_name="+")
    country = CodeField(code_list="country")
    flight_number = models.CharField(max_length=8, blank=True)
    date = models.DateField(null=True)
    confidence = CodeField(code_list="confidence", blank=True)
    source = CodeField(code_list="leg_source", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seizure", "sequence"], name="leg_once")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.airport_id or self.country}"
