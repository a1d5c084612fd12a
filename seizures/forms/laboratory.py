"""What is asked for a field test, for sending an item away, and for a laboratory's result."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aircop.reference.queries import codes, entries
from aircop.web.forms import Moment, MomentField, NumberField, QuantityField
from seizures.forms.fields import choice, picker, zones
from seizures.forms.filter import DayField
from seizures.forms.laboratory_wording import REQUEST, RESULT, TEST
from seizures.models import Item, Seizure
from seizures.models.commodity import MASS
from seizures.services.laboratory import FieldTestFacts, LabResultFacts

CHOOSE = _("Choose one of the list.")


class FieldTestForm(forms.Form):
    """A test at the airport. The operator's name is asked only of who sees identities."""

    def __init__(self, *args: Any, seizure: Seizure, item: Item, identities: bool, **kwargs: Any) -> None:
        start = {"substance": item.substance, "tested_at": Moment(seizure.occurred_at, seizure.airport.timezone)}
        super().__init__(*args, **{**kwargs, "initial": start | kwargs.get("initial", {})})
        kit = _("Kit or device: one of the two is enough.")
        self.fields["kit"] = picker("test_kit", label=TEST["kit"], required=False, help_text=kit)
        self.fields["lot"] = forms.CharField(label=TEST["lot"], max_length=60, required=False)
        self.fields["device"] = choice("test_device", label=TEST["device"], required=False)
        self.fields["result"] = choice("test_result", label=TEST["result"])
        self.fields["substance"] = picker("substance", label=TEST["substance"], required=False)
        near = zones(seizure.airport.timezone, seizure.occurred_zone)
        self.fields["tested_at"] = MomentField(
            label=TEST["tested_at"], zones=near, default_zone=seizure.airport.timezone
        )
        if identities:
            self.fields["operator"] = forms.CharField(label=TEST["operator"], max_length=150, required=False)

    def facts(self) -> FieldTestFacts:
        """Return what the service takes; a test that indicates nothing names no substance."""
        told = dict(self.cleaned_data)
        told["tested_at"] = told["tested_at"].at
        if told["result"] != "positive":
            told["substance"] = ""
        return FieldTestFacts(**told)


class LabRequestForm(forms.Form):
    """Where an item was sent, and when."""

    laboratory = forms.CharField(
        label=REQUEST["laboratory"], max_length=150, error_messages={"required": _("Name the laboratory.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = {"required": _("Enter the day on which it was sent.")}
        self.fields["sent_on"] = DayField(label=REQUEST["sent_on"], required=True, error_messages=day)


class LabResultForm(forms.Form):
    """What the laboratory's report says of one item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number = {"required": _("Enter the number of the report.")}
        self.fields["laboratory"] = forms.CharField(
            label=RESULT["laboratory"], max_length=150, error_messages={"required": _("Name the laboratory.")}
        )
        self.fields["report_number"] = forms.CharField(
            label=RESULT["report_number"], max_length=60, error_messages=number
        )
        day = {"required": _("Enter the date of the report.")}
        self.fields["reported_on"] = DayField(label=RESULT["reported_on"], required=True, error_messages=day)
        self.fields["method"] = choice("lab_method", label=RESULT["method"])
        self.fields["finding"] = choice("lab_finding", label=RESULT["finding"])
        self.fields["substance"] = picker("substance", label=RESULT["substance"], required=False)
        self.fields["salt"] = choice("salt_form", label=RESULT["salt"], required=False)
        self.fields["purity"] = NumberField(label=RESULT["purity"], required=False)
        self.fields["uncertainty"] = NumberField(label=RESULT["uncertainty"], required=False)
        extra = _("An extra: the quantity on the record stays as it was weighed or counted.")
        self.fields["net"] = QuantityField(
            label=RESULT["net_weight"], units=weights, default_unit="g", required=False, help_text=extra
        )
        self.fields["others"] = forms.MultipleChoiceField(
            label=RESULT["others"], choices=substances, required=False, widget=forms.SelectMultiple({"size": 6}),
            error_messages={"invalid_choice": CHOOSE},
        )  # fmt: skip

    def facts(self) -> LabResultFacts:
        """Return what the service takes."""
        told = dict(self.cleaned_data)
        net = told.pop("net")
        told["net_weight"], told["weight_unit"] = (net.value, net.unit) if net else (None, "")
        told["others"] = tuple(told["others"])
        return LabResultFacts(**told)


def weights() -> list[tuple[str, str]]:
    """Return the units of weight."""
    known = dict(codes("unit"))
    return [(unit, known[unit]) for unit in MASS if unit in known]


def substances() -> list[tuple[str, str]]:
    """Return the substances by their names."""
    return [(each.code, each.label()) for each in entries("substance") if each.selectable]
