"""Draws the pictures that pages show, in a process of its own with little memory and time.

Run by its path, with nothing of the application: a hostile picture finds a decoder, its own bytes, and an end. The
picture comes in on the standard input and two WebP pictures go out, each behind its length in four bytes. They hold
pixels alone: no position, no device, no comment, no colour profile, nothing that stood behind the picture.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps

MEMORY, SECONDS = 1_200_000_000, 20
MOST_PIXELS = 40_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LARGE, THUMB = 1_600, 320  # the longer side
THUMB_BYTES = 30_000
CANNOT = 3  # the exit code that says: this is no picture


def main(media_type: str) -> int:
    """Draw both pictures; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        drawn = draw(sys.stdin.buffer.read(), FORMATS[media_type])
    except Exception:  # noqa: BLE001  whatever a hostile picture brings about
        return CANNOT
    for picture in drawn:
        sys.stdout.buffer.write(len(picture).to_bytes(4) + picture)
    return 0


def draw(data: bytes, kind: str) -> tuple[bytes, bytes]:
    """Return the large picture and the small one of at most 30 KB."""
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        image.draft("RGB", (LARGE, LARGE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LARGE, LARGE), reducing_gap=3)
        large = _on_white(upright)
    small = large.copy()
    small.thumbnail((THUMB, THUMB), reducing_gap=3)
    return _written(large, 80), _small(small)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the pixels alone; what was see-through becomes white."""
    if image.mode in {"RGB", "L"}:
        bare = image.convert("RGB")
    else:
        clear = image.convert("RGBA")
        bare = Image.new("RGB", clear.size, "white")
        bare.paste(clear, mask=clear)
    bare.info.clear()
    return bare


def _small(image: Image.Image) -> bytes:
    qualities = (70, 55, 40, 25, 10)
    pictures = (_written(image, quality) for quality in qualities)
    return next((picture for picture in pictures if len(picture) <= THUMB_BYTES), _written(image, 1))


def _written(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
