"""How much a name that was asked for, or a person, is like a person on record: points for each likeness, explained."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aircop.reference.names import PARTICLES, alike, name_words, plain_name
from seizures.queries.likeness import Likeness

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


# Two persons on record ------------------------------------------------------------------------------------------------

# So that a document alone, the name with the day of birth, or a long name with the country is worth a look, and that a
# common name alone is not. They add up against the bound of `Likeness`.
POINTS = {
    "same_document": 100,
    "same_name": 40,
    "name_sounds": 35,
    "name_near": 30,
    "name_part": 20,
    "long_name": 20,
    "name_alias": -5,
    "same_birth": 35,
    "near_birth": 25,
    "other_birth": -30,
    "same_place": 10,
    "same_nationality": 5,
    "other_nationality": -5,
    "other_sex": -30,
}
BY_KIND = {"same": "same_name", "sound": "name_sounds", "near": "name_near"}
LONG = 3  # words of a name from which on it tells by itself
UNTOLD = ("", "UNK", "X")


@dataclass(frozen=True, slots=True)
class PersonTraits:
    """What of a person is compared; the first name is its own. Documents as (kind, number, issuer)."""

    id: UUID
    unit: UUID | None
    agency: UUID
    names: tuple[str, ...]
    born: date | None = None
    birth_place: str = ""
    nationality: str = ""
    sex: str = ""
    documents: tuple[tuple[str, str, str], ...] = ()


def likeness_of_persons(one: PersonTraits, other: PersonTraits) -> Likeness:
    """Return how much two persons look like one. The same both ways round."""
    found = {*_papers(one, other), *_best_name(one, other), *_birth(one, other), *_facts(one, other)}
    ordered = tuple(sorted(found, key=lambda reason: (-abs(POINTS[reason]), reason)))
    return Likeness(max(0, sum(POINTS[reason] for reason in ordered)), ordered)


def _papers(one: PersonTraits, other: PersonTraits) -> Iterator[str]:
    """One document: kind and number, and no two issuers."""
    pairs = ((mine, its) for mine in one.documents for its in other.documents)
    if any(mine[:2] == its[:2] and ("" in (mine[2], its[2]) or mine[2] == its[2]) for mine, its in pairs):
        yield "same_document"


def _best_name(one: PersonTraits, other: PersonTraits) -> frozenset[str]:
    """Return in what the two likest of their names are alike."""
    every = [
        frozenset({*_two_names(mine, its), *(() if own == 0 == theirs else ("name_alias",))})
        for own, mine in enumerate(one.names)
        for theirs, its in enumerate(other.names)
    ]
    alike_ones = [reasons for reasons in every if reasons - {"name_alias"}]
    return max(alike_ones, key=lambda each: (_points(each), sorted(each)), default=frozenset())


def _points(reasons: Iterable[str]) -> int:
    return sum(POINTS[each] for each in reasons)


def _two_names(one: str, other: str) -> Iterator[str]:
    few, many = sorted((_words(one), _words(other)), key=lambda words: (len(words), words))
    kinds = _matched(few, many)
    if not any(kinds):
        return
    if not all(kinds) or len(few) == 1 < len(many):
        yield "name_part"
        return
    worst = next(kind for kind in ("near", "sound", "same") if kind in kinds)
    yield BY_KIND[worst]
    if len(few) >= LONG and worst != "near":
        yield "long_name"


def _words(name: str) -> list[str]:
    return [word for word in name_words(name) if word not in PARTICLES]


def _matched(few: Sequence[str], many: Sequence[str]) -> list[str]:
    """Return how each word of the shorter name is like a word of the longer one, each of which counts once."""
    free, kinds = list(many), []
    for word in few:
        kind, place = max(
            ((_kind_of_two(word, each), number) for number, each in enumerate(free)),
            key=lambda found: (ALIKE[found[0]], -found[1]),
            default=("", -1),
        )
        if kind:
            free.pop(place)
        kinds.append(kind)
    return kinds


def _kind_of_two(one: str, other: str) -> str:
    """Return how two words are alike; a first letter stands for the name that begins with it."""
    if min(len(one), len(other)) == 1 and one[0] == other[0] and one != other:
        return "near"
    return alike(one, other)


def _birth(one: PersonTraits, other: PersonTraits) -> Iterator[str]:
    if one.born and other.born:
        near = other.born in near_days(one.born)
        yield "same_birth" if one.born == other.born else "near_birth" if near else "other_birth"


def near_days(born: date) -> list[date]:
    """Return the days that are written by a slip: day and month taken for each other, the year beside it."""
    slips = [(born.year, born.day, born.month), *((born.year + step, born.month, born.day) for step in (-1, 1))]
    days = [day for slip in slips if (day := _day(*slip)) is not None]
    return [day for day in dict.fromkeys(days) if day != born]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _facts(one: PersonTraits, other: PersonTraits) -> Iterator[str]:
    if one.birth_place and plain_name(one.birth_place) == plain_name(other.birth_place):
        yield "same_place"
    if one.nationality and other.nationality:
        yield "same_nationality" if one.nationality == other.nationality else "other_nationality"
    if one.sex != other.sex and not {one.sex, other.sex} & set(UNTOLD):
        yield "other_sex"
