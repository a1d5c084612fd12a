"""Reads the code of the house, for the tests beside it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("aircop", "taskforces", "seizures", "alerts")
DOMAINS = ("taskforces", "seizures", "alerts")

type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file of code: its path below the root, its dotted name, its tree."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        """Return how long the file is."""
        return len((ROOT / self.path).read_text(encoding="utf-8").splitlines())


def _read(path: Path) -> Module:
    relative = path.relative_to(ROOT)
    name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
    return Module(relative, name, ast.parse(path.read_text(encoding="utf-8")))


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the modules below the folders (the apps, unless others are named), migrations left out."""
    found = sorted(path for folder in folders or APPS for path in (ROOT / folder).rglob("*.py"))
    return tuple(_read(path) for path in found if "migrations" not in path.parts)


def functions(module: Module) -> Iterator[Function]:
    """Return every function and method of a module."""
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def top_functions(module: Module) -> dict[str, Function]:
    """Return the functions that stand at the top of a module, by name."""
    return {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def called(node: ast.AST) -> list[tuple[int, str]]:
    """Return the line and the last name of every call inside a node, in the order of the lines."""
    calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return sorted((each.lineno, last_name(each.func)) for each in calls)


def last_name(node: ast.AST) -> str:
    """Return `c` of `a.b.c`, or "" of what has no name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` of an attribute of names, or "" of anything else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""
