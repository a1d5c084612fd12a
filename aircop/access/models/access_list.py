"""Access lists, and the grants on them in django-guardian's typed tables."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from uuid6 import uuid7

from aircop.access.roles import SEE_IDENTITY, Level


class ListKind(models.TextChoices):
    """Why a list exists."""

    DEFAULT = "default"  # a unit's own; most of its records lie on it
    DERIVED = "derived"  # one record shared by itself; readers of the root read it too
    RESTRICTED = "restricted"  # no parent: an undercover operation, an officer under suspicion
    NETWORK = "network"  # what the whole network reads: operations, meetings, contacts


class AccessList(models.Model):
    """Who may see the records that lie on it. The permission is the level.

    `root` is the list itself, or for a derived list the one it came from: readers of either see the record.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=ListKind.choices)
    root = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+")
    owner_agency = models.UUIDField()
    owner_unit = models.UUIDField(null=True)
    label = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        permissions = [
            (Level.VIEW.value, "See the records"),
            (Level.CONTRIBUTE.value, "Add to the records"),
            (Level.MANAGE.value, "Share, transfer and close the records"),
            (SEE_IDENTITY, "See identities"),
        ]
        constraints = [
            # The target of every protected table's pair of columns: a record cannot name a root that is not its list's.
            models.UniqueConstraint(fields=["id", "root"], name="access_list_root"),
            models.CheckConstraint(
                condition=models.Q(kind=ListKind.DERIVED) ^ models.Q(root=models.F("id")), name="access_list_derived"
            ),
        ]

    def __str__(self) -> str:
        return self.label


def root_of_list() -> Any:
    """Return the column that a trigger fills: the root of the list, so that a reader of both need not read the list."""
    return models.ForeignKey(
        AccessList,
        editable=False,
        db_index=False,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )


class ListGroupGrant(GroupObjectPermissionBase):
    """A group's grant on a list, until `expires_at`. Written by `aircop.access.grants` alone."""

    content_object = models.ForeignKey(AccessList, on_delete=models.CASCADE, related_name="+")
    root = root_of_list()
    expires_at = models.DateTimeField(null=True)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["content_object", "group"], include=["expires_at"], name="access_group_probe"),
            models.Index(fields=["group"], include=["content_object", "root", "expires_at"], name="access_group_lists"),
        ]


class ListUserGrant(UserObjectPermissionBase):
    """A person's own grant on a list, until `expires_at`. Written by `aircop.access.grants` alone."""

    content_object = models.ForeignKey(AccessList, on_delete=models.CASCADE, related_name="+")
    root = root_of_list()
    expires_at = models.DateTimeField(null=True)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["content_object", "user"], include=["expires_at"], name="access_user_probe"),
            models.Index(fields=["user"], include=["content_object", "root", "expires_at"], name="access_user_lists"),
        ]
