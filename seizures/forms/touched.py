"""Forms that remember what they showed, so that only what their writer touched is sent, and two writers meet."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict

from aircop.errors import Clash
from aircop.reference.fields import CodeChoiceField
from seizures.forms.read import parts_of, sent_as, words_of_value

THEIRS = "theirs"
UNASKED = frozenset({"version", "marks", "record", "scanned"})  # what a form carries beside what it asks for


def mark_of(widget: forms.Widget, value: Any) -> str:
    """Return a short mark by which the same text in a field is known again."""
    return hashlib.sha256("\x1f".join(sent_as(widget, value)).encode(errors="replace")).hexdigest()[:16]


def marks_in(text: Any) -> dict[str, str]:
    """Read the marks that a form carried; what is broken is no mark."""
    return dict(pair.split(":", 1) for pair in str(text).split() if ":" in pair)


class TouchedForm(forms.Form):
    """A form with the version that was shown, and a mark of each field as it was shown.

    Somebody may have changed the record meanwhile. Then fields that this writer left alone follow the record, and
    for each field that the writer touched it says whether its own text or the other one shall stand.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    marks = forms.CharField(widget=forms.HiddenInput, required=False)

    def remember(self, stands: Mapping[str, Any]) -> None:
        """Mark each field as it stands, asked last, when all fields are there. Codes that ended since stay choices."""
        for name, field in self.fields.items():
            if isinstance(field, CodeChoiceField):
                field.keep(stands.get(name) or "")
        self.stands = {name: field.prepare_value(stands.get(name)) for name, field in self._asked().items()}
        self.initial["marks"] = " ".join(
            f"{name}:{mark_of(field.widget, self.stands[name])}" for name, field in self._asked().items()
        )
        self.compared = bool(stands)
        if given_up := [name for name in self._asked() if self.data.get(f"keep-{name}") == THEIRS]:
            self._take_theirs(given_up)

    def _take_theirs(self, given_up: Iterable[str]) -> None:
        """Put what stands into fields that the writer gave up: their own text is judged no more."""
        data = cast("QueryDict", self.data).copy()
        for name in given_up:
            widget = self.fields[name].widget
            suffixes = getattr(widget, "widgets_names", [""])
            for suffix, (part, value) in zip(suffixes, parts_of(widget, self.stands[name]), strict=True):
                texts = sent_as(part, value)
                ticked = [text for text in texts if text] if isinstance(part, forms.CheckboxInput) else texts
                data.setlist(name + suffix, ticked)
        self.data = data

    def _asked(self) -> dict[str, forms.Field]:
        return {name: field for name, field in self.fields.items() if name not in UNASKED}

    def _sent(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, name)

    def touched(self) -> set[str]:
        """Return the fields whose text is not what the form showed, less those given up in favour of the other text."""
        marks = marks_in(self.data.get("marks", ""))
        return {
            name
            for name, field in self._asked().items()
            if self.data.get(f"keep-{name}") != THEIRS and mark_of(field.widget, self._sent(name)) != marks.get(name)
        }

    def kept(self) -> Mapping[str, Any]:
        """Return what the writer touched, as typed, to be shown again over the record as it stands."""
        return {name: self[name].value() for name in self.touched()}

    def clashes(self) -> tuple[Clash, ...]:
        """Return, for each field that this writer and somebody else touched, both texts as people read them."""
        if not self.compared:  # nothing stands that could be compared: the form makes something new
            return ()
        before, after, touched = marks_in(self.data.get("marks", "")), marks_in(self.initial["marks"]), self.touched()
        both = [name for name in self._asked() if name in touched and before.get(name) != after.get(name)]
        told = [(name, self._words(name, self._sent(name)), self._words(name, self.stands[name])) for name in both]
        return tuple(Clash(name, str(self.fields[name].label), sent, now) for name, sent, now in told if sent != now)

    def _words(self, name: str, value: Any) -> str:
        return words_of_value(self.fields[name].widget, value)
