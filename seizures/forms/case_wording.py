"""What the fields of a case are called, and how their values read: forms, conflicts and history say the same."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aircop.access.roles import LEVEL_LABELS
from aircop.accounts.models import User
from aircop.reference.queries import label
from aircop.web.words import day
from seizures.enums import CaseStatus, Handling, ReferralKind, ReferralStatus
from seizures.forms.wording import label_of, shown
from taskforces.models import Agency

CASE_LABELS: Mapping[str, Any] = {
    "reference": gettext_lazy("Reference"),
    "status": gettext_lazy("Status"),
    "title": gettext_lazy("Title"),
    "lead_agency": gettext_lazy("Lead agency"),
    "offences": gettext_lazy("Offences"),
    "summary": gettext_lazy("Summary"),
    "narrative": gettext_lazy("Narrative"),
    "handling": gettext_lazy("Handling"),
    "handling_words": gettext_lazy("Conditions of handling"),
    "parent": gettext_lazy("Part of"),
    "outcome": pgettext_lazy("of a case", "Outcome"),
    "closed_at": gettext_lazy("Closed"),
    "merged_into": gettext_lazy("Goes on in"),
    "merged": gettext_lazy("Merged with"),
    "restricted": gettext_lazy("Restricted"),
    "withdrawn_at": gettext_lazy("Withdrawn"),
    "linked_seizure": gettext_lazy("Seizure"),
    "related_case": gettext_lazy("Case"),
    "person": gettext_lazy("Person"),
    "case_role": gettext_lazy("Role in the case"),
    "agency": gettext_lazy("Agency"),
    "kind": gettext_lazy("What is to do"),
    "assignee": gettext_lazy("Given to"),
    "due_on": gettext_lazy("Until"),
    "done": gettext_lazy("Done"),
    "not_applicable": gettext_lazy("Does not apply"),
    "words": gettext_lazy("What came of it"),
    "added": gettext_lazy("Added"),
    "corrects": gettext_lazy("Corrects"),
    "shared_with": gettext_lazy("Shared with"),
    "level": pgettext_lazy("of a share", "May"),
    "until": pgettext_lazy("of a share", "Until"),
    "shared_items": gettext_lazy("Seizures that went along"),
    "referral": gettext_lazy("Referral"),
    "to_unit": gettext_lazy("To which unit"),
    "unit": gettext_lazy("Unit"),
}
CODES = {"outcome": "case_outcome", "case_role": "case_role", "kind": "follow_up"}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "referral": {**dict(ReferralKind.choices), **dict(ReferralStatus.choices)},
    "level": {level.value: words for level, words in LEVEL_LABELS.items()},
}
ENUMS: Mapping[str, Any] = {"status": CaseStatus, "handling": Handling}


def label_of_case(path: str) -> str:
    """Return what a field of a case is called; `tasks.2.title` is a field of its second task."""
    part, _dot, rest = path.partition(".")
    number, _dot, name = rest.partition(".")
    if part == "consents":
        return label_of(path)
    if part == "tasks":
        return _("Task %(number)s: %(field)s") % {"number": number, "field": CASE_LABELS.get(name, name)}
    if part == "notes":
        return _("Note %(number)s: %(field)s") % {"number": number, "field": CASE_LABELS.get(name, name)}
    return str(CASE_LABELS.get(path, path))


def shown_of_case(path: str, value: Any, names: Mapping[str, str] | None = None) -> str:
    """Return a value as people read it; `names` are those of people and agencies, by their ids."""
    name = path.rpartition(".")[2]
    if value in (None, "", []):
        return ""
    if path.startswith("consents."):
        return shown(path, value)
    if name in CODES:
        return label(CODES[name], value)
    if name in WORDS:
        return str(WORDS[name].get(str(value), value))
    if name in ENUMS:
        return str(ENUMS[name](value).label)
    return (
        ", ".join(label("offence_type", code) for code in value) if name == "offences" else _named(name, value, names)
    )


NAMED = {"lead_agency": Agency, "assignee": User}


def _named(name: str, value: Any, names: Mapping[str, str] | None) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in NAMED:
        return _name_of(name, value) if names is None else names.get(str(value), "")
    if name in {"closed_at", "due_on", "withdrawn_at"}:
        moment = value if not isinstance(value, str) else parse_datetime(value)
        return day(moment.date() if isinstance(moment, datetime) else moment) if moment else str(value)
    return str(value)


def _name_of(name: str, value: Any) -> str:
    kind: Any = NAMED[name]
    found = value if isinstance(value, kind) else kind.objects.filter(pk=value).first()
    return found.name if found else ""


def names_of(values: Iterable[tuple[str, Any]], *, people: bool) -> dict[str, str]:
    """Return the names of the agencies, and of the people where they are told, that values of a history stand for."""
    asked: dict[str, set[str]] = {name: set() for name in NAMED}
    for path, value in values:
        if value and (name := path.rpartition(".")[2]) in NAMED:
            asked[name].add(str(value))
    found = _names(Agency, asked["lead_agency"])
    if people:
        return found | _names(User, asked["assignee"])
    return found | dict.fromkeys(asked["assignee"], _("somebody of the unit"))


def _names(kind: Any, ids: set[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in kind.objects.filter(pk__in=ids).values_list("pk", "name")} if ids else {}
