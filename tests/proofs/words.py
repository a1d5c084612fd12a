"""Words that stand nowhere else, and who may be shown each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from aircop.access.models import FieldClass, Protected
from aircop.reference.fields import CodeField

LETTERS = "BCDFGHJKLMNPRTVW"  # no s at the end: a search takes that for a plural
SHORTEST = 4  # characters: a shorter word would be found by chance
LONG = 7


@dataclass(frozen=True)
class Mark:
    """One word: the record and the field it stands in, its class, and the only person who may read it, if there is."""

    word: str
    record: str
    field: str
    travels: FieldClass
    alone: UUID | None = None

    def __str__(self) -> str:
        return f"{self.field} of “{self.record}” ({self.travels.value})"


@dataclass
class Mint:
    """Makes words, and remembers where each went."""

    marks: dict[str, Mark] = field(default_factory=dict)
    _long: Iterator[tuple[str, ...]] = field(default_factory=lambda: product(LETTERS, repeat=LONG - 2))
    _short: Iterator[tuple[str, ...]] = field(default_factory=lambda: product(LETTERS, repeat=SHORTEST - 1))
    _digits: Iterator[int] = field(default_factory=lambda: count(9_071_000_000, 7))

    def word(self, length: int) -> str:
        """Return a new word of letters."""
        return "ZQ" + "".join(next(self._long)) if length >= LONG else "X" + "".join(next(self._short))

    def digits(self) -> str:
        """Return a new word of ten digits, for columns that take no letters."""
        return str(next(self._digits))

    def note(self, mark: Mark) -> str:
        """Remember a word, and return it."""
        self.marks[mark.word.lower()] = mark
        return mark.word


def classed() -> list[Any]:
    """Return every model that says how far its fields travel."""
    from django.apps import apps  # noqa: PLC0415  the registry is full once the tests run

    return [model for model in apps.get_models() if hasattr(model, "FIELDS") and not model._meta.abstract]


def class_of(model: Any, name: str) -> FieldClass:
    """Return the class of a field, as the model declares it; what is not declared is identity."""
    if issubclass(model, Protected):
        return FieldClass(model.field_class(name))
    return FieldClass(model.FIELDS.get(name, FieldClass.IDENTITY))


def holds_words(column: Any) -> bool:
    """Whether people, or programs, can write words into a column: text that is no code and no choice."""
    if isinstance(column, ArrayField):
        return holds_words(column.base_field)
    if (
        isinstance(column, CodeField)
        or column.name == "retention_category"  # a code of the house
        or column.choices
        or column.primary_key
        or isinstance(column, models.GeneratedField)
    ):
        return False
    short = isinstance(column, models.CharField) and (column.max_length or LONG) < SHORTEST
    return isinstance(column, models.CharField | models.TextField) and not short


def columns_of_words(model: Any) -> list[Any]:
    """Return the columns of a model that take words."""
    return [column for column in model._meta.concrete_fields if holds_words(column)]
