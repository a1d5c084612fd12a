"""Nothing grows past what a person reads in one go."""

import ast

from tests.architecture.tree import ROOT, Function, functions, modules

MODULE, FUNCTION, TEMPLATE, TEST, PARAMETERS = 400, 60, 150, 800, 7


def _parameters(function: Function) -> int:
    """Count the parameters, without `self`; a service that takes keywords alone may take more."""
    arguments = function.args
    if not arguments.args and not arguments.posonlyargs:
        return 0
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len([each for each in every if each.arg not in {"self", "cls"}])


def _keywords_for_the_rest(function: Function) -> bool:
    """`record(actor, verb, *, ...)`: at most three by place, all others named."""
    return len(function.args.args) <= 3 and bool(function.args.kwonlyargs)


def test_modules() -> None:
    """At most 400 lines; 150 is the guide."""
    assert [(str(module.path), module.lines) for module in modules() if module.lines > MODULE] == []


def test_functions() -> None:
    """At most 60 lines; 10 is the guide."""
    found = [
        f"{module.path}:{function.lineno} {function.name}"
        for module in modules()
        for function in functions(module)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION
    ]
    assert found == []


def test_parameters() -> None:
    """At most seven; what takes keywords alone is excepted, because a call of it reads as a sentence."""
    found = [
        f"{module.path}:{function.lineno} {function.name}"
        for module in modules()
        for function in functions(module)
        if _parameters(function) > PARAMETERS and not _keywords_for_the_rest(function)
    ]
    assert found == []


def test_templates() -> None:
    """At most 150 lines."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "templates").rglob("*.*")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE
    }
    assert long == {}


def test_test_files() -> None:
    """At most 800 lines."""
    assert [(str(module.path), module.lines) for module in modules("tests") if module.lines > TEST] == []


def test_no_drawer_for_everything() -> None:
    """A module called utils has no floor and no subject."""
    names = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [str(module.path) for module in modules() if set(module.name.split(".")) & names] == []


def test_every_package_says_what_it_is_for() -> None:
    """In its docstring; folders of Django's own kind need none."""
    kinds = {"management", "commands", "migrations", "templatetags"}
    silent = [
        str(module.path)
        for module in modules()
        if module.path.name == "__init__.py"
        and module.path.parent.name not in kinds
        and not ast.get_docstring(module.tree)
    ]
    assert silent == []
