"""What the fields of persons and arrests are called, and how their values read: the same everywhere."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aircop.reference.fields import CodeField
from aircop.reference.queries import label
from seizures.enums import Search
from seizures.models import Arrest, Identity, IdentityDocument, Outcome, Person

PEOPLE: Mapping[str, Any] = {
    "role": pgettext_lazy("of a person", "Role"),
    "sex": gettext_lazy("Sex"),
    "age_band": gettext_lazy("Age"),
    "minor": gettext_lazy("Minor"),
    "victim": gettext_lazy("Victim"),
    "ingestion_suspected": gettext_lazy("May have swallowed something"),
    "names": gettext_lazy("Identity"),
    "family_name": gettext_lazy("Family name"),
    "given_names": gettext_lazy("Given names"),
    "other_names": gettext_lazy("Other names"),
    "aliases": gettext_lazy("Also known as"),
    "birth_date": gettext_lazy("Date of birth"),
    "birth_place": gettext_lazy("Place of birth"),
    "nationality": gettext_lazy("Nationality"),
    "residence": gettext_lazy("Residence"),
    "documents": gettext_lazy("Documents"),
    "kind": gettext_lazy("Kind of document"),
    "number": gettext_lazy("Number of the document"),
    "issuer": gettext_lazy("Issued by"),
    "expires_on": gettext_lazy("Valid until"),
    "mrz": gettext_lazy("Machine-readable lines"),
    "agency": gettext_lazy("Arrested by"),
    "arrested_at": gettext_lazy("Arrested at"),
    "arrested_zone": gettext_lazy("Time zone"),
    "legal_basis": gettext_lazy("Legal basis"),
    "legal_basis_words": gettext_lazy("Legal basis in words"),
    "rights_told_at": gettext_lazy("Told the reasons and rights at"),
    "rights_language": gettext_lazy("Told in the language"),
    "interpreter_needed": gettext_lazy("Interpreter needed"),
    "interpreter_present": gettext_lazy("Interpreter present"),
    "lawyer_asked": gettext_lazy("Lawyer asked for"),
    "lawyer_notified_at": gettext_lazy("Lawyer notified at"),
    "consulate_asked": gettext_lazy("Consulate asked for"),
    "consulate_notified_at": gettext_lazy("Consulate notified at"),
    "medical_check": gettext_lazy("Seen by a doctor"),
    "medical_check_at": gettext_lazy("Seen by a doctor at"),
    "guardian_told": gettext_lazy("Family or guardian told"),
    "guardian_told_at": gettext_lazy("Family or guardian told at"),
    "search": pgettext_lazy("of a person", "Search"),
    "same_person": gettext_lazy("Declared one with another person"),
    "another_person": gettext_lazy("Told apart from one who looks alike"),
    "outcome": gettext_lazy("Outcome"),
    "outcome_date": gettext_lazy("Date of the outcome"),
    "charges": gettext_lazy("Charges"),
    "judgment": gettext_lazy("Judgment"),
    "sentence_months": gettext_lazy("Sentence in months"),
}
LISTS: Mapping[str, str] = {
    field.name: field.code_list
    for model in (Person, Identity, IdentityDocument, Arrest, Outcome)
    for field in model._meta.fields
    if isinstance(field, CodeField)
}
OF_PERSON = re.compile(r"^(?:persons|arrests|outcomes)\.(\d+)\.(\w+)$")


def field_of_person(name: str) -> str:
    """Return the field that a name of the history speaks of (`persons.1.role`), or "" when it is none of a person."""
    found = OF_PERSON.match(name)
    return found[2] if found else ""


def label_of_person(name: str) -> str:
    """Return what such a field is called: `P1, Role`."""
    found = OF_PERSON.match(name)
    if found is None:
        return name
    return _("%(person)s, %(field)s") % {"person": f"P{found[1]}", "field": PEOPLE.get(found[2], found[2])}


def shown_of_person(field: str, value: Any) -> str:
    """Return a value of a person's field as people read it; "" where it reads like any other."""
    if field in LISTS:
        return label(LISTS[field], str(value))
    if field == "search":
        return str(dict(Search.choices).get(str(value), value))
    if field == "names":
        return ", ".join(str(PEOPLE.get(name, name)) for name in str(value).split())
    return ""
