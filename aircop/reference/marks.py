"""Marks the words of a text that somebody looked for, and cuts a long text to where they stand."""

import re
from collections.abc import Collection, Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from aircop.reference.words import fold

WORD = re.compile(r"[^\W_]+")
AROUND = 120  # letters of a long text on each side of the first word found


def _hits(text: str, looked_for: Collection[str]) -> Iterator[re.Match[str]]:
    beginnings = tuple(looked_for)
    return (word for word in WORD.finditer(text) if beginnings and fold(word.group()).startswith(beginnings))


def holds(text: str, looked_for: Collection[str]) -> bool:
    """Whether a text holds a word that begins with one of these folded words."""
    return next(_hits(text, looked_for), None) is not None


def marked(text: str, looked_for: Collection[str]) -> SafeString:
    """Return a text as HTML with `<mark>` around the words that begin with one of these folded words."""
    parts, at = [], 0
    for word in _hits(text, looked_for):
        parts.append((text[at : word.start()], word.group()))
        at = word.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", parts), text[at:])


def excerpt(text: str, looked_for: Collection[str]) -> str:
    """Return the part of a long text around the first word found, cut between words."""
    first = next(_hits(text, looked_for), None)
    start = max(0, first.start() - AROUND) if first else 0
    end = (first.end() if first else 0) + AROUND
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    cut = text[start : stop if stop != -1 else len(text)]
    return ("… " if start else "") + cut + (" …" if stop != -1 else "")
