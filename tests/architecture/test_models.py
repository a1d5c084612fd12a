"""The tables of the house: relations point down, classes are declared, words agree."""

import csv
import inspect
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from aircop.access.following import followers_of
from aircop.access.models import FieldClass, Protected
from aircop.access.models.protected import PROTECTED_FIELDS
from aircop.events.registry import catalogue
from seizures.enums import SeizureStatus
from seizures.states import SEIZURE
from tests.architecture.tree import ROOT, called, modules

# From the ground floor up. Accounts' user and Django's own apps are ground: any model may point at them.
FLOORS = (
    ("aircop.events",),
    ("aircop.web", "aircop.rest"),
    ("aircop.reference",),
    ("aircop.access",),
    ("aircop.audit",),
    ("aircop.accounts", "aircop.files"),
    ("taskforces",),
    ("seizures",),
    ("alerts",),
    ("aircop.home", "aircop.reports"),
    ("aircop.demo",),
)
FLOOR = {name: height for height, names in enumerate(FLOORS) for name in names}
GROUND = "accounts.user"
OWN = [model for model in apps.get_models() if model._meta.app_config.name in FLOOR]
CLASSED: list[Any] = [model for model in OWN if hasattr(model, "FIELDS")]


def _floor(model: Any) -> int:
    return -1 if model._meta.label_lower == GROUND else FLOOR.get(model._meta.app_config.name, -1)


def test_every_app_of_the_house_has_a_floor() -> None:
    """A new app is given one here and in the import contracts."""
    own = {app.name for app in apps.get_app_configs() if (ROOT / app.name.replace(".", "/")).is_dir()}
    assert own <= set(FLOOR)


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_relations_point_down(model: Any) -> None:
    """Foreign keys written as strings pass the import linter; here they do not."""
    up = [
        f"{field.name} -> {field.related_model._meta.label}"
        for field in (*model._meta.concrete_fields, *model._meta.local_many_to_many)
        if field.is_relation and _floor(field.related_model) > FLOOR[model._meta.app_config.name]
    ]
    assert up == []


def _followers(model: Any) -> list[Any]:
    return followers_of(model) if issubclass(model, Protected) else []


@pytest.mark.parametrize("model", CLASSED, ids=lambda model: model._meta.label)
def test_every_field_of_a_record_declares_its_class(model: Any) -> None:
    """And no class is declared for a field that is gone."""
    inherited = PROTECTED_FIELDS if issubclass(model, Protected) else {}
    names = {field.name for field in model._meta.concrete_fields}
    back = {relation.get_accessor_name() for relation in model._meta.related_objects}
    back |= {f"{each._meta.model_name}s" for each in _followers(model)}  # they have no way back: the history names them
    assert names - set(inherited) <= set(model.FIELDS)
    assert set(model.FIELDS) <= names | back
    assert all(isinstance(each, FieldClass) for each in model.FIELDS.values())


# Long text that is written to be read by all who are told, each with its reason.
WRITTEN_FOR_READERS = {"alerts.Alert": {"body"}}  # names go into `person_details`, and a reviewer reads it first


@pytest.mark.parametrize("model", CLASSED, ids=lambda model: model._meta.label)
def test_free_text_is_identity(model: Any) -> None:
    """Long text names people sooner or later."""
    long = [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
    declared = {**PROTECTED_FIELDS, **model.FIELDS}
    told = WRITTEN_FOR_READERS.get(model._meta.label, set())
    assert [name for name in long if declared[name] != FieldClass.IDENTITY and name not in told] == []


@pytest.mark.parametrize("model", OWN, ids=lambda model: model._meta.label)
def test_a_model_speaks(model: Any) -> None:
    """It has a docstring of its own and a `__str__`, and no order that every query would pay for."""
    assert inspect.getdoc(model)
    assert not (model.__doc__ or "").startswith(f"{model.__name__}(")
    assert model.__str__ is not models.Model.__str__
    assert not model._meta.ordering


def test_states_of_a_seizure_agree_with_the_code_list() -> None:
    """The list is what partners and reports read; the enum is what rules ask."""
    with (ROOT / "aircop/reference/data/seizure_status.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert codes == set(SeizureStatus.values)
    assert set(SEIZURE) == set(SeizureStatus)
    assert all(follow <= set(SeizureStatus) for follow in SEIZURE.values())


@cache
def _written() -> set[str]:
    """Return every name that is called anywhere in the house."""
    return {name for module in modules() for _line, name in called(module.tree)}


@pytest.mark.parametrize("kind", catalogue(), ids=lambda kind: kind.name)
def test_every_kind_of_event_is_told_and_written(kind: Any) -> None:
    """A sentence for the catalogue, a past tense, and some act that writes it."""
    assert kind.summary.endswith(".")
    assert kind.payload.__name__ == "".join(word.capitalize() for word in kind.name.split("_"))
    assert kind.payload.__name__ in _written()
