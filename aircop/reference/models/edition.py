"""Which state of the code lists the database holds."""

from django.db import models


class Edition(models.Model):
    """One row: a stamp that triggers renew with every statement that changes a reference table.

    Processes keep the lists in memory and read them again when the stamp is another one than theirs.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="edition_single")]

    def __str__(self) -> str:
        return str(self.stamp)
