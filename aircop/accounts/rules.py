"""Who may do what to accounts, tokens and partner systems: role and scope, with the reason of a refusal."""

from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from aircop.access.actor import Actor
from aircop.access.models import Seat
from aircop.access.roles import Permission, Role
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from aircop.accounts.models import ApiClient, Invitation, Token, User

MOST_TOKENS = 20


def _over_agency(actor: Actor, agency_id: UUID) -> Verdict:
    """People of an agency are managed by that agency's administrator, or by the platform's."""
    acting = actor.acting
    if acting is None or not acting.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.MANAGE_PEOPLE)
    if acting.role == Role.PLATFORM_ADMIN or acting.agency_id == agency_id:
        return allow()
    return refuse(_("Only the administrator of that agency may do this."), "agency")


@rule
def can_create_person(actor: Actor) -> Verdict:
    """Administrators open accounts; a membership then says where the person belongs."""
    return allow() if actor.may(Permission.MANAGE_PEOPLE) else lacks(Permission.MANAGE_PEOPLE)


def _agencies_of(person: User) -> set[UUID]:
    """Return where the person sits now; when nowhere, where it sat last; when it never sat, who opened the account."""
    seats = Seat.objects.filter(user=person)
    now = seats.filter(Q(valid_to=None) | Q(valid_to__gt=Now()), valid_from__lte=Now())
    if sits := set(now.values_list("agency_id", flat=True)):
        return sits
    last = (
        seats.order_by(F("valid_to").desc(nulls_first=True), "-valid_from").values_list("agency_id", flat=True).first()
    )
    return {each for each in (last or person.opened_by_agency,) if each is not None}


@rule
def can_manage_person(actor: Actor, person: User) -> Verdict:
    """Administrators manage people who sit in their agency and in no other, or sat there last, or began there.

    Who can set a password can sign in with it, so a person of two agencies, and another administrator of the
    platform, are managed by the platform's administrator alone.
    """
    acting = actor.acting
    if acting is None or not acting.may(Permission.MANAGE_PEOPLE):
        return lacks(Permission.MANAGE_PEOPLE)
    if acting.role == Role.PLATFORM_ADMIN:
        return allow()
    if Seat.objects.filter(user=person, role__in=[Role.PLATFORM_ADMIN, Role.COORDINATOR]).exists() or _agencies_of(
        person
    ) != {acting.agency_id}:
        return refuse(
            _("This person does not belong to your agency alone. Ask the platform's administrator."),
            "agency",
        )
    return allow()


@rule
def can_disable_person(actor: Actor, person: User) -> Verdict:
    """As managing; nobody shuts themselves out."""
    if actor.subject_id == person.pk:
        return refuse(_("You cannot close your own account. Ask another administrator."), "self")
    return can_manage_person(actor, person)


@rule
def can_invite_person(actor: Actor, person: User) -> Verdict:
    """As managing, while the person has never chosen a password."""
    if person.has_usable_password():
        return refuse(_("This person has a password already. Reset it instead of inviting again."), "state")
    if not person.is_active:
        return refuse(_("This account is closed. Open it first."), "state")
    return can_manage_person(actor, person)


@rule
def can_accept_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    """The invited person alone, once, in time, while the account is open and has no password yet."""
    person = invitation.person
    waits = invitation.open and person.is_active and not person.has_usable_password()
    if actor.subject_id != invitation.person_id or not waits:
        return refuse(_("This link opens nothing any more. Ask your agency's administrator for a new one."), "state")
    return allow()


@rule
def can_change_own_account(actor: Actor, person: User) -> Verdict:
    """One's own, signed in by a page: a token must not change who can sign in."""
    if actor.subject_id != person.pk or actor.scopes is not None:
        return refuse(_("Sign in on a page to change your own account."), "session")
    return allow()


@rule
def can_end_own_sessions(actor: Actor, person: User) -> Verdict:
    """One's own, signed in by a page: a token must not shut its person out."""
    return can_change_own_account(actor, person)


@rule
def can_issue_token(actor: Actor, person: User) -> Verdict:
    """One's own, by a page, up to a number that a person can oversee."""
    own = can_change_own_account(actor, person)
    if own and Token.objects.filter(user=person).usable().count() >= MOST_TOKENS:
        return refuse(
            _("You have %(most)s tokens. Revoke one first.") % {"most": MOST_TOKENS},
            "too_many",
        )
    return own


@rule
def can_revoke_token(actor: Actor, token: Token) -> Verdict:
    """One's own, or as an administrator of its owner."""
    return allow() if actor.subject_id == token.user_id else can_manage_person(actor, token.user)


@rule
def can_register_client(actor: Actor, agency_id: UUID) -> Verdict:
    """Administrators let partner systems in, each bound to one agency."""
    return _over_agency(actor, agency_id)


@rule
def can_manage_client(actor: Actor, client: ApiClient) -> Verdict:
    """Administrators of its agency renew its secret and shut it out."""
    return _over_agency(actor, client.agency_id)
