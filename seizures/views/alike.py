"""Why two records, or two persons, look like one, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from seizures.queries import person_likeness
from seizures.queries.likeness import POINTS, Likeness

WORDS = {
    "same_day": _("same day"),
    "next_day": _("a day apart"),
    "same_substance": _("same substance"),
    "same_group": _("same group of drugs"),
    "same_commodity": _("same kind of goods"),
    "same_quantity": _("quantities within 2 %"),
    "near_quantity": _("round quantities within 2 %"),
    "same_digits": _("same digits in another unit"),
    "same_flight": _("same flight"),
    "same_waybill": _("same air waybill"),
    "same_person": _("same person"),
    "same_number": _("same number elsewhere"),
    "other_agency": _("written by two agencies"),
    "same_way": _("same direction"),
    "other_way": _("opposite directions"),
}


PERSON_WORDS = {
    "same_document": _("same document"),
    "same_name": _("same name"),
    "name_sounds": _("names sound the same"),
    "name_near": _("names spelt a little differently"),
    "name_part": _("a part of the name is the same"),
    "long_name": _("three words of the name or more"),
    "name_alias": _("under another name"),
    "same_birth": _("same day of birth"),
    "near_birth": _("day of birth but for a slip"),
    "other_birth": _("another day of birth"),
    "same_place": _("same place of birth"),
    "same_nationality": _("same nationality"),
    "other_nationality": _("another nationality"),
    "other_sex": _("another sex"),
}


def reasons(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Return the words and points of each reason, as the score adds them up."""
    return [{"words": WORDS[code], "points": f"{POINTS[code]:+d}"} for code in codes if code in WORDS]


def person_reasons(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Return the same of two persons."""
    told = person_likeness.POINTS
    return [{"words": PERSON_WORDS[code], "points": f"{told[code]:+d}"} for code in codes if code in PERSON_WORDS]


def told(row: dict[str, Any], how: Likeness) -> dict[str, Any]:
    """Return a row of a list with why it looks like another record."""
    return {**row, "reasons": reasons(how.reasons), "score": how.score}
