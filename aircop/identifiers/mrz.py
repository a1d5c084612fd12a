"""The machine-readable lines of passports, identity cards and visas, ICAO Doc 9303.

Three lines of 30 (TD1: cards), two of 36 (TD2, and visas of format B) or two of 44 (TD3: passports, and visas of
format A). Check digits are the sum of the characters' values times 7, 3, 1, modulo 10; they do not tell apart
characters whose values differ by a multiple of 10 (5 and Z, 8 and S), so a right check digit is no proof.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from aircop.identifiers import days
from aircop.identifiers.faults import AS_LETTER, LONGEST, LOOKS_LIKE, Fault, Suspect

FILLER = "<"
VALUES = {FILLER: 0} | {str(n): n for n in range(10)} | {letter: n for n, letter in enumerate(ascii_uppercase, 10)}
WEIGHTS = (7, 3, 1)
STATES = {"D": "DEU"}  # Germany writes one letter; every other state three
SEXES = "MFX<"
NUMBER_LENGTH = 9

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields stand, counted through all lines; `checks` are check digits with what they cover."""

    width: int
    lines: int
    number: Span
    nationality: Span
    birth: Span
    sex: int
    expiry: Span
    names: Span
    optional: tuple[Span, ...]
    checks: tuple[tuple[int, tuple[Span, ...]], ...]
    composite: tuple[int, tuple[Span, ...]] | None = None


def _two_lines(width: int, *, optional_check: bool = False, visa: bool = False) -> Layout:
    """Return the layout of two lines; the second one is alike in passports, visas and cards of format 2."""
    second, end = width, 2 * width

    def at(start: int, stop: int) -> Span:
        return second + start, second + stop

    optional = (second + 28, end - (0 if visa else 2 if optional_check else 1))
    checks = [(second + 9, (at(0, 9),)), (second + 19, (at(13, 19),)), (second + 27, (at(21, 27),))]
    if optional_check:
        checks.append((end - 2, (optional,)))
    return Layout(
        width=width,
        lines=2,
        number=at(0, 9),
        nationality=at(10, 13),
        birth=at(13, 19),
        sex=second + 20,
        expiry=at(21, 27),
        names=(5, width),
        optional=(optional,),
        checks=tuple(checks),
        composite=None if visa else (end - 1, (at(0, 10), at(13, 20), (second + 21, end - 1))),
    )


TD1 = Layout(
    width=30,
    lines=3,
    number=(5, 14),
    nationality=(45, 48),
    birth=(30, 36),
    sex=37,
    expiry=(38, 44),
    names=(60, 90),
    optional=((15, 30), (48, 59)),
    checks=((14, ((5, 14),)), (36, ((30, 36),)), (44, ((38, 44),))),
    composite=(59, ((5, 30), (30, 37), (38, 45), (48, 59))),
)
LAYOUTS: Mapping[str, Layout] = {
    "TD1": TD1,
    "TD2": _two_lines(36),
    "TD3": _two_lines(44, optional_check=True),
    "MRV-A": _two_lines(44, visa=True),
    "MRV-B": _two_lines(36, visa=True),
}
BY_LENGTH = {90: ("TD1", "TD1"), 72: ("TD2", "MRV-B"), 88: ("TD3", "MRV-A")}


@dataclass(frozen=True, slots=True)
class Document:
    """What the lines tell of a document and its holder. Dates are `YYMMDD`, with fillers where they are unknown."""

    layout: str
    code: str
    issuer: str
    number: str
    nationality: str
    birth: str
    sex: str  # M, F, or empty: not told
    expiry: str
    surname: str
    given_names: str
    optional: tuple[str, ...]

    def born_on(self, today: date) -> date | None:
        """Return the day of birth; None where part of it is unknown."""
        return days.born_on(self.birth, today)

    def expires_on(self, today: date) -> date | None:
        """Return the day of expiry; None where part of it is unknown."""
        return days.expires_on(self.expiry, today)


def lines_of(text: str) -> str:
    """Return the lines in one, in capitals and without blanks; guillemets stand for fillers on some keyboards."""
    plain = text[:LONGEST].upper().replace("«", "<<").replace("\u2039", FILLER)
    return re.sub(r"\s", "", plain)


def check_digit(text: str) -> int:
    """Return the check digit of a run of characters of the lines."""
    return sum(VALUES[char] * WEIGHTS[place % 3] for place, char in enumerate(text)) % 10


def read_mrz(text: str) -> Document:
    """Read the lines of a passport, a card or a visa, with or without breaks between them."""
    plain = lines_of(text)
    if not plain:
        raise Fault("empty")
    if len(plain) not in BY_LENGTH:
        raise Fault("mrz_length", text=plain)
    name = BY_LENGTH[len(plain)][plain.startswith("V")]
    layout = LAYOUTS[name]
    _require_signs(plain, layout)
    _require_checks(plain, layout)
    _require_days(plain, layout)
    return _document(name, layout, plain)


def _kind(layout: Layout, place: int) -> str:
    """Return which signs may stand at a place: `A` letters, `9` digits, `X` both; fillers everywhere."""
    if place < 1 or _within(place, (2, 5), layout.nationality, layout.names):
        return "A"
    checks = [check for check, _spans in layout.checks] + ([layout.composite[0]] if layout.composite else [])
    if place in checks or _within(place, layout.birth, layout.expiry):
        return "9"
    return "X"


def _within(place: int, *spans: Span) -> bool:
    return any(start <= place < end for start, end in spans)


def _require_signs(plain: str, layout: Layout) -> None:
    for place, char in enumerate(plain):
        if char not in VALUES:
            raise Fault("mrz_character", text=plain, position=place, width=layout.width)
        kind = _kind(layout, place)
        if (kind == "A" and char.isdigit()) or (kind == "9" and char.isalpha()):
            meant = (AS_LETTER if kind == "A" else LOOKS_LIKE).get(char)
            suspects = [Suspect(place, meant)] if meant else []
            key = "letter" if kind == "A" else "digit"
            raise Fault(key, text=plain, position=place, suspects=suspects, width=layout.width)
    if plain[layout.sex] not in SEXES:
        raise Fault("mrz_sex", text=plain, position=layout.sex, width=layout.width)


def _checks(plain: str, layout: Layout) -> list[tuple[int, tuple[Span, ...]]]:
    """Return the check digits that count here, those of single fields first."""
    checks = list(layout.checks)
    if _runs_over(plain, layout):
        end = _end_of_number(plain, layout)
        checks[0] = (end - 1, (layout.number, (layout.optional[0][0], end - 1)))
    return [*checks, layout.composite] if layout.composite else checks


def _runs_over(plain: str, layout: Layout) -> bool:
    """Whether a number of more than nine characters goes on in the optional data, with its check digit at its end.

    Cards alone may do that; then a filler stands where the check digit of a short number would be.
    """
    start = layout.optional[0][0]
    short_check = layout.checks[0][0]
    return layout.width != LAYOUTS["TD3"].width and plain[short_check] == FILLER and plain[start] != FILLER


def _end_of_number(plain: str, layout: Layout) -> int:
    start, end = layout.optional[0]
    rest = plain[start:end].partition(FILLER)[0]
    return start + len(rest)


def _fits(plain: str, check: tuple[int, tuple[Span, ...]]) -> bool:
    place, spans = check
    covered = "".join(plain[start:end] for start, end in spans)
    if plain[place] == FILLER:  # nothing to check
        return not covered.strip(FILLER)
    return plain[place].isdigit() and check_digit(covered) == int(plain[place])


def _require_checks(plain: str, layout: Layout) -> None:
    checks = _checks(plain, layout)
    for check in checks:
        if not _fits(plain, check):
            suspects = _misread(plain, layout, check)
            place = suspects[0].position if len(suspects) == 1 else check[0]
            raise Fault("check_digit", text=plain, position=place, suspects=suspects, width=layout.width)


def _misread(plain: str, layout: Layout, failed: tuple[int, tuple[Span, ...]]) -> list[Suspect]:
    """Return the single misreadings that set right the failed check digit, and every other one that covers them."""
    place, spans = failed
    found = []
    for position in [place, *(each for start, end in spans for each in range(start, end))]:
        for meant in (LOOKS_LIKE.get(plain[position]), AS_LETTER.get(plain[position])):
            kind = _kind(layout, position)
            if meant is None or (kind == "A" and meant.isdigit()) or (kind == "9" and meant.isalpha()):
                continue
            changed = f"{plain[:position]}{meant}{plain[position + 1 :]}"
            touching = [each for each in _checks(changed, layout) if each[0] == position or _within(position, *each[1])]
            if all(_fits(changed, each) for each in touching):
                found.append(Suspect(position, meant))
    return found


def _require_days(plain: str, layout: Layout) -> None:
    for start, end in (layout.birth, layout.expiry):
        if not days.possible(plain[start:end]):
            raise Fault("mrz_day", text=plain, position=start, width=layout.width)


def _document(name: str, layout: Layout, plain: str) -> Document:
    surname, _gap, given = plain[slice(*layout.names)].partition(FILLER * 2)
    number, optional = plain[slice(*layout.number)], [plain[slice(*span)] for span in layout.optional]
    if _runs_over(plain, layout):
        end = _end_of_number(plain, layout)
        number += plain[layout.optional[0][0] : end - 1]
        optional[0] = plain[end : layout.optional[0][1]]
    sex = plain[layout.sex]
    return Document(
        layout=name,
        code=_words(plain[:2]),
        issuer=_state(plain[2:5]),
        number=number.rstrip(FILLER),
        nationality=_state(plain[slice(*layout.nationality)]),
        birth=plain[slice(*layout.birth)],
        sex="" if sex == FILLER else sex,
        expiry=plain[slice(*layout.expiry)],
        surname=_words(surname),
        given_names=_words(given),
        optional=tuple(each.rstrip(FILLER) for each in optional),
    )


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())


def _state(text: str) -> str:
    plain = text.rstrip(FILLER)
    return STATES.get(plain, plain)
