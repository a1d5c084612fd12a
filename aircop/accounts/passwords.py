"""What a password must not be."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aircop.errors import Invalid

if TYPE_CHECKING:
    from aircop.accounts.models import User

DEMO_MARK = "aircop-demo-"  # the passwords that the demo prints begin so, and open nothing anywhere else


def is_demo_password(password: str) -> bool:
    """Whether it is one of the printed ones, where no demo runs."""
    return not settings.DEMO and password.startswith(DEMO_MARK)


class NotFromTheDemo:
    """Refuses the passwords that everybody can read."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a demo password outside the demo."""
        del user
        if is_demo_password(password):
            raise ValidationError(self.get_help_text(), code="password_of_the_demo")

    def get_help_text(self) -> str:
        """Say it to the person who chooses."""
        return _("Passwords of the demonstration are known to everybody.")


def checked_password(password: str, person: "User") -> str:
    """Return a password that the validators take; Invalid says what is wrong with it."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    return password
