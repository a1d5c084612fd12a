"""The shape of a case in answers and bodies."""

from typing import Any

from rest_framework import serializers

from aircop.access.models import Share
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
from seizures.api.seizure_shape import ShareAnswer, share_shape
from seizures.enums import CaseAgencyRole, CaseStatus, Handling
from seizures.models import Case
from seizures.queries.case import Linked


class CasePersonAnswer(StrictSerializer):
    """A person by its id, and its role in the case; more of it stands at `/persons/{id}/`."""

    person = IdField()
    role = TextField()


class CaseAgencyAnswer(StrictSerializer):
    """An agency that takes part, or did."""

    agency = IdField()
    role = WordField(choices=CaseAgencyRole.choices)
    since = InstantField()
    until = InstantField(allow_null=True)


class CaseAnswer(StrictSerializer):
    """A case as its reader may see it: of its links those of which it sees both ends; `narrative` may be null."""

    id = IdField()
    reference = TextField(allow_null=True)
    access_list = IdField()
    title = TextField()
    status = WordField(choices=CaseStatus.choices)
    suspended_from = TextField(help_text="Where it stood when it was suspended; empty otherwise.")
    status_at = InstantField(help_text="Since when it stands there.")
    task_force = IdField()
    lead_agency = IdField()
    agencies = CaseAgencyAnswer(many=True)
    offences = serializers.ListField(child=TextField())
    summary = TextField()
    narrative = TextField(allow_null=True)
    handling = WordField(choices=Handling.choices)
    handling_words = TextField()
    seizures = serializers.ListField(child=IdField())
    persons = CasePersonAnswer(many=True)
    related = serializers.ListField(child=IdField())
    parent = IdField(allow_null=True)  # type: ignore[assignment]  # a field of the answer, not the serializer's own
    merged_into = IdField(allow_null=True)
    opened_at = InstantField(allow_null=True)
    closed_at = InstantField(allow_null=True)
    outcome = TextField()
    recorded_at = InstantField()
    shares = ShareAnswer(many=True)
    etag = EtagField()


def case_shape(case: Case, linked: Linked, *, identities: bool, shares: list[Share], etag: str) -> dict[str, Any]:
    """Return a case as this reader may see it."""
    return {
        "id": case.pk,
        "reference": case.reference,
        "access_list": case.access_list_id,
        "title": case.title,
        "status": case.status,
        "suspended_from": case.suspended_from,
        "status_at": case.status_at,
        "task_force": case.task_force_id,
        "lead_agency": case.lead_agency_id,
        "agencies": [
            {"agency": row.agency_id, "role": row.role, "since": row.since, "until": row.until}
            for row in linked.agencies
        ],
        "offences": case.offences,
        "summary": case.summary,
        "narrative": case.narrative if identities else None,
        "handling": case.handling,
        "handling_words": case.handling_words,
        "seizures": linked.seizures,
        "persons": [{"person": person, "role": role} for person, role in linked.persons],
        "related": linked.related,
        "parent": linked.parent,
        "merged_into": linked.merged_into,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "outcome": case.outcome,
        "recorded_at": case.recorded_at,
        "shares": [share_shape(share) for share in shares],
        "etag": etag,
    }


class CasePatch(StrictSerializer):
    """The fields of a case that can be changed."""

    title = TextField(max_length=150)
    lead_agency = IdField(required=False)
    offences = serializers.ListField(child=TextField(max_length=40), required=False, max_length=20)
    summary = TextField(max_length=500, required=False, allow_blank=True)
    narrative = TextField(max_length=20_000, required=False, allow_blank=True)
    handling = WordField(choices=Handling.choices, required=False)
    handling_words = TextField(max_length=300, required=False, allow_blank=True)
    parent = IdField(required=False, allow_null=True)  # type: ignore[assignment]  # as above


class CaseBody(CasePatch):
    """A new case, over seizures that the writer sees."""

    seizures = serializers.ListField(child=IdField(), required=False, max_length=100)
    draft = TruthField(required=False)


class StepBody(StrictSerializer):
    """To which state, and why."""

    status = WordField(choices=CaseStatus.choices)
    reason = TextField(max_length=500)


class CloseBody(StrictSerializer):
    """With what outcome, and why."""

    outcome = TextField(max_length=40)
    reason = TextField(max_length=500)


class CaseMergeBody(StrictSerializer):
    """Into which case, and why."""

    into = IdField()
    reason = TextField(max_length=500)


class LinkBody(StrictSerializer):
    """One of: a seizure, a person with its role, another case."""

    seizure = IdField(required=False)
    person = IdField(required=False)
    role = TextField(max_length=40, required=False)
    case = IdField(required=False)


class UnlinkBody(StrictSerializer):
    """One of: a seizure, a person, another case."""

    seizure = IdField(required=False)
    person = IdField(required=False)
    case = IdField(required=False)


class CaseAgencyBody(StrictSerializer):
    """Which agency."""

    agency = IdField()


class TaskAnswer(StrictSerializer):
    """Something to do; the people are null for who does not serve with the owner of the case."""

    id = IdField()
    sequence = WholeNumberField()
    kind = TextField()
    title = TextField()
    assignee = IdField(source="assignee_id", allow_null=True)
    due_on = DayField(allow_null=True)
    done_at = InstantField(allow_null=True)
    not_applicable = TruthField()
    words = TextField()
    version = WholeNumberField()
    recorded_at = InstantField()
    etag = EtagField()


class TaskBody(StrictSerializer):
    """What is to do, by whom, until when."""

    kind = TextField(max_length=40)
    title = TextField(max_length=160, required=False, allow_blank=True)
    assignee = IdField(required=False, allow_null=True)
    due_on = DayField(required=False, allow_null=True)


class FinishTaskBody(StrictSerializer):
    """What came of it, or why it does not apply."""

    words = TextField(max_length=300, required=False, allow_blank=True)
    not_applicable = TruthField(required=False)


class NoteAnswer(StrictSerializer):
    """A note."""

    id = IdField()
    sequence = WholeNumberField()
    text = TextField()
    corrects = IdField(source="corrects_id", allow_null=True)
    agency = IdField(source="agency_id")
    recorded_at = InstantField()
    etag = EtagField()


class NoteBody(StrictSerializer):
    """A note, and which one it corrects."""

    text = TextField(max_length=10_000)
    corrects = IdField(required=False, allow_null=True)
