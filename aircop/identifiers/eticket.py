"""Electronic tickets: three digits of the airline, ten of the ticket, perhaps a check digit that is not relied on."""

from dataclasses import dataclass

from aircop.identifiers.faults import compact, require_kinds, require_length

LENGTH, WITH_CHECK = 13, 14


@dataclass(frozen=True, slots=True)
class ETicket:
    """A ticket by its number."""

    airline: str
    serial: str

    def __str__(self) -> str:
        return f"{self.airline}-{self.serial}"


def read_eticket(text: str) -> ETicket:
    """Read `057-2312345678`; a fourteenth digit is left out."""
    plain = compact(text)
    length = WITH_CHECK if len(plain) == WITH_CHECK else LENGTH
    require_length(plain, length)
    require_kinds(plain, "9" * length)
    return ETicket(plain[:3], plain[3:LENGTH])
