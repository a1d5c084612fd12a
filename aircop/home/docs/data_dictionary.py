"""`docs/data-dictionary.md`: every table of the house, field by field, with the class of each field."""

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.postgres.fields import ArrayField, IntegerRangeField
from django.db import models

from aircop.access.models import FieldClass, Protected
from aircop.home.docs.markdown import document, table, words
from aircop.reference.fields import CodeField
from seizures.models.commodity import CLASSES, Commodity
from seizures.models.detail import Detail, Kind

ROOTS = ("aircop.", "taskforces", "seizures", "alerts")
CLASS_WORDS = {
    FieldClass.OPEN: "bookkeeping and references, without a word about the case",
    FieldClass.CASE: "for whoever may see the record",
    FieldClass.IDENTITY: "only with the right to see identities; free text is identity too",
}
SCALARS: dict[type[models.Field[Any, Any]], str] = {
    models.UUIDField: "id",
    models.BooleanField: "yes or no",
    models.DateTimeField: "time",
    models.DateField: "date",
    models.JSONField: "JSON",
    models.TextField: "text",
    models.BinaryField: "bytes",
    models.IntegerField: "whole number",
    models.FloatField: "number",
    IntegerRangeField: "span of whole numbers",
}


def _choices(field: Any) -> str:
    return "one of " + ", ".join(f"`{value}`" for value, _label in field.flatchoices if value != "")


def _sized(field: Any) -> str:
    return f"text, {field.max_length} characters at most" if field.max_length else "text"


# The first test that holds says the type.
TYPES: tuple[tuple[Callable[[Any], bool], Callable[[Any], str]], ...] = (
    (lambda field: field.is_relation, lambda field: f"link to {field.related_model.__name__}"),
    (lambda field: isinstance(field, ArrayField), lambda field: f"list of {type_words(field.base_field)}"),
    (lambda field: isinstance(field, CodeField), lambda field: f"code of the list `{field.code_list}`"),
    (lambda field: bool(field.choices), _choices),
    (lambda field: isinstance(field, models.DecimalField), lambda field: f"decimal, {field.decimal_places} places"),
    (lambda field: isinstance(field, models.CharField), _sized),
)


def type_words(field: Any) -> str:
    """Return the type of a field as a reader of the table expects it."""
    plain = next((name for kind, name in SCALARS.items() if isinstance(field, kind)), type(field).__name__)
    return next((say(field) for holds, say in TYPES if holds(field)), plain)


def _class_of(model: Any, name: str) -> str:
    if issubclass(model, Protected):
        return str(model.field_class(name).value)
    declared: dict[str, FieldClass] = getattr(model, "FIELDS", {})
    return declared[name].value if name in declared else ""


def _row(model: Any, field: Any) -> list[str]:
    optional = "" if field.primary_key or not (field.null or field.blank) else "may be empty"
    said = [str(field.help_text).rstrip("."), optional, "unique" if field.unique and not field.primary_key else ""]
    key = "key" if field.primary_key else ""
    return [f"`{field.name}`", type_words(field), _class_of(model, field.name), "; ".join(w for w in [key, *said] if w)]


def _model(model: Any) -> str:
    rows = [_row(model, field) for field in model._meta.concrete_fields]
    behind = "Behind the wall: each row lies on an access list." if issubclass(model, Protected) else ""
    parts = [f"### {model.__name__}", f"Table `{model._meta.db_table}`. {behind}".strip(), words(model)]
    return "\n\n".join([*parts, table(["field", "type", "class", "notes"], rows)])


KINDS: dict[Kind, str] = {
    Kind.TEXT: "text",
    Kind.COUNTRY: "country (ISO 3166 alpha-2)",
    Kind.DECIMAL: "decimal, as text",
    Kind.WHOLE: "whole number",
    Kind.DAY: "date",
    Kind.FLAG: "yes or no",
}


def _detail(detail: Detail) -> list[str]:
    kind = f"code of the list `{detail.code_list}`" if detail.kind == Kind.CODE else KINDS[detail.kind]
    size = f", {detail.length} characters at most" if detail.kind == Kind.TEXT else ""
    limit = f", up to {detail.most} {detail.suffix}".rstrip() if detail.suffix else ""
    notes = [f"for example {detail.example}"] if detail.example else []
    notes += ["reports ask for it"] if detail.wanted else []
    return [f"`{detail.name}`", kind + size + limit, detail.field_class.value, "; ".join(notes)]


def _units(kind: Commodity) -> str:
    listed = ", ".join(f"`{unit}`" for unit in kind.units)
    return listed or f"any of the list `{kind.unit_list}`"


def _commodities() -> list[str]:
    """Return what each commodity class is recorded in, and its details."""
    parts = ["### Details of items by commodity", "What `Item.details` holds, class by class, and the units allowed."]
    for kind in CLASSES.values():
        parts += [f"#### {kind.code}", f"Units: {_units(kind)}."]
        if kind.details:
            parts.append(table(["detail", "type", "class", "notes"], [_detail(each) for each in kind.details]))
    return parts


def own_apps() -> list[AppConfig]:
    """Return the apps of the house, from the ground floor up."""
    return [app for app in apps.get_app_configs() if app.name.startswith(ROOTS)]


def data_dictionary() -> str:
    """Return the page."""
    classes = [[f"`{each.value}`", CLASS_WORDS[each]] for each in FieldClass]
    parts = ["Records that not everybody may see declare a class for each field:", table(["class", "who"], classes)]
    for app in own_apps():
        own = sorted(app.get_models(), key=lambda model: model.__name__)
        if own:
            parts += [f"## {app.name}", *(_model(model) for model in own)]
        if app.name == "seizures":
            parts += _commodities()
    return document("Data dictionary", *parts)
