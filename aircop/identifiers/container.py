"""Freight containers, ISO 6346: owner, kind, six digits, a check digit."""

from dataclasses import dataclass
from string import ascii_uppercase

from aircop.identifiers.faults import Fault, Suspect, compact, require_kinds, require_length

KINDS = "AAAA9999999"
CATEGORIES = "UJZ"  # freight container, equipment, trailer
CATEGORY, CHECK = 3, 10
# Letters count from 10, leaving out the multiples of 11.
VALUES = dict(zip(ascii_uppercase, (n for n in range(10, 39) if n % 11), strict=True))
VALUES |= {str(digit): digit for digit in range(10)}
ALIKE = {one: shape.replace(one, "") for shape in ("OQD", "IL", "CG", "UV", "MN", "EF", "PR") for one in shape}


@dataclass(frozen=True, slots=True)
class Container:
    """A freight container by its number."""

    owner: str
    category: str
    serial: str  # with its check digit

    def __str__(self) -> str:
        return f"{self.owner}{self.category}{self.serial}"


def check_digit(body: str) -> int:
    """Return the check digit of ten characters: the sum of value times power of two, modulo 11; 10 becomes 0."""
    return sum(VALUES[char] << place for place, char in enumerate(body)) % 11 % 10


def read_container(text: str) -> Container:
    """Read `CSQU 305438 3`."""
    plain = compact(text)
    require_length(plain, len(KINDS))
    require_kinds(plain, KINDS)
    if plain[CATEGORY] not in CATEGORIES:
        raise Fault("container_category", text=plain, position=CATEGORY)
    if check_digit(plain[:CHECK]) != int(plain[CHECK]):
        raise Fault("check_digit", text=plain, position=CHECK, suspects=_misread(plain))
    return Container(plain[:CATEGORY], plain[CATEGORY], plain[CATEGORY + 1 :])


def _misread(plain: str) -> list[Suspect]:
    """Return letters of the owner that another letter of the same shape would set right."""
    changes = [(place, other) for place in range(CATEGORY) for other in ALIKE.get(plain[place], "")]
    return [
        Suspect(place, other)
        for place, other in changes
        if check_digit(f"{plain[:place]}{other}{plain[place + 1 : CHECK]}") == int(plain[CHECK])
    ]
