"""Names of files as people gave them, made harmless: for pages, for disks, for the header of a download."""

import re
import unicodedata
from urllib.parse import quote

from anyascii import anyascii

from aircop.files.kinds import KINDS, Kind

LONGEST = 100
ENDING = re.compile(r"\.([A-Za-z0-9]{1,5})$")
# Control, format (marks that turn the direction of writing are among them), surrogates, private use, line ends.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def clean_name(given: str, kind: Kind) -> str:
    """Return a name without folders, unseen marks and a false ending.

    The ending says what the bytes are: `invoice.pdf.exe` that is a JPEG becomes `invoice.pdf.jpg`.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or not _unseen(char))
    tidy = " ".join(NOT_IN_NAMES.sub("_", unicodedata.normalize("NFC", seen)).split()).strip(" .")
    ending = ENDING.search(tidy)
    stem, right = (tidy[: ending.start()], ending[1].lower()) if ending else (tidy, "")
    kept = right if right in kind.also else kind.ending
    stem = stem[: LONGEST - len(kept) - 1].strip(" .") or ("picture" if kind.is_picture else "document")
    return f"{stem}.{kept}"


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN


def disposition(name: str, media_type: str) -> str:
    """Return the header that makes a browser save a file under its name: in ASCII, and in full (RFC 5987)."""
    full = clean_name(name, KINDS[media_type])
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", anyascii(full))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
