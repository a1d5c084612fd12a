"""The pages of `docs/` tell what is: generated ones are current, and paths named in the others exist."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands

from aircop.home.docs import PAGES
from tests.architecture.tree import ROOT

WRITTEN = sorted(
    path.relative_to(ROOT)
    for path in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]
    if str(path.relative_to(ROOT / "docs") if path.is_relative_to(ROOT / "docs") else "") not in PAGES
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
CODE_PATH = re.compile(r"`((?:aircop|taskforces|seizures|alerts|tests|docs|deploy|templates|static)/[\w./-]+)`")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
TARGET = re.compile(r"`make ([a-z]+)")


def test_generated_pages_are_current() -> None:
    """`make docs` writes them anew. In a process of its own: tests register kinds and rules of theirs."""
    done = subprocess.run([sys.executable, "manage.py", "docs", "--check"], cwd=ROOT, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_stale_page_is_named(settings: Any, tmp_path: Path) -> None:
    """And nothing is written by the check."""
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"docs/events\.md"):
        call_command("docs", "--check", verbosity=0)
    assert list(tmp_path.iterdir()) == []


def test_pages_are_written_once(settings: Any, tmp_path: Path) -> None:
    """The second run finds nothing to do."""
    settings.BASE_DIR = tmp_path
    call_command("docs", verbosity=0)
    call_command("docs", "--check", verbosity=0)
    assert {str(path.relative_to(tmp_path / "docs")) for path in tmp_path.rglob("*.md")} == set(PAGES)


@pytest.mark.parametrize("path", WRITTEN, ids=str)
def test_what_a_page_names_exists(path: Path) -> None:
    """Links, paths of code, commands and habits."""
    text = (ROOT / path).read_text(encoding="utf-8")
    broken = [target for target in LINK.findall(text) if not ((ROOT / path).parent / target).exists()]
    gone = [name for name in CODE_PATH.findall(text) if not (ROOT / name).exists()]
    known = {*get_commands(), "demo", "test"}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    habits = [name for name in TARGET.findall(text) if not re.search(rf"(?m)^{name}:", makefile)]
    commands = [name for name in COMMAND.findall(text) if name not in known]
    assert (broken, gone, commands, habits) == ([], [], [], [])


def test_decisions_are_numbered_once() -> None:
    """From day one, one page each."""
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    assert "0001" in numbers
