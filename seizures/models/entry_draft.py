"""What was typed into a form and is not handed in yet."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id
from seizures.enums import EntryForm


class EntryDraftQuerySet(models.QuerySet["EntryDraft"]):
    """Reads of entries begun."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the actor's own: nobody else sees what somebody has not said yet."""
        return self.filter(author_id=actor.subject_id) if actor.signed_in else self.none()

    def begun(self) -> Self:
        """Keep those that were neither handed in nor thrown away."""
        return self.filter(ended_at__isnull=True)


class EntryDraft(models.Model):
    """What one person typed into a form, kept word for word while the form is not sent: its author's alone.

    `record` is the id that the form carries (of the record to be, in a new entry), `about` the record that a change is
    about and `part` what of it, when the form is about one of several: the number of an item, the ids of a person and
    of an arrest. `typed` holds every field as the browser would send it, valid or not. `revision` counts the texts
    that stand; `writer` is the page that wrote the last one and `sequence` its own count, so that a save that arrives
    late does not take back a newer one.

    Once the form is sent or thrown away the text is deleted. Its id stays for the rest of thirty days, without a word
    of it, so that neither a save that was under way nor another device brings it back; `digest` tells whether a form
    sent again is the same.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(
            (
                "id", "author", "record", "form", "about", "part", "revision", "writer", "sequence", "begun_at",
                "saved_at", "ended_at", "digest",
            ),
            FieldClass.OPEN,
        ),
        "typed": FieldClass.IDENTITY,
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    record = models.UUIDField()
    form = models.CharField(max_length=10, choices=EntryForm.choices)
    about = models.UUIDField(null=True)
    part = models.CharField(max_length=80, blank=True)
    typed = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    writer = models.UUIDField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[EntryDraftQuerySet] = EntryDraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["saved_at"], name="entrydraft_age")]
        constraints = [
            models.UniqueConstraint(fields=["author", "record"], name="entrydraft_once"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(typed={}), name="entrydraft_ended_holds_no_text"
            ),
            models.CheckConstraint(
                condition=models.Q(form=EntryForm.QUICK) ^ models.Q(about__isnull=False), name="entrydraft_change_about"
            ),
        ]

    def __str__(self) -> str:
        return str(EntryForm(self.form).label)
