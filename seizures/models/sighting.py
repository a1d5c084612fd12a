"""Which substances the network has seen at all."""

from django.db import models
from django.db.models.functions import Now

from aircop.reference.fields import CodeField


class SubstanceSighting(models.Model):
    """A substance that was found by some unit: one row each, for good.

    It says that and when, not where or by whom: the event that goes with it lies on the list of the seizure.
    """

    substance = CodeField(code_list="substance", primary_key=True)
    confirmed = models.BooleanField()
    first_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.substance
