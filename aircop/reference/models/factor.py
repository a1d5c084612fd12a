"""Grams per unit: how counts and volumes become kilogram equivalents."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeField
from aircop.reference.models.periods import Dated, not_empty, period_is_forward, periods_apart


class ConversionFactor(Dated):
    """Grams in one unit of a substance, of a drug group, or of anything; in one sub-region or in all.

    Empty substance and group: for anything (units of mass and volume). Changing a factor means ending this row and
    adding one with a new version, so that a figure of last year can be told apart from the same sum done today.
    """

    unit = CodeField(_("unit"), code_list="unit")
    substance = CodeField(_("substance"), code_list="substance", blank=True)
    group = CodeField(_("drug group"), code_list="drug_group", blank=True)
    sub_region = CodeField(_("sub-region"), code_list="sub_region", blank=True)
    grams = models.DecimalField(_("grams per unit"))
    version = models.CharField(_("version"), max_length=40)
    source = models.TextField(_("source"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "substance", "group", "sub_region", "valid_from"], name="factor_once_per_start"
            ),
            periods_apart("factor_periods_apart", "unit", "substance", "group", "sub_region"),
            period_is_forward("factor_period_forward"),
            models.CheckConstraint(condition=models.Q(grams__gt=0), name="factor_positive"),
            models.CheckConstraint(condition=models.Q(substance="") | models.Q(group=""), name="factor_one_scope"),
            not_empty("factor_texts_given", "unit", "version", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.grams} g / {self.unit}"
