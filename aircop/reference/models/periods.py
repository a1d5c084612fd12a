"""Dated rows: each counts from its first to its last day, both included."""

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

BEGINNING = date(1900, 1, 1)
"""First day of rows that were always right."""


class DateRange(models.Func):
    """The days of a row as a PostgreSQL range, for the constraint that keeps periods apart."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Dated(models.Model):
    """A row that counts in a period; no last day means that it still does."""

    valid_from = models.DateField(_("valid from"), default=BEGINNING)
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("Last day; empty while in force."))

    class Meta:
        abstract = True


def period_is_forward(name: str) -> models.CheckConstraint:
    """Return the constraint that a period does not end before it begins."""
    condition = models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from"))
    return models.CheckConstraint(condition=condition, name=name)


def periods_apart(name: str, *fields: str | models.Expression) -> ExclusionConstraint:
    """Return the constraint that two rows alike in the fields (none of them null) never count on the same day."""
    days = DateRange("valid_from", "valid_to", RangeBoundary(inclusive_lower=True, inclusive_upper=True))
    expressions: list[Any] = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(name=name, expressions=[*expressions, (days, RangeOperators.OVERLAPS)])


def not_empty(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that texts hold more than spaces."""
    condition = models.Q(*[(f"{field}__regex", r"\S") for field in fields])
    return models.CheckConstraint(condition=condition, name=name)
