"""Boarding passes as their barcode says it: IATA resolution 792, bar coded boarding pass, type M.

Sixty characters at fixed places for the first flight, thirty-seven more for each further one; after each, a field of
a length that stands before it in hexadecimal. Nothing of it is checked by a digit, so places and kinds are.
"""

from dataclasses import dataclass
from datetime import date
from string import hexdigits

from aircop.identifiers.bag_tag import LENGTH as TAG_LENGTH
from aircop.identifiers.days import day_of_year
from aircop.identifiers.faults import DIGITS, LONGEST, Fault
from aircop.identifiers.flight import Flight, read_flight
from aircop.identifiers.seat import read_seat

HEAD, LEG = 23, 37  # characters before the first flight, and of each flight
MOST_LEGS = 4
MOST_TAGS = 30


@dataclass(frozen=True, slots=True)
class Leg:
    """One flight of the boarding pass."""

    booking: str
    origin: str
    destination: str
    flight: Flight
    day: date | None
    cabin: str
    seat: str  # empty: an infant, or not assigned yet
    sequence: str
    ticket: str  # thirteen digits, or empty


@dataclass(frozen=True, slots=True)
class BoardingPass:
    """A passenger's flights, as the barcode tells them."""

    surname: str
    given_names: str
    electronic: bool
    legs: tuple[Leg, ...]
    bag_tags: tuple[str, ...]


class _Reader:
    """The text, and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def take(self, length: int) -> str:
        """Return the next characters; refuse a text that ends before."""
        if self.place + length > len(self.text):
            raise Fault("short", text=self.text)
        self.place += length
        return self.text[self.place - length : self.place]

    def fault(self, key: str, back: int) -> Fault:
        """Return a fault that points so many characters back."""
        return Fault(key, text=self.text, position=self.place - back)

    def size(self) -> int:
        """Return the length that two hexadecimal digits tell; nothing follows where the text ends."""
        told = self.take(2)
        if not set(told) <= set(hexdigits):
            raise self.fault("bcbp_size", 2)
        return int(told, 16)


def read_boarding_pass(text: str, today: date) -> BoardingPass:
    """Read the text of a boarding pass. It tells the day of the year alone: the year is the nearest to `today`."""
    reader = _Reader(text[:LONGEST].strip("\r\n\t").lstrip())
    if reader.take(1) != "M":
        raise reader.fault("bcbp_kind", 1)
    count = reader.take(1)
    if count not in DIGITS or not 1 <= int(count) <= MOST_LEGS:
        raise reader.fault("bcbp_legs", 1)
    surname, _slash, given = reader.take(20).strip().partition("/")
    electronic = reader.take(1) == "E"
    legs, tags = [], []
    for first in [True] + [False] * (int(count) - 1):
        leg, bags = _leg(reader, today, first=first)
        legs.append(leg)
        tags += bags
    return BoardingPass(surname.strip(), given.strip(), electronic, tuple(legs), tuple(tags))


def _leg(reader: _Reader, today: date, *, first: bool) -> tuple[Leg, list[str]]:
    booking = reader.take(7).strip()
    origin, destination = _airport(reader), _airport(reader)
    flight = _flight(reader)
    day = _day(reader, today)
    cabin = reader.take(1).strip()
    seat = _seat(reader)
    sequence = reader.take(5).strip().lstrip("0")
    reader.take(1)  # passenger status
    size = reader.size()
    more = _Reader(reader.take(size))
    tags = _unique(more) if first else []
    ticket = _ticket(more)
    return Leg(booking, origin, destination, flight, day, cabin, seat, sequence, ticket), tags


def _airport(reader: _Reader) -> str:
    code = reader.take(3)
    for back, char in zip((3, 2, 1), code, strict=True):
        if not ("A" <= char <= "Z"):
            raise reader.fault("letter", back)
    return code


def _flight(reader: _Reader) -> Flight:
    start = reader.place
    try:
        return read_flight(reader.take(3).strip() + reader.take(5).strip())
    except Fault as fault:
        if fault.key == "short" and fault.text is reader.text:
            raise
        raise Fault("bcbp_flight", text=reader.text, position=start) from None


def _day(reader: _Reader, today: date) -> date | None:
    told = reader.take(3)
    if not told.strip():
        return None
    day = day_of_year(int(told), today) if set(told) <= DIGITS else None
    if day is None:
        raise reader.fault("bcbp_day", 3)
    return day


def _seat(reader: _Reader) -> str:
    told = reader.take(4).strip()
    if not told or told.startswith(("INF", "JMP", "GATE", "STBY")) or not told.strip("0"):
        return ""
    try:
        return str(read_seat(told))
    except Fault:
        raise reader.fault("bcbp_seat", 4) from None


def _unique(more: _Reader) -> list[str]:
    """Return the bag tags, from the part that stands once for all flights; what is cut short is left alone."""
    text = more.text
    if not text.startswith(">") or len(text) < 4 or not set(text[2:4]) <= set(hexdigits):  # noqa: PLR2004
        return []
    end = 4 + int(text[2:4], 16)
    more.place = min(end, len(text))
    tags = text[15:end]  # after: passenger, check-in, issuance, day of issue, kind, issuing airline
    return [tag for start in range(0, len(tags) - 12, 13) for tag in _run_of_tags(tags[start : start + 13])]


def _run_of_tags(told: str) -> list[str]:
    """Return each tag of a run: the first one, and how many follow it."""
    if not set(told) <= DIGITS:
        return []
    first, more = int(told[:TAG_LENGTH]), int(told[TAG_LENGTH:])
    return [f"{first + n:0{TAG_LENGTH}d}" for n in range(min(more, MOST_TAGS) + 1)]


def _ticket(more: _Reader) -> str:
    """Return the number of the ticket, from the part that each flight repeats."""
    rest = more.text[more.place :]
    told = rest[2:15]
    return told if len(told) == 13 and set(told) <= DIGITS and int(told) else ""  # noqa: PLR2004
