"""What a unit of quantity measures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aircop.reference.models.code import Code


class Dimension(models.TextChoices):
    """What is measured; quantities of different dimensions are never added up."""

    MASS = "mass", _("Mass")
    VOLUME = "volume", _("Volume")
    COUNT = "count", _("Count")
    AREA = "area", _("Area")


class Unit(models.Model):
    """Facts about a code of the list `unit`."""

    code = models.OneToOneField(Code, models.CASCADE, primary_key=True, related_name="unit")
    dimension = models.CharField(_("dimension"), max_length=10, choices=Dimension)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(dimension__in=Dimension.values), name="unit_dimension_known"),
        ]

    def __str__(self) -> str:
        return str(self.code)
