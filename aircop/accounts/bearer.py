"""Who stands behind `Authorization: Bearer ...`: a person's own script, or a partner's system."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from oauth2_provider.models import AccessToken

from aircop.accounts.backend import seats_in_force
from aircop.accounts.models import Token, User, digest_of
from aircop.accounts.models.token import MARK

LAST_USE_KEPT_EACH = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Bearer:
    """What came with the token: whose it is, what it may do, how the audit names it.

    `agency_id` and `purpose` are those of a partner's registration; a personal token has neither.
    """

    user: User
    label: str
    scopes: tuple[str, ...]
    agency_id: UUID | None = None
    purpose: str = ""


def resolve(secret: str) -> Bearer | None:
    """Return what a token stands for; None when it is unknown, ended or revoked, or its owner is not in force."""
    return _personal(secret) if secret.startswith(MARK) else _partner(secret)


def _personal(secret: str) -> Bearer | None:
    found = (
        Token.objects.usable()
        .filter(seats_in_force("user_id"), digest=digest_of(secret), user__is_active=True)
        .select_related("user")
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or found.last_used_at < timezone.now() - LAST_USE_KEPT_EACH:
        _note_use(found.pk)
    return Bearer(user=found.user, label=f"token {found.prefix}", scopes=tuple(found.scopes))


def _note_use(token_id: UUID) -> None:
    """Write down the use, once in five minutes however many requests come at the same time."""
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=Now() - LAST_USE_KEPT_EACH)
    Token.objects.filter(long_ago, pk=token_id).update(last_used_at=Now())


def _partner(secret: str) -> Bearer | None:
    found = (
        AccessToken.objects.filter(
            seats_in_force("application__api_client__user_id"),
            token_checksum=digest_of(secret),
            expires__gt=Now(),
            application__api_client__user__is_active=True,
        )
        .select_related("application__api_client__user")
        .first()
    )
    if found is None:
        return None
    client = found.application.api_client
    granted = tuple(scope for scope in found.scope.split() if scope in client.scopes)
    return Bearer(
        user=client.user,
        label=f"client {found.application.client_id}",
        scopes=granted,
        agency_id=client.agency_id,
        purpose=client.purpose,
    )
