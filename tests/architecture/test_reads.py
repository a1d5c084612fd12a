"""Reads of protected records start from `visible_to(actor)`, everywhere above the access layer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from aircop.access.models import Protected
from tests.architecture.tree import Module, dotted, last_name, modules

# Where people and programs are answered: no SQL, no shortcut past `visible_to`.
OUTWARD = {"views", "api", "exports", "forms", "consumers", "tasks"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
SQL = {"raw", "RawSQL", "cursor", "extra", "executemany"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}

# Who may open the door for the system, and for what. Everything else is behind the wall.
DOOR = {
    "aircop/audit/management/commands/audit_verify.py": "the chain is walked from end to end",
    "aircop/audit/tasks.py": "the head of the chain is published",
    "seizures/management/commands/make_records.py": "synthetic records for load tests, set-based",
    "seizures/consumers.py": "records of agencies that do not see each other's are compared",
    "aircop/demo/management/commands/prepare_data.py": "the owner migrates",
    "aircop/access/erasure.py": "what a court orders to be erased is emptied, by the owner's login",
    "aircop/audit/history.py": "the values behind it as well",
    "seizures/services/erasure.py": "the act of erasing",
    "seizures/services/entrusting.py": "a restricted record that nobody reads any more is named a reader",
    "aircop/events/sequencer.py": "positions and seals are written",
    "alerts/services/delivery.py": "rows for whoever was told an alert",
    "alerts/services/chase.py": "who has not answered an alert is asked again",
    "alerts/services/digest.py": "what waited for one hour is put together",
    "alerts/services/sending.py": "they are sent; rights are asked again before each, and counts and ages are told",
    "alerts/services/message_delivery.py": "rows for whoever takes part in a thread",
    "alerts/services/escalation.py": "urgent warnings to which nobody reacts go on to others; rights are asked again",
    "alerts/services/live.py": "open pages are told how much is new: numbers",
    "alerts/services/telling.py": "alerts whose time ran out are closed",
    "alerts/services/erasure.py": "files of what a court orders to be erased, and threads of a closed group",
    "aircop/home/gauges.py": "counts and ages of the machinery, no row of it",
    "aircop/files/preparing.py": "pictures are drawn of what was filed, whosever it is",
    "aircop/files/sweeping.py": "ended uploads, and files that belong to nothing",
    "seizures/tasks.py": "which uploads wait for a record; each is filed as its sender",
    "alerts/services/group_clock.py": "the last day and the end of closed groups are announced to their members",
    "seizures/services/referral_reminder.py": "referrals whose clock ran out are announced to both units",
    "taskforces/services/access_reminder.py": "reviews of access that are due are announced to the agency",
    "seizures/services/case_reminder.py": "cases in which something is left to do are announced to their readers",
    "seizures/services/entry_draft.py": "entries that nobody went on with are deleted; the wall shows it no others",
}

PROTECTED = {model.__name__ for model in apps.get_models() if issubclass(model, Protected)}
# What one person wrote for itself alone: no list shows it to others, and the wall asks for the author.
AUTHORED = {
    "EntryDraft": {"visible_to", "bulk_create", "using"},
    "SavedView": {"visible_to"},
    "Subscription": {"visible_to"},
    "QuietHours": {"visible_to", "using"},
}
# Rows of a record: they have a class for each field, and a relation to what is protected.
PARTS = {
    model.__name__
    for model in apps.get_models()
    if hasattr(model, "FIELDS")
    for field in model._meta.concrete_fields
    if field.is_relation and issubclass(field.related_model, Protected)  # type: ignore[arg-type]
} - PROTECTED


def _layers(module: Module) -> set[str]:
    return {part.removesuffix(".py") for part in module.path.parts}


def _outward() -> list[Module]:
    home = [module for module in modules("aircop/home", "aircop/reports") if "docs" not in module.path.parts]
    return home + [module for module in modules() if _layers(module) & OUTWARD and module.name != "aircop.api"]


def _above_access() -> list[Module]:
    return [module for module in modules() if not module.name.startswith("aircop.access")]


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def _manager_uses(module: Module, names: set[str]) -> Iterator[tuple[ast.Attribute, str]]:
    """Return each `Model.objects.<verb>` of these models."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and last_name(node.value) in MANAGERS and "." in dotted(node.value):
            model = dotted(node.value).split(".")[-2]
            if model in names:
                yield node, f"{module.path}:{node.lineno} {model}.objects.{node.attr}"


def test_there_are_protected_models() -> None:
    """Or the tests below would hold nothing."""
    assert "Seizure" in PROTECTED
    assert "Item" in PARTS
    assert _outward()


def test_protected_records_are_read_by_visible_to_alone() -> None:
    """The first verb on the manager is `visible_to`; what makes rows is the services' (`create` is no read)."""
    found = [said for module in _above_access() for node, said in _manager_uses(module, PROTECTED)]
    assert [said for said in found if not said.endswith(".visible_to")] == []
    assert found


def test_parts_of_records_are_reached_through_their_record() -> None:
    """An item is asked for by its seizure: `Item.objects.filter(seizure=...)`."""
    parents = {
        name
        for model in apps.get_models()
        if model.__name__ in PARTS
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, Protected)  # type: ignore[arg-type]
        for name in (field.name, field.attname)
    }
    wrong = []
    for module in _above_access():
        scoped = {
            node.func
            for node in _calls(module)
            if {(keyword.arg or "").partition("__")[0] for keyword in node.keywords} & parents
        }
        wrong += [said for node, said in _manager_uses(module, PARTS) if node not in scoped]
    assert wrong == []


def test_what_is_its_authors_alone_is_read_by_its_author() -> None:
    """`visible_to` again; rows are made in bulk, and the system deletes or asks through its own door."""
    found = [(node.attr, said) for module in _above_access() for node, said in _manager_uses(module, set(AUTHORED))]
    past = {(said.split()[1].split(".")[0], verb) for verb, said in found}
    assert {(model, verb) for model, verb in past if verb not in AUTHORED[model]} == set()
    assert {said.split(":")[0] for verb, said in found if verb != "visible_to"} == {
        "seizures/services/entry_draft.py",
        "alerts/services/quiet_hours.py",
    }


def test_no_shortcut_past_visible_to() -> None:
    """`get_object_or_404(Model, ...)` asks nobody."""
    found = [f"{module.path}:{call.lineno}" for module in modules() for call in _calls(module)
             if last_name(call.func) in SHORTCUTS]  # fmt: skip
    assert found == []


def test_no_sql_where_people_are_answered() -> None:
    """SQL stays in access, events, audit, reference, queries and services; pages and API use querysets."""
    found = [f"{module.path}:{call.lineno} {last_name(call.func)}" for module in _outward() for call in _calls(module)
             if last_name(call.func) in SQL]  # fmt: skip
    assert found == []


def _is_system(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in {"system", "owner"}


def _opens_the_door(tree: ast.AST) -> bool:
    """Whether code calls `unscoped`, or names the system's or the owner's login as a connection, alias or keyword."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and last_name(node.value) == "connections" and _is_system(node.slice):
            return True
        if isinstance(node, ast.Call):
            using = [keyword.value for keyword in node.keywords if keyword.arg in {"using", "alias", "database"}]
            values = [*node.args, *using] if last_name(node.func) in {"using", "atomic"} else using
            if last_name(node.func) == "unscoped" or any(_is_system(value) for value in values):
                return True
    return False


@pytest.mark.parametrize(
    ("code", "opens"),
    [
        ("with unscoped('why') as alias: pass", True),
        ("connections['default'].cursor(); connections['system'].cursor()", True),
        ("Seizure.objects.using('system')", True),
        ("append(x, about=y, actor=z, using='system')", True),
        ("transaction.atomic(using='system')", True),
        ("transaction.atomic(using='owner')", True),
        ("connections['default'].cursor(); log('system')", False),
    ],
)
def test_the_door_is_recognised(code: str, opens: bool) -> None:
    """Or the list below would be held against nothing."""
    assert _opens_the_door(ast.parse(code)) == opens


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Seizure.objects.all()", ["Seizure.objects.all"]),
        ("models.Seizure._base_manager.get(pk=1)", ["Seizure.objects.get"]),
        ("Seizure.objects.visible_to(actor).filter(x=1)", ["Seizure.objects.visible_to"]),
        ("Agency.objects.all()", []),
    ],
)
def test_uses_of_a_manager_are_recognised(code: str, found: list[str]) -> None:
    """By whatever name of the manager, through whatever module."""
    module = Module(Path("x.py"), "x", ast.parse(code))
    assert [said.partition(" ")[2] for _node, said in _manager_uses(module, PROTECTED)] == found


def test_the_door_for_the_system_has_a_list_of_callers() -> None:
    """The list can only be changed here, with its reason."""
    callers = {str(module.path) for module in modules() if _opens_the_door(module.tree)}
    assert callers == set(DOOR)


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, Protected)])
def test_no_side_door_from_other_models(model: type[Protected]) -> None:
    """`task_force.seizure_set` would be a read without an actor, so relations of records have no way back."""
    relations = [field for field in model._meta.concrete_fields if field.is_relation]
    ways_back = [field.name for field in relations if not field.remote_field.hidden]  # type: ignore[union-attr]
    assert ways_back == []


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, Protected)])
def test_records_have_no_manager_but_the_scoped_one(model: type[models.Model]) -> None:
    """Another manager would be another door."""
    assert [manager.name for manager in model._meta.managers] == ["objects"]
    assert hasattr(model._default_manager, "visible_to")
