"""A row in every table that holds words, made from what the model declares, with new words in every field.

Rows are written by the owner of the tables, so that no rule of a form or a service stands in the way. Where a model
needs more than its declarations say, `NEEDS` says it; a new table that needs something fails here, by name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, models, transaction

from aircop.access.erasure import parts
from aircop.access.models import FieldClass, Protected
from aircop.accounts.models import User
from aircop.reference.fields import CodeField
from aircop.reference.models import Code
from seizures.models import Item, Seizure
from seizures.models.commodity import CLASSES
from seizures.models.detail import Kind
from tests.proofs.words import Mark, Mint, class_of, columns_of_words

# What a row needs beside what its columns ask for.
NEEDS: dict[str, dict[str, Any]] = {
    "seizures.Case": {
        "status": "open",
        "reference": lambda: f"X-{uuid4()}"[:30],
        "opened_at": datetime(2026, 3, 14, tzinfo=UTC),
    },
    "seizures.Consent": {"kind": "court"},
    "alerts.Alert": {
        "status": "published",
        "reference": lambda: f"X-{uuid4()}"[:30],
        "published_at": datetime(2026, 3, 14, tzinfo=UTC),
        "published_by": User,
    },
    "seizures.Arrest": {"arrested_zone": "UTC"},
    "seizures.LabResult": {"finding": "identified", "substance": "cocaine"},
    "seizures.FieldTest": {"result": "negative", "kit": "scott"},
    "files.StoredFile": {"sha256": "0" * 64, "media_type": "image/jpeg", "size": 9},
    "files.Upload": {"size": 9},
    "seizures.EntryDraft": {"form": "quick", "typed": {}},
    "seizures.SavedView": {"query": "q=x"},
}

# Tables whose rows are about one of several records: the first that there is.
ONE_OF: dict[str, tuple[str, ...]] = {"seizures.Consent": ("seizure", "case")}

# What must stand beside a word.
BESIDE: dict[str, dict[str, Any]] = {
    "seizures.Item.value_source": {"value": 1, "currency": "USD", "value_kind": "street"},
}

# Columns whose words are no words: what stands there is made by programs, and has a form.
FORMED: dict[str, str] = {
    "seizures.Seizure.occurred_zone": "a time zone",
    "seizures.Arrest.arrested_zone": "a time zone",
    "seizures.Seizure.reference": "given by the unit's counter",
    "seizures.Case.reference": "given by the unit's counter",
    "seizures.Item.factor_version": "of the factors of the reference data",
    "seizures.Attachment.withdrawn_reason": "of files that were withdrawn, which nobody is shown",
    "files.StoredFile.sha256": "a hash",
    "files.Upload.sha256": "a hash",
    "seizures.EntryDraft.digest": "a hash",
    "seizures.LabResult.others": "codes of substances",
}

# Tables of words that are shown to others than those who see a record, and are held by tests of their own.
APART: dict[str, str] = {
    "taskforces.DutyShift": "the duty roster: everybody reads what runs",
    "taskforces.ContactPoint": "the directory: everybody reads it",
    "seizures.Referral": "told to the two units alone",
    "alerts.Answer": "told to the unit that asked and to the one that answered",
}

# What a column gets that must not be empty; the first kind that fits.
SIMPLE: tuple[tuple[type[models.Field[Any, Any]], Callable[[], Any]], ...] = (
    (models.DateTimeField, lambda: datetime(2026, 3, 14, 3, 10, tzinfo=UTC)),
    (models.DateField, lambda: date(2026, 3, 14)),
    (models.DecimalField, lambda: Decimal(1)),
    (models.BooleanField, lambda: False),
    (models.UUIDField, uuid4),
    (models.JSONField, dict),
    (models.IntegerField, lambda: 1),
    (models.CharField, lambda: "X"),
    (models.TextField, lambda: "X"),
)


@dataclass
class Sheaf:
    """The rows of one record, by model: what addresses name and what keys point at."""

    name: str
    around: dict[Any, Any]  # model -> the row that a key of that model points at, where the record has none of its own
    rows: dict[Any, Any] = field(default_factory=dict)

    def target(self, model: Any) -> Any:
        """Return what a key points at."""
        return self.rows.get(model) or self.around.get(model)

    def keys(self) -> dict[str, Any]:
        """Return the key of each row by the name of its model in small letters."""
        return {model._meta.model_name: row.pk for model, row in self.rows.items()}


@dataclass
class Filler:
    """Fills records with words."""

    mint: Mint
    faults: list[str] = field(default_factory=list)

    def fill(self, root: Any, sheaf: Sheaf) -> None:
        """Give a record a row in each of its tables, and every field of theirs a word of its own."""
        sheaf.rows.setdefault(type(root), root)
        waiting = list(_below(type(root)))
        while waiting:
            ready = [each for each in waiting if self._can_stand(each, sheaf)]
            assert ready, f"Nothing to point at for {[model._meta.label for model in waiting]}: see NEEDS."
            for model in ready:
                waiting.remove(model)
                if model not in sheaf.rows and has_words(model):
                    row = self._standing(model, sheaf) or self.made(model, sheaf)
                    sheaf.rows |= {model: row} if row else {}
        for model, row in sheaf.rows.items():
            if model._meta.label not in APART:
                self.write(model, row, sheaf.name)
        if Item in sheaf.rows:
            self._details(root, sheaf)
        assert not self.faults, "\n".join(self.faults)

    def _can_stand(self, model: Any, sheaf: Sheaf) -> bool:
        wanted = (column.related_model for column in _needed(model, {}) if column.is_relation)
        return model in sheaf.rows or not has_words(model) or all(sheaf.target(each) is not None for each in wanted)

    @staticmethod
    def _standing(model: Any, sheaf: Sheaf) -> Any:
        """Return a row that the record has in a table already."""
        keys = {
            key.attname: sheaf.rows[key.related_model].pk for key in _keys(model) if key.related_model in sheaf.rows
        }
        return model._base_manager.filter(**keys).first() if keys else None

    def made(self, model: Any, sheaf: Sheaf, beside: Any = None) -> Any:
        """Return a new row of a table for the record."""
        given = {name: _given(each, sheaf) for name, each in NEEDS.get(model._meta.label, {}).items()}
        keys = {key.name: key.related_model for key in _keys(model)}
        about = next((name for name in ONE_OF.get(model._meta.label, ()) if keys[name] in sheaf.rows), "")
        given |= {about: sheaf.rows[keys[about]]} if about else {}
        if sheaf.name == "draft" and issubclass(model, Protected) and not model.FOLLOWS:
            given = {}  # as it begins
        row = model(**{column.attname: self._value(column, sheaf) for column in _needed(model, given)} | given)
        if isinstance(row, Protected):
            root = beside or next(each for each in sheaf.rows.values() if isinstance(each, Protected))
            row.access_list_id, row.root_list_id = root.access_list_id, root.root_list_id
            row.owner_agency, row.owner_unit = root.owner_agency, root.owner_unit
            row.withdrawn_at = root.withdrawn_at
        try:
            with transaction.atomic():
                model._base_manager.bulk_create([row])
        except DatabaseError as error:
            self.faults.append(f"No row of {model._meta.label}: {error}. Say in NEEDS what it takes.")
            return None
        return model._base_manager.get(pk=row.pk)

    def root(self, model: Any, beside: Any, sheaf: Sheaf) -> Any:
        """Return a record of a kind that stands by itself, where another record lies."""
        sheaf.rows[model] = row = self.made(model, sheaf, beside)
        assert not self.faults, "\n".join(self.faults)
        return row

    def _value(self, column: Any, sheaf: Sheaf) -> Any:
        if column.is_relation:
            return sheaf.target(column.related_model).pk
        if isinstance(column, CodeField):
            return Code.objects.filter(code_list=column.code_list).values_list("code", flat=True).first()
        if column.choices:
            return next(value for value, _label in column.flatchoices if value)
        return next(make() for kind, make in SIMPLE if isinstance(column, kind))

    def write(self, model: Any, row: Any, name: str, *, alone: UUID | None = None) -> None:
        """Put a word into each column of a row that takes words."""
        told = {column.name: f"{model._meta.label}.{column.name}" for column in columns_of_words(model)}
        columns = [column for column in columns_of_words(model) if told[column.name] not in FORMED]
        words = {column.name: self.mint.word(_length(column)) for column in columns}
        if not _stands(model, row, _values(columns, words)):
            words = {column.name: self._taken(model, row, column) for column in columns}
        for column in columns:
            mark = Mark(
                words[column.name].partition("@")[0], name, told[column.name], class_of(model, column.name), alone
            )
            self.mint.note(mark)

    def rewrite(self, sheaf: Sheaf, *classes: FieldClass) -> None:
        """Say otherwise what fields of these classes hold: other words, another answer, another time."""
        for model, row in sheaf.rows.items():
            for column in model._meta.concrete_fields:
                if not column.is_relation and class_of(model, column.name) in classes:
                    self._say_otherwise(model, row, column)

    def _say_otherwise(self, model: Any, row: Any, column: Any) -> None:
        if column in columns_of_words(model) and f"{model._meta.label}.{column.name}" not in FORMED:
            _stands(model, row, _values([column], {column.name: self.mint.word(_length(column))}))
        elif isinstance(column, models.BooleanField):
            _stands(model, row, {column.name: True})
        elif isinstance(column, models.DateTimeField) and column.null and model != Seizure:
            _stands(model, row, {column.name: datetime(2026, 3, 15, tzinfo=UTC)})

    def _taken(self, model: Any, row: Any, column: Any) -> str:
        """Return a word that a column takes by itself: of letters, an address, or of digits."""
        word = self.mint.word(_length(column))
        for each in (word, f"{word}@example.org", self.mint.digits()):
            if _stands(model, row, _values([column], {column.name: each})):
                return each
        self.faults.append(f"{model._meta.label}.{column.name} takes no word: say in FORMED what stands there.")
        return word

    def _details(self, seizure: Any, sheaf: Sheaf) -> None:
        """Give the seizure an item of each commodity, with a word in each text of its details."""
        rows = []
        for number, kind in enumerate(CLASSES.values(), start=2):
            told = {}
            for detail in kind.details:
                if detail.kind == Kind.TEXT and not detail.pattern:
                    label = f"seizures.Item.details.{kind.code}.{detail.name}"
                    mark = Mark(self.mint.word(detail.length), sheaf.name, label, detail.field_class)
                    told[detail.name] = self.mint.note(mark)
            unit = "piece"
            rows.append(
                Item(seizure=seizure, sequence=number, commodity=kind.code, quantity=1, unit=unit, details=told)
            )
        Item._base_manager.bulk_create([row for row in rows if row.details])


def _given(value: Any, sheaf: Sheaf) -> Any:
    """Return what `NEEDS` says: the row of a model, what a function makes, or the value itself."""
    if isinstance(value, type):
        return sheaf.target(value)
    return value() if callable(value) else value


def has_words(model: Any) -> bool:
    """Whether a table has a column of words."""
    if model._meta.label in APART:
        return False
    told = [column for column in columns_of_words(model) if f"{model._meta.label}.{column.name}" not in FORMED]
    return bool(told)


def _length(column: Any) -> int:
    base = column.base_field if isinstance(column, ArrayField) else column
    return base.max_length or 99


def _values(columns: list[Any], words: dict[str, str]) -> dict[str, Any]:
    """Return what is written, with what must stand beside it."""
    values: dict[str, Any] = {}
    for column in columns:
        word = words[column.name]
        values |= {column.name: [word] if isinstance(column, ArrayField) else word}
        values |= BESIDE.get(f"{column.model._meta.label}.{column.name}", {})
    return values


def _stands(model: Any, row: Any, values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**values)
    except DatabaseError:
        return False
    return True


def _below(model: Any) -> list[Any]:
    """Return the tables of a record's parts, whatever the depth, and of what those own."""
    found, waiting = list[Any](), [model]
    while waiting:
        each = waiting.pop()
        below = [part for part, _key in parts(each)]
        owned = [key.related_model for key in _keys(each) if key.one_to_one and hasattr(key.related_model, "FIELDS")]
        for part in (*below, *owned):
            if part not in found and part is not model:
                found.append(part)
                waiting.append(part)
    return found


def _keys(model: Any) -> list[Any]:
    return [column for column in model._meta.concrete_fields if column.is_relation]


def _needed(model: Any, given: dict[str, Any]) -> list[Any]:
    """Return the columns that a row must fill."""
    lists = {"access_list", "root_list", "owner_agency", "owner_unit"}
    return [
        column
        for column in model._meta.concrete_fields
        if column.name not in given
        and not column.primary_key
        and not (issubclass(model, Protected) and column.name in lists)
        and not isinstance(column, models.GeneratedField)
        and not column.null
        and not column.has_default()
        and not column.has_db_default()
        and (column.is_relation or not (column.blank and isinstance(column, models.CharField | models.TextField)))
    ]
