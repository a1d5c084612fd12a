"""The acts of a case's resource on its shares: give one with chosen seizures, add to it, take it back."""

from typing import Any, ClassVar

from rest_framework import serializers

from aircop.access.actor import Actor
from aircop.access.roles import Level
from aircop.rest.fields import IdField, TruthField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import act
from seizures.api.referral import ReferralItemBody
from seizures.api.seizure_shape import ShareBody, UnshareBody
from seizures.models import Case
from seizures.queries.share import receiver_told
from seizures.services.case_share import share_case, share_case_items
from seizures.services.share import Terms, unshare_record


class CaseShareBody(ShareBody):
    """With whom, how far, until when and why, and which of its seizures go along; those not named do not."""

    items = serializers.ListField(child=ReferralItemBody(), required=False, max_length=200)


class ExtendBody(StrictSerializer):
    """Which further seizures go along with a share that runs, on its terms."""

    share = IdField()
    items = serializers.ListField(child=ReferralItemBody(), max_length=200)
    conditions_accepted = TruthField(required=False)


def _items(data: dict[str, Any]) -> dict[Any, str]:
    return {each["seizure"]: each["choice"] for each in data.get("items", [])}


class CaseShareActs:
    """The acts of a case's resource that concern who else reads it."""

    actor: Actor
    share_bodies: ClassVar = {"share": CaseShareBody, "extend_share": ExtendBody, "unshare": UnshareBody}
    share_scopes: ClassVar = dict.fromkeys(share_bodies, "seizures:share")

    @act
    def share(self, row: Case, data: dict[str, Any]) -> Case:
        """Let an agency, a unit or a person see it, with the seizures that are named."""
        terms = Terms(
            level=Level(data.get("level", Level.VIEW)),
            reason=data["reason"],
            until=data.get("expires_at"),
            with_identities=data.get("with_identities", False),
            conditions_accepted=data.get("conditions_accepted", False),
        )
        share_case(actor=self.actor, case=row, receiver=receiver_told(data), terms=terms, items=_items(data))
        return row

    @act
    def extend_share(self, row: Case, data: dict[str, Any]) -> Case:
        """Add seizures to one of its shares."""
        accepted = data.get("conditions_accepted", False)
        share_case_items(
            actor=self.actor, case=row, share_id=data["share"], items=_items(data), conditions_accepted=accepted
        )
        return row

    @act
    def unshare(self, row: Case, data: dict[str, Any]) -> Case:
        """Take a share back, with what came by it."""
        unshare_record(actor=self.actor, about=row, share_id=data["share"])
        return row
