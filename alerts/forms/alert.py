"""What people type when they write an alert, review it, recall it and answer it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.files.kinds import KINDS
from aircop.reference.fields import CodeChoiceField
from aircop.reference.queries import codes
from aircop.web.forms import ChoicesForm, MomentField, NoteInput, NumberField
from aircop.web.identifiers import IdentifierField
from aircop.web.widgets import Moment
from aircop.web.words import place_of
from alerts.enums import AlertKind, Result, Severity
from alerts.models import Alert
from alerts.rules import asks_neutrality
from alerts.services.addressee import Chosen, chosen_for
from alerts.services.telling import NEUTRALITY, answer_wanted_by
from seizures.enums import Handling
from seizures.forms.wording import what_now
from seizures.models import Case, Item, Seizure
from taskforces.models import Agency, TaskForce
from taskforces.queries.task_force import agencies

PICTURES = [name for name, kind in KINDS.items() if kind.is_picture]
USUAL_TERM = timedelta(days=14)
GRAM = Decimal("0.001")
NOT_SAID: Any = gettext_lazy("Not said")
NO_NOTICE: Any = gettext_lazy("No notice")
QUESTIONS = {
    "human_rights": gettext_lazy("Does it respect the rights of everybody it tells of?"),
    "political": gettext_lazy("Is it mainly of a political, military, religious or racial character?"),
    "ordinary_crime": gettext_lazy("Is it about an offence of ordinary law?"),
}


class AlertForm(forms.Form):
    """What an alert says, and whom it is for."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of alert"), choices=AlertKind.choices)
    severity = forms.ChoiceField(
        label=gettext_lazy("How much it matters"), choices=Severity.choices[:2], widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("In one line"),
        max_length=160,
        help_text=gettext_lazy("Without names: it stands in lists and on lock screens."),
        error_messages={"required": gettext_lazy("Say in one line what it is about, without names.")},
    )
    body = forms.CharField(
        label=gettext_lazy("What to look for, and what to do"),
        max_length=8_000,
        required=False,
        widget=NoteInput({"rows": 6}),
        help_text=gettext_lazy("Everybody who is addressed reads this. Names belong into the next field."),
    )
    person_details = forms.CharField(
        label=gettext_lazy("Names, documents, descriptions of persons"),
        max_length=4_000,
        required=False,
        widget=NoteInput({"rows": 3}),
        help_text=gettext_lazy("Shown to those alone who may see identities."),
    )
    substance = CodeChoiceField(
        code_list="substance", label=gettext_lazy("Substance"), required=False, empty_label=NOT_SAID
    )
    concealment = CodeChoiceField(
        code_list="concealment", label=gettext_lazy("Concealment"), required=False, empty_label=NOT_SAID
    )
    conveyance = CodeChoiceField(
        code_list="conveyance", label=gettext_lazy("Carried by"), required=False, empty_label=NOT_SAID
    )
    weight_kg = NumberField(
        label=gettext_lazy("How much, in kilograms"),
        required=False,
        help_text=gettext_lazy("Where something was found. Empty if it is not known."),
    )
    flight_number = IdentifierField(kind="flight", label=gettext_lazy("Flight"))
    route = forms.CharField(
        label=gettext_lazy("Airports of the route, in order"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "characters"}),
        help_text=gettext_lazy("Codes of three letters, for example ABJ ADD CDG."),
    )
    hazard = forms.CharField(
        label=gettext_lazy("Danger for who handles it"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Poison, weapon, disease: what one has to know before touching."),
    )
    colour = CodeChoiceField(
        code_list="notice_colour",
        label=gettext_lazy("Notice"),
        required=False,
        empty_label=NO_NOTICE,
        help_text=gettext_lazy("A notice is reviewed before it goes out."),
    )
    corridor = forms.BooleanField(label=gettext_lazy("All task forces ahead on the route"), required=False)
    units = forms.ModelMultipleChoiceField(
        TaskForce.objects.none(),
        label=gettext_lazy("Task forces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("All task forces of a sub-region"), required=False, widget=forms.CheckboxSelectMultiple
    )
    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=gettext_lazy("Agencies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    handling = forms.ChoiceField(label=gettext_lazy("Handling"), choices=Handling.choices)
    handling_words = forms.CharField(label=gettext_lazy("Conditions of handling"), required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, unit: TaskForce, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = unit.airport.timezone
        zones = list(dict.fromkeys([(zone, place_of(zone)), ("UTC", "GMT")]))
        self.fields["valid_until"] = MomentField(zones=zones, default_zone=zone, label=_("Valid until"))
        self.fields["answer_by"] = MomentField(
            zones=zones,
            default_zone=zone,
            label=_("Answer until"),
            required=False,
            help_text=_(
                "Addressees say until then what they did; who has not is asked again. Left empty, they have twelve "
                "hours, three days or seven days, by how much it matters."
            ),
        )
        self.fields["units"].queryset = TaskForce.objects.exclude(pk=unit.pk).order_by("code")  # type: ignore[attr-defined]
        self.fields["agencies"].queryset = agencies()  # type: ignore[attr-defined]
        self.fields["regions"].choices = codes("sub_region")  # type: ignore[attr-defined]
        if not names:
            del self.fields["person_details"]

    def told(self) -> dict[str, Any]:
        """Return what the alert says, as the services take it."""
        skip = {"units", "agencies", "regions", "corridor", "version"}
        told = {name: value for name, value in self.cleaned_data.items() if name not in skip}
        told["route"] = told["route"].replace(",", " ").replace("-", " ").split()
        for name in ("valid_until", "answer_by"):
            told[name] = told[name].at if told[name] else None
        return told

    def chosen(self) -> Chosen:
        """Return whom it is for."""
        data = self.cleaned_data
        return Chosen(
            units=list(data["units"]),
            agencies=list(data["agencies"]),
            regions=data["regions"],
            corridor=data["corridor"],
        )


def blank(unit: TaskForce) -> dict[str, Any]:
    """Return what stands in a new form."""
    zone = unit.airport.timezone
    ends = (timezone.now() + USUAL_TERM).replace(second=0, microsecond=0)
    return {
        "kind": AlertKind.WARNING,
        "severity": Severity.HIGH,
        "handling": Handling.H0,
        "valid_until": Moment(ends, zone),
        "corridor": True,
    }


def from_seizure(unit: TaskForce, seizure: Seizure) -> dict[str, Any]:
    """Return what stands in the form of an alert about a seizure: all that the record says without names."""
    found = list(seizure.items.order_by("sequence"))
    item = found[0] if found else None
    legs = [leg.airport_id for leg in seizure.legs.order_by("sequence") if leg.airport_id]
    return blank(unit) | {
        "kind": AlertKind.SEIZURE,
        "title": ", ".join(what_now(each) for each in found)[:160],
        "body": seizure.summary,
        "substance": item.substance if item else "",
        "concealment": item.concealment if item else "",
        "conveyance": seizure.conveyance,
        "weight_kg": _weight(found),
        "flight_number": seizure.flight_number,
        "route": " ".join(legs or [seizure.airport_id]),
        "handling": seizure.handling,
        "handling_words": seizure.handling_words,
    }


def _weight(found: Sequence[Item]) -> Decimal | None:
    """Return how much of the first kind of goods there is, where every such item has a weight."""
    alike = [
        each.kg_equivalent
        for each in found
        if (each.commodity, each.substance) == (found[0].commodity, found[0].substance)
    ]
    return sum((kg for kg in alike if kg), Decimal(0)).quantize(GRAM) or None if all(alike) else None


def from_case(unit: TaskForce, case: Case) -> dict[str, Any]:
    """Return what stands in the form of an alert about a case: what the file says without names."""
    return blank(unit) | {
        "title": case.title,
        "body": case.summary,
        "handling": case.handling,
        "handling_words": case.handling_words,
    }


def as_typed(alert: Alert) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    zone = alert.task_force.airport.timezone
    plain = (
        "kind", "severity", "title", "body", "person_details", "substance", "concealment", "conveyance",
        "weight_kg", "flight_number", "hazard", "colour", "handling", "handling_words", "version",
    )  # fmt: skip
    chosen = chosen_for(alert)
    return {name: getattr(alert, name) for name in plain} | {
        "route": " ".join(alert.route),
        "valid_until": Moment(alert.valid_until, zone),
        "answer_by": Moment(alert.answer_by, zone) if alert.answer_by else None,
        "corridor": chosen.corridor,
        "units": [unit.pk for unit in chosen.units],
        "regions": chosen.regions,
        "agencies": [agency.pk for agency in chosen.agencies],
    }


class PhotoForm(forms.Form):
    """One photo that goes out with the alert."""

    file = forms.FileField(
        label=gettext_lazy("Photo"),
        allow_empty_file=True,  # said in our own words
        max_length=255,
        widget=forms.FileInput({"accept": ",".join(PICTURES)}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, up to 25 MB. What goes out is drawn anew, without place and camera."
        ),
        error_messages={"required": gettext_lazy("Choose a file, or take a picture.")},
    )
    caption = forms.CharField(
        label=gettext_lazy("Caption"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class VersionForm(forms.Form):
    """The version of the alert that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


class ReturnForm(VersionForm):
    """What the author has to mend."""

    words = forms.CharField(
        label=gettext_lazy("What has to be mended"),
        max_length=500,
        widget=NoteInput,
        error_messages={"required": gettext_lazy("Say what is missing: the author will read it.")},
    )


class RecallForm(VersionForm):
    """Why an alert is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=NoteInput,
        error_messages={"required": gettext_lazy("Say why: everybody who got it will read it.")},
    )


class PublishForm(VersionForm):
    """Until when answers are wanted, and the questions of neutrality, where they are asked."""

    def __init__(self, *args: Any, alert: Alert, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone, asked = alert.task_force.airport.timezone, asks_neutrality(alert)
        self.fields["answer_by"] = MomentField(
            zones=list(dict.fromkeys([(zone, place_of(zone)), ("UTC", "GMT")])),
            default_zone=zone,
            label=_("Answer until"),
            required=False,
            initial=Moment(answer_wanted_by(alert), zone),
            help_text=_("Addressees say until then what they did; who has not is asked again."),
        )
        self.fields["no_answer"] = forms.BooleanField(label=_("No answer is needed: ask nobody"), required=False)
        for name in NEUTRALITY if asked else ():
            self.fields[name] = forms.ChoiceField(
                label=QUESTIONS[name],
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer each question before it goes out.")},
            )

    def answers(self) -> dict[str, bool]:
        """Return the answers by question."""
        return {name: self.cleaned_data[name] == "yes" for name in NEUTRALITY if name in self.fields}

    def told(self) -> dict[str, Any]:
        """Return what the reviewer says, as the service takes it."""
        until = self.cleaned_data["answer_by"]
        return {
            "neutrality": self.answers(),
            "answer_by": until.at if until else None,
            "no_answer": self.cleaned_data["no_answer"],
        }


class AnswerForm(forms.Form):
    """What was done about an alert, and what came of it."""

    result = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what came of it.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In words"),
        max_length=2_000,
        required=False,
        widget=NoteInput,
        help_text=gettext_lazy("Shown to those alone who may see identities."),
    )
    seizure = forms.CharField(
        label=gettext_lazy("The seizure that came of it"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Its reference, for example ABJ1-S-2026-000123."),
    )

    def __init__(self, *args: Any, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names:
            del self.fields["words"]


class FilterForm(ChoicesForm):
    """What the list of alerts is narrowed by."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of alert"), required=False)
    severity = forms.ChoiceField(label=gettext_lazy("How much it matters"), required=False)

    def __init__(self, *args: Any, statuses: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["status"].choices = [*every, *statuses]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [*every, *AlertKind.choices]  # type: ignore[attr-defined]
        self.fields["severity"].choices = [*every, *Severity.choices]  # type: ignore[attr-defined]
