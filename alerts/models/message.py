"""Messages, and what is sent along with them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.files.models import StoredFile
from aircop.files.sweeping import sweep_files
from aircop.reference.fields import CodeField
from alerts.enums import MessageKind
from alerts.models.thread import Thread
from seizures.enums import Handling
from taskforces.models import Agency, TaskForce


class Message(models.Model):
    """One message. It is never changed: who erred writes another one.

    Its words tell of people, so it is for those alone who see identities in its thread. `asked_name`, `asked_number`
    and `asked_record` say what a request is about, `asked_key` the name in one spelling, by which a request that was
    sent before is known again. `answers` is the message to which this one replies.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            ("id", "thread", "kind", "source_grade", "information_grade", "handling", "sent_at", "by", "unit",
             "agency", "answers"),
            FieldClass.CASE,
        ),
        **dict.fromkeys(
            ("body", "handling_words", "asked_name", "asked_number", "asked_record", "asked_key"), FieldClass.IDENTITY
        ),
    }  # fmt: skip

    # Conditions must not be empty under H3: erasure leaves a dash there.
    ERASED: ClassVar[dict[str, Any]] = {
        "handling_words": models.Case(
            models.When(handling=Handling.H3, then=models.Value("-")), default=models.Value("")
        )
    }

    locked: bool | None = None  # for its reader, while it is shown: whether conditions are to be accepted first

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=13, choices=MessageKind.choices)
    body = models.TextField(max_length=8_000)
    source_grade = CodeField(code_list="source_grade", blank=True)
    information_grade = CodeField(code_list="information_grade", blank=True)
    handling = models.CharField(max_length=2, choices=Handling.choices, default=Handling.H0)
    handling_words = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(TaskForce, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    asked_name = models.CharField(max_length=200, blank=True)
    asked_number = models.CharField(max_length=40, blank=True)
    asked_record = models.CharField(max_length=30, blank=True)
    asked_key = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "id"], name="message_thread")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(handling=Handling.H3) | ~models.Q(handling_words=""), name="message_h3_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thread_id}"


class MessageFile(models.Model):
    """A photo or a document that came with a message, for those who may read it."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(("id", "thread", "message", "file"), FieldClass.OPEN)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.file.name

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["MessageFile"]) -> None:
        """Delete what a court orders to be erased; originals and pictures go once that is committed."""
        rows.delete()
        transaction.on_commit(sweep_files, using=rows.db)
