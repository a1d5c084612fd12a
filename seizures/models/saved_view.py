"""Filters of the list that a person keeps under a name."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Now

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, new_id
from seizures.enums import Listed


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Reads of saved views."""

    def visible_to(self, actor: Actor) -> Self:
        """Keep the actor's own: what somebody looks for is nobody else's business."""
        return self.filter(author_id=actor.subject_id) if actor.signed_in else self.none()


class SavedView(models.Model):
    """A name for filters and an order of the list of seizures, or of that of cases: its author's alone.

    `query` is the address of the list as far as the list could read it. It names filters, never records, and is read
    anew by the list each time, as its author sees it then. The list opens with the view that is `chosen`.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {
        **dict.fromkeys(("id", "author", "shows", "chosen", "saved_at"), FieldClass.OPEN),
        **dict.fromkeys(("name", "query"), FieldClass.IDENTITY),
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    shows = models.CharField(max_length=8, choices=Listed.choices, default=Listed.SEIZURES)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)
    chosen = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[SavedViewQuerySet] = SavedViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint("author", "shows", Lower("name"), name="savedview_name_once"),
            models.UniqueConstraint(
                fields=["author", "shows"], condition=models.Q(chosen=True), name="savedview_one_chosen"
            ),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(query=""), name="savedview_told"),
        ]

    def __str__(self) -> str:
        return self.name
