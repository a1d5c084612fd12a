"""What a scanned or pasted text is: tried by its shape, then read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aircop.identifiers.air_waybill import read_air_waybill
from aircop.identifiers.bag_tag import PRINTED, read_bag_tag
from aircop.identifiers.boarding_pass import HEAD, read_boarding_pass
from aircop.identifiers.container import read_container
from aircop.identifiers.eticket import read_eticket
from aircop.identifiers.faults import LOOKS_LIKE, Fault, compact
from aircop.identifiers.flight import read_flight
from aircop.identifiers.mrz import FILLER, lines_of, read_mrz
from aircop.identifiers.postal_item import read_postal_item
from aircop.identifiers.seat import read_seat

MOSTLY = 0.7  # of the characters are digits
MRZ_LENGTHS = range(58, 94)  # a character or two may be lost
D = f"[0-9{''.join(LOOKS_LIKE)}]"  # a digit, or a letter that is taken for one
SHAPES = {
    "postal_item": re.compile(rf"[A-Z]{{2}}{D}{{9}}[A-Z]{{2}}"),
    "container": re.compile(rf"[A-Z]{{4}}{D}{{7}}"),
    "air_waybill": re.compile(rf"{D}{{11}}|{D}{{16}}"),
    "bag_tag": re.compile(rf"{PRINTED.pattern}|{D}{{10}}"),
    "eticket": re.compile(rf"{D}{{13,14}}"),
    "flight": re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3})[0-9]{1,4}[A-Z]?"),
    "seat": re.compile(r"[0-9]{1,3}[A-Z]"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a text was taken for: `kind` says which identifier (empty: none), `value` its parts.

    `fault` says why it could not be read although it looks like one. Kinds: mrz, boarding_pass, air_waybill,
    postal_item, container, bag_tag, eticket, flight, seat.
    """

    kind: str
    value: Any = None
    fault: Fault | None = None

    def __bool__(self) -> bool:
        return self.value is not None


def kind_of(text: str) -> str:
    """Return which identifier a text looks like, or nothing."""
    plain, lines = compact(text), lines_of(text)
    if FILLER in lines and len(lines) in MRZ_LENGTHS:
        return "mrz"
    if re.match(r"\s*M[0-9]", text) and len(text) > HEAD:
        return "boarding_pass"
    return next((kind for kind, like in SHAPES.items() if like.fullmatch(plain) and _mostly_digits(kind, plain)), "")


def _mostly_digits(kind: str, plain: str) -> bool:
    """Whether what must be a number holds digits enough; the rest may have been misread."""
    certain = sum(char.isdigit() for char in plain)
    return certain >= {"postal_item": 6, "container": 5, "flight": 1, "seat": 1}.get(kind, int(MOSTLY * len(plain)))


def recognise(text: str, today: date | None = None) -> Recognised:
    """Say what a text is and read it. Never raises: what cannot be read comes back with its fault."""
    kind = kind_of(text)
    if not kind:
        return Recognised("", fault=Fault("unrecognised"))
    readers: dict[str, Callable[[str], Any]] = {
        "mrz": read_mrz,
        "boarding_pass": lambda passed: read_boarding_pass(passed, today or date.today()),  # noqa: DTZ011
        "air_waybill": read_air_waybill,
        "postal_item": read_postal_item,
        "container": read_container,
        "bag_tag": read_bag_tag,
        "eticket": read_eticket,
        "flight": read_flight,
        "seat": read_seat,
    }
    try:
        return Recognised(kind, readers[kind](text))
    except Fault as fault:
        return Recognised(kind, fault=fault)
