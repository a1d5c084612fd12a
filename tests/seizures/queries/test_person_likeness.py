"""How like a name that was asked for is to those of a person."""

import pytest

from aircop.reference.names import asked_words
from seizures.queries.person_likeness import name_likeness

NAMES = ["Traoré Ibrahima Ousmane", "Le Grand", "محمد علي"]


@pytest.mark.parametrize(
    ("asked", "score", "reasons"),
    [
        ("Traoré Ibrahima", 100, ("name_same",)),
        ("ibrahima TRAORE", 99, ("name_same", "name_order")),
        ("Traor", 90, ("name_begins",)),
        ("Traore Ousman", 95, ("name_begins",)),
        ("Traoré Oussmane", 92, ("name_sounds",)),
        ("Traoré Ibrahim Sow", 62, ("name_begins", "name_lacks")),
        ("Grand", 99, ("name_same", "name_alias")),
        ("Mohamed", 64, ("name_near", "name_alias")),
        ("Ba", 0, ("name_lacks",)),
    ],
)
def test_a_likeness_explains_itself(asked: str, score: int, reasons: tuple[str, ...]) -> None:
    found = name_likeness(asked_words(asked), NAMES)
    assert (found.score, found.reasons) == (score, reasons)


def test_no_name_is_like_nothing() -> None:
    assert name_likeness(["traore"], []).score == 0
