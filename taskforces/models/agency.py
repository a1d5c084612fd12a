"""Agencies: the national services, and the organisations beside them."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.reference.fields import CodeField
from aircop.reference.models import Country


class Agency(models.Model):
    """A service of one country, or an international organisation. Every signed-in person may know it exists.

    `group` is the group of readers that a share with the agency names; people sit in it while their membership
    is in force. `review_reminded_at` is when its administrators were last reminded of a review of access.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=150)
    short_name = models.CharField(max_length=40)
    kind = CodeField(code_list="agency_kind")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    review_reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z0-9-]{2,20}$"), name="agency_code_shape")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner_agency(self) -> object:
        """Return the agency that the audit files its entries under: itself."""
        return self.id
