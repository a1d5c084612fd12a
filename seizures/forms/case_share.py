"""Sharing a case: with whom and how far, and for each linked seizure whether it goes along."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from aircop.access.verdict import Verdict
from seizures.enums import Handling, ItemChoice
from seizures.forms.share import ShareForm
from seizures.forms.wording import what
from seizures.models import Seizure

ITEM = "item-"


def _label(seizure: Seizure) -> str:
    found = ", ".join(what(item) for item in seizure.items.all())
    return f"{seizure.reference}: {found} ({seizure.handling})"


def item_field(seizure: Seizure, verdict: Verdict) -> forms.ChoiceField:
    """Return the question for one seizure; where the reader may not share it, the reason stands beside it."""
    help_text = "" if verdict else verdict.reason
    if verdict and seizure.handling == Handling.H3:
        help_text = _("Under conditions: %(words)s") % {"words": seizure.handling_words}
    return forms.ChoiceField(
        label=_label(seizure),
        choices=ItemChoice.choices if verdict else [(ItemChoice.NOT.value, ItemChoice.NOT.label)],
        widget=forms.RadioSelect,
        required=False,
        initial=ItemChoice.NOT.value,
        help_text=help_text,
    )


class Items:
    """The questions for the seizures of a case, whatever else a form asks."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def ask_items(self, items: Iterable[tuple[Seizure, Verdict]]) -> None:
        """Add a question for each seizure, and one for the conditions where one of them has some."""
        every = list(items)
        for seizure, verdict in every:
            self.fields[f"{ITEM}{seizure.pk}"] = item_field(seizure, verdict)
        if any(seizure.handling == Handling.H3 for seizure, _verdict in every):
            words = _("The receiver keeps to the conditions of each record that goes along")
            if "conditions_accepted" not in self.fields:
                self.fields["conditions_accepted"] = forms.BooleanField(required=False, label=words)

    def items(self) -> Mapping[UUID, str]:
        """Return what was chosen, by seizure."""
        told = {name: value for name, value in self.cleaned_data.items() if name.startswith(ITEM) and value}
        return {UUID(name.removeprefix(ITEM)): value for name, value in told.items()}


class CaseShareForm(Items, ShareForm):
    """With whom, how far, until when and why, and which of its seizures."""

    def __init__(self, *args: Any, items: Iterable[tuple[Seizure, Verdict]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_items(items)

    def told(self) -> dict[str, Any]:
        """Return what is told beside receiver and items."""
        return {name: value for name, value in super().told().items() if not name.startswith(ITEM)}

    def chosen(self, seizure: Seizure) -> str:
        """Return what stands in the form for a seizure, complete or not."""
        value = self.data.get(f"{ITEM}{seizure.pk}", "")
        return value if value in ItemChoice else ItemChoice.NOT.value


class ExtendForm(Items, forms.Form):
    """Which further seizures of the case go along with a share of it."""

    def __init__(self, *args: Any, items: Iterable[tuple[Seizure, Verdict]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_items(items)
