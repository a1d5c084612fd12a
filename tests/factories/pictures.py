"""Pictures and documents, honest and hostile, made by code: none of them lies in the repository."""

import io
import struct
import zlib

from PIL import Image

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF_AND_SCRIPT = b"GIF89a/*" + bytes(20) + b"*/=1;alert(document.cookie)//"
PDF_WITH_SCRIPT = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>"
)
HEIC = bytes(4) + b"ftypheic" + bytes(40)
FILM = bytes(4) + b"ftypisom" + bytes(40)


def photo(width: int = 640, height: int = 480, *, kind: str = "JPEG", shade: int = 0, **options: object) -> bytes:
    """Return a picture that is no plain colour."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((shade % 256, 90, 200), (0, 0, width // 3, height // 3))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(width: int, height: int) -> bytes:
    """Return a picture that packs badly."""
    out = io.BytesIO()
    Image.effect_noise((width, height), 120).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def photo_with_position() -> bytes:
    """Return a photo whose EXIF tells where it was taken, by which camera; lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (5.0, 15.0, 43.0)
    return photo(640, 480, exif=exif.tobytes())


def position_of(data: bytes) -> object:
    """Return the position that a picture's metadata tells, or nothing."""
    with Image.open(io.BytesIO(data)) as image:
        return image.getexif().get_ifd(0x8825).get(2)


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height."""
    with Image.open(io.BytesIO(data)) as image:
        return image.size


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def hollow_png(width: int, height: int) -> bytes:
    """Return a PNG of a few KB that would be huge when decoded: a bomb."""
    row = b"\0" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row * min(512, height - done)) for done in range(0, height, 512)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def lying_png() -> bytes:
    """Return a PNG whose header says small and whose compressed text unpacks to 400 MB."""
    text = zlib.compress(bytes(400_000_000), 9)
    png = photo(32, 32, kind="PNG")
    return png[:33] + _chunk(b"zTXt", b"c\0\0" + text) + png[33:]


def jpeg_and_script() -> bytes:
    """Return a JPEG that is a page with a script as well."""
    data = photo()
    comment = b"<html><script>alert(1)</script>"
    return data[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment + data[2:]


def clear_png() -> bytes:
    """Return a picture that one can see through."""
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def corner_of(data: bytes) -> tuple[int, ...]:
    """Return the colour of the first pixel."""
    with Image.open(io.BytesIO(data)) as image:
        pixel = image.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return tuple(int(each) for each in pixel)
