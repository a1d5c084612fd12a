"""What finds a record, and for whom, follows from the classes of its fields."""

import re

import pytest
from django.apps import apps
from django.db import connections, models

from aircop.access.models import FieldClass
from aircop.reference.fields import CodeField
from seizures.models import Item, Seizure
from seizures.models.commodity import DETAILS

pytestmark = pytest.mark.django_db

# Texts of parts of a seizure that nobody looks for, each with its reason.
NOT_FOUND = {
    "seizures_attachment.withdrawn_reason": "what is withdrawn is not found",
    "seizures_conveyance.currency": "the unit of a value",
    "seizures_seizure.occurred_zone": "the name of a zone",
    "seizures_seizure.occurred_precision": "how exact a time is",
    "seizures_seizure.handling_words": "conditions, not facts",
    "seizures_seizure.withdrawn_reason": "what is withdrawn is not found",
    "seizures_seizure.retention_category": "bookkeeping",
    "seizures_arrest.arrested_zone": "the name of a zone",
    "seizures_item.factor_text": "made of the code lists",
    "seizures_item.factor_version": "made of the code lists",
    "seizures_item.value_source": "where a price was taken from",
}
PARTS = {
    model._meta.db_table: model
    for model in apps.get_models()
    if hasattr(model, "FIELDS")
    and model._meta.app_label == "seizures"
    and (model is Seizure or any(f.is_relation and f.related_model is Seizure for f in model._meta.concrete_fields))
}


def _registered() -> dict[str, tuple[list[str], list[str], list[str]]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name, words, hidden, codes FROM seizures_searchpart")
        return {name: (words, hidden, codes) for name, words, hidden, codes in cursor.fetchall()}


def _class(model: type[models.Model], name: str) -> FieldClass:
    declared: dict[str, FieldClass] = model.FIELDS  # type: ignore[attr-defined]
    return declared.get(name, FieldClass.IDENTITY)


def _named(expressions: list[str]) -> set[str]:
    """Return the fields that expressions name: alone, or as `p.field`."""
    return {name for text in expressions for name in ([text] if text.isidentifier() else re.findall(r"p\.(\w+)", text))}


def test_open_words_are_of_open_fields_alone() -> None:
    """A field of the class identity among them would find records for those who may not read it."""
    for table, (words, _hidden, codes) in _registered().items():
        for name in _named([*words, *codes]) - {"id"}:
            field = name.removesuffix("_id")
            assert _class(PARTS[table], field) != FieldClass.IDENTITY, f"{table}.{name}"


def test_every_text_is_found_or_has_its_reason() -> None:
    """And every text of the class identity lies among the hidden words."""
    registered = _registered()
    for table in registered:
        words, hidden, _codes = registered[table]
        for field in PARTS[table]._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if not text or isinstance(field, CodeField) or f"{table}.{field.name}" in NOT_FOUND:
                continue
            where = hidden if _class(PARTS[table], field.name) == FieldClass.IDENTITY else words
            assert field.name in _named(where), f"{table}.{field.name}"


def test_details_found_by_everybody_are_of_the_class_case() -> None:
    """The others are found as identities are."""
    words = _registered()[Item._meta.db_table][0]
    listed = re.findall(r"'([a-z_]+)'", next(text for text in words if "details" in text).partition(" IN ")[2])
    assert listed
    assert [name for name in listed if DETAILS[name].field_class == FieldClass.IDENTITY] == []


def test_parts_with_words_say_who_finds_them() -> None:
    """A part of a seizure that holds text calls `searched` in its migration."""
    wordy = {
        table
        for table, model in PARTS.items()
        if any(
            isinstance(f, models.TextField | models.CharField) and not isinstance(f, CodeField) and not f.choices
            for f in model._meta.concrete_fields
        )
    }
    assert set(_registered()) <= set(PARTS)
    assert wordy - set(_registered()) - set(UNFOUND) == set()


# Parts of a seizure by whose words nobody looks for it, each with its reason. (Names and documents of persons are no
# part of it: they are looked for with a purpose, never by the search of the house.)
UNFOUND = {
    "seizures_consent": "a question between two agencies, told to them alone",
    "seizures_person": "role, sex and age band, and the reason of a withdrawal",
}
