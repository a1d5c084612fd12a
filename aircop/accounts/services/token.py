"""Personal tokens: issued by their owner, shown once, revoked at once."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts import events, rules
from aircop.accounts.models import Token, User, digest_of, new_secret
from aircop.accounts.models.token import SHOWN
from aircop.accounts.scopes import known_scopes
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append

LONGEST = timedelta(days=366)


@transaction.atomic
def issue_token(
    *,
    actor: Actor,
    person: User,
    label: str,
    scopes: Iterable[str],
    lasts: timedelta = timedelta(days=90),
) -> tuple[Token, str]:
    """Issue a token for one's own scripts; return it with its secret, which is kept nowhere.

    Refuses unknown scopes, a token without a name, and a life of more than a year.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    require(rules.can_issue_token(actor, person))
    if not label.strip():
        raise Invalid(_("Say what the token is for."), field="label")
    if not timedelta() < lasts <= LONGEST:
        raise Invalid(_("A token lasts a year at most."), field="lasts")
    secret = new_secret()
    token = Token.objects.create(
        user=person,
        label=label.strip(),
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
        scopes=known_scopes(scopes),
        expires_at=timezone.now() + lasts,
    )
    record(actor, "token.issue", about=token, changes={"scopes": (None, token.scopes)})
    append(events.TokenIssued(token=token.pk, person=person.pk), about=token, actor=actor)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Actor, token: Token) -> Token:
    """Revoke a token; it is refused from the next request on. Revoking twice changes nothing."""
    token = Token.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    require(rules.can_revoke_token(actor, token))
    if token.revoked_at is None:
        Token.objects.filter(pk=token.pk).update(revoked_at=Now())
        token.refresh_from_db(fields=["revoked_at"])
        record(actor, "token.revoke", about=token)
        append(
            events.TokenRevoked(token=token.pk, person=token.user_id),
            about=token,
            actor=actor,
        )
    return token
