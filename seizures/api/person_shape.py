"""The shape of persons, arrests and outcomes in answers and bodies."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from aircop.reference.names import in_latin
from aircop.rest.fields import (
    DayField,
    EtagField,
    IdField,
    InstantField,
    TextField,
    TruthField,
    WholeNumberField,
    WordField,
)
from aircop.rest.serializers import StrictSerializer
from seizures.enums import Search
from seizures.models import Arrest, Identity, IdentityDocument, Outcome, Person
from seizures.queries.checklist import open_points
from seizures.services.arrest import ARREST_NAMES
from seizures.services.person import IDENTITY_NAMES, PERSON_NAMES

CODE: dict[str, Any] = {"max_length": 40, "required": False, "allow_blank": True}
MAYBE: dict[str, Any] = {"required": False, "allow_null": True}
DOCUMENT_NAMES = ("kind", "number", "issuer", "expires_on", "mrz")
OUTCOME_NAMES = ("outcome", "outcome_date", "sentence_months", "charges", "judgment")


class OutcomeBody(StrictSerializer):
    """What became of an arrest on a day. The last one stands."""

    arrest = IdField()
    outcome = TextField(max_length=40)
    outcome_date = DayField()
    sentence_months = WholeNumberField(min_value=0, max_value=1200, **MAYBE)
    charges = TextField(max_length=1000, required=False, allow_blank=True)
    judgment = TextField(max_length=1000, required=False, allow_blank=True)


class ArrestBody(StrictSerializer):
    """An arrest with the checklist of rights. A question that nobody answered is null; `false` says not, or not yet."""

    agency = IdField()
    arrested_at = InstantField()
    arrested_zone = TextField(max_length=40, required=False, help_text="The airport's zone, unless you say otherwise.")
    legal_basis = TextField(**CODE)
    legal_basis_words = TextField(max_length=300, required=False, allow_blank=True)
    rights_told_at = InstantField(**MAYBE)
    rights_language = TextField(**CODE)
    interpreter_needed = TruthField(**MAYBE)
    interpreter_present = TruthField(**MAYBE)
    lawyer_asked = TruthField(**MAYBE)
    lawyer_notified_at = InstantField(**MAYBE)
    consulate_asked = TruthField(**MAYBE)
    consulate_notified_at = InstantField(**MAYBE)
    medical_check = TruthField(**MAYBE)
    medical_check_at = InstantField(**MAYBE)
    guardian_told = TruthField(**MAYBE)
    guardian_told_at = InstantField(**MAYBE)
    search = WordField(choices=["", *Search.values], required=False)


class ArrestChangeBody(ArrestBody):
    """The fields of an arrest to complete or change, and the version that was read."""

    arrest = IdField()
    version = WholeNumberField(min_value=0)
    agency = IdField(required=False)
    arrested_at = InstantField(required=False)


class PersonBody(StrictSerializer):
    """What is told of a person without saying who it is."""

    role = TextField(max_length=40)
    sex = TextField(**CODE)
    age_band = TextField(**CODE)
    minor = TruthField(required=False)
    victim = TruthField(required=False)
    ingestion_suspected = TruthField(required=False)


class DocumentBody(StrictSerializer):
    """An identity document; kind and number name it."""

    kind = TextField(max_length=40)
    number = TextField(max_length=40)
    issuer = TextField(**CODE)
    expires_on = DayField(**MAYBE)
    mrz = TextField(max_length=200, required=False, allow_blank=True)


class IdentityBody(StrictSerializer):
    """Who somebody is; only what is sent is written."""

    family_name = TextField(max_length=150, required=False, allow_blank=True)
    given_names = TextField(max_length=150, required=False, allow_blank=True)
    other_names = TextField(max_length=300, required=False, allow_blank=True)
    aliases = serializers.ListField(
        child=TextField(max_length=150), required=False, max_length=20, help_text="All of them: what is left out goes."
    )
    birth_date = DayField(**MAYBE)
    birth_place = TextField(max_length=150, required=False, allow_blank=True)
    nationality = TextField(**CODE)
    residence = TextField(max_length=300, required=False, allow_blank=True)
    documents = DocumentBody(many=True, required=False, max_length=20)  # type: ignore[call-arg]  # a list of it


class IdentityAnswer(IdentityBody):
    """Who somebody is, the names in plain Latin letters beside."""

    latin = serializers.ListField(child=TextField(), required=False, help_text="Every name, in plain Latin letters.")


class PurposeBody(StrictSerializer):
    """Why an identity is read: asked for minors and victims."""

    purpose = TextField(max_length=300, required=False, allow_blank=True)


class PersonRemovalBody(StrictSerializer):
    """Why a person is taken out."""

    words = TextField(max_length=500)


class PersonAnswer(StrictSerializer):
    """A person as its reader may see it: without the right to identities, the first five members and nothing else."""

    id = IdField()
    role = TextField()
    sex = TextField()
    age_band = TextField()
    redacted = TruthField()
    seizure = IdField(required=False)
    pseudonym = TextField(required=False)
    minor = TruthField(required=False)
    victim = TruthField(required=False)
    ingestion_suspected = TruthField(required=False)
    identified = TruthField(required=False)
    merged_into = IdField(
        required=False, allow_null=True, help_text="The person of the same agency that it is one with."
    )
    identity = IdentityAnswer(required=False, allow_null=True, help_text="Only in the answer to `read-identity`.")
    arrests = serializers.ListField(child=serializers.DictField(), required=False)
    etag = EtagField()


def redacted_shape(person: Person) -> dict[str, Any]:
    """Return all that a reader without identities is told of a person."""
    return {"id": person.pk, "role": person.role, "sex": person.sex, "age_band": person.age_band, "redacted": True}


def person_shape(
    person: Person, *, etag: str, identity: Mapping[str, Any] | None = None, into: Person | None = None
) -> dict[str, Any]:
    """Return a person with its arrests; who it is only where it was read."""
    return {
        **redacted_shape(person),
        "redacted": False,
        "seizure": person.seizure_id,
        "pseudonym": person.pseudonym,
        **{name: getattr(person, name) for name in PERSON_NAMES if name not in {"role", "sex", "age_band"}},
        "identified": person.identified_at is not None,
        "merged_into": into.pk if into else None,
        "identity": identity,
        "arrests": [arrest_told(arrest, person) for arrest in person.arrests.all()],
        "etag": etag,
    }


def arrest_told(arrest: Arrest, person: Person) -> dict[str, Any]:
    """Return an arrest with the checklist of rights, for who sees the identity of its person."""
    told = {name: getattr(arrest, name) for name in ARREST_NAMES if name != "agency"}
    return {
        "id": arrest.pk,
        "version": arrest.version,
        "agency": arrest.agency_id,
        **told,
        "open": [point.name for point in open_points(arrest, person)],
        "pressing": [point.name for point in open_points(arrest, person) if point.pressing],
        "outcomes": [_outcome_shape(outcome) for outcome in arrest.outcomes.all()],
    }


def _outcome_shape(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in OUTCOME_NAMES}


def identity_shape(identity: Identity, documents: Iterable[IdentityDocument]) -> dict[str, Any]:
    """Return who somebody is."""
    return {name: getattr(identity, name) for name in IDENTITY_NAMES} | {
        "latin": [in_latin(name) for name in identity.names],
        "documents": [{name: getattr(row, name) for name in DOCUMENT_NAMES} for row in documents],
    }
