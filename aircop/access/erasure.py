"""Erasure by law: what of a record and of its parts names or tells of people is emptied, by the owner's login.

What goes follows from what models declare: fields of the class identity, and free text of any class. A part is every
model of the same app that declares its fields and points at the record, or at a part of it. So a new part is taken
along without being named here; `tests/architecture/test_erasure.py` fails where that is not enough.

A model may declare `ERASED` (field -> what stands afterwards: where empty is not allowed, or where a part of a field
goes), or a class method
`erase_rows(rows)` where more has to go than columns (bytes of a file).
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from aircop.access.models import FieldClass, Protected
from aircop.access.models.protected import PROTECTED_FIELDS

FREE_TEXT = 200  # characters: who may write that many writes sentences, and sentences name people


def _declared(model: Any, name: str) -> FieldClass:
    found = model.FIELDS.get(name) or PROTECTED_FIELDS.get(name) or FieldClass.IDENTITY
    return FieldClass(found)


def _free_text(field: models.Field[Any, Any]) -> bool:
    long = isinstance(field, models.CharField) and (field.max_length or FREE_TEXT) >= FREE_TEXT
    return (long or isinstance(field, models.TextField)) and not field.choices


def _empty(model: Any, field: models.Field[Any, Any]) -> Any:
    """Return what stands in a field afterwards."""
    if field.name in getattr(model, "ERASED", {}):
        return model.ERASED[field.name]
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, ArrayField):
        return []
    if isinstance(field, models.JSONField):
        return {}
    message = f"{model.__name__}.{field.name} cannot be emptied: declare what stands after erasure in ERASED."
    raise ImproperlyConfigured(message)


def wiped(model: Any) -> dict[str, Any]:
    """Return, per field of a model that erasure takes, what stands afterwards."""
    return {field.name: _empty(model, field) for field in model._meta.concrete_fields if _goes(model, field)}


def _goes(model: Any, field: models.Field[Any, Any]) -> bool:
    told = field.name in getattr(model, "ERASED", {})
    identity = _declared(model, field.name) == FieldClass.IDENTITY
    return not field.primary_key and (told or identity or _free_text(field))


def parts(model: Any) -> Iterator[tuple[Any, str]]:
    """Yield the parts of a model: the model that points at it, and the name of the key by which it does."""
    for relation in model._meta.get_fields(include_hidden=True):
        part = relation.related_model if relation.auto_created and not relation.concrete else None
        if part is None or relation.many_to_many or part is model or not hasattr(part, "FIELDS"):
            continue
        if part._meta.app_label == model._meta.app_label:
            yield part, relation.field.name


def find(model: Any, **which: Any) -> Any:
    """Return a record, locked, whoever may see it and whether it was withdrawn or not; None when there is none.

    By the owner's login and inside its transaction: no application process holds it.
    """
    return model.objects.using("owner").select_for_update().filter(**which).first()


def found_ids(model: Any, **which: Any) -> list[UUID]:
    """Return the ids of records, whoever may see them, by the owner's login and inside its transaction."""
    return list(model.objects.using("owner").filter(**which).values_list("pk", flat=True))


def remove(model: Any, **which: Any) -> None:
    """Delete what is about a record without being a part of it, by the owner's login: text begun and not handed in."""
    model.objects.using("owner").filter(**which).delete()


def erase(record: Protected) -> set[UUID]:
    """Empty a record and all of its parts; return the ids of the protected records among them.

    Inside a transaction of the owner's login. Repeating it changes nothing.
    """
    return {record.pk, *_erase(type(record), {"pk": record.pk}, frozenset())}


def _erase(model: Any, which: dict[str, Any], above: frozenset[Any]) -> set[UUID]:
    rows = model.objects.using("owner").filter(**which)
    ids = list(rows.values_list("pk", flat=True))
    found = set(ids) if issubclass(model, Protected) else set()
    if ids and model not in above:
        for part, key in parts(model):
            found |= _erase(part, {f"{key}__in": ids}, above | {model})
        _wipe(model, model.objects.using("owner").filter(pk__in=ids))
    return found


def _wipe(model: Any, rows: models.QuerySet[Any]) -> None:
    if more := getattr(model, "erase_rows", None):
        more(rows)
    elif fields := wiped(model):
        rows.update(**fields)
