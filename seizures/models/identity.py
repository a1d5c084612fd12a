"""Who a person is, apart from the record: behind a wall of its own."""

import re
from typing import ClassVar

from anyascii import anyascii
from django.db import models
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models.person import Person


def plain_name(text: str) -> str:
    """Return a name as names are compared: plain Latin letters, small, single spaces."""
    return " ".join(re.findall("[a-z0-9]+", anyascii(text).lower()))


class Identity(models.Model):
    """The names and birth of a person, as told or as a document shows them.

    The wall shows a row only to who holds the right to see identities on the person's list; every read leaves an entry.
    `latin` is the name in plain Latin letters, for searching. What stood before a change is kept in `earlier`, here and
    nowhere else: history and audit tell that something changed, not what it was.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "person", "family_name", "given_names", "other_names", "latin", "birth_date", "birth_place",
            "nationality", "residence", "earlier",
        ),
        FieldClass.IDENTITY,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    family_name = models.CharField(max_length=150, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    other_names = models.CharField(max_length=300, blank=True)
    latin = models.CharField(max_length=900, blank=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=150, blank=True)
    nationality = CodeField(code_list="country", blank=True)
    residence = models.CharField(max_length=300, blank=True)
    earlier = models.JSONField(default=list)  # [{"at", "by", "values": {field: text}}], oldest first

    def __str__(self) -> str:
        return "identity"  # never a name: texts of objects travel into logs

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["Identity"]) -> None:
        """Leave nothing where the law orders a record to be erased: a person without an identity is complete."""
        rows.delete()


class IdentityDocument(models.Model):
    """A document that a person carried: kind, number, issuer, end, and the machine-readable zone as it was read."""

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "person", "kind", "number", "issuer", "expires_on", "mrz"), FieldClass.IDENTITY
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="documents", db_index=False)
    kind = CodeField(code_list="document_kind")
    number = models.CharField(max_length=40)
    issuer = CodeField(code_list="country", blank=True)
    expires_on = models.DateField(null=True)
    mrz = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="identity_document_once")]

    def __str__(self) -> str:
        return "document"  # never its number

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["IdentityDocument"]) -> None:
        """Leave nothing, as of the identity."""
        rows.delete()
