"""A form half filled: read from a request word for word, put back into the form, compared with another text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from aircop.access.models import FieldClass
from aircop.errors import Clash
from aircop.reference.queries import label
from seizures.enums import EntryForm
from seizures.models import Item, Seizure
from seizures.services.entry_draft import Typed, Writing

BOOKKEEPING = frozenset(
    {"csrfmiddlewaretoken", "draft", "entry_form", "record", "about", "revision", "writer", "sequence"}
    | {"scanned", "read", "same"}  # a scan is read and forgotten
)
WORDS = ":words"  # what stands in a picker before a row of it is chosen
NOT_KEPT = "\x00"  # no database takes it and no keyboard types it
FIRST_OF = {"occurred": "occurred_at", "amount": "quantity"}  # fields of the form by another name than the record's
LARGEST_COUNT = 2**31 - 1


class EntryMarks(forms.Form):
    """What a form tells of itself beside its fields: which entry it is, what it began from, who writes."""

    entry_form = forms.ChoiceField(choices=EntryForm.choices)
    record = forms.UUIDField()
    about = forms.UUIDField(required=False)
    revision = forms.IntegerField(min_value=0, max_value=LARGEST_COUNT, required=False)
    writer = forms.UUIDField(required=False)
    sequence = forms.IntegerField(min_value=0, max_value=LARGEST_COUNT, required=False)

    def writing(self) -> Writing:
        """Return the text with its marks."""
        cleaned = self.cleaned_data
        return Writing(
            record=cleaned["record"],
            form=EntryForm(cleaned["entry_form"]),
            typed=typed_of(cast("QueryDict", self.data)),
            revision=cleaned["revision"] or 0,
            writer=cleaned["writer"],
            sequence=cleaned["sequence"] or 0,
        )


def typed_of(data: MultiValueDict[str, Any]) -> Typed:
    """Return every field as the browser sent it, less the form's bookkeeping."""
    return {
        name.replace(NOT_KEPT, ""): [str(value).replace(NOT_KEPT, "") for value in data.getlist(name)]
        for name in data
        if name not in BOOKKEEPING
    }


def put_typed(form: forms.Form, typed: Typed) -> None:
    """Show what was typed in an unsent form, without judging it."""
    data = MultiValueDict({name: list(values) for name, values in typed.items()})
    for name, field in form.fields.items():
        if name not in BOOKKEEPING:
            form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)


def words_typed(typed: Typed) -> dict[str, str]:
    """Return what stood in pickers without a row chosen, by the name of the field."""
    return {name.removesuffix(WORDS): values[0] for name, values in typed.items() if name.endswith(WORDS) and values}


def entry_clashes(form: forms.Form, mine: Typed, theirs: Typed) -> tuple[Clash, ...]:
    """Return, for each field of which the texts differ, both as they read in the form."""
    every = [(name, _read(form, name, mine), _read(form, name, theirs)) for name in form.fields]
    return tuple(
        Clash(name, str(form.fields[name].label or name), sent, stands)
        for name, sent, stands in every
        if sent != stands and not form.fields[name].widget.is_hidden
    )


def _read(form: forms.Form, name: str, typed: Typed) -> str:
    data = MultiValueDict({key: list(values) for key, values in typed.items()})
    widget = form.fields[name].widget
    value = widget.value_from_datadict(data, MultiValueDict(), name)
    parts = list(zip(widget.widgets, value or [], strict=False)) if isinstance(widget, forms.MultiWidget) else [
        (widget, value)
    ]  # fmt: skip
    said = [_said(part, each) for part, each in parts]
    return " ".join(filter(None, said)) or words_typed(typed).get(name, "")


def _said(widget: forms.Widget, value: Any) -> str:
    choices = dict(_flat(getattr(widget, "choices", ()))) if isinstance(widget, forms.Select) else {}
    every: Sequence[Any] = value if isinstance(value, list) else [value]
    return ", ".join(str(choices.get(str(each), each)) for each in every if each not in (None, ""))


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    """Yield value and words of each choice, those below a heading too."""
    for value, words in choices:
        if isinstance(words, list | tuple):
            yield from _flat(words)
        elif value not in (None, ""):
            yield str(value), words


def plain_names(form: forms.Form) -> list[str]:
    """Return the fields that a device may keep while there is no line: those that never hold identities.

    Each stands in the list because its class was declared, so a field that is forgotten stays out.
    """
    classes: Mapping[str, FieldClass] = {**Item.FIELDS, **Seizure.FIELDS}
    return [name for name in form.fields if classes.get(FIRST_OF.get(name, name)) == FieldClass.CASE]


def subject_of_entry(typed: Typed) -> str:
    """Return what an entry is about, as far as it was told: `Cocaine, 2.5 kg, ABJ`."""
    first = {name: (values or [""])[0].strip() for name, values in typed.items()}
    substance, commodity = first.get("substance", ""), first.get("commodity", "")
    what = label("substance", substance) if substance else first.get("substance" + WORDS, "")
    amount = f"{first['amount_0']} {first.get('amount_1', '')}".strip() if first.get("amount_0") else ""
    said = [what or (label("commodity", commodity) if commodity else ""), amount, first.get("airport", "")]
    return ", ".join(each[:80] for each in said if each)
