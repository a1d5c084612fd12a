"""What erasure takes of a model, and what it refuses to guess."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from aircop.access.erasure import _wipe, parts, wiped
from aircop.access.models import FieldClass
from seizures.models import Seizure
from taskforces.models import Agency


def kind(**fields: models.Field[Any, Any]) -> Any:
    """Return what stands for a model with these fields, all of them identity."""
    for name, field in fields.items():
        field.set_attributes_from_name(name)
    meta = SimpleNamespace(concrete_fields=list(fields.values()))
    return SimpleNamespace(__name__="Kind", _meta=meta, FIELDS=dict.fromkeys(fields, FieldClass.IDENTITY))


def test_what_cannot_be_emptied_must_be_declared() -> None:
    """A number that must be there has no empty value that erasure could guess."""
    with pytest.raises(ImproperlyConfigured, match=r"Kind\.weight"):
        wiped(kind(weight=models.IntegerField()))


def test_each_sort_of_field_has_its_own_emptiness() -> None:
    told = kind(
        name=models.CharField(max_length=9),
        born=models.DateField(null=True),
        more=models.JSONField(),
        aliases=ArrayField(models.TextField()),
    )
    assert wiped(told) == {"name": "", "born": None, "more": {}, "aliases": []}


def test_a_part_without_anything_to_empty_is_left_alone() -> None:
    """No statement at all."""
    assert wiped(kind()) == {}
    _wipe(kind(), None)  # type: ignore[arg-type]  # asked for nothing


def test_parts_are_of_the_same_app() -> None:
    """An agency is pointed at by seizures, which are no parts of it."""
    assert Seizure not in {part for part, _key in parts(Agency)}
    assert {key for part, key in parts(Seizure) if part.__name__ == "Item"} == {"seizure"}
