"""The account of a person, or of a partner's system."""

from collections.abc import Iterable
from typing import Any, ClassVar

import uuid6
from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from aircop.accounts.enums import Kind, Theme


def normal_email(email: str) -> str:
    """Return an e-mail address as it is stored and compared: trimmed, in small letters."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Accounts, found by e-mail whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the account of an e-mail address."""
        return self.get(email=normal_email(username or ""))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store an account; without a password nobody can sign in to it."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: who somebody is and how pages look to them, never what they may do.

    Which agency and unit a person belongs to, in which role and until when, is a membership, kept by the task
    forces; it writes dated seats. There is no superuser, no staff flag, no group of rights.
    """

    is_superuser: ClassVar[bool] = False
    is_staff: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, max_length=254)
    name = models.CharField(_("name"), max_length=150)
    staff_id = models.CharField(_("staff number"), max_length=32, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PERSON)
    language = models.CharField(_("language"), max_length=10, default="en")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("active"), default=True)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)
    session_epoch = models.PositiveIntegerField(_("session epoch"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    opened_by_agency = models.UUIDField(_("opened by the agency"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """One account per e-mail, and an end that says when."""

        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case"),
            models.CheckConstraint(
                name="accounts_user_disabled_at_when_inactive",
                condition=models.Q(is_active=True, disabled_at=None)
                | models.Q(is_active=False, disabled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="accounts_user_kind_known",
                condition=models.Q(kind__in=Kind.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, **kwargs: Any) -> None:
        """Store the e-mail in its one spelling."""
        self.email = normal_email(self.email)
        super().save(**kwargs)

    def clean(self) -> None:
        """Compare e-mails in their one spelling."""
        super().clean()
        self.email = normal_email(self.email)

    def get_full_name(self) -> str:
        """Return the name that others see."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the first word of the name."""
        return str(self).partition(" ")[0]

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """Tie sessions to the password and to the epoch: raising the epoch ends every session at once."""
        state = f"{self.password}|{self.session_epoch}"
        return salted_hmac("aircop.accounts.session", state, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        """Ask the installed backends, as Django does, but with no free pass for anybody."""
        if not self.is_active:
            return False
        return any(_answer(backend, self, perm, obj) for backend in get_backends())

    def has_perms(self, perm_list: Iterable[str], obj: object | None = None) -> bool:
        """Ask for several permissions at once."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Nobody holds an app's permissions as a whole."""
        del app_label
        return False


def _answer(backend: Any, user: User, perm: str, obj: object | None) -> bool:
    """Return one backend's answer; a backend that refuses outright answers no."""
    try:
        return hasattr(backend, "has_perm") and bool(backend.has_perm(user, perm, obj))
    except PermissionDenied:
        return False
