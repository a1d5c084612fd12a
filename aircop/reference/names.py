"""Names of people as they are compared: across scripts, spellings, and whatever the order of their parts.

The same name is written in many ways: محمد, Mohamed, Muhammad; Coulibaly, Kulibali; Cissé, Sisse. A name is brought
into plain Latin letters, each word then into keys, from the strict to the loose: `w:` the word, `s:` how it sounds
however it was romanised, `k:` its consonants, `d:` one letter left out. Two words are alike where they share a key.

Scripts that leave vowels out write short names with one or two letters: نور is Nour, علي is Ali. What is left of such a
name (`x:`) finds the names of other scripts with the same consonants and edges (`v:`), and the other way round; two
names in Latin letters never meet so, for Nora and Nara are two.

One letter of another script has several readings: Хасан is Khasan and Hasan, Гасан is Gasan and Hasan. Each reading
gives keys, and so does a Latin kh, which is heard as a k or as an h. A word that mixes scripts
(Latin, but for an A that is Cyrillic) was typed by the looks of its letters, and is read so.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from anyascii import anyascii

LONGEST = 40  # letters of a word that count
BEGINNING = 4  # letters from which on a beginning finds a word
TELLING_BONES = 3  # consonants that tell a name: Traoré and Touré share two and are two names
EDGES = {"e": "i", "i": "i", "o": "u", "u": "u"}  # how a vowel at the end is written there
TELLING_SOUND = 5  # letters of a word that is still telling with one left out
PARTICLES = frozenset({"al", "el", "ben", "bin", "ibn", "ould", "bint", "de", "da", "do", "dos", "del", "di", "du",
                       "la", "le", "van", "von", "der"})  # fmt: skip
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # scripts that write syllables without spaces
_ARTICLE = re.compile("^\u0627\u0644(?=..)")  # the Arabic article, written as a part of the word
_AIN = re.compile("^\u0639(?=[^\u0627\u0648\u064a\u0649])")  # a first letter that is heard as the vowel after it
_BARE = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0700-\u074f\ufb50-\ufdff\ufe70-\ufeff]")  # scripts without vowels
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
# Letters that look like Latin ones and are none, Cyrillic and Greek: what each looks like.
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧανο",  # noqa: RUF001  that is what they are
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXavo",
)
_APOSTROPHES = re.compile("['`\u00b4\u02bc\u02be\u02bf\u2018\u2019]")
# As romanisations differ, French, English and Portuguese ones above all; in this order.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"x", "ks"), (r"ou(?=[aei])", "w"), (r"ou|oo", "u"), (r"ee", "i"), (r"a[iy]", "e"),
        (r"di(?=[aeou])", "j"), (r"d[jz]h?|dh", "j"), (r"ph", "f"), (r"([kg])h|(t)h(?=[aeiou])", r"\1\2"),
        (r"c(?=[eiy])", "s"), (r"ch", "sh"), (r"[cq]k?", "k"), (r"y", "i"), (r"z", "s"),
        (r"[hw]$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


class Bare(str):
    """A word of a script that leaves vowels out, in Latin letters."""

    __slots__ = ()


class Cyrillic(str):
    """A word of the Cyrillic script in Latin letters: its g may stand for the h that the script has not."""

    __slots__ = ()


def in_latin(text: str) -> str:
    """Return a name in plain Latin letters as a reader of Latin script would write it; capitals stay."""
    apart = " ".join(_spaced(part) for part in text.split())
    return " ".join(_APOSTROPHES.sub("", apart).split())


def _spaced(part: str) -> str:
    typed = re.sub(r"\w+", _by_looks, unicodedata.normalize("NFC", part))
    plain = anyascii(_AIN.sub("a", _ARTICLE.sub("", typed)))
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", plain) if _SYLLABLES.search(part) else plain


def _by_looks(word: re.Match[str]) -> str:
    """Return a word that mixes scripts as it looks; any other as it is."""
    return word[0].translate(_LOOKS) if _LATIN.search(word[0]) else word[0]


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters, with or without marks."""
    return all(unicodedata.name(letter, "").startswith("LATIN") for letter in text if letter.isalpha())


def plain_name(text: str) -> str:
    """Return a name as names are compared: plain Latin letters, small, single spaces."""
    return " ".join(name_words(text))


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name, folded; an apostrophe parts none."""
    return tuple(
        _kind_of(part)(word[:LONGEST])
        for part in text.split()
        for word in re.findall("[a-z0-9]+", in_latin(part).lower())
    )


def _kind_of(part: str) -> type[str]:
    """Return what a word is by its script; one that mixes it with Latin letters was typed by their looks."""
    if _BARE.search(part):
        return Bare
    return Cyrillic if _CYRILLIC.search(part) and not _LATIN.search(part) else str


def sound(word: str) -> str:
    """Return a folded word as it sounds, however it was romanised."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


def sounds(word: str) -> tuple[str, ...]:
    """Return how a folded word may sound, the likeliest first: more than one where a letter has several readings."""
    readings = [word]
    if "kh" in word:
        readings.append(word.replace("kh", "h"))
    if "g" in word and isinstance(word, Cyrillic):
        readings.append(word.replace("g", "h"))
    return tuple(dict.fromkeys(sound(each) or each for each in readings))


def bones(heard: str) -> str:
    """Return the consonants of a word that was brought to its sound."""
    return re.sub("[aeiouw]", "", heard)


def keys_of(word: str) -> frozenset[str]:
    """Return the keys under which a folded word is found."""
    mark = "x" if isinstance(word, Bare) else "v"
    return _keys(word) | {f"{mark}:{rest}" for rest in _rest(word)}


def asked_keys(word: str) -> frozenset[str]:
    """Return the keys by which a folded word is looked for."""
    marks = "xv" if isinstance(word, Bare) else "x"
    return _keys(word) | {f"{mark}:{rest}" for rest in _rest(word) for mark in marks}


def _keys(word: str) -> frozenset[str]:
    return frozenset({f"w:{word}", *(key for heard in sounds(word) for key in _heard(heard))})


def _heard(heard: str) -> Iterable[str]:
    yield f"s:{heard}"
    yield from (f"d:{each}" for each in _less_one(heard))
    if len(consonants := bones(heard)) >= TELLING_BONES:
        yield f"k:{consonants}"


def _rest(word: str) -> Iterable[str]:
    """Yield what a script without vowels leaves of a short word: consonants, and vowels at the edges but for an a."""
    heard = sound(word)
    consonants = bones(heard)
    if rest := consonants.replace("h", "") if len(consonants) < TELLING_BONES else "":
        yield ("a" if heard[0] in "aeiou" else "") + rest + EDGES.get(heard[-1], "")


def _less_one(heard: str) -> Iterable[str]:
    if len(heard) < TELLING_SOUND:
        return
    yield heard
    for place in range(len(heard)):
        yield heard[:place] + heard[place + 1 :]


def names_keys(names: Iterable[str]) -> frozenset[str]:
    """Return the keys of all words of some names."""
    return frozenset(key for name in names for word in name_words(name) for key in keys_of(word))


def asked_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that was typed, each once; without particles, unless there is nothing else."""
    every = tuple(dict.fromkeys(name_words(name)))
    return tuple(word for word in every if word not in PARTICLES and len(word) > 1) or every


def exact_query(words: Sequence[str]) -> str:
    """Return the question to an index of keys for names with all of the words, a long one by its beginning too."""
    return " & ".join(f"'w:{word}':*" if len(word) >= BEGINNING else f"'w:{word}'" for word in words)


def sound_query(words: Sequence[str]) -> str:
    """Return the question for names in which all of the words sound so, however they were romanised."""
    return " & ".join(_any_sound(word) for word in words)


def _any_sound(word: str) -> str:
    found = [f"'s:{heard}'" for heard in sounds(word)]
    return found[0] if len(found) == 1 else f"({' | '.join(found)})"


def loose_query(words: Sequence[str]) -> str:
    """Return the question for names with words alike; of three and more, one may be lacking."""
    each = {word: f"({' | '.join(_quoted(word))})" for word in words}
    if len(words) < TELLING_BONES:
        return " & ".join(each.values())
    without = [[each[word] for word in words if word != left] for left in words]
    return " | ".join(f"({' & '.join(rest)})" for rest in without)


def _quoted(word: str) -> list[str]:
    begins = [f"'w:{word}':*"] if len(word) >= BEGINNING else []
    return begins + [f"'{key}'" for key in sorted(asked_keys(word))]


def alike(one: str, other: str) -> str:
    """Return how two folded words are alike: `same`, `sound`, `near`, or "" where they are not."""
    if one == other:
        return "same"
    shared = {key[0] for key in asked_keys(one) & keys_of(other)}
    if "s" in shared:
        return "sound"
    return "near" if shared else ""
