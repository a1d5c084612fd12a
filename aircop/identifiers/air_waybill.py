"""Air waybills: three digits of the airline, seven of the shipment, one check digit (the shipment modulo 7)."""

from dataclasses import dataclass

from aircop.identifiers.faults import Fault, Suspect, compact, require_kinds, require_length, swaps

LENGTH, PREFIX = 11, 3
LABEL = 16  # the barcode of a cargo label: the waybill and five digits that count the pieces


@dataclass(frozen=True, slots=True)
class AirWaybill:
    """A master air waybill. The check digit never covers the airline, and misses 0/7, 1/8, 2/9."""

    airline: str
    serial: str

    def __str__(self) -> str:
        return f"{self.airline}-{self.serial}"


def read_air_waybill(text: str) -> AirWaybill:
    """Read a waybill as printed (`176-12345675`), or the barcode of a cargo label."""
    plain = compact(text)
    if len(plain) == LABEL and plain.isdigit():
        plain = plain[:LENGTH]
    require_length(plain, LENGTH)
    require_kinds(plain, "9" * LENGTH)
    if not _fits(plain):
        swapped = [Suspect(place, each[place]) for place, each in swaps(plain, PREFIX, LENGTH) if _fits(each)]
        raise Fault("check_digit", text=plain, position=LENGTH - 1, suspects=swapped)
    return AirWaybill(plain[:PREFIX], plain[PREFIX:])


def _fits(plain: str) -> bool:
    return int(plain[PREFIX:-1]) % 7 == int(plain[-1])
