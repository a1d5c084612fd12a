"""Flight numbers: the airline (two characters with a letter, or three letters), up to four digits, perhaps a letter."""

import re
from dataclasses import dataclass

from aircop.identifiers.faults import DIGITS, LETTERS, LOOKS_LIKE, Fault, Suspect, compact

CARRIER = re.compile(r"[A-Z][A-Z0-9](?=[0-9])|[0-9][A-Z](?=[0-9])|[A-Z]{3}(?=[0-9])", re.ASCII)
MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Flight:
    """A flight by its number, without leading zeros."""

    carrier: str
    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.carrier}{self.number}{self.suffix}"


def read_flight(text: str) -> Flight:
    """Read `AF 0702`, `3U8899`, `AFR702A`; what comes back is written unpadded."""
    plain = compact(text)
    if not plain:
        raise Fault("empty")
    carrier = CARRIER.match(plain)
    if carrier is None:
        raise _no_carrier(plain)
    start = carrier.end()
    end = next((place for place in range(start, len(plain)) if plain[place] not in DIGITS), len(plain))
    suffix = plain[end:]
    if end - start > MOST_DIGITS:
        raise Fault("flight_digits", text=plain, position=start + MOST_DIGITS)
    if len(suffix) > 1 or (suffix and suffix not in LETTERS):
        raise Fault("digit", text=plain, position=end, suspects=_digit_meant(plain, end))
    if not int(plain[start:end]):
        raise Fault("flight_zero", text=plain, position=start)
    return Flight(carrier.group(), int(plain[start:end]), suffix)


def _no_carrier(plain: str) -> Fault:
    """Say where the airline ends wrongly: the first sign that is no letter or digit, else where digits should begin."""
    odd = next((place for place, char in enumerate(plain) if char not in LETTERS | DIGITS), None)
    if odd is not None:
        return Fault("character", text=plain, position=odd)
    if plain[:2].isdigit():
        return Fault("flight_carrier", text=plain, position=0)
    if len(plain) < MOST_DIGITS - 1:
        return Fault("short", text=plain)
    return Fault("digit", text=plain, position=2, suspects=_digit_meant(plain, 2))


def _digit_meant(plain: str, place: int) -> list[Suspect]:
    meant = LOOKS_LIKE.get(plain[place])
    return [Suspect(place, meant)] if meant else []
