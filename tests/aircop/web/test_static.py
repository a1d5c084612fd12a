"""The stylesheet and the vendored files stay small, whole and as their makers gave them."""

import gzip
import hashlib
import re
from itertools import chain
from pathlib import Path

import django_htmx
import pytest
from django.conf import settings

from aircop.web.frame import FIRST_ACT, PLACES
from aircop.web.looks import HANDLING_ICONS, PLAIN, STATUS_LOOKS
from aircop.web.templatetags.web import SPRITE

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"
STYLES = sorted((STATIC / "css").glob("*.css"))
ICON = re.compile(r'{% icon "([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"')


def packed(*paths: Path) -> int:
    """Return the compressed size of files, each by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


def test_a_first_visit_is_light() -> None:
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    assert packed(*STYLES) < 14_000
    assert packed(*STYLES, *(STATIC / "js").glob("*.js"), STATIC / SPRITE, htmx) < 60_000


def test_both_dark_blocks_say_the_same() -> None:
    blocks = re.findall(r"color-scheme: dark;(.*?)}", (STATIC / "css" / "tokens.css").read_text(), re.DOTALL)
    device, chosen = ([line.strip() for line in block.split(";") if line.strip()] for block in blocks)
    assert device == chosen


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_live_among_the_tokens(path: Path) -> None:
    found = re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", path.read_text())
    assert found == [] or path.name in {"tokens.css", "print.css"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_sides_are_logical(path: Path) -> None:
    """Left and right turn round in Arabic only when they are called start and end."""
    sides = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right|float):|text-align: (?:left|right)",
        path.read_text(),
    )
    assert sides == []


def test_vendored_files_are_as_recorded() -> None:
    lines = (STATIC / "vendor" / "SHA256SUMS").read_text().splitlines()
    recorded = {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}
    folder = STATIC / "vendor"
    there = {str(path.relative_to(folder)): path for path in folder.glob("*/*")}
    assert recorded == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    texts = [
        path.read_text() for path in chain(TEMPLATES.rglob("*.html"), (settings.BASE_DIR / "aircop").rglob("*.py"))
    ]
    named = {first or second for text in texts for first, second in ICON.findall(text)}
    named |= {look.icon for look in STATUS_LOOKS.values()} | set(HANDLING_ICONS.values()) | {PLAIN.icon}
    named |= {place.icon for place in (*PLACES, FIRST_ACT)}
    drawn = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / SPRITE).read_text()))
    assert named - drawn == set()


def test_modules_do_not_import_each_other_in_circles() -> None:
    """Each is named by a mark of what it holds, the names of those that it imports included."""
    imports = {
        path.name: set(re.findall(r"""(?:from|import)\s*\(?\s*["']\./([\w-]+\.js)""", path.read_text()))
        for path in (STATIC / "js").glob("*.js")
    }
    assert imports["entry.js"] >= {"session.js", "vault.js", "waiting.js"}
    while leaves := {name for name, wanted in imports.items() if not wanted & imports.keys()}:
        imports = {name: wanted for name, wanted in imports.items() if name not in leaves}
    assert imports == {}


def test_pages_hold_no_script_or_style_of_their_own() -> None:
    rule = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    guilty = [path.name for path in TEMPLATES.rglob("*.html") if rule.search(path.read_text())]
    assert guilty == []
