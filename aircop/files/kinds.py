"""Which files are taken: four kinds, known by their first bytes, with the size of a picture read from its header."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aircop.errors import Invalid

MOST_BYTES = 25_000_000
MOST_PIXELS = 40_000_000

type Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its media type, the ending that its name gets, the other endings it may keep."""

    media_type: str
    ending: str
    also: frozenset[str] = frozenset()

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown."""
        return self.media_type.startswith("image/")


JPEG = Kind("image/jpeg", "jpg", frozenset({"jpeg"}))
PNG = Kind("image/png", "png")
WEBP = Kind("image/webp", "webp")
PDF = Kind("application/pdf", "pdf")
KINDS = {kind.media_type: kind for kind in (JPEG, PNG, WEBP, PDF)}

TAKEN = gettext_lazy("Send a JPEG, PNG or WebP picture, or a PDF.")
# Kinds that are refused with more than that, because people meet them.
HEIC = gettext_lazy(
    "This is a HEIC picture. Set the camera to “Most compatible” (JPEG), or take the picture from this page."
)
FILM = gettext_lazy("Films are not kept here. Take a picture of the moment, and lodge the film as evidence.")
DRAWING = gettext_lazy("Drawings (SVG) can hold programs. Send a picture of it: a screenshot, a PNG or a PDF.")


@dataclass(frozen=True, slots=True)
class Content:
    """What the bytes say they are."""

    kind: Kind
    width: int | None = None
    height: int | None = None


def look_at(data: bytes) -> Content:
    """Return what a file is. Refuses, with a reason that says what to do, what is empty, too big or not on the list.

    A picture's size is read from its header: nothing is decoded here, so that a small file cannot become a huge one.
    """
    if not data:
        raise Invalid(_("The file is empty. Choose it again."), field="file")
    if len(data) > MOST_BYTES:
        raise too_big()
    kind = _kind(data)
    if not kind.is_picture:
        return Content(kind)
    size = SIZES[kind](data)
    if size is None or 0 in size:
        raise Invalid(_("The picture is damaged: its size cannot be read. Take or send it again."), field="file")
    if size[0] * size[1] > MOST_PIXELS:
        words = _("The picture has %(pixels)d million pixels, more than the %(most)d that are taken. Make it smaller.")
        pixels = -(-size[0] * size[1] // 1_000_000)
        raise Invalid(words % {"pixels": pixels, "most": MOST_PIXELS // 1_000_000}, field="file")
    return Content(kind, *size)


def too_big() -> Invalid:
    """Return the refusal of what is bigger than a file may be."""
    words = _("The file is bigger than %(most)d MB. Send a smaller picture, or the pages that matter.")
    return Invalid(words % {"most": MOST_BYTES // 1_000_000}, field="file")


def _kind(data: bytes) -> Kind:
    """Return the kind, by what the bytes begin with."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"%PDF-"):
        return PDF
    raise Invalid(str(_known_refusal(data) or TAKEN), field="file")


def _known_refusal(data: bytes) -> str | Promise:
    if data[4:8] == b"ftyp":
        return HEIC if data[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"} else FILM
    return DRAWING if b"<svg" in data[:4096].lower() else ""


def _png(data: bytes) -> Size | None:
    if data[12:16] != b"IHDR" or len(data) < 24:  # noqa: PLR2004
        return None
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _webp(data: bytes) -> Size | None:
    """Read the one of three headers that a WebP has: simple, lossless, extended."""
    if len(data) < 30:  # noqa: PLR2004
        return None
    match data[12:16]:
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
        case b"VP8L" if data[20] == 0x2F:  # noqa: PLR2004
            bits = int.from_bytes(data[21:25], "little")
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None


ALONE = {0x01, *range(0xD0, 0xDA)}  # markers of a JPEG that no length follows
SCAN, NOT_FRAMES = 0xDA, {0xC4, 0xC8, 0xCC}


def _jpeg(data: bytes) -> Size | None:
    """Walk the segments as far as the frame, whose header holds height and width."""
    place = 2
    while place + 9 <= len(data):
        if data[place] != 0xFF:  # noqa: PLR2004
            return None
        marker = data[place + 1]
        if marker == 0xFF:  # noqa: PLR2004  filling
            place += 1
        elif marker in ALONE:
            place += 2
        elif 0xC0 <= marker <= 0xCF and marker not in NOT_FRAMES:  # noqa: PLR2004
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return int.from_bytes(width), int.from_bytes(height)
        elif marker == SCAN:
            return None
        else:
            place += 2 + max(int.from_bytes(data[place + 2 : place + 4]), 2)
    return None


SIZES: dict[Kind, Callable[[bytes], Size | None]] = {JPEG: _jpeg, PNG: _png, WEBP: _webp}
