"""Airports with an IATA code."""

from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from aircop.reference.fields import CodeField
from aircop.reference.models.country import Country


class Airport(models.Model):
    """A place where aircraft land; seizures happen on its local calendar."""

    iata = models.CharField(_("IATA code"), primary_key=True, max_length=3)
    icao = models.CharField(_("ICAO code"), max_length=4, blank=True)
    name = models.CharField(_("name"), max_length=120)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.ForeignKey(Country, models.PROTECT, related_name="airports")
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    timezone = models.CharField(_("time zone"), max_length=40, help_text=_("Name in the IANA database."))
    kind = CodeField(_("kind"), code_list="airport_kind", blank=True)
    search_text = models.TextField(
        editable=False, help_text=_("Codes, city and name in small letters without accents, a space before each word.")
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(iata__regex="^[A-Z0-9]{3}$"), name="airport_iata_shape"),
            models.CheckConstraint(condition=models.Q(name__regex=r"\S"), name="airport_name_given"),
            models.CheckConstraint(
                condition=models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)), name="airport_on_earth"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["icao"], name="airport_icao"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="airport_search"),
        ]

    def __str__(self) -> str:
        return f"{self.city or self.name} ({self.iata})"

    @property
    def zone(self) -> ZoneInfo:
        """The zone by which the airport's days are counted."""
        return ZoneInfo(self.timezone)
