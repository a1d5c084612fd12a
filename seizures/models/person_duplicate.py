"""Two rows of one agency about one person: what looks alike, what somebody decided, what was merged."""

from typing import ClassVar

from django.db import models

from aircop.access.models import FieldClass
from seizures.models.pair import (
    HINT_NAMES,
    MERGE_NAMES,
    STILL_OPEN,
    Hint,
    Merging,
    hint_constraints,
    hint_indexes,
    merge_constraints,
)
from seizures.models.person import Person


class PersonHint(Hint):
    """Two persons of one agency who look like one, found by the system, for somebody to decide.

    The wall shows it only to who sees both persons and both identities: what is alike are names, births and documents.
    The same traveller at two agencies is two rows, and no hint joins them.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys((*HINT_NAMES, "agency"), FieldClass.CASE)

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    agency = models.UUIDField()

    class Meta:
        indexes = [
            *hint_indexes("person_hint"),
            models.Index(fields=["agency", "-id"], name="person_hint_agency", condition=STILL_OPEN),
        ]
        constraints = hint_constraints("person_hint")

    @classmethod
    def erase_rows(cls, rows: models.QuerySet["PersonHint"]) -> None:
        """Leave nothing where the law orders a person to be erased: nothing is alike any more."""
        rows.delete()


class PersonMerge(Merging):
    """Two persons of one agency declared one: `duplicate` stays and says whom it went to.

    Neither row is changed, so nothing has to be put back: undone, both read as they did. Behind the same wall as hints.
    """

    FIELDS: ClassVar[dict[str, FieldClass]] = dict.fromkeys(MERGE_NAMES, FieldClass.CASE)

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = merge_constraints("person_merge")
