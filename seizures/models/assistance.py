"""Who took part in a seizure beside the lead agency, and the numbers it has elsewhere."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.seizure import Seizure
from taskforces.models import Agency


class Ending(models.Model):
    """A part that is ended, never deleted: what stood on a record stays provable.

    `merge` names the merge that brought it: undoing that merge ends exactly what it brought.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    merge = models.ForeignKey("seizures.Merge", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


ENDING = dict.fromkeys(("id", "seizure", "agency", "merge", "recorded_at", "recorded_by", "ended_at"), FieldClass.CASE)


class Assistance(Ending):
    """An agency that helped: it participated in the seizure and does not lead it.

    Each seizure counts once for its lead agency and once, as participation, for everybody who took part.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = ENDING

    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="assistances", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["seizure", "agency"], name="assistance_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency_id)


class ExternalReference(Ending):
    """The number under which an agency or a network knows the same seizure."""

    FIELDS: ClassVar[dict[str, FieldClass]] = ENDING | {"system": FieldClass.CASE, "number": FieldClass.CASE}

    seizure = models.ForeignKey(Seizure, on_delete=models.CASCADE, related_name="external_references", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    system = CodeField(code_list="reference_system")
    number = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["number", "system"], name="external_reference_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["seizure", "system", "number"],
                name="external_reference_once",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9A-Z][0-9A-Z ./_-]*$"), name="external_reference_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.number}"
