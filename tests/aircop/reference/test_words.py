"""Words are compared without case, accents and punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.reference.words import fold, search_text, words


@pytest.mark.parametrize(
    ("text", "folded"), [("Félix", "felix"), (" CÔTE ", "cote"), ("Œuf", "oeuf"), ("İstanbul", "istanbul"), ("", "")]
)
def test_fold(text, folded):
    assert fold(text) == folded


def test_words_and_search_text():
    assert words("Félix-Houphouët_Boigny (ABJ)") == ("felix", "houphouet", "boigny", "abj")
    assert search_text("ABJ", "", "Abidjan", "abidjan") == " abj abidjan"


@given(st.text())
def test_folding_twice_changes_nothing_and_words_hold_no_space(text):
    assert all(word == fold(word).strip() for word in map(fold, words(text)))
    assert not any(character.isspace() for word in words(text) for character in word)
