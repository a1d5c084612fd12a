"""What the toolkit itself remembers: which POST was done already."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class IdempotencyKey(models.Model):
    """A POST that was done under a key of its sender, so that a repeat is answered and not done again.

    Holds no part of the request or the answer, only a keyed hash of the one and the object of the other: a repeat is
    answered by reading the object anew, with the rights of that moment. Kept for a day.
    """

    subject = models.CharField(max_length=200, help_text="Who sent it: model label and primary key.")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="Keyed SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField(default=0, help_text="The answer's status; 0 while it is being done.")
    object_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One act per sender and key."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "key"], name="rest_idempotency_key_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["created_at"], name="rest_idempotency_key_age")]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"
