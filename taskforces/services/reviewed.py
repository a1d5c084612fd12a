"""What is reviewed of people: seats, tokens, partner systems. Each is ended by its own act."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from aircop.access.actor import Actor
from aircop.access.roles import ROLE_LABELS, Role
from aircop.accounts.models import ApiClient, Token
from aircop.accounts.services.client import close_client
from aircop.accounts.services.token import revoke_token
from taskforces.models import Membership
from taskforces.queries.access_review import Line, Source
from taskforces.services.membership import end_membership


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _seats_of(agency_id: UUID) -> Any:
    return Membership.objects.in_force().filter(agency_id=agency_id)


def _seats(actor: Actor, agency_id: UUID) -> list[Line]:
    factor = Authenticator.objects.filter(user_id=OuterRef("person_id"), type=Authenticator.Type.TOTP)
    rows = _seats_of(agency_id).select_related("person", "task_force").annotate(has_factor=Exists(factor))
    return [
        Line(
            row.pk,
            row.person.name,
            " · ".join(filter(None, (str(ROLE_LABELS[Role(row.role)]), row.task_force and row.task_force.code))),
            {
                "since": _at(row.valid_from), "until": _at(row.valid_to), "factor": row.has_factor,
                "last_sign_in": _at(row.person.last_login), "open": row.person.is_active,
            },
            may_end=row.person_id != actor.subject_id,
        )
        for row in rows.order_by("person__name", "valid_from")
    ]  # fmt: skip


def _end_seat(actor: Actor, pk: UUID, reason: str) -> None:
    if seat := Membership.objects.in_force().filter(pk=pk).first():
        end_membership(actor=actor, membership=seat, reason=reason)


def _tokens(_actor: Actor, agency_id: UUID) -> list[Line]:
    people = _seats_of(agency_id).values("person")
    rows = Token.objects.filter(user__in=people, revoked_at=None).select_related("user").order_by("user__name", "pk")
    return [
        Line(
            row.pk, row.user.name, f"{row.label} ({row.prefix}…)",
            {"since": _at(row.created_at), "until": _at(row.expires_at), "last_used": _at(row.last_used_at)},
        )
        for row in rows
        if row.state == "active"
    ]  # fmt: skip


def _end_token(actor: Actor, pk: UUID, _reason: str) -> None:
    revoke_token(actor=actor, token=Token.objects.get(pk=pk))


def _clients(_actor: Actor, agency_id: UUID) -> list[Line]:
    rows = ApiClient.objects.filter(agency_id=agency_id, user__is_active=True).select_related("user")
    return [
        Line(row.pk, row.user.name, ", ".join(row.scopes), {"since": _at(row.created_at)})
        for row in rows.order_by("user__name", "pk")
    ]


def _end_client(actor: Actor, pk: UUID, reason: str) -> None:
    close_client(actor=actor, client=ApiClient.objects.get(pk=pk), reason=reason)


SOURCES = {
    "seat": Source(_("Who sits where"), _seats, _end_seat),
    "token": Source(_("Personal tokens"), _tokens, _end_token),
    "client": Source(_("Partner systems"), _clients, _end_client),
}
