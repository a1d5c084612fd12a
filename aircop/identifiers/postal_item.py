"""Postal items, UPU standard S10: service, eight digits, a check digit, country of origin."""

from dataclasses import dataclass

from aircop.identifiers.faults import Fault, Suspect, compact, require_kinds, require_length, swaps

KINDS = "AA999999999AA"
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
CHECK = 10  # where the check digit stands


@dataclass(frozen=True, slots=True)
class PostalItem:
    """A postal item by its number."""

    service: str
    serial: str  # with its check digit
    origin: str

    def __str__(self) -> str:
        return f"{self.service}{self.serial}{self.origin}"


def check_digit(serial: str) -> int:
    """Return the check digit of eight digits: 11 less the weighted sum modulo 11; 10 becomes 0, and 11 becomes 5."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def read_postal_item(text: str) -> PostalItem:
    """Read `RR 123 456 785 GB`."""
    plain = compact(text)
    require_length(plain, len(KINDS))
    require_kinds(plain, KINDS)
    if not _fits(plain):
        swapped = [Suspect(place, each[place]) for place, each in swaps(plain, 2, CHECK + 1) if _fits(each)]
        raise Fault("check_digit", text=plain, position=CHECK, suspects=swapped)
    return PostalItem(plain[:2], plain[2:11], plain[11:])


def _fits(plain: str) -> bool:
    return check_digit(plain[2:CHECK]) == int(plain[CHECK])
