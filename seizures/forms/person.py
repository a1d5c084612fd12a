"""Persons, identities, arrests and outcomes as people type them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.access.models import FieldClass, new_id
from aircop.reference.queries import codes
from aircop.web.forms import Moment, MomentField, NoteInput
from seizures.enums import Search
from seizures.forms.fields import NOT_CHOSEN, choice, picker, zones
from seizures.forms.filter import DayField
from seizures.forms.people_wording import PEOPLE
from seizures.forms.touched import UNASKED, TouchedForm
from seizures.forms.travel_document import MrzField, TravelDocument
from seizures.models import Arrest, Identity, Person, Seizure
from seizures.models.person import age_of
from seizures.services.person import IDENTITY_NAMES, PERSON_NAMES, Paper, PersonFacts
from taskforces.models import Agency
from taskforces.queries.task_force import participating

NOT_RECORDED: Any = gettext_lazy("Not recorded")
NOTHING: Mapping[str, Any] = MappingProxyType({})
NO_TEXT = {"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}


def _answer(name: str, no: Any, **options: Any) -> forms.TypedChoiceField:
    """Return a question that may stay open, be answered by yes, or by what a no means there."""
    return forms.TypedChoiceField(
        label=PEOPLE[name],
        required=False,
        choices=[("", NOT_RECORDED), ("yes", gettext_lazy("Yes")), ("no", no)],
        coerce=lambda text: text == "yes",
        empty_value=None,
        **options,
    )


def _text(name: str, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=PEOPLE[name], max_length=length, required=False, widget=forms.TextInput(NO_TEXT), **options
    )


class ArrestQuickForm(forms.Form):
    """The arrest in six fields, beside a suspect. It carries the id of the person to be, so that one tap makes one."""

    record = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)

    def __init__(self, *args: Any, seizure: Seizure, zone: str, **kwargs: Any) -> None:
        start = {"role": "courier", "arrested": Moment(seizure.occurred_at, seizure.occurred_zone),
                 "agency": seizure.lead_agency_id}  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": start})
        self.fields["role"] = choice("person_role", label=PEOPLE["role"])
        self.fields["sex"] = choice("sex", label=PEOPLE["sex"])
        self.fields["age_band"] = choice("age_band", label=PEOPLE["age_band"])
        self.fields["arrested"] = MomentField(
            label=PEOPLE["arrested_at"],
            required=False,
            zones=zones(seizure.airport.timezone, seizure.occurred_zone, zone),
            default_zone=seizure.airport.timezone,
            help_text=gettext_lazy("Leave date and time empty when the person was not arrested."),
        )
        self.fields["agency"] = forms.ModelChoiceField(
            participating(seizure.task_force_id), label=PEOPLE["agency"], empty_label=None
        )
        self.fields["rights_language"] = picker("language", label=PEOPLE["rights_language"], required=False)
        self.fields["mrz"] = MrzField()
        if self.data.get("mrz", "").strip():  # the document tells both
            self.fields["sex"].required = self.fields["age_band"].required = False
        self.seizure = seizure

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds; the lines of a passport are nobody's to keep on a device."""
        return {**Person.FIELDS, **Arrest.FIELDS}.get("arrested_at" if name == "arrested" else name)

    def facts(self) -> PersonFacts:
        """Return what is told of the person, by hand or by the document."""
        told = {name: self.cleaned_data[name] for name in ("role", "sex", "age_band")}
        document = self.cleaned_data["mrz"]
        if document is not None:
            birth = document.names.get("birth_date")
            told["sex"] = document.sex or told["sex"]
            told["age_band"] = age_of(birth, self.seizure.occurred_on)[0] if birth else told["age_band"]
        return PersonFacts(**told)

    def arrest(self) -> dict[str, Any] | None:
        """Return what is told of the arrest; None when there was none."""
        moment = self.cleaned_data["arrested"]
        if moment is None:
            return None
        return {
            "agency": self.cleaned_data["agency"],
            "arrested_at": moment.at,
            "arrested_zone": moment.zone,
            "rights_language": self.cleaned_data["rights_language"],
        }


class _VersionedForm(TouchedForm):
    """A form of the people: without a version it is written over what stands."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


class PersonForm(_VersionedForm):
    """What is told of a person without saying who it is."""

    def __init__(self, data: Any = None, *, person: Person, kept: Mapping[str, Any] = NOTHING) -> None:
        stands = {name: getattr(person, name) for name in PERSON_NAMES}
        super().__init__(data, initial={**stands, **kept, "version": person.version})
        self.fields["role"] = choice("person_role", label=PEOPLE["role"])
        self.fields["sex"] = choice("sex", label=PEOPLE["sex"], required=False)
        self.fields["age_band"] = choice("age_band", label=PEOPLE["age_band"], required=False)
        for name in ("minor", "victim", "ingestion_suspected"):
            self.fields[name] = forms.BooleanField(label=PEOPLE[name], required=False)
        self.fields["victim"].help_text = _("Names of victims and minors are shown only to who says why.")
        self.remember(stands)

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds."""
        return Person.FIELDS.get(name)

    def facts(self) -> dict[str, Any]:
        """Return what the writer touched, as the service takes it."""
        touched = self.touched()
        return {name: self.cleaned_data[name] for name in PERSON_NAMES if name in touched}


class IdentityForm(_VersionedForm):
    """Who a person is, and one document. What is on record is read first: that is an act of its own."""

    def __init__(
        self,
        data: Any = None,
        *,
        person: Person,
        identity: Identity | None = None,
        kept: Mapping[str, Any] = NOTHING,
    ) -> None:
        self.shown = identity is not None or person.identified_at is None
        stands = {name: getattr(identity, name) for name in IDENTITY_NAMES} if identity else {}
        if identity:
            stands["aliases"] = "\n".join(identity.aliases)
        super().__init__(data, initial={**stands, **kept, "version": person.version})
        self.fields["mrz"] = MrzField()
        self.fields["family_name"] = _text("family_name", 150)
        self.fields["given_names"] = _text("given_names", 150)
        self.fields["other_names"] = _text(
            "other_names", 300, help_text=gettext_lazy("Maiden name, the name in its own script.")
        )
        if self.shown:
            self.fields["aliases"] = forms.CharField(
                label=PEOPLE["aliases"], required=False, max_length=2000, widget=NoteInput({"rows": 2}),
                help_text=gettext_lazy("Other names that the person goes by, one on each line."),
            )  # fmt: skip
        self.fields["birth_date"] = DayField(label=PEOPLE["birth_date"])
        self.fields["birth_place"] = _text("birth_place", 150)
        self.fields["nationality"] = picker("country", label=PEOPLE["nationality"], required=False)
        self.fields["residence"] = _text("residence", 300)
        self.fields["kind"] = choice("document_kind", label=PEOPLE["kind"], required=False)
        self.fields["number"] = _text("number", 40)
        self.fields["issuer"] = picker("country", label=PEOPLE["issuer"], required=False)
        self.fields["expires_on"] = DayField(label=PEOPLE["expires_on"])
        self.remember(stands)

    def clean(self) -> dict[str, Any]:
        """Take what the lines tell where nothing was typed; ask for the kind of a document and its number together."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("mrz"):
            _fill(cleaned, cleaned["mrz"])
        if bool(cleaned.get("kind")) != bool(cleaned.get("number")):
            lacking = "number" if cleaned.get("kind") else "kind"
            self.add_error(lacking, _("Enter the kind of the document and its number, or neither."))
        return cleaned

    def names(self) -> dict[str, Any]:
        """Return what the writer touched of who it is, and what the document told; what was not shown stays."""
        told = {name: self.cleaned_data[name] for name in IDENTITY_NAMES if name in self.cleaned_data}
        if "aliases" in told:
            told["aliases"] = told["aliases"].splitlines()
        touched, there = self.touched(), {name for name, value in told.items() if value not in ("", None, [])}
        read = {name for name in there if not self.data.get(name)}
        wanted = read | (touched if self.shown else touched & there)
        return {name: told[name] for name in told if name in wanted}

    def papers(self) -> list[Paper]:
        """Return the document, if there is one."""
        cleaned = self.cleaned_data
        if not cleaned["number"]:
            return []
        read = cleaned["mrz"].paper if cleaned["mrz"] else None
        mrz = read.mrz if read and read.number == cleaned["number"] else ""
        return [Paper(mrz=mrz, **{name: cleaned[name] for name in DOCUMENT_NAMES})]


DOCUMENT_NAMES = ("kind", "number", "issuer", "expires_on")


def _fill(cleaned: dict[str, Any], read: TravelDocument) -> None:
    """Put what was read where nothing was typed."""
    told = read.names | {name: getattr(read.paper, name) for name in DOCUMENT_NAMES}
    for name, value in told.items():
        if cleaned.get(name) in ("", None):
            cleaned[name] = value


class ReasonForm(forms.Form):
    """Why the identity of a minor or a victim is read."""

    purpose = forms.CharField(
        label=gettext_lazy("Why you read it"), max_length=300, widget=NoteInput({"rows": 2}),
        help_text=gettext_lazy("Kept with your name for the auditor. Write no names here."),
    )  # fmt: skip


TIMES = ("rights_told_at", "lawyer_notified_at", "consulate_notified_at", "medical_check_at", "guardian_told_at")
NOT_YET: Any = gettext_lazy("Not yet")
NO: Any = gettext_lazy("No")


class ArrestForm(_VersionedForm):
    """An arrest and its checklist of rights."""

    def __init__(
        self,
        data: Any = None,
        *,
        person: Person,
        zone: str,
        arrest: Arrest | None = None,
        kept: Mapping[str, Any] = NOTHING,
    ) -> None:
        seizure, self.new = person.seizure, arrest is None
        stands = _start(seizure, arrest)
        super().__init__(data, initial={**stands, **kept, **({"version": arrest.version} if arrest else {})})
        near = zones(seizure.airport.timezone, seizure.occurred_zone, zone)
        home = seizure.airport.timezone
        self.fields["arrested_at"] = MomentField(label=PEOPLE["arrested_at"], zones=near, default_zone=home)
        self.fields["agency"] = forms.ModelChoiceField(
            self._agencies(seizure, arrest), label=PEOPLE["agency"], empty_label=None
        )
        self.fields["legal_basis"] = choice("legal_basis", label=PEOPLE["legal_basis"], required=False)
        self.fields["legal_basis_words"] = _text("legal_basis_words", 300)
        self.fields["rights_language"] = picker("language", label=PEOPLE["rights_language"], required=False)
        for name, no in (
            ("interpreter_needed", NO), ("interpreter_present", NOT_YET), ("lawyer_asked", NO), ("consulate_asked", NO),
            ("medical_check", NOT_YET), ("guardian_told", NOT_YET),
        ):  # fmt: skip
            self.fields[name] = _answer(name, no)
        for name in TIMES:
            self.fields[name] = MomentField(label=PEOPLE[name], zones=near, default_zone=home, required=False)
        self.fields["search"] = forms.ChoiceField(
            label=PEOPLE["search"], required=False, choices=[("", NOT_RECORDED), *Search.choices]
        )
        if not person.minor:
            del self.fields["guardian_told"], self.fields["guardian_told_at"]
        self.order_fields(
            ["arrested_at", "agency", "legal_basis", "legal_basis_words", "rights_told_at", "rights_language",
             "interpreter_needed", "interpreter_present", "lawyer_asked", "lawyer_notified_at", "consulate_asked",
             "consulate_notified_at", "medical_check", "medical_check_at", "guardian_told", "guardian_told_at",
             "search"]
        )  # fmt: skip
        self.remember(stands)

    def class_of(self, name: str) -> FieldClass | None:
        """Return the class of what a field holds."""
        return Arrest.FIELDS.get(name)

    @staticmethod
    def _agencies(seizure: Seizure, arrest: Arrest | None) -> Any:
        own = Agency.objects.filter(pk__in=participating(seizure.task_force_id).values("pk"))
        return own | Agency.objects.filter(pk=arrest.agency_id) if arrest else own

    def facts(self) -> dict[str, Any]:
        """Return what the writer touched, all of it when the arrest is new, as the service takes it."""
        wanted = set(self.fields) - UNASKED if self.new else self.touched()
        told = {name: value for name, value in self.cleaned_data.items() if name in wanted}
        times = {name: told[name].at if told[name] else None for name in TIMES if name in told}
        if moment := told.pop("arrested_at", None):
            times |= {"arrested_at": moment.at, "arrested_zone": moment.zone}
        return told | times


def _start(seizure: Seizure, arrest: Arrest | None) -> dict[str, Any]:
    if arrest is None:
        moment = Moment(seizure.occurred_at, seizure.occurred_zone)
        return {"arrested_at": moment, "agency": seizure.lead_agency_id}
    start: dict[str, Any] = {}
    for field in Arrest._meta.concrete_fields:
        value = getattr(arrest, field.attname)
        told = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        start[field.name] = (
            Moment(value, arrest.arrested_zone) if field.name in {*TIMES, "arrested_at"} and value else told
        )
    return start


class OutcomeForm(forms.Form):
    """What became of an arrest."""

    def __init__(self, *args: Any, identities: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=PEOPLE["outcome"], choices=lambda: [("", NOT_CHOSEN), *codes("arrest_outcome")]
        )
        self.fields["outcome_date"] = DayField(label=PEOPLE["outcome_date"])
        self.fields["outcome_date"].required = True
        self.fields["sentence_months"] = forms.IntegerField(
            label=PEOPLE["sentence_months"], required=False, min_value=0, max_value=1200,
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        )  # fmt: skip
        if identities:
            for name in ("charges", "judgment"):
                self.fields[name] = forms.CharField(
                    label=PEOPLE[name], max_length=1000, required=False, widget=NoteInput({"rows": 3})
                )
