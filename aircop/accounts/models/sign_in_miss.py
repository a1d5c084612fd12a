"""The memory of the lockout."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SignInMiss(models.Model):
    """The last missed sign-ins of one name or one address.

    The key is a keyed hash, because people type passwords into the name field. Written by `aircop.accounts.lockout`
    alone, in one statement that counts and decides at once.
    """

    key = models.CharField(primary_key=True, max_length=64)
    misses = ArrayField(models.DateTimeField())

    class Meta:
        """Words."""

        verbose_name = "missed sign-in"
        verbose_name_plural = "missed sign-ins"
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"{len(self.misses)} ({self.key[:8]})"
