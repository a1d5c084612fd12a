"""Inviting people into an agency: one, or a whole list, all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import Role
from aircop.access.verdict import require
from aircop.accounts.models import Invitation, User, normal_email
from aircop.accounts.services.invitation import issue_invitation
from aircop.accounts.services.person import create_person
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from taskforces.events import PeopleInvited
from taskforces.models import Agency, Membership, TaskForce
from taskforces.rules import can_invite_into, can_start_membership
from taskforces.services.membership import start_membership

MOST = 200  # people of one list
UNSEATED = frozenset({Role.PARTNER})  # no role for a person


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """A line of the list: who, in which role, in which unit (its code; none for roles of the whole agency)."""

    email: str
    name: str
    role: str
    unit: str = ""
    staff_id: str = ""
    language: str = "en"


class FaultyList(Invalid):
    """A list of which nobody was invited: the number of each faulty line, from 1, and what is wrong with it."""

    def __init__(self, faults: Sequence[tuple[int, str]]) -> None:
        first = faults[0]
        reason = _("Nobody was invited. Line %(line)s: %(fault)s")
        super().__init__(reason % {"line": first[0], "fault": first[1]}, field="people", code="faulty_list")
        self.faults = tuple(faults)


@transaction.atomic
def invite_people(*, actor: Actor, agency: Agency, people: Sequence[Invitee]) -> list[Invitation]:
    """Open an account for each, give each its role and a link to choose a password. One faulty line refuses all.

    Refuses administrators of other agencies, roles that the inviter may not give, and addresses that have an account.
    """
    require(can_invite_into(actor, agency))
    if faults := faults_of(actor, agency, people):
        raise FaultyList(faults)
    units = {unit.code: unit for unit in TaskForce.objects.filter(code__in={each.unit for each in people})}
    made = [_invite(actor, agency, each, units.get(each.unit)) for each in people]
    record(actor, "agency.invite", about=agency, ids=[invitation.person_id for invitation in made])
    append(PeopleInvited(agency.pk, len(made)), about=agency, actor=actor)
    return made


def _invite(actor: Actor, agency: Agency, told: Invitee, unit: TaskForce | None) -> Invitation:
    person = create_person(
        actor=actor, email=told.email, name=told.name, staff_id=told.staff_id, language=told.language
    )
    start_membership(actor=actor, person=person, agency=agency, role=Role(told.role), task_force=unit)
    return issue_invitation(actor=actor, person=person, agency_id=agency.pk)


def faults_of(actor: Actor, agency: Agency, people: Sequence[Invitee]) -> list[tuple[int, str]]:
    """Return what is wrong with a list, line by line, without changing anything: the preview asks the same."""
    if not 0 < len(people) <= MOST:
        return [(1, _("Give from 1 to %(most)s people.") % {"most": MOST})]
    units = {unit.code: unit for unit in TaskForce.objects.all()}
    emails = [normal_email(each.email) for each in people]
    taken = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    faults = []
    for line, told in enumerate(people, start=1):
        first = emails.index(emails[line - 1]) + 1
        fault = _twice(line, first) or _fault(actor, agency, told, units, taken)
        if fault:
            faults.append((line, fault))
    return faults


def _twice(line: int, first: int) -> str:
    return _("The same e-mail stands in line %(line)s.") % {"line": first} if first < line else ""


def _fault(actor: Actor, agency: Agency, told: Invitee, units: dict[str, TaskForce], taken: set[str]) -> str:
    """Return what is wrong with one line, or nothing."""
    try:
        validate_email(normal_email(told.email))
    except ValidationError:
        return _("“%(email)s” is not an e-mail address.") % {"email": told.email[:60]}
    if normal_email(told.email) in taken:
        return _("There is an account with this e-mail already. Give that person a role instead.")
    if not told.name.strip() or len(told.name) > 150 or "\x00" in told.name + told.staff_id:  # noqa: PLR2004
        return _("Write the name, in 150 characters at most.")
    if len(told.staff_id) > 32:  # noqa: PLR2004
        return _("A staff number has 32 characters at most.")
    return _role_fault(actor, agency, told, units)


def _role_fault(actor: Actor, agency: Agency, told: Invitee, units: dict[str, TaskForce]) -> str:
    """Return what is wrong with the role of one line, or nothing: its words, and whether the inviter may give it."""
    if told.role not in set(Role) - UNSEATED:
        roles = ", ".join(sorted(set(Role) - UNSEATED))
        return _("“%(role)s” is no role. Choose one of: %(roles)s.") % {"role": told.role[:30], "roles": roles}
    if told.unit and told.unit not in units:
        return _("There is no unit “%(unit)s”.") % {"unit": told.unit[:20]}
    newcomer = User(opened_by_agency=actor.acting.agency_id if actor.acting else None)
    wanted = Membership(person=newcomer, agency=agency, task_force=units.get(told.unit), role=told.role)
    return can_start_membership(actor, wanted).reason
