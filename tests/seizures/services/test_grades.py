"""How reliable source and information are, on the record and on what was found."""

from typing import Any

import pytest

from aircop.errors import Invalid
from seizures.services.item import add_item
from seizures.services.seizure import change_seizure
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_grades_of_one_scheme_stand_on_record_and_item(cast: Cast) -> None:
    seizure = cast.seizure(source_grade="4x4:B")
    told = {"information_grade": "4x4:2"}
    changed = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=told)
    assert (changed.source_grade, changed.information_grade) == ("4x4:B", "4x4:2")
    found = cast.found(source_grade="4x4:A", information_grade="4x4:1")
    item = add_item(actor=cast.officer.actor, seizure=changed, version=changed.version, found=found)
    assert (item.source_grade, item.information_grade) == ("4x4:A", "4x4:1")


@pytest.mark.parametrize(
    "told",
    [{"source_grade": "4x4:A", "information_grade": "3x5x2:A"}, {"source_grade": "4x4"}, {"source_grade": "Z"}],
)
def test_grades_of_two_schemes_and_unknown_ones_are_refused(cast: Cast, told: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        cast.seizure(**told)
    with pytest.raises(Invalid):
        add_item(actor=cast.officer.actor, seizure=cast.seizure(), version=2, found=cast.found(**told))
