"""Bag tags, IATA resolution 740: what kind of bag, the airline, six digits. There is no check digit."""

import re
from dataclasses import dataclass

from aircop.identifiers.faults import compact, require_kinds, require_length

LENGTH = 10
PRINTED = re.compile(r"([A-Z][A-Z0-9]|[0-9][A-Z])([0-9]{6})", re.ASCII)
RUSH = "2"


@dataclass(frozen=True, slots=True)
class BagTag:
    """A bag by its tag: ten digits, or as printed for people, the airline's two letters and six digits."""

    lead: str  # 0 interline, 1 fallback, 2 rush, 3 to 9 the airline's own; empty when the tag was read as printed
    airline: str
    serial: str

    @property
    def rush(self) -> bool:
        """Whether the bag travels alone, after its passenger."""
        return self.lead == RUSH

    def __str__(self) -> str:
        return f"{self.lead}{self.airline}{self.serial}"


def read_bag_tag(text: str) -> BagTag:
    """Read the barcode `0074123456`, or the tag as printed, `KL 123456`."""
    plain = compact(text)
    if printed := PRINTED.fullmatch(plain):
        return BagTag("", *printed.groups())
    require_length(plain, LENGTH)
    require_kinds(plain, "9" * LENGTH)
    return BagTag(plain[0], plain[1:4], plain[4:])
