"""Opening and closing accounts, passwords, and a person's own choices."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts import events, rules
from aircop.accounts.enums import Kind
from aircop.accounts.models import Session, Token, User, normal_email
from aircop.accounts.passwords import checked_password
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append

OWN_CHOICES = ("name", "language", "timezone", "theme")


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def create_person(
    *,
    actor: Actor,
    email: str,
    name: str,
    staff_id: str = "",
    language: str = "en",
    timezone: str = "UTC",
    password: str | None = None,
) -> User:
    """Open an account. Without a password nobody can sign in yet; without a membership it reads nothing.

    Refuses an e-mail that has an account already, in whatever capitals, and a password that the validators refuse.
    """
    require(rules.can_create_person(actor))
    person = User(
        email=normal_email(email),
        name=name.strip(),
        staff_id=staff_id,
        language=language,
        timezone=timezone,
        opened_by_agency=actor.acting.agency_id if actor.acting else None,
    )
    try:
        validate_email(person.email)
    except ValidationError as error:
        raise Invalid(_("This is not an e-mail address."), field="email") from error
    person.set_password(checked_password(password, person) if password is not None else None)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(_("There is an account with this e-mail already."), field="email") from error
    record(
        actor,
        "person.create",
        about=person,
        changes={"email": (None, person.email), "name": (None, person.name)},
    )
    append(events.PersonCreated(person=person.pk), about=person, actor=actor)
    return person


@transaction.atomic
def disable_person(*, actor: Actor, person: User, reason: str = "") -> User:
    """Close an account. Its sessions and tokens end with this transaction, for good: a reopened account starts anew."""
    person = _locked(person)
    require(rules.can_disable_person(actor, person))
    if person.is_active:
        User.objects.filter(pk=person.pk).update(
            is_active=False, disabled_at=Now(), session_epoch=F("session_epoch") + 1
        )
        Session.objects.of(person.pk).delete()
        revoked = Token.objects.usable().filter(user=person).update(revoked_at=Now())
        person.refresh_from_db()
        record(
            actor,
            "person.disable",
            about=person,
            changes={"is_active": (True, False), "tokens_revoked": (0, revoked)},
            reason=reason,
        )
        append(events.PersonDisabled(person=person.pk), about=person, actor=actor)
    return person


@transaction.atomic
def enable_person(*, actor: Actor, person: User, reason: str = "") -> User:
    """Open a closed account again; the sessions and tokens of before stay dead."""
    person = _locked(person)
    require(rules.can_manage_person(actor, person))
    if not person.is_active:
        person.is_active, person.disabled_at = True, None
        person.save(update_fields=["is_active", "disabled_at"])
        record(
            actor,
            "person.enable",
            about=person,
            changes={"is_active": (False, True)},
            reason=reason,
        )
        append(events.PersonEnabled(person=person.pk), about=person, actor=actor)
    return person


@transaction.atomic
def set_password(*, actor: Actor, person: User, password: str) -> User:
    """Give a person a password, as an administrator. Sessions that rested on the old one end."""
    person = _locked(person)
    require(rules.can_manage_person(actor, person))
    return _store_password(actor, person, password)


@transaction.atomic
def change_password(*, actor: Actor, person: User, password: str) -> User:
    """Change one's own password; the form has asked for the old one. One's other sessions end."""
    person = _locked(person)
    require(rules.can_change_own_account(actor, person))
    return _store_password(actor, person, password)


def _store_password(actor: Actor, person: User, password: str) -> User:
    if person.kind != Kind.PERSON:
        raise Invalid(_("Partner systems have a secret, not a password."), field="password")
    person.set_password(checked_password(password, person))
    person.save(update_fields=["password"])
    Session.objects.of(person.pk).exclude(session_key=actor.session).delete()
    record(actor, "person.set_password", about=person)
    append(
        events.PasswordSet(person=person.pk, by_owner=actor.subject_id == person.pk),
        about=person,
        actor=actor,
    )
    return person


@transaction.atomic
def reset_second_factor(*, actor: Actor, person: User, reason: str) -> User:
    """Take a lost second factor away, as an administrator who has made sure who asks. Sessions end."""
    person = _locked(person)
    require(rules.can_disable_person(actor, person))
    Authenticator.objects.filter(user_id=person.pk).delete()
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    Session.objects.of(person.pk).delete()
    record(actor, "person.reset_second_factor", about=person, reason=reason)
    append(events.SecondFactorReset(person=person.pk), about=person, actor=actor)
    return person


@transaction.atomic
def end_sessions(*, actor: Actor, person: User, reason: str = "") -> User:
    """End every session of a person at once, as an administrator: a shared desk was left open, a phone was stolen."""
    person = _locked(person)
    require(rules.can_disable_person(actor, person))
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    Session.objects.of(person.pk).delete()
    person.refresh_from_db()
    record(actor, "person.end_sessions", about=person, reason=reason)
    append(events.SessionsEnded(person=person.pk), about=person, actor=actor)
    return person


@transaction.atomic
def change_own_account(*, actor: Actor, person: User, **choices: Any) -> User:
    """Change one's name, language, time zone or appearance: `name`, `language`, `timezone`, `theme`."""
    person = _locked(person)
    require(rules.can_change_own_account(actor, person))
    changes = {
        field: (getattr(person, field), value)
        for field, value in choices.items()
        if field in OWN_CHOICES and getattr(person, field) != value
    }
    if changes:
        for field, (_old, value) in changes.items():
            setattr(person, field, value)
        person.save(update_fields=list(changes))
        record(actor, "person.change", about=person, changes=changes)
        append(events.PersonChanged(person=person.pk), about=person, actor=actor)
    return person
