"""The base of every record that not everybody may see."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from uuid6 import uuid7

from aircop.access import among  # noqa: F401  makes its lookup known
from aircop.access.actor import Actor
from aircop.access.models.access_list import AccessList, ListGroupGrant, ListUserGrant


def new_id() -> UUID:
    """Return a UUIDv7: sorts by time, made before the row is written."""
    return uuid7()


class FieldClass(StrEnum):
    """How far a field travels. Every field of a protected model declares one."""

    OPEN = "open"  # bookkeeping and references
    CASE = "case"  # for whoever may see the record
    IDENTITY = "identity"  # only with the right to see identities; free text is identity too


PROTECTED_FIELDS: dict[str, FieldClass] = {
    "id": FieldClass.OPEN,
    "access_list": FieldClass.OPEN,
    "root_list": FieldClass.OPEN,
    "owner_agency": FieldClass.OPEN,
    "owner_unit": FieldClass.OPEN,
    "version": FieldClass.OPEN,
    "recorded_at": FieldClass.CASE,
    "recorded_by": FieldClass.CASE,
    "withdrawn_at": FieldClass.OPEN,
    "withdrawn_reason": FieldClass.CASE,
    "retention_category": FieldClass.OPEN,
    "retain_until": FieldClass.OPEN,
    "legal_hold": FieldClass.OPEN,
}


class Granted(models.Exists):
    """Whether a grant is in force on the record's list or its root."""


def _granted(grants: models.QuerySet[ListGroupGrant] | models.QuerySet[ListUserGrant], own: str, root: str) -> Granted:
    in_force = models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=Now())
    pair = (models.OuterRef(own), models.OuterRef(root))
    lists = models.Func(*pair, template="ARRAY[%(expressions)s]", output_field=ArrayField(models.UUIDField()))
    return Granted(grants.filter(in_force, content_object_id__among=lists))


def reach(actor: Actor, *, own: str = "access_list_id", root: str = "root_list_id") -> models.Q:
    """Return the condition that a grant of the actor's is in force on the record's list or its root.

    The row-level policy asks the same; it stands in the query too because plans need it.
    """
    by_group = _granted(ListGroupGrant.objects.filter(group_id__in=sorted(actor.groups)), own, root)
    by_person = _granted(ListUserGrant.objects.filter(user_id=actor.subject_id), own, root)
    return models.Q(by_group) | models.Q(by_person)


def _asks_for_grants(condition: Any) -> bool:
    parts = getattr(condition, "children", ())
    return bool(parts) and all(isinstance(getattr(part, "lhs", None), Granted) for part in parts)


class Finder(Protocol):
    """Finds the rows of a page by an index of its own that knows the reader, where the table's own would not do."""

    @property
    def needed(self) -> bool:
        """Whether anything is asked that the table itself does not answer fast."""

    def ids(
        self, using: str, *, field: str, descending: bool, start: tuple[datetime, UUID] | None, size: int
    ) -> list[UUID]:
        """Return the ids of the first rows in the order, after a place."""


class ProtectedQuerySet[M: "Protected"](models.QuerySet[M]):
    """Reads start from `visible_to(actor)`; nothing else is a read.

    Rows that a `finder` looks for are read by `aircop.access.pages.page`.
    """

    reader: Actor | None = None
    finder: Finder | None = None

    def visible_to(self, actor: Actor) -> Self:
        """Keep what the actor may see: not withdrawn, within reach, in a state that is shown to it."""
        if not actor.signed_in:
            return self.none()
        kept = self.filter(reach(actor), self.state_visible_to(actor), withdrawn_at__isnull=True)
        kept.reader = actor
        return kept

    def on_held_lists(self) -> Self:
        """Drop the condition on grants: for reads from lists of which it is known that the reader holds them.

        The wall asks all the same; asking twice doubles what a row costs.
        """
        rows = self.all()
        where = rows.query.where
        where.children = [each for each in where.children if not _asks_for_grants(each)]
        return rows

    def state_visible_to(self, actor: Actor) -> models.Q:  # noqa: ARG002 - models with drafts use it
        """Return the condition on the record's state; a model with drafts narrows it to their author."""
        return models.Q()

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone.reader, clone.finder = self.reader, self.finder
        return clone


class Protected(models.Model):
    """A record that lies on an access list, belongs to an agency and a unit, and is never deleted.

    Subclasses declare the class of each of their fields in `FIELDS`, and their migration raises the wall
    (`aircop.access.wall`). `version` counts changes: a write names the version it saw.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = {}
    NAMES_OTHERS: ClassVar[frozenset[str]] = frozenset()  # in its history: references of other records of its kind
    NAMES_KINDS: ClassVar[dict[str, str]] = {}  # the same of records that are linked to it, and their kind
    FOLLOWS: ClassVar[str] = ""  # the field of the record whose lists it shares: see `aircop.access.following`

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    access_list = models.ForeignKey(AccessList, on_delete=models.PROTECT, related_name="+", db_index=False)
    root_list = models.ForeignKey(AccessList, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner_agency = models.UUIDField()
    owner_unit = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    retention_category = models.CharField(max_length=20, default="standard")
    retain_until = models.DateField(null=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        abstract = True

    @classmethod
    def field_class(cls, name: str) -> FieldClass:
        """Return the class of a field; an undeclared one counts as identity.

        `items.2.quantity` is a field of a part: its class stands in the part's own `FIELDS`, or is told by its own
        `field_class` where a part has fields within fields.
        """
        own, _, path = name.partition(".")
        if path and own in cls.FIELDS:
            return _class_in_part(_part_of(cls, own), path)
        return cls.FIELDS.get(name) or PROTECTED_FIELDS.get(name) or FieldClass.IDENTITY


@cache
def _part_of(kind: type[Protected], name: str) -> Any:
    """Return the model of a record's parts by their name in the plural, those that follow it among them."""
    back = (each for each in kind._meta.get_fields(include_hidden=True) if each.auto_created and not each.concrete)
    return next(
        each.related_model
        for each in back
        if name in {each.name, f"{each.related_model._meta.model_name}s"}  # type: ignore[union-attr]
    )


def _class_in_part(part: Any, path: str) -> FieldClass:
    """Return the class of a part's field; the number of the part within its record may stand before it."""
    number, _, rest = path.partition(".")
    path = rest if number.isdigit() else path
    told: FieldClass = part.field_class(path) if hasattr(part, "field_class") else part.FIELDS.get(path)
    return told or FieldClass.IDENTITY
