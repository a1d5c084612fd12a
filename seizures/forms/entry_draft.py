"""A form half filled: read from a request word for word, put back into the form, compared with another text."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from aircop.access.models import FieldClass
from aircop.errors import Clash
from aircop.reference.queries import label
from seizures.enums import EntryForm
from seizures.forms.read import words_of_value
from seizures.services.entry_draft import Typed, Writing

BOOKKEEPING = frozenset(
    {"csrfmiddlewaretoken", "draft", "entry_form", "record", "about", "part", "revision", "writer", "sequence"}
    | {"scanned", "read", "same", "show", "add"}  # a scan is read and forgotten
)
WORDS = ":words"  # what stands in a picker before a row of it is chosen
NOT_KEPT = "\x00"  # no database takes it and no keyboard types it
LARGEST_COUNT = 2**31 - 1
# Where each form is filled in: the address by the number of parts that name it beside the record.
PAGES: Mapping[str, Sequence[str]] = {
    EntryForm.CHANGE: ("seizures:seizure-change",),
    EntryForm.ITEM: ("seizures:item-add", "seizures:item-change"),
    EntryForm.CONVEYANCE: ("seizures:conveyance-change",),
    EntryForm.ROUTE: ("seizures:route-change",),
    EntryForm.ARREST: ("seizures:person-create", "persons:arrest-create", "persons:arrest-change"),
    EntryForm.PERSON: ("", "persons:person-change"),
}


class KeptForm(Protocol):
    """What a form tells to be kept while it is typed."""

    fields: dict[str, forms.Field]

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds, None when it was not declared."""


def address_of(form: str, about: UUID, part: str) -> str:
    """Return where a form about a record is gone on with; KeyError or NoReverseMatch when there is no such page."""
    named = [each for each in part.split("/") if each]
    pages = PAGES[form]
    if len(named) >= len(pages):
        raise KeyError(part)
    page = pages[len(named)]
    return reverse(page, args=named if page.startswith("persons:") else [about, *named])


class EntryMarks(forms.Form):
    """What a form tells of itself beside its fields: which entry it is, what it began from, who writes."""

    entry_form = forms.ChoiceField(choices=EntryForm.choices)
    record = forms.UUIDField()
    about = forms.UUIDField(required=False)
    part = forms.CharField(max_length=80, required=False)
    revision = forms.IntegerField(min_value=0, max_value=LARGEST_COUNT, required=False)
    writer = forms.UUIDField(required=False)
    sequence = forms.IntegerField(min_value=0, max_value=LARGEST_COUNT, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse marks that lead to no page."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned["about"]:
            try:
                address_of(cleaned["entry_form"], cleaned["about"], cleaned["part"])
            except (KeyError, NoReverseMatch):
                raise forms.ValidationError(_("This form cannot be kept. Open it again.")) from None
        return cleaned

    def writing(self) -> Writing:
        """Return the text with its marks."""
        cleaned = self.cleaned_data
        return Writing(
            record=cleaned["record"],
            form=EntryForm(cleaned["entry_form"]),
            part=cleaned["part"],
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
    """Show what was typed in an unsent form, and in the rows of one that has rows, without judging it."""
    data = MultiValueDict({name: list(values) for name, values in typed.items()})
    for part in _every(form):
        for name, field in part.fields.items():
            if name not in BOOKKEEPING:
                part.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), part.add_prefix(name))


def _every(form: Any) -> list[forms.Form]:
    return [form, *getattr(form, "parts", ())]


def words_typed(typed: Typed) -> dict[str, str]:
    """Return what stood in pickers without a row chosen, by the name of the field."""
    return {name.removesuffix(WORDS): values[0] for name, values in typed.items() if name.endswith(WORDS) and values}


def entry_clashes(form: forms.Form, mine: Typed, theirs: Typed) -> tuple[Clash, ...]:
    """Return, for each field of which the texts differ, both as they read in the form."""
    every = [
        (bound, _read(bound, mine), _read(bound, theirs))
        for part in _every(form)
        for bound in part
        if not bound.is_hidden
    ]
    return tuple(
        Clash(bound.html_name, str(bound.label), sent, stands) for bound, sent, stands in every if sent != stands
    )


def _read(bound: BoundField, typed: Typed) -> str:
    data = MultiValueDict({key: list(values) for key, values in typed.items()})
    widget = bound.field.widget
    value = widget.value_from_datadict(data, MultiValueDict(), bound.html_name)
    return words_of_value(widget, value) or words_typed(typed).get(bound.html_name, "")


def plain_names(form: KeptForm) -> list[str]:
    """Return the fields that a device may keep while there is no line: those that never hold identities.

    Each stands in the list because its class was declared, so a field that is forgotten stays out.
    """
    return [
        part.add_prefix(name) for part in _every(form) for name in part.fields if form.class_of(name) == FieldClass.CASE
    ]


def subject_of_entry(typed: Typed) -> str:
    """Return what an entry is about, as far as it was told: `Cocaine, 2.5 kg, ABJ`."""
    first = {name: (values or [""])[0].strip() for name, values in typed.items()}
    substance, commodity = first.get("substance", ""), first.get("commodity", "")
    what = label("substance", substance) if substance else first.get("substance" + WORDS, "")
    amount = f"{first['amount_0']} {first.get('amount_1', '')}".strip() if first.get("amount_0") else ""
    said = [what or (label("commodity", commodity) if commodity else ""), amount, first.get("airport", "")]
    return ", ".join(each[:80] for each in said if each)
