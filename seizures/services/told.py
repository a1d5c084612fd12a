"""What the facts of a seizure must hold beyond one code of a list each."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.reference.queries import require_code
from aircop.web.identifiers import written
from seizures.enums import UNKNOWN
from seizures.models import Conveyance, Seizure
from seizures.models.conveyance import DETAILS, IDENTIFIERS, ON_SEIZURE, fields_of
from seizures.services.found import check_grades, plain

COUNTRIES = ("producing_country", "departure_country", "destination_country")


def check_told(seizure: Seizure, told: Collection[str]) -> None:
    """Check countries that may be unknown, several methods, identifiers; write identifiers in their one spelling."""
    for name in COUNTRIES:
        if name in told:
            require_country(getattr(seizure, name), name)
    for name in ON_SEIZURE:
        if name in told:
            setattr(seizure, name, written(IDENTIFIERS[name], getattr(seizure, name), name))
    if {"detection", "contributing_detections"} & set(told):
        _check_detections(seizure, told)
    if {"source_grade", "information_grade"} & set(told):
        check_grades(seizure.source_grade, seizure.information_grade)


def _check_detections(seizure: Seizure, told: Collection[str]) -> None:
    """Contributing methods are codes of the list, each once, and other ones than the primary."""
    others = [code for code in dict.fromkeys(seizure.contributing_detections) if code != seizure.detection]
    if others and not seizure.detection:
        raise Invalid(_("Choose the method that found it first, then those that helped."), field="detection")
    if "contributing_detections" in told:
        for code in others:
            require_code("detection", code, field="contributing_detections")
    seizure.contributing_detections = others


def require_country(code: str, field: str) -> None:
    """Refuse what is no country; empty is not recorded, UNK is not known."""
    if code not in {"", UNKNOWN}:
        require_code("country", code, field=field)


def drop_details(seizure: Seizure) -> dict[str, tuple[Any, Any]]:
    """Empty the details that do not belong to the new conveyance, and return what they were: the history keeps them."""
    row = Conveyance.objects.filter(seizure=seizure).first()
    if row is None:
        return {}
    empty = Conveyance()
    gone = {
        name: was
        for name in DETAILS
        if name not in fields_of(seizure.conveyance) and (was := getattr(row, name)) != getattr(empty, name)
    }
    for name in gone:
        setattr(row, name, getattr(empty, name))
    row.save(force_update=True)
    return {f"conveyance_details.{name}": (plain(was), None) for name, was in gone.items()}
