"""Hit / no hit: that another agency holds the number of a travel document that one holds oneself, and nothing more."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from seizures.models.person import Person
from taskforces.models import Agency


class HitNotice(models.Model):
    """One side of a hit: `agency` was told that `other` holds the document number of `person`, who is its own.

    The other side has a row of its own, about its own person; neither row names the other. Each agency is told once of
    a person and another agency, however often the other side meets the person again. A person that was transferred is
    another agency's: that one is told anew, and the one before reads its notice no more. Written by the system alone
    and never changed; it goes with its person.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "agency", "other", "person", "told_at"), FieldClass.IDENTITY
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    told_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["agency", "-told_at", "-id"], name="hit_notice_agency")]
        constraints = [
            models.UniqueConstraint(fields=["person", "agency", "other"], name="hit_notice_once"),
            models.CheckConstraint(condition=~models.Q(agency=models.F("other")), name="hit_notice_of_another"),
        ]

    def __str__(self) -> str:
        return "hit"  # never about whom

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["HitNotice"]) -> None:
        """Leave nothing where the law orders the person to be erased; the other side's row is about its own person."""
        rows.delete()
