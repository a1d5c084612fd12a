"""Agencies, numbers elsewhere and duplicates in the API: acts on a seizure, and the pairs to decide on."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet

from aircop.access.actor import Actor
from aircop.rest.fields import IdField, TextField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import act
from seizures.api.pair import PairView
from seizures.models import DuplicateHint, Seizure
from seizures.queries.duplicate import as_seen, hint_between, hints
from seizures.queries.seizure import visible_seizure
from seizures.services.assistance import add_assisting_agency, add_external_reference
from seizures.services.duplicate import merge_seizures, tell_apart, unmerge_seizure
from taskforces.queries.task_force import agency_or_invalid


class MergeBody(StrictSerializer):
    """The record that is kept; the one in the address is set aside."""

    kept = IdField()
    words = TextField(max_length=500, required=False, allow_blank=True)


class UnmergeBody(StrictSerializer):
    """Why they are two after all."""

    words = TextField(max_length=500, required=False, allow_blank=True)


class ApartBody(StrictSerializer):
    """The record that this one is not."""

    other = IdField()
    words = TextField(max_length=500, required=False, allow_blank=True)


class AssistingAgencyBody(StrictSerializer):
    """An agency that took part."""

    agency = IdField()


class NumberBody(StrictSerializer):
    """The number under which an agency or a network knows the seizure."""

    agency = IdField()
    system = TextField(max_length=40)
    number = TextField(max_length=60)


class DuplicateActs:
    """The acts of a seizure's resource that concern other agencies and other records."""

    actor: Actor
    duplicate_bodies: ClassVar = {
        "merge": MergeBody,
        "unmerge": UnmergeBody,
        "tell_apart": ApartBody,
        "add_agency": AssistingAgencyBody,
        "add_number": NumberBody,
    }
    duplicate_scopes: ClassVar = {
        "merge": "seizures:verify",
        "unmerge": "seizures:verify",
        "tell_apart": "seizures:write",
        "add_agency": "seizures:write",
        "add_number": "seizures:write",
    }

    @act
    def merge(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Set it aside as a duplicate of another record."""
        kept = visible_seizure(self.actor, data["kept"])
        return merge_seizures(actor=self.actor, kept=kept, duplicate=row, words=data.get("words", "")).duplicate

    @act
    def unmerge(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Undo its merge."""
        return unmerge_seizure(actor=self.actor, seizure=row, words=data.get("words", ""))

    @act
    def tell_apart(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Say that it and another record are two seizures."""
        hint = hint_between(self.actor, row.pk, data["other"])
        tell_apart(actor=self.actor, hint=hint, words=data.get("words", ""))
        return row

    @act
    def add_agency(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Name an agency that took part."""
        add_assisting_agency(actor=self.actor, seizure=row, agency=agency_or_invalid(data["agency"]))
        return row

    @act
    def add_number(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Keep a number under which others know it."""
        agency = agency_or_invalid(data.pop("agency"))
        add_external_reference(actor=self.actor, seizure=row, agency=agency, **data)
        return row


class DuplicateHintView(PairView):
    """Pairs that the reader's units have to decide on."""

    required_scopes: ClassVar = {"list": "seizures:read", "retrieve": "seizures:read"}

    def visible(self) -> QuerySet[DuplicateHint]:
        """Return the open hints of which the reader sees both records."""
        return hints(self.actor)

    def represent(self, rows: Sequence[DuplicateHint]) -> list[Any]:
        """Return the hints, without the reasons that tell more than the reader may know."""
        return super().represent(as_seen(self.actor, rows))
