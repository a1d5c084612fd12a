"""The words an account may hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Who signs in: somebody with a name, or another organisation's programme."""

    PERSON = "person", _("Person")
    CLIENT = "client", _("Partner system")


class Theme(TextChoices):
    """How pages look; `auto` follows the device."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
