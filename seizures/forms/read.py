"""What stands in a field, as people read it: a code by its words, a moment and a quantity in one line."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _


def parts_of(widget: forms.Widget, value: Any) -> list[tuple[forms.Widget, Any]]:
    """Return each input that a value is shown in, with its part of it."""
    if not isinstance(widget, forms.MultiWidget):
        return [(widget, value)]
    every = value if isinstance(value, list) else widget.decompress(value)
    return [pair for part, each in zip(widget.widgets, every or [], strict=False) for pair in parts_of(part, each)]


def sent_as(widget: forms.Widget, value: Any) -> list[str]:
    """Return what a browser would send for a value, part by part."""
    return [text for part, each in parts_of(widget, value) for text in _texts(part, each)]


def _texts(widget: forms.Widget, value: Any) -> list[str]:
    if isinstance(widget, forms.CheckboxInput):
        return ["on" if widget.check_test(value) else ""]
    told = widget.format_value(value)
    every = told if isinstance(told, list) else [told]
    return ["" if each is None else str(each).replace("\r\n", "\n").strip() for each in every]


def words_of_value(widget: forms.Widget, value: Any) -> str:
    """Return a value as it reads in its input, or "" when nothing is told."""
    return " ".join(filter(None, (_said(part, each) for part, each in parts_of(widget, value))))


def _said(widget: forms.Widget, value: Any) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return _("Yes") if widget.check_test(value) else _("No")
    choices = dict(_flat(widget.choices)) if isinstance(widget, forms.widgets.ChoiceWidget) else {}
    told = widget.format_value(value)
    every: Sequence[Any] = told if isinstance(told, list) else [told]
    return ", ".join(str(choices.get(str(each), each)) for each in every if each not in (None, ""))


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    """Yield value and words of each choice, those below a heading too."""
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        elif value not in (None, ""):
            yield str(value), words
