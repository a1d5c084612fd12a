"""The eight fields of the quick entry, and all fields of a later change of what happened."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.models import FieldClass, new_id
from aircop.web.forms import Moment, MomentField, NoteInput, QuantityField
from seizures.enums import Handling, Precision
from seizures.forms.carried_along import SCANNED, fields_carried
from seizures.forms.fields import WITH_SUBSTANCE, AirportField, choice, country, methods, picker, units, zones
from seizures.forms.scan import ScanField
from seizures.forms.wording import LABELS
from seizures.models import Item, Seizure
from seizures.models.conveyance import ON_SEIZURE
from seizures.services.found import Found
from seizures.services.seizure import CLOCK_DRIFT, Facts
from seizures.services.told import COUNTRIES
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import participating

FACTS = ("airport", "direction", "conveyance", "lead_agency", "persons_arrested")
DETAILS = (
    "occurred_precision",
    "place",
    "detection",
    "contributing_detections",
    "trigger",
    *COUNTRIES,
    "summary",
    "narrative",
    "handling",
    "handling_words",
    "source_grade",
    "information_grade",
)
QUICK = (
    "airport", "occurred", "direction", "conveyance", "commodity", "substance", "amount", "lead_agency",
    "persons_arrested",
)  # fmt: skip
FIRST_OF = {"occurred": "occurred_at", "amount": "quantity"}  # fields of the form by another name than the record's
NO_SUBSTANCE = gettext_lazy("Choose the substance. If nobody knows it yet, choose “Unknown”.")
NOBODY = gettext_lazy("Enter how many, in figures; 0 if nobody was.")
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


def _not_to_come(moment: Moment) -> None:
    """Refuse a time to come together with the other faults of the form, not after them."""
    if moment.at > timezone.now() + CLOCK_DRIFT:
        raise forms.ValidationError(_("This time is still to come. Check the date and the time zone."))


class SeizureForm(forms.Form):
    """Where, when, which way, carried by what, led by whom, how many arrested."""

    def __init__(self, *args: Any, unit: TaskForce, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = unit.airport.timezone
        self.fields["airport"] = AirportField(label=LABELS["airport"], usual=[unit.airport_id])
        self.fields["occurred"] = MomentField(
            label=LABELS["occurred"],
            zones=zones(own, zone),
            default_zone=own,
            initial=lambda: Moment(timezone.now(), own),
            validators=[_not_to_come],
        )
        self.fields["direction"] = choice("direction", label=LABELS["direction"])
        self.fields["conveyance"] = choice("conveyance", label=LABELS["conveyance"])
        self.fields["lead_agency"] = forms.ModelChoiceField(
            participating(unit.pk), label=LABELS["lead_agency"], empty_label=None
        )
        self.fields["persons_arrested"] = forms.IntegerField(
            label=LABELS["persons_arrested"],
            min_value=0,
            max_value=999,
            widget=forms.TextInput(NUMERIC),
            error_messages={"required": NOBODY, "invalid": NOBODY},
        )

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds."""
        return {**Item.FIELDS, **Seizure.FIELDS}.get(FIRST_OF.get(name, name))

    def told(self) -> dict[str, Any]:
        """Return the facts of the cleaned form by the names that the service takes."""
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in (*FACTS, *DETAILS, *ON_SEIZURE) if name in cleaned}
        moment = cleaned["occurred"]
        return facts | {"occurred_at": moment.at, "occurred_zone": moment.zone}


class QuickForm(SeizureForm):
    """The quick entry: the facts, what was found and how much.

    It carries the id of the record to be, so that a form sent twice makes one record. What a scan tells beyond the
    eight fields has fields of its own, shown once they hold something.
    """

    record = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)

    def __init__(self, *args: Any, agency: Agency | UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commodity"] = choice("commodity", label=LABELS["items.commodity"], initial="DRG")
        with_substance = self.data.get("commodity", "DRG") in WITH_SUBSTANCE
        self.fields["substance"] = picker(
            "substance",
            label=LABELS["items.substance"],
            required=with_substance,
            error_messages={"required": NO_SUBSTANCE},
        )
        self.fields["amount"] = QuantityField(label=LABELS["items.amount"], units=units, default_unit="kg")
        self.order_fields(QUICK)
        self.fields["scanned"] = ScanField()
        self.fields |= fields_carried()
        self.initial = {"airport": kwargs["unit"].airport_id, "lead_agency": agency, **self.initial}

    def carried(self) -> list[forms.BoundField]:
        """Return the fields that a scan filled, or that hold a mistake."""
        return [self[name] for name in SCANNED if self[name].value() or name in self.errors]

    def facts(self) -> Facts:
        """Return the facts of a new seizure."""
        return Facts(**self.told())

    def found(self) -> Found:
        """Return what was found."""
        cleaned, amount = self.cleaned_data, self.cleaned_data["amount"]
        return Found(
            commodity=cleaned["commodity"], substance=cleaned["substance"], quantity=amount.value, unit=amount.unit
        )


class DetailForm(SeizureForm):
    """Every field that tells what happened, but for what belongs to the conveyance: that has a page of its own."""

    occurred_precision = forms.ChoiceField(label=LABELS["occurred_precision"], choices=Precision.choices)
    summary = forms.CharField(
        label=LABELS["summary"],
        max_length=500,
        required=False,
        widget=NoteInput,
        help_text=gettext_lazy("For everybody who may see the record: no names, no booking numbers."),
    )
    narrative = forms.CharField(
        label=LABELS["narrative"],
        max_length=20_000,
        required=False,
        widget=NoteInput({"rows": 8}),
        help_text=gettext_lazy("Shown only to those who may see identities."),
    )
    handling = forms.ChoiceField(label=LABELS["handling"], choices=Handling.choices)
    handling_words = forms.CharField(label=LABELS["handling_words"], max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COUNTRIES:
            self.fields[name] = country(label=LABELS[name])
        self.fields["trigger"] = choice("trigger", label=LABELS["trigger"], required=False)
        self.fields["contributing_detections"] = methods(label=LABELS["contributing_detections"])
        self.fields["place"] = picker("place", label=LABELS["place"], required=False)
        self.fields["detection"] = picker("detection", label=LABELS["detection"], required=False)
        for name in ("source_grade", "information_grade"):
            self.fields[name] = picker(name, label=LABELS[name], required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words beside H3."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("handling") == Handling.H3 and not cleaned.get("handling_words"):
            self.add_error("handling_words", _("Say which conditions apply: H3 needs words."))
        return cleaned
