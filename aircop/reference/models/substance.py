"""Substances under control and the dated schedules of the three conventions."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeField
from aircop.reference.models.code import Code
from aircop.reference.models.country import Country
from aircop.reference.models.periods import Dated, not_empty, period_is_forward, periods_apart


class Substance(models.Model):
    """Facts about a code of the list `substance`."""

    code = models.OneToOneField(Code, models.CASCADE, primary_key=True, related_name="substance")
    group = CodeField(_("drug group"), code_list="drug_group", help_text=_("Family under which figures are reported."))
    subgroup = CodeField(_("drug sub-group"), code_list="drug_group", blank=True)
    nps_group = CodeField(_("NPS group"), code_list="nps_group", blank=True)

    class Meta:
        constraints = [not_empty("substance_group_given", "group")]

    def __str__(self) -> str:
        return str(self.code)


class SubstanceSchedule(Dated):
    """Control of a substance by a convention, or by one country, from a day on."""

    substance = models.ForeignKey(Substance, models.CASCADE, related_name="schedules")
    schedule = CodeField(_("schedule"), code_list="schedule")
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, help_text=_("Empty: under an international convention.")
    )
    source = models.TextField(_("source"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["substance", "schedule", "country", "valid_from"],
                name="schedule_once_per_start",
                nulls_distinct=False,
            ),
            periods_apart(
                "schedule_periods_apart",
                "substance",
                "schedule",
                Coalesce("country", models.Value(""), output_field=models.CharField()),
            ),
            period_is_forward("schedule_period_forward"),
            not_empty("schedule_texts_given", "schedule", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.substance_id} {self.schedule}"
