"""What carried it: one form, whose fields the conveyance's code decides."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from aircop.access.models import FieldClass
from aircop.web.forms import NumberField
from aircop.web.identifiers import IdentifierField, IdentifiersField
from seizures.forms.scan import ScanField
from seizures.forms.touched import TouchedForm
from seizures.forms.wording import label_of
from seizures.models import Seizure
from seizures.models.conveyance import IDENTIFIERS, MOST_TAGS, ON_SEIZURE, Conveyance, details_of, entered_with
from seizures.services.conveyance import class_of

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
NOT_TOLD = [("", gettext_lazy("Not recorded")), ("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))]


def _text(name: str, **options: Any) -> forms.Field:
    length = Conveyance._meta.get_field(name).max_length  # type: ignore[union-attr]
    return forms.CharField(
        max_length=length, required=False, widget=forms.TextInput({"autocomplete": "off"}), **options
    )


MADE: Mapping[str, Callable[..., forms.Field]] = {
    "bag_tags": lambda **options: IdentifiersField(
        kind="bag_tag", most=MOST_TAGS, help_text=gettext_lazy("Several: separate them by commas."), **options
    ),
    "rush": lambda **options: forms.TypedChoiceField(
        choices=NOT_TOLD, coerce=lambda text: text == "True", empty_value=None, required=False, **options
    ),
    "pieces": lambda **options: forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.TextInput(NUMERIC), **options
    ),
    "weight_kg": lambda **options: NumberField(
        required=False, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options
    ),
    "declared_value": lambda **options: NumberField(
        required=False, widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}), **options
    ),
}


def _field(name: str) -> forms.Field:
    options = {"label": label_of(name if name in ON_SEIZURE else f"conveyance_details.{name}")}
    if name in MADE:
        return MADE[name](**options)
    if name in IDENTIFIERS:
        return IdentifierField(kind=IDENTIFIERS[name], **options)
    return _text(name, **options)


class ConveyanceForm(TouchedForm):
    """The fields that belong to the seizure's conveyance, the version that was shown, and a field for a scanner."""

    scanned = ScanField()

    def __init__(
        self, data: Any = None, *, seizure: Seizure, identities: bool, kept: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        self.names = [name for name in entered_with(seizure) if identities or class_of(name) != FieldClass.IDENTITY]
        row = details_of(seizure)
        stands = {name: getattr(seizure if name in ON_SEIZURE else row, name) for name in self.names}
        super().__init__(data, initial={**stands, **kept, "version": seizure.version})
        for name in self.names:
            self.fields[name] = _field(name)
        self.remember(stands)

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds."""
        return class_of(name) if name in self.names else None

    def rows(self) -> list[forms.BoundField]:
        """Return the fields of this conveyance in their order."""
        return [self[name] for name in self.names]

    def told(self) -> dict[str, Any]:
        """Return what the writer touched, field by field."""
        touched = self.touched()
        return {name: self.cleaned_data[name] for name in self.names if name in touched}
