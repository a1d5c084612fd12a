"""Names as pages show them: as they were written, and in Latin letters where they are of another script."""

from typing import Any

from aircop.reference.names import in_latin, is_latin
from seizures.models import Identity


def latin_beside(name: str) -> str:
    """Return the name in Latin letters if it is written in others, else ""."""
    return "" if is_latin(name) else in_latin(name)


def name_lines(identity: Identity) -> list[dict[str, Any]]:
    """Return every name that the person goes by, its own first."""
    return [{"name": name, "latin": latin_beside(name)} for name in identity.names]
