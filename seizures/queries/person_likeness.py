"""How much a name that was asked for, or a person, is like a person on record: points for each likeness, explained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aircop.reference.names import alike, asked_words, name_words

ALIKE = {"same": 100, "begins": 90, "sound": 85, "near": 65, "": 0}
REASONS = {"begins": "name_begins", "sound": "name_sounds", "near": "name_near", "": "name_lacks"}


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How like two names are, of 100, and in what."""

    score: int
    reasons: tuple[str, ...]


def name_likeness(asked: Sequence[str], names: Iterable[str]) -> NameLikeness:
    """Return how like the asked words are to the likest of some names; the first of them is the person's own."""
    found = [_one(asked, name_words(name), own=not number) for number, name in enumerate(names)]
    return max(found, key=lambda each: each.score, default=NameLikeness(0, ()))


def _one(asked: Sequence[str], words: Sequence[str], *, own: bool) -> NameLikeness:
    best = [_likest(each, words) for each in asked]
    places = [place for kind, place in best if kind]
    kinds = {kind for kind, _place in best}
    reasons = [reason for kind, reason in REASONS.items() if kind in kinds] or ["name_same"]
    if places != sorted(places):
        reasons.append("name_order")
    if not own:
        reasons.append("name_alias")
    score = sum(ALIKE[kind] for kind, _place in best) // max(len(asked), 1)
    return NameLikeness(score - len(reasons) + 1, tuple(reasons))


def _likest(asked: str, words: Sequence[str]) -> tuple[str, int]:
    """Return how the word is like the likest of a name, and where that stands."""
    kinds = [(_kind(asked, word), place) for place, word in enumerate(words)]
    return max(kinds, key=lambda found: (ALIKE[found[0]], -found[1]), default=("", -1))


def _kind(asked: str, word: str) -> str:
    kind = alike(asked, word)
    begins = len(asked) > 1 and word.startswith(asked)
    return "begins" if begins and kind != "same" else kind


def telling_words(names: Iterable[str]) -> tuple[str, ...]:
    """Return the words of some names that tell them from others, each once."""
    return tuple(dict.fromkeys(word for name in names for word in asked_words(name)))
