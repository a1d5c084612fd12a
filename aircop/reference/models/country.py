"""Countries and the sub-region they are reported under."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeField
from aircop.reference.models.code import Code


class Country(models.Model):
    """A country or territory by ISO 3166 alpha-2 (and XK, which airports use); its names are labels of its code."""

    alpha2 = models.CharField(_("alpha-2"), primary_key=True, max_length=2)
    code = models.OneToOneField(Code, models.PROTECT, related_name="country")
    alpha3 = models.CharField(_("alpha-3"), max_length=3, unique=True)
    sub_region = CodeField(_("sub-region"), code_list="sub_region", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(alpha2__regex="^[A-Z]{2}$"), name="country_alpha2_shape"),
            models.CheckConstraint(condition=models.Q(alpha3__regex="^[A-Z]{3}$"), name="country_alpha3_shape"),
        ]

    def __str__(self) -> str:
        return self.alpha2
