"""Sign-in by e-mail and password, and how a session finds its account again."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest

from aircop.access.models import Seat
from aircop.accounts.enums import Kind
from aircop.accounts.models import User, normal_email
from aircop.accounts.passwords import is_demo_password


def seats_in_force(owner: str = "pk") -> Exists:
    """Return the test "holds a seat now", for a query whose account id is in the column `owner`."""
    return Exists(
        Seat.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=Now()),
            user_id=OuterRef(owner),
            valid_from__lte=Now(),
        )
    )


def with_seats(accounts: QuerySet[User]) -> QuerySet[User]:
    """Add `seated` to accounts: whether any seat is in force, by the database's clock."""
    return accounts.annotate(seated=seats_in_force())


class EmailBackend(BaseBackend):
    """People sign in by e-mail. Unknown, disabled and partner accounts get the same answer after the same work."""

    def authenticate(
        self,
        request: HttpRequest | None,
        email: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> User | None:
        """Return the person whose e-mail and password these are."""
        del request
        if not email or password is None:
            return None
        user = User.objects.filter(email=normal_email(email)).first()
        if user is None or not user.has_usable_password():
            User().set_password(password)  # as long as a look at a real one
            return None
        right = user.check_password(password) and not is_demo_password(password)
        return user if right and user.is_active and user.kind == Kind.PERSON else None

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session, unless it was disabled; one query tells about the seats too."""
        return with_seats(User.objects.filter(pk=user_id, is_active=True, kind=Kind.PERSON)).first()
