"""Seats: a row of up to three digits, and a letter from A to L without I. Infants have none."""

from dataclasses import dataclass

from aircop.identifiers.faults import AS_LETTER, DIGITS, Fault, Suspect, compact, require_kinds

LETTERS = "ABCDEFGHJKL"
MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in the cabin."""

    row: int
    letter: str

    def __str__(self) -> str:
        return f"{self.row}{self.letter}"


def read_seat(text: str) -> Seat:
    """Read `12A` or `012A`."""
    plain = compact(text)
    if not plain:
        raise Fault("empty")
    row, letter = plain[:-1], plain[-1]
    if letter not in LETTERS:
        meant = AS_LETTER.get(letter, "")
        raise Fault(
            "seat_letter",
            text=plain,
            position=len(row),
            suspects=[Suspect(len(row), meant)] if meant and meant in LETTERS else [],
        )
    if not row:
        raise Fault("short", text=plain)
    require_kinds(plain, "9" * len(row))
    if len(row) > MOST_DIGITS or not set(row) <= DIGITS or not int(row):
        raise Fault("seat_row", text=plain, position=0)
    return Seat(int(row), letter)
