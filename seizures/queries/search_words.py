"""What people type into the search, as a question to the index: words of texts, and the codes that the words mean.

A code is meant by its label in the reader's language or in English, by any of its other names, and by a longer word
of either; an airport by its code and its town. A word of three letters or more also finds longer words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aircop.reference.queries import airport_towns, edition, entries, substances_of
from aircop.reference.words import words
from seizures.queries.completeness import blocking

# The filter that a code answers -> its list. A word that means a group of drugs means each of its substances.
SPOKEN = {
    name: name
    for name in (
        "commodity", "substance", "form", "concealment", "conveyance", "direction", "place", "detection", "drug_group",
        "country",
    )
}  # fmt: skip
REFERENCE = re.compile(r"([A-Za-z0-9]{2,12})-([A-Za-z])-([0-9]{4})-([0-9]{1,6})")
LONGEST, MOST_WORDS, MOST_CODES = 200, 12, 60
LONG = 4  # letters of a word that finds a code though it is but a part of its name
SHORT = 2  # letters of a word that finds itself alone
PHRASE = 5
CUT = 60  # as the index cuts them

type Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that name a code together, and the words of the index that its codes are."""

    words: Phrase
    codes: tuple[str, ...] = ()
    exact: bool = False

    @property
    def query(self) -> str:
        """The term in the language of the index."""
        text = " & ".join(quoted(word[:CUT]) if self.exact else _question(word[:CUT]) for word in self.words)
        return f"({' | '.join([f'({text})', *map(quoted, self.codes)])})"

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The words as far as a longer one must begin like them."""
        return tuple(_beginning(word) for word in self.words if len(word) > SHORT)


def quoted(word: str) -> str:
    """Return a word of the index as it stands in a question to it."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _beginning(word: str) -> str:
    """Return what a word found begins with: a plural finds its singular too."""
    plural = len(word) > LONG and word[-1] in "sx" and not word.isdigit()
    return word[:-1] if plural else word


def _question(word: str) -> str:
    alone = len(word) <= SHORT or word.isdigit()
    return quoted(word) if alone else f"{quoted(_beginning(word))}:*"


def terms(text: str, language: str) -> list[Term]:
    """Return what a text asks for, at most `MOST_WORDS` words of it; all of the terms must be found."""
    found: list[Term] = []
    known = vocabulary(edition(), language)
    for part in text[:LONGEST].split():
        if told := REFERENCE.fullmatch(part):
            unit, kind, year, number = told.groups()
            found.append(Term((*words(unit), *words(kind), year, number.zfill(6)), exact=True))
        else:
            found += [Term((word,)) for word in words(part)]
    return _joined(found[:MOST_WORDS], known)


def _joined(single: Sequence[Term], known: "Meanings") -> list[Term]:
    """Join neighbours that name a code together, the longest name first."""
    found, at = [], 0
    while at < len(single):
        if single[at].exact:
            found.append(single[at])
            at += 1
            continue
        longest = next((n for n in range(PHRASE, 1, -1) if known.names(_phrase(single[at : at + n], n))), 1)
        phrase = _phrase(single[at : at + longest], longest)
        found.append(Term(phrase, known.codes(phrase)))
        at += longest
    return found


def _phrase(single: Sequence[Term], length: int) -> Phrase:
    whole = len(single) == length and not any(term.exact for term in single)
    return tuple(word for term in single for word in term.words) if whole else ()


class Meanings:
    """What words mean in one language."""

    def __init__(self, language: str) -> None:
        self._whole: dict[Phrase, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        for name, code_list in SPOKEN.items():
            for entry in entries(code_list):
                labels, meant = {entry.label(language), entry.label("en")}, lexemes(name, entry.code)
                self._learn({*labels, *entry.aliases}, meant, parts=() if name == "drug_group" else labels)
        for iata, town in airport_towns().items():
            self._learn({town, iata}, [f"=airport:{iata}", f"=route:{iata}"], parts=(town,))

    def _learn(self, names: Iterable[str], meant: Iterable[str], *, parts: Iterable[str]) -> None:
        """Learn names whole, and the longer words of some; part of a street name is another thing."""
        for name in names:
            self._whole[words(name)].update(meant)
        for word in {word for name in parts for word in words(name) if len(word) >= LONG}:
            self._parts[word].update(meant)

    def names(self, phrase: Phrase) -> bool:
        """Whether the words name a code together."""
        return phrase in self._whole

    def codes(self, phrase: Phrase) -> tuple[str, ...]:
        """Return the words of the index that a phrase means."""
        meant = set(self._whole.get(phrase, ()))
        if len(phrase) == 1:
            meant |= self._parts.get(phrase[0], set())
        return tuple(sorted(meant)[:MOST_CODES])


@lru_cache(maxsize=8)
def vocabulary(_edition: str, language: str) -> Meanings:
    """Return what words mean in a language, as the lists stand."""
    return Meanings(language)


def lexemes(name: str, code: str, below: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Return the words of the index for a code of a filter.

    A group of drugs is its substances, a heading its codes, a report the fields that it cannot do without, a bound
    of completeness every score below it.
    """
    if name == "drug_group":
        return [f"=substance:{substance}" for substance in substances_of(code)]
    if name == "incomplete":
        return [f"=lacks:{field}" for field in blocking(code)]
    if name == "score_below":
        return [f"=score:{score}" for score in range(int(code))]
    return [f"={name}:{each}" for each in (code, *(below or {}).get(code, ()))]
