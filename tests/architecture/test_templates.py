"""Templates hold no script, no style, no unescaped text and no raw word of ours; and each of them is used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django.forms
import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from tests.architecture.tree import ROOT, last_name, modules

FOLDER = ROOT / "templates"
TEMPLATES = {str(path.relative_to(FOLDER)): path for path in sorted(FOLDER.rglob("*.*"))}
PAGES = {name: path.read_text(encoding="utf-8") for name, path in TEMPLATES.items() if name.endswith(".html")}
OF_FORMS = Path(django.forms.__file__).parent / "templates"
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)

FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"\son[a-z]+\s*=|\bhx-on", re.IGNORECASE),
    "a script as an address": re.compile(r"javascript:", re.IGNORECASE),
    "escaping switched off": re.compile(r"{%\s*autoescape\s+off"),
    "a file from elsewhere": re.compile(r"(?:src|href)=\"(?:https?:)?//(?!www\.w3\.org)"),
    "evaluated by htmx": re.compile(r"hx-(?:vals|headers)=['\"]?js:"),
}
SHORT_TIME = re.compile(r'{% moment (?![^%]*precision="day")[^%]*short=True')
# Text that is not escaped, and why that is right.
SAFE = {"django/forms/field.html": "help texts are ours, as in Django's own template"}
# Words of workflows and levels: what is shown is their label.
RAW = re.compile(r"(?<!=\"){{\s*(?:[\w.]+\.)?(?:seizure|item|share|membership|unit|entry|record)\.(\w+)\s*}}")
ENUMS = {"status", "level", "via", "outcome", "occurred_precision", "role", "verb", "kind"}
# Read by other means than by their name in our code.
USED_OTHERWISE = {
    "layouts/email.html": "the frame of mails, before the first mail",
    "layouts/print.html": "the frame of printed sheets, before the first sheet",
}
# What a component takes from its page is named: `only` keeps the rest out.
BARE_INCLUDE = re.compile(r"{%\s*include\s+\"components/(?:(?!\bonly\b).)*?%}")
POST_FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)


def _named() -> Iterator[str]:
    """Return a pattern for each template that code or templates name."""
    for module in modules():
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.endswith((".html", ".txt"))
            ):
                yield re.escape(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(each.value)) if isinstance(each, ast.Constant) else "[^/]+" for each in node.values
                ]
                if parts and parts[-1].endswith(("html", "txt")):
                    yield "".join(parts)
    for text in PAGES.values():
        yield from (re.escape(name) for name in re.findall(r"{%\s*(?:include|extends)\s+\"([^\"#]+)", text))


def _is_of_a_library(name: str) -> bool:
    """Whether a library asks for a template of that name: ours is read instead."""
    folders = [Path(folder) for engine in engines.all() for folder in engine.template_dirs]
    places = [folder / name for folder in folders if not folder.is_relative_to(ROOT) or ".venv" in folder.parts]
    return any(place.exists() for place in [*places, OF_FORMS / name])


@pytest.mark.parametrize("name", PAGES)
def test_a_template_is_clean(name: str) -> None:
    """The content security policy would stop most of it; here it does not even get so far."""
    text = COMMENT.sub("", PAGES[name])
    assert [fault for fault, pattern in FORBIDDEN.items() if pattern.search(text)] == []
    assert ("|safe" in text) == (name in SAFE)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color: red">', "inline style"),
        ('<a onclick="go()">', "a handler in an attribute"),
        ('<div hx-on:click="go()">', "a handler in an attribute"),
        ('<a href="javascript:go()">', "a script as an address"),
        ("{% autoescape off %}", "escaping switched off"),
        ('<script src="https://elsewhere.example/x.js">', "a file from elsewhere"),
        ('<script src="{% static "js/frame.js" %}" type="module"></script>', None),
        ('<label class="one" data-on="1">', None),
    ],
)
def test_faults_of_templates_are_recognised(text: str, fault: str | None) -> None:
    """Or the tests around this one would hold nothing."""
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == ([fault] if fault else [])


def test_bare_includes_and_raw_words_are_recognised() -> None:
    """An include without `only`, a value without its label; not those that are right."""
    right = '{% include "components/badge.html" with label=x only %}'
    assert BARE_INCLUDE.findall('{% include "components/badge.html" with label=x %}' + right)
    assert not BARE_INCLUDE.findall(right)
    assert RAW.findall("{{ seizure.status }}") == ["status"]
    assert RAW.findall('<p data-status="{{ seizure.status }}">{{ seizure.get_status_display }}') == [
        "get_status_display"
    ]


@pytest.mark.parametrize("name", PAGES)
def test_components_take_what_they_are_given(name: str) -> None:
    """A component that reads its page's variables breaks on the next page."""
    assert BARE_INCLUDE.findall(COMMENT.sub("", PAGES[name])) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_form_that_writes_carries_its_token(name: str) -> None:
    """Django refuses it otherwise; better seen here than by the officer."""
    bare = [form[:80] for form in POST_FORM.findall(PAGES[name]) if "csrf" not in form]
    assert bare == []


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(("components/", "home/styleguide"))])
def test_words_of_workflows_are_shown_by_their_label(name: str) -> None:
    """`{{ seizure.status }}` would show `submitted`, in English, to everybody; components are given labels."""
    assert set(RAW.findall(PAGES[name])) & ENUMS == set()


@pytest.mark.parametrize("name", PAGES)
def test_a_time_says_by_which_clock_it_is(name: str) -> None:
    """It leaves out the word GMT only in a cell whose column says it."""
    bare = [line for line in PAGES[name].splitlines() if SHORT_TIME.search(line) and "(GMT)" not in line]
    assert bare == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_read(name: str) -> None:
    """By the engine of this project."""
    assert get_template(name)


def test_every_template_is_used() -> None:
    """By a view, a tag, another template, or in place of a library's own."""
    used = re.compile("|".join(f"(?:{pattern})" for pattern in set(_named())))
    unused = {name for name in TEMPLATES if not used.fullmatch(name) and not _is_of_a_library(name)}
    assert unused - set(USED_OTHERWISE) == set()
    assert set(USED_OTHERWISE) <= set(TEMPLATES)


def test_markup_made_in_code_is_constant() -> None:
    """`mark_safe` and `format_html` take literals; values go in as arguments and are escaped."""
    loose = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and last_name(node.func) in {"mark_safe", "format_html", "SafeString"}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert loose == []


def test_templates_are_ours_before_the_libraries() -> None:
    """Or an override would never be seen."""
    assert settings.TEMPLATES[0]["DIRS"] == [FOLDER]
