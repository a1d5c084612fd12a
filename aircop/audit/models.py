"""Entries, the values behind them, and the chain of seals. Read and written only inside this package."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import pgettext_lazy
from uuid6 import uuid7

# Done to a record by somebody who acted for another agency than its owner's.
FOREIGN = models.Q(acting_agency__lt=models.F("owner_agency")) | models.Q(acting_agency__gt=models.F("owner_agency"))


class Outcome(models.TextChoices):
    """How an act went."""

    DONE = "done", pgettext_lazy("outcome", "done")
    REFUSED = "refused", pgettext_lazy("outcome", "refused")


def names_others(owners: Collection[UUID], about: UUID | None, acting: UUID | None, own: Collection[UUID]) -> bool:
    """Whether an answer with a list names records that are not the reader's: of several agencies, shown to others.

    Those who audit the agencies `own` learn that it was shown, but neither which records nor how many. An entry `about`
    one record that passed from one of its `owners` to another is either's.
    """
    return bool(owners) and about is None and acting not in own


class AuditEntry(models.Model):
    """One act or refusal. Append-only, without foreign keys: it outlives whatever it speaks of.

    The owner agency, unit and access list of the object are plain values as they were, so that an agency can ask who
    opened its records.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_default=Now())
    verb = models.CharField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    reason = models.CharField(max_length=500, blank=True)  # why it was refused, or why it was done
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    acting_agency = models.UUIDField(null=True)
    acting_unit = models.UUIDField(null=True)
    acting_role = models.CharField(max_length=20, blank=True)
    session = models.CharField(max_length=64, blank=True)  # a hash: the key itself would open the session
    client = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.UUIDField(null=True)
    object_ids = ArrayField(models.UUIDField(), default=list)  # a list answer is one entry
    reference = models.CharField(max_length=60, blank=True)
    owner_agency = models.UUIDField(null=True)
    owner_unit = models.UUIDField(null=True)
    owner_agencies = ArrayField(models.UUIDField(), default=list)  # if a list answer, or a transfer, is of several
    access_list = models.UUIDField(null=True)
    purpose = models.CharField(max_length=500, blank=True)
    recipients = ArrayField(models.CharField(max_length=200), default=list)
    handling = models.CharField(max_length=10, blank=True)
    values_hash = models.CharField(max_length=64, blank=True)  # HMAC-SHA256 of the changed values and words

    class Meta:
        indexes = [
            models.Index(fields=["owner_agency", "-at", "-id"], name="audit_entry_owner"),
            models.Index(fields=["acting_agency", "-at", "-id"], name="audit_entry_acting"),
            models.Index(fields=["owner_agency", "actor_id", "-at", "-id"], name="audit_entry_owner_actor"),
            models.Index(fields=["owner_agency", "verb", "-at", "-id"], name="audit_entry_owner_verb"),
            models.Index(fields=["acting_agency", "verb", "-at", "-id"], name="audit_entry_acting_verb"),
            models.Index(fields=["owner_agency", "-at", "-id"], name="audit_entry_foreign", condition=FOREIGN),
            models.Index(
                Upper("reference"),
                models.F("at").desc(),
                models.F("id").desc(),
                name="audit_entry_reference",
                condition=~models.Q(reference=""),
            ),
            models.Index(fields=["object_id", "-at"], name="audit_entry_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_entry_actor"),
            GinIndex(fields=["object_ids"], name="audit_entry_objects"),
            GinIndex(fields=["owner_agencies"], name="audit_entry_owners"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.verb} {self.reference}"


class Change(models.Model):
    """Old and new values of one act, scoped like the record they belong to; the history that pages show.

    Erasure by law empties values and reason, or removes the row; anything else that differs from the entry's hash is
    named by `audit_verify`.
    """

    entry_id = models.UUIDField(primary_key=True)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    access_list_id = models.UUIDField()
    root_list_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    verb = models.CharField(max_length=60)
    reason = models.CharField(max_length=500, blank=True)
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)
    by_label = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)  # {field: [old, new]}

    class Meta:
        indexes = [models.Index(fields=["object_id", "-at"], name="audit_change_object")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by_name}"


class Unsealed(models.Model):
    """An entry that has no place in the chain yet: written with it, removed by the sealer."""

    entry_id = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.entry_id)


class Seal(models.Model):
    """An entry's place in the chain: its hash covers the entry's columns and the hash before it.

    The signature is keyed: whoever owns the tables but not the key cannot hash the chain anew.
    """

    sequence = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest[:12]}"


class PublishedHead(models.Model):
    """The head of the chain as it was told to the world on one day, so that a cut tail shows."""

    sequence = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"
