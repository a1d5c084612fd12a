"""Who a person is, apart from the record: behind a wall of its own."""

import re
from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid6 import uuid7

from aircop.access.models import FieldClass
from aircop.audit.recorder import keyed_hash
from aircop.reference.fields import CodeField
from aircop.reference.names import names_keys
from seizures.models.person import Person

# With which people travel: a number of another kind (a visa, a licence) says less about who somebody is.
TRAVEL = frozenset(
    {
        "passport",
        "diplomatic-passport",
        "service-passport",
        "identity-card",
        "refugee-document",
        "laissez-passer",
        "ecowas-certificate",
        "seafarer",
        "crew",
    }
)
TELLING_NUMBER = 6  # characters: shorter ones meet by chance


def plain_number(text: str) -> str:
    """Return the number of a document as numbers are compared: capitals, without spaces and fillers."""
    return re.sub(r"[\s<]+", "", text).upper()


class Identity(models.Model):
    """The names and birth of a person, as told or as a document shows them.

    The wall shows a row only to who holds the right to see identities on the person's list; every read leaves an entry.
    `found_by` are the keys by which a search of persons finds the row. What stood before a change is kept in `earlier`,
    here and nowhere else: history and audit tell that something changed, not what it was.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        (
            "id", "person", "family_name", "given_names", "other_names", "aliases", "birth_date", "birth_place",
            "nationality", "residence", "found_by", "earlier",
        ),
        FieldClass.IDENTITY,
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="identity")
    family_name = models.CharField(max_length=150, blank=True)
    given_names = models.CharField(max_length=150, blank=True)
    other_names = models.CharField(max_length=300, blank=True)
    aliases = ArrayField(models.CharField(max_length=150), default=list, blank=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=150, blank=True)
    nationality = CodeField(code_list="country", blank=True)
    residence = models.CharField(max_length=300, blank=True)
    found_by = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    earlier = models.JSONField(default=list)  # [{"at", "by", "values": {field: text}}], oldest first

    def __str__(self) -> str:
        return "identity"  # never a name: texts of objects travel into logs

    @property
    def names(self) -> list[str]:
        """Return every name that the person goes by."""
        own = f"{self.family_name} {self.given_names}".strip()
        return [name for name in (own, self.other_names, *self.aliases) if name]

    def keys(self, numbers: Iterable[str]) -> list[str]:
        """Return what the row is found by: its names, the day of birth, the numbers of its documents."""
        keys = set(names_keys(self.names)) | {f"n:{number}" for number in numbers}
        return sorted(keys | ({f"b:{self.birth_date.isoformat()}"} if self.birth_date else set()))

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["Identity"]) -> None:
        """Leave nothing where the law orders a record to be erased: a person without an identity is complete."""
        rows.delete()


class IdentityDocument(models.Model):
    """A document that a person carried: kind, number, issuer, end, and the machine-readable zone as it was read.

    `digest` is the keyed digest of the number of a travel document, by which agencies that take part in hit / no hit
    are compared. It is in no answer, and goes where the document goes.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(
        ("id", "person", "kind", "number", "issuer", "expires_on", "mrz", "digest"), FieldClass.IDENTITY
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="documents", db_index=False)
    kind = CodeField(code_list="document_kind")
    number = models.CharField(max_length=40)
    issuer = CodeField(code_list="country", blank=True)
    expires_on = models.DateField(null=True)
    mrz = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["digest"], name="identity_document_digest", condition=~models.Q(digest="")),
        ]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="identity_document_once")]

    def __str__(self) -> str:
        return "document"  # never its number

    def seal(self) -> None:
        """Put down the digest of the number, of a travel document that is long enough to tell people apart."""
        tells = self.kind in TRAVEL and len(self.number) >= TELLING_NUMBER
        self.digest = keyed_hash("travel document", self.number) if tells else ""

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["IdentityDocument"]) -> None:
        """Leave nothing, as of the identity."""
        rows.delete()
