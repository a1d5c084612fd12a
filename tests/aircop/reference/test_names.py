"""Names of people as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aircop.reference.names import (
    alike,
    asked_words,
    exact_query,
    in_latin,
    is_latin,
    keys_of,
    loose_query,
    name_words,
    names_keys,
    plain_name,
    sound_query,
)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Traoré", "traore"), ("Đặng  Văn", "dang van"), ("Ибрагим", "ibragim"), ("O'Neill-Ó", "oneill o"),
        ("N\u2019Diaye", "ndiaye"), ("李明", "li ming"), ("김민수", "gim min su"), ("الطاهر", "thr"), ("", ""),
    ],
)  # fmt: skip
def test_names_are_compared_in_plain_letters(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohamed", "Muhammad"), ("Mouhamed", "Mohammed"), ("Mohamed", "محمد"), ("Diallo", "Jallow"),
        ("Ouattara", "Wattara"), ("Cissé", "Ceesay"), ("Cissé", "Sisse"), ("Coulibaly", "Kulibali"),
        ("Youssouf", "Yusuf"), ("Moussa", "Musa"), ("Abdoulaye", "Abdulai"), ("Cheikh", "Sheikh"), ("Kouamé", "Kwame"),
        ("Ibrahima", "Ibrahim"), ("Gonzalez", "Gonzales"), ("Aleksandr", "Alexander"), ("Okafor", "Okafro"),
        ("Mahmoud", "محمود"), ("الطاهر", "Tahir"), ("Иванов", "Ivanov"), ("Oumarou", "Umaru"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert alike(name_words(one)[0], name_words(other)[0])
    assert names_keys([one]) & names_keys([other])


@pytest.mark.parametrize(
    ("latin", "bare"),
    [
        ("Ali", "علي"), ("Aly", "علي"), ("Omar", "عمر"), ("Umar", "عمر"), ("Nour", "نور"), ("Musa", "موسى"),
        ("Moussa", "موسى"), ("Saad", "سعد"), ("Youssef", "يوسف"), ("Layla", "ليلى"), ("Taha", "طه"), ("Maha", "مها"),
        ("Issa", "عيسى"), ("Hassan", "حسن"), ("Hassan", "الحسن"), ("Sami", "سامي"), ("Али", "علي"), ("Levi", "לוי"),
    ],
)  # fmt: skip
def test_short_names_of_scripts_without_vowels_meet_both_ways(latin: str, bare: str) -> None:
    (one,), (other,) = name_words(latin), name_words(bare)
    assert alike(one, other)
    assert alike(other, one)
    for asked, stands in ((one, bare), (other, latin)):
        assert any(f"'{key}'" in loose_query([asked]) for key in names_keys([stands])), asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nora", "Nara"),
        ("Ali", "Ely"),
        ("Omar", "Amir"),
        ("Sow", "Issa"),
        ("علي", "عمر"),
        ("Lou", "علي"),
        ("Ba", "علي"),
    ],
)
def test_other_short_names_do_not(one: str, other: str) -> None:
    assert alike(name_words(one)[0], name_words(other)[0]) == alike(name_words(other)[0], name_words(one)[0]) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Али", "Ali"), ("Сергей", "Sergueï"), ("Сергей", "Sergej"), ("Ольга", "Olga"), ("Ковалёв", "Kovalev"),
     ("Aïssata", "Aissata"), ("Françoise", "FRANCOISE"), ("Éléonore", "eleonore"), ("Noël", "Noel")],
)  # fmt: skip
def test_scripts_and_accents_make_no_other_name(one: str, other: str) -> None:
    assert alike(name_words(one)[0], name_words(other)[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Traoré", "Touré"), ("Sow", "Ba"), ("Keita", "Konaté"), ("Silva", "Souza"), ("Li", "Lu")]
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert alike(name_words(one)[0], name_words(other)[0]) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Хасан", "Hasan"),
        ("Хасан", "Khasan"),
        ("Гасан", "Hasan"),
        ("Хан", "Khan"),
        ("Хан", "Han"),
        ("Мухаммед", "Mohamed"),
        ("Ахмед", "Ahmed"),
        ("Хаджи", "Hadji"),
        ("Ибрагим", "Ibrahim"),
        ("Гусейн", "Hussein"),
        ("Михаил", "Mikhail"),
        ("Михаил", "Mihail"),
        ("Khaled", "Halid"),
        ("Bakhary", "Bakary"),
        ("Cheikh", "Cheick"),
    ],
)
def test_a_letter_of_several_readings_makes_no_other_name(one: str, other: str) -> None:
    """Searched for in either script: by the sound where a reading is the same, at least near where not."""
    (mine,), (its,) = name_words(one), name_words(other)
    assert alike(mine, its) == alike(its, mine) != ""
    for asked, stands in ((mine, other), (its, one)):
        assert any(f"'{key}'" in loose_query([asked]) for key in names_keys([stands])), asked


@pytest.mark.parametrize(("one", "other"), [("Хасан", "Hasan"), ("Хан", "Han"), ("Гасан", "Hassan")])
def test_either_reading_is_a_sound(one: str, other: str) -> None:
    (mine,), (its,) = name_words(one), name_words(other)
    assert alike(mine, its) == "sound"
    for asked, stands in ((mine, other), (its, one)):
        assert any(f"'{key}'" in sound_query([asked]) for key in names_keys([stands])), asked


@pytest.mark.parametrize(("one", "other"), [("Кан", "Han"), ("Kan", "Han"), ("Gasan", "Hasan"), ("Gan", "Han")])
def test_other_letters_have_one_reading(one: str, other: str) -> None:
    """A k is no h, and a Latin g neither."""
    assert alike(name_words(one)[0], name_words(other)[0]) in {"", "near"}


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("TR\u0410OR\u00c9", "traore"),  # a Cyrillic A
        ("\u041dASAN", "hasan"),  # a Cyrillic N that looks like an H
        ("\u0421OULIB\u0410LY", "coulibaly"),
        ("\u0420ape", "pape"),
        ("M\u039fUSSA", "moussa"),  # a Greek O
        ("\u041d\u0430\u0442\u0430\u043d", "natan"),  # Cyrillic altogether
        ("Anna-Мария", "anna mariya"),  # each part in one script
    ],
)
def test_letters_that_look_alike_are_read_by_their_looks_where_scripts_mix(typed: str, plain: str) -> None:
    assert plain_name(typed) == plain


CYRILLIC = "абвгдежзиклмнопрстуфхчшыэюя"


@given(st.text(CYRILLIC, min_size=2, max_size=12))
def test_a_cyrillic_name_meets_each_of_its_readings(name: str) -> None:
    """As it is transliterated, with an h for its kh, and with an h for its g; both ways."""
    (word,) = name_words(name)
    for latin in {str(word), word.replace("kh", "h"), word.replace("g", "h")}:
        (other,) = name_words(latin)
        assert alike(word, other) == alike(other, word) != "", latin
        assert names_keys([name]) & names_keys([latin]), latin


LOOKS = dict(zip("AEOPCTXKMHB", "\u0410\u0415\u041e\u0420\u0421\u0422\u0425\u041a\u041c\u041d\u0412", strict=True))


@given(st.text("AEOPCTXKMHBDILNRSU", min_size=2, max_size=12), st.data())
def test_a_look_alike_anywhere_changes_no_name(name: str, data: st.DataObject) -> None:
    """As long as one letter stays Latin."""
    places = [place for place, letter in enumerate(name) if letter in LOOKS]
    chosen = set(data.draw(st.lists(st.sampled_from(places), unique=True))) if places else set()
    if len(chosen) < len(name):
        typed = "".join(LOOKS[each] if place in chosen else each for place, each in enumerate(name))
        assert plain_name(typed) == plain_name(name)


def test_the_same_word_is_the_same() -> None:
    assert alike("traore", "traore") == "same"
    assert alike("cisse", "sisse") == "sound"
    assert alike("okafor", "okafo") == "near"


def test_a_name_is_shown_in_latin_letters_beside_its_own() -> None:
    assert (is_latin("Traoré"), is_latin("Đặng Văn 2"), is_latin("محمد"), is_latin("Ivanov Иванов")) == (
        True, True, False, False,
    )  # fmt: skip
    assert in_latin("Иван Петров") == "Ivan Petrov"
    assert in_latin("李明") == "Li Ming"


def test_particles_count_only_where_there_is_nothing_else() -> None:
    assert asked_words("Fatima al Hassan de Souza") == ("fatima", "hassan", "souza")
    assert asked_words("El") == ("el",)
    assert asked_words("J Traore Traoré") == ("traore",)


def test_questions_ask_for_all_words_and_loosely_for_all_but_one() -> None:
    assert exact_query(["ba", "traore"]) == "'w:ba' & 'w:traore':*"
    assert loose_query(["ba"]) == "('s:ba' | 'w:ba' | 'x:b')"
    assert loose_query(["ba", "so", "li"]).count("|") > loose_query(["ba", "so"]).count("|")
    assert sound_query(["cisse", "ba"]) == "'s:sise' & 's:ba'"
    assert exact_query([]) == sound_query([]) == loose_query([]) == ""


@given(st.text(max_size=60))
def test_any_text_has_keys_that_an_index_can_hold(text: str) -> None:
    for word in name_words(text):
        assert all(2 < len(key) <= 60 for key in keys_of(word))
        assert alike(word, word) == "same"
