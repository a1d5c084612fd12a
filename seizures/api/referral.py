"""`/api/v1/referrals/`: cases offered to another unit; accepted, declined, withdrawn, handed back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, TruthField, WordField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from seizures.enums import ItemChoice, ReferralKind, ReferralStatus
from seizures.models import Referral
from seizures.queries.case_share import shared_case
from seizures.queries.referral import referrals
from seizures.services.referral import (
    accept_referral,
    decline_referral,
    hand_back_referral,
    offer_referral,
    withdraw_referral,
)
from taskforces.queries.task_force import units


class ReferralShape(StrictSerializer):
    """A case offered to another unit, with the clocks that both sides see. Told to the two units alone."""

    id = IdField()
    case = IdField(source="case_id")
    kind = WordField(choices=ReferralKind.choices)
    status = WordField(choices=ReferralStatus.choices)
    from_task_force = IdField(source="from_unit_id")
    to_task_force = IdField(source="to_unit_id")
    reason = TextField()
    offered_at = InstantField()
    due_at = InstantField(help_text="By when the other unit answers.")
    answered_at = InstantField(allow_null=True)
    answer_words = TextField()
    work_due_at = InstantField(allow_null=True, help_text="By when a referred case is handed back.")
    ended_at = InstantField(allow_null=True)
    etag = EtagField()


class ReferralItemBody(StrictSerializer):
    """What becomes of one linked seizure."""

    seizure = IdField()
    choice = WordField(choices=ItemChoice.choices)


class ReferralBody(StrictSerializer):
    """What is offered to whom, until when it is to be answered, and which seizures go along."""

    case = IdField()
    task_force = IdField()
    kind = WordField(choices=ReferralKind.choices)
    reason = TextField(max_length=500)
    due_at = InstantField(required=False, help_text="Three days from now, unless you say otherwise.")
    with_identities = TruthField(required=False)
    conditions_accepted = TruthField(required=False)
    items = serializers.ListField(child=ReferralItemBody(), required=False, max_length=200)


class AcceptBody(StrictSerializer):
    """By when a referred case is handed back: thirty days from now, unless you say otherwise."""

    work_due_at = InstantField(required=False)


class WordsBody(StrictSerializer):
    """Why; the other unit reads it."""

    words = TextField(max_length=500)


class ReferralFilters(Filters):
    """What a list of referrals can be narrowed by."""

    case = IdFilter("case_id", "Only of this case.")
    task_force = IdFilter("to_unit_id", "Only to this unit.")
    status = ChoiceFilter("status", "Only these states.", choices=ReferralStatus.choices, many=True)
    kind = ChoiceFilter("kind", "Only this kind.", choices=ReferralKind.choices)


class ReferralView(Listed, Retrieved, Created, ResourceView):
    """Referrals from and to the reader's units."""

    serializer_class = ReferralShape
    bodies: ClassVar = {
        "create": ReferralBody,
        "accept": AcceptBody,
        "decline": WordsBody,
        "hand_back": WordsBody,
    }
    required_scopes: ClassVar = {
        "list": "shares:read",
        "retrieve": "shares:read",
        "create": "seizures:share",
        "accept": "seizures:share",
        "decline": "seizures:share",
        "withdraw": "seizures:share",
        "hand_back": "seizures:share",
    }
    filters = ReferralFilters
    orderings: ClassVar = ("offered_at",)
    default_ordering = "-offered_at"

    def visible(self) -> QuerySet[Referral]:
        """Return what the reader is told."""
        return referrals(self.actor)

    def version_of(self, row: Referral) -> object:
        """Return what can change of a referral: where it stands."""
        return row.status

    def note_read(self, rows: Sequence[Referral]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "referral.list", rows=list({row.case_id: row.case for row in rows}.values()))

    def perform_create(self, data: dict[str, Any]) -> Referral:
        """Offer it."""
        case = shared_case(self.actor, data.pop("case"))
        unit = units().filter(pk=data.pop("task_force")).first()
        if unit is None:
            raise Invalid(_("There is no unit with this id."), field="task_force")
        items = {each["seizure"]: each["choice"] for each in data.pop("items", [])}
        return offer_referral(actor=self.actor, case=case, to_unit=unit, items=items, **data)

    def handle_exception(self, exc: Exception) -> Any:
        """Point to the member of the body where the service calls it otherwise."""
        if isinstance(exc, Invalid):
            exc.field = {"to_unit": "task_force"}.get(exc.field, exc.field.partition(".")[0])
        return super().handle_exception(exc)

    @act
    def accept(self, row: Referral, data: dict[str, Any]) -> Referral:
        """Accept what was offered."""
        return accept_referral(actor=self.actor, referral=row, work_due_at=data.get("work_due_at"))

    @act
    def decline(self, row: Referral, data: dict[str, Any]) -> Referral:
        """Decline it, with a reason."""
        return decline_referral(actor=self.actor, referral=row, words=data["words"])

    @act
    def withdraw(self, row: Referral, _data: dict[str, Any]) -> Referral:
        """Take an unanswered offer back."""
        return withdraw_referral(actor=self.actor, referral=row)

    @act
    def hand_back(self, row: Referral, data: dict[str, Any]) -> Referral:
        """Hand a referred case back, with what came of it."""
        return hand_back_referral(actor=self.actor, referral=row, words=data["words"])
