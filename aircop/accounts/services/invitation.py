"""Inviting a person: a signed link, good for seven days and for one use."""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts import events, rules
from aircop.accounts.models import Invitation, User
from aircop.accounts.passwords import checked_password
from aircop.audit import record
from aircop.errors import Missing
from aircop.events import append

LASTS = timedelta(days=7)
SALT = "aircop.accounts.invitation"


def link_token(invitation: Invitation) -> str:
    """Return what stands in the link: the id and its signature. Nobody who knows the id alone can make it."""
    return Signer(salt=SALT).sign(invitation.pk.hex)


def read_link(token: str) -> Invitation:
    """Return the invitation of a link; Missing for a link that nobody of us wrote."""
    try:
        key = UUID(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        raise Missing from None
    found = Invitation.objects.select_related("person").filter(pk=key).first()
    if found is None:
        raise Missing
    return found


@transaction.atomic
def issue_invitation(*, actor: Actor, person: User, agency_id: UUID) -> Invitation:
    """Give a person who has never signed in a link to choose a password; earlier links of theirs end.

    Refuses who does not manage the person, and a person who has a password: that one is reset, not invited.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(rules.can_invite_person(actor, person))
    Invitation.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=Now())
    made = Invitation.objects.create(
        person=person, agency_id=agency_id, invited_by_id=actor.subject_id, expires_at=timezone.now() + LASTS
    )
    record(actor, "person.invite", about=person)
    append(events.PersonInvited(made.pk, person.pk), about=made, actor=actor)
    return made


@transaction.atomic
def accept_invitation(*, actor: Actor, invitation: Invitation, password: str) -> User:
    """Let the invited person choose the first password; the link is used up by it.

    Refuses a link that was used, replaced or is too old, a closed account, and a password that the validators refuse.
    """
    stands = Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=invitation.pk)
    require(rules.can_accept_invitation(actor, stands))
    person = User.objects.select_for_update().get(pk=stands.person_id)
    person.set_password(checked_password(password, person))
    person.save(update_fields=["password"])
    Invitation.objects.filter(pk=stands.pk).update(used_at=Now())
    record(actor, "person.accept", about=person)
    append(events.PasswordSet(person=person.pk, by_owner=True), about=person, actor=actor)
    return person
