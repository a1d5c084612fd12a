"""Reads what people are shown: the words of the code, the French catalogue, the bare text of templates and pages."""

import re
import shutil
import subprocess  # the commands below are ours
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType

from tests.architecture.tree import APPS, ROOT

FRENCH = ROOT / "aircop" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z]|%%")
# Attributes that are read aloud or shown.
SPOKEN = frozenset(
    {"alt", "aria-description", "aria-label", "content", "data-empty", "data-label", "placeholder", "title"}
)
# Arguments of components that are shown.
SHOWN = re.compile(
    r"\b(?:caption|label|legend|lead|next_label|note|previous_label|reason|text|title|words)=\"([^\"]*)\""
)
# Blocks that pages fill with classes of the stylesheet.
OF_MACHINES = frozenset({"block width", "block body_class", "block body_attributes"})
LETTERS = re.compile(r"[^\W\d_]{2,}")

type Key = tuple[str | None, str, str | None]


def key(entry: polib.POEntry) -> Key:
    """Return what makes an entry: context, words, plural."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def french() -> polib.POFile:
    """Return the French catalogue."""
    return polib.pofile(str(FRENCH))


def words_of_the_code(into: Path) -> set[Key]:
    """Extract every word of code and templates anew, from a copy, by the command of `make messages`."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    assert not missing, f"gettext is not installed ({', '.join(missing)}): apt-get install gettext"
    for folder in (*APPS, "templates"):
        shutil.copytree(ROOT / folder, into / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", into)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--locale",
        "fr",
        "--no-location",
        "--no-wrap",
        "--keep-pot",
    ]
    done = subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {key(entry) for entry in polib.pofile(str(into / "aircop" / "locale" / "django.pot"))}


def wrong_placeholders(entry: polib.POEntry) -> bool:
    """Whether a translation leaves out a value, or names one that is not given; a singular may leave out the count."""
    wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    if not entry.msgid_plural:
        return set(PLACEHOLDER.findall(entry.msgstr)) != wanted
    one, *others = (set(PLACEHOLDER.findall(entry.msgstr_plural[form])) for form in sorted(entry.msgstr_plural))
    return not one <= wanted or any(other != wanted for other in others)


def untranslated(entry: polib.POEntry) -> bool:
    """Whether a French reader would be shown English."""
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    return entry.fuzzy or not forms or not all(form.strip() for form in forms)


class Shown(HTMLParser):
    """Collects what a page shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect spoken attributes."""
        self.silent += tag in {"script", "style"}
        told = dict(attrs)
        for name, value in attrs:
            of_a_machine = name == "content" and told.get("name") != "description"
            if name in SPOKEN and not of_a_machine and value:
                self.texts.append(value)

    def handle_endtag(self, tag: str) -> None:
        """Come back from what is not shown."""
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self.silent:
            self.texts.append(data)


def shown(page: str) -> list[str]:
    """Return the texts of a page, each on one line."""
    reader = Shown()
    reader.feed(page)
    reader.close()
    return [" ".join(text.split()) for text in reader.texts if text.strip()]


def bare_words(template: str) -> Iterator[str]:
    """Return the words of a template that no translation reaches."""
    page, skipping = [], ""
    for token in Lexer(template).tokenize():
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if skipping:
            skipping = "" if name == f"end{skipping}" else skipping
        elif name in {"blocktranslate", "blocktrans", "comment"} or token.contents in OF_MACHINES:
            skipping = name
        elif token.token_type == TokenType.TEXT:
            page.append(token.contents)
        elif name in {"include", "with"}:
            yield from (text for text in SHOWN.findall(token.contents) if LETTERS.search(text))
    yield from (text for text in shown("".join(page)) if LETTERS.search(text))
