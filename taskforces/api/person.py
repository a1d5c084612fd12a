"""`/api/v1/people/`: the people whose accounts one keeps. Who keeps none finds nobody."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request

from aircop.access.roles import ROLE_LABELS, Permission, Role
from aircop.access.verdict import lacks, require
from aircop.accounts.fresh import require_fresh
from aircop.accounts.models import User
from aircop.accounts.services.person import disable_person, enable_person, end_sessions, reset_second_factor
from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.fields import IdField, InstantField, TextField, TruthField, WordField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from taskforces.models import Membership
from taskforces.queries.person import placed_people
from taskforces.queries.task_force import agency_or_invalid, unit_or_invalid
from taskforces.services.invitation import UNSEATED, FaultyList, Invitee, invite_people

ROLES = [(role.value, ROLE_LABELS[role]) for role in Role]
GIVEN = [(value, words) for value, words in ROLES if value not in UNSEATED]


class SeatAnswer(StrictSerializer):
    """A role that the person holds now, as far as its reader may know."""

    id = IdField()
    agency = IdField()
    task_force = IdField(allow_null=True)
    role = WordField(choices=ROLES)
    valid_from = InstantField()
    valid_to = InstantField(allow_null=True)


class AccountAnswer(StrictSerializer):
    """A person with an account."""

    id = IdField()
    name = TextField()
    email = TextField()
    staff_id = TextField()
    language = TextField()
    active = TruthField()
    invited = TruthField(help_text="No password was chosen yet.")
    second_factor = TruthField(help_text="Whether one is set up.")
    memberships = SeatAnswer(many=True)


class InviteBody(StrictSerializer):
    """Who is invited, in which role. The link goes by mail to the person alone."""

    agency = IdField()
    task_force = IdField(required=False, allow_null=True, help_text="For officers, supervisors and analysts.")
    role = WordField(choices=GIVEN)
    email = TextField(max_length=254)
    name = TextField(max_length=150)
    staff_id = TextField(max_length=32, required=False, allow_blank=True)
    language = WordField(choices=[("en", "English"), ("fr", "Français")], required=False)


class AccountWhyBody(StrictSerializer):
    """Why it is done."""

    reason = TextField(max_length=500)


class PeopleFilters(Filters):
    """What the list can be narrowed by."""

    agency = IdFilter(lambda rows, value: rows.filter(agencies_now__contains=[value]), "Who sits in this agency now.")
    task_force = IdFilter(lambda rows, value: rows.filter(units_now__contains=[value]), "Who serves in this unit now.")
    active = ChoiceFilter(
        lambda rows, word: rows.filter(is_active=word == "true"),
        "Whether the account is open.",
        choices=[("true", "open"), ("false", "closed")],
    )


class PeopleView(Listed, Retrieved, Created, ResourceView):
    """People of one's agency; for the platform's administrator all. Whoever writes has just proved who it is."""

    serializer_class = AccountAnswer
    bodies: ClassVar = {
        "create": InviteBody,
        "disable": AccountWhyBody,
        "enable": AccountWhyBody,
        "reset_factor": AccountWhyBody,
        "end_sessions": AccountWhyBody,
    }
    required_scopes: ClassVar = {
        "list": "people:read",
        "retrieve": "people:read",
        **dict.fromkeys(("create", "disable", "enable", "reset_factor", "end_sessions"), "people:write"),
    }
    filters = PeopleFilters
    orderings: ClassVar = ("name",)
    default_ordering = "name"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; the list and an invitation refuse who keeps no accounts, all else finds nobody."""
        super().initial(request, *args, **kwargs)
        if self.action in {"list", "create"} and not self.actor.may(Permission.MANAGE_PEOPLE):
            require(lacks(Permission.MANAGE_PEOPLE))
        if request.method == "POST":
            require_fresh(request._request)

    def visible(self) -> QuerySet[User]:
        """Return whom the actor manages."""
        return placed_people(self.actor)

    def represent(self, rows: Sequence[User]) -> list[Any]:
        """Return the people with what they hold now."""
        return [_shape(row) for row in rows]

    def note_read(self, rows: Sequence[User]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "account.list", ids=[row.pk for row in rows])
        else:
            record(self.actor, "account.read", about=rows[0])

    def perform_create(self, data: dict[str, Any]) -> User:
        """Invite a person."""
        agency, unit_id = agency_or_invalid(data.pop("agency")), data.pop("task_force", None)
        unit = unit_or_invalid(unit_id).code if unit_id else ""
        try:
            (made,) = invite_people(actor=self.actor, agency=agency, people=[Invitee(unit=unit, **data)])
        except FaultyList as faulty:
            raise Invalid(faulty.faults[0][1], field="email", code=faulty.code) from faulty
        return made.person

    @act
    def disable(self, row: User, data: dict[str, Any]) -> User:
        """Close the account; sessions and tokens end for good."""
        return disable_person(actor=self.actor, person=row, reason=data["reason"])

    @act
    def enable(self, row: User, data: dict[str, Any]) -> User:
        """Open a closed account again."""
        return enable_person(actor=self.actor, person=row, reason=data["reason"])

    @act
    def reset_factor(self, row: User, data: dict[str, Any]) -> User:
        """Take a lost second factor away; sessions end."""
        return reset_second_factor(actor=self.actor, person=row, reason=data["reason"])

    @act
    def end_sessions(self, row: User, data: dict[str, Any]) -> User:
        """End every session of the person."""
        return end_sessions(actor=self.actor, person=row, reason=data["reason"])


def _shape(row: User) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "email": row.email,
        "staff_id": row.staff_id,
        "language": row.language,
        "active": row.is_active,
        "invited": not row.has_usable_password(),
        "second_factor": row.has_factor,  # type: ignore[attr-defined]  # managed_people() adds it
        "memberships": [_seat(each) for each in row.memberships_now],  # type: ignore[attr-defined]  # the same
    }


def _seat(membership: Membership) -> dict[str, Any]:
    return {
        "id": membership.pk,
        "agency": membership.agency_id,
        "task_force": membership.task_force_id,
        "role": membership.role,
        "valid_from": membership.valid_from,
        "valid_to": membership.valid_to,
    }
