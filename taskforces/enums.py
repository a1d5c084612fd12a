"""Fixed choices of the organisation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    """What sort of unit it is."""

    JAITF = "jaitf", _("Joint airport interdiction task force")
    TCU = "tcu", _("Transnational crime unit")
    REGIONAL = "regional", _("Regional centre")
    MAIL = "mail", _("Mail and cargo unit")
