"""Personal tokens: how a person's own scripts sign in."""

import hashlib
import secrets
from typing import ClassVar, Self

import uuid6
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MARK = "aircop_"  # says what it is to people and to scanners that look for leaked secrets
SHOWN = len(MARK) + 4


def new_secret() -> str:
    """Return a fresh token: 256 random bits behind a mark."""
    return MARK + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a token: it is random, so one SHA-256 is enough and can be looked up."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, by state."""

    def usable(self) -> Self:
        """Neither revoked nor past their end, by the database's clock."""
        return self.filter(revoked_at=None, expires_at__gt=Now())

    def of(self, user_id: object) -> Self:
        """Those of one person, newest first."""
        return self.filter(user_id=user_id).order_by("-created_at")


class Token(models.Model):
    """A personal token: shown once, kept as a digest, bounded by scopes and an end."""

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(_("what it is for"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("may"))
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    created_at = models.DateTimeField(_("issued"), auto_now_add=True)

    objects: ClassVar[models.Manager["Token"]] = TokenQuerySet.as_manager()

    class Meta:
        """Lookups go by digest."""

        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return self.label

    @property
    def state(self) -> str:
        """Return `active`, `revoked` or `expired`."""
        if self.revoked_at:
            return "revoked"
        return "active" if self.expires_at > timezone.now() else "expired"
