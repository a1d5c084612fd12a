"""Hostile files, and odd ones: each refused with a reason that says what to do, or made harmless."""

import hashlib
from typing import Any

import pytest

from aircop.errors import Invalid
from aircop.files import storage
from aircop.files.kinds import JPEG, MOST_BYTES, PDF, PNG, WEBP, look_at
from aircop.files.models import View
from aircop.files.names import clean_name, disposition
from aircop.files.preparing import prepare_files
from seizures.models import Attachment
from seizures.services.attachment import attach_file
from tests.cast import Cast
from tests.factories import pictures

RLO, LRM, ZWJ = "\u202e", "\u200e", "\u200d"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (pictures.SVG, "screenshot"),
        (pictures.GIF_AND_SCRIPT, "JPEG, PNG or WebP"),
        (pictures.HEIC, "Most compatible"),
        (pictures.FILM, "evidence"),
        (b"MZ" + bytes(100), "JPEG, PNG or WebP"),
        (b"<html><script>alert(1)</script>", "JPEG, PNG or WebP"),
        (bytes(26_000_000), "bigger than 25 MB"),
        (pictures.hollow_png(9_000, 9_000), "81 million pixels"),
        (pictures.hollow_png(50_000, 50_000), "2500 million pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(4), "damaged"),
        (pictures.photo()[:120], "damaged"),
        (b"RIFF\0\0\0\0WEBPxxxx" + bytes(40), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refusal:
        look_at(data)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(("kind", "name"), [(JPEG, "JPEG"), (PNG, "PNG"), (WEBP, "WEBP")])
def test_a_picture_s_size_stands_in_its_header(kind: Any, name: str) -> None:
    found = look_at(pictures.photo(301, 203, kind=name))
    assert (found.kind, found.width, found.height) == (kind, 301, 203)


def test_every_form_of_a_header_is_read() -> None:
    lossless = pictures.photo(301, 203, kind="WEBP", lossless=True)
    extended = pictures.photo(301, 203, kind="WEBP", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
    progressive = pictures.photo(301, 203, progressive=True)
    for data in (lossless, extended, progressive):
        found = look_at(data)
        assert (found.width, found.height) == (301, 203)
    assert look_at(pictures.PDF_WITH_SCRIPT).kind == PDF


@pytest.mark.parametrize(
    ("given", "kind", "clean"),
    [
        ("IMG_0001.JPG", JPEG, "IMG_0001.jpg"),
        ("photo.jpeg", JPEG, "photo.jpeg"),
        ("photo.png", JPEG, "photo.jpg"),
        ("invoice.pdf.exe", JPEG, "invoice.pdf.jpg"),
        ("../../etc/passwd", PNG, "passwd.png"),
        ("C:\\Users\\x\\scan.pdf", PDF, "scan.pdf"),
        (f"invoice{RLO}gpj.exe", PDF, "invoicegpj.pdf"),
        (f"{LRM}{RLO}", JPEG, "picture.jpg"),
        ("", PDF, "document.pdf"),
        ("...", WEBP, "picture.webp"),
        ("a\0b\r\nc\t d.jpg", JPEG, "ab c d.jpg"),
        ('x"; filename="evil.html', PDF, "x_; filename=_evil.pdf"),
        ("صورة الحقيبة.jpg", JPEG, "صورة الحقيبة.jpg"),
        ("é" * 300 + ".jpg", JPEG, "é" * 96 + ".jpg"),
    ],
)
def test_names_are_made_harmless(given: str, kind: Any, clean: str) -> None:
    assert clean_name(given, kind) == clean
    assert clean_name(clean, kind) == clean


def test_a_download_is_named_for_old_and_new_browsers() -> None:
    header = disposition("Reçu “bag”.pdf", "application/pdf")
    assert header == "attachment; filename=\"Recu _bag_.pdf\"; filename*=UTF-8''Re%C3%A7u%20%E2%80%9Cbag%E2%80%9D.pdf"
    assert "\n" not in disposition("a\r\nSet-Cookie: x.jpg", "image/jpeg")
    assert header.isascii()


# What is taken, drawn anew --------------------------------------------------------------------------------------------


def filed(cast: Cast, data: bytes, name: str = "IMG.jpg") -> Attachment:
    """File a picture and let the worker draw it."""
    made = attach_file(actor=cast.officer.actor, seizure=cast.seizure(), name=name, data=data)
    prepare_files()
    made.file.refresh_from_db()
    return made


def shown(made: Attachment, size: str) -> bytes:
    """Return the picture that pages show."""
    return storage.get(storage.content_name(made.file.sha256, size))


@pytest.mark.django_db
@pytest.mark.usefixtures("file_store")
class TestDrawing:
    """The child process draws; the original is never touched."""

    def test_position_and_camera_are_not_shown_and_the_original_stays(self, cast: Cast) -> None:
        data = pictures.photo_with_position()
        assert pictures.position_of(data)
        made = filed(cast, data)
        assert made.file.view == View.READY
        for size in (storage.THUMB, storage.LARGE):
            picture = shown(made, size)
            assert pictures.position_of(picture) is None
            assert b"SecretCamera" not in picture
            assert b"Exif" not in picture
            assert pictures.size_of(picture)[0] < pictures.size_of(picture)[1]  # upright, as the camera was held
        assert hashlib.sha256(storage.get(storage.content_name(made.file.sha256))).hexdigest() == made.file.sha256
        assert pictures.position_of(storage.get(storage.content_name(made.file.sha256)))

    def test_a_thumbnail_is_light_whatever_it_shows(self, cast: Cast) -> None:
        made = filed(cast, pictures.noise(3_000, 2_000))
        assert len(shown(made, storage.THUMB)) <= 30_000
        assert max(pictures.size_of(shown(made, storage.THUMB))) == 320
        assert max(pictures.size_of(shown(made, storage.LARGE))) == 1_600

    def test_a_picture_that_is_a_page_too_is_only_a_picture(self, cast: Cast) -> None:
        made = filed(cast, pictures.jpeg_and_script(), "page.html")
        assert made.file.name == "page.jpg"
        assert b"script" not in shown(made, storage.LARGE)

    @pytest.mark.parametrize("data", [pictures.photo()[:4_000], pictures.photo(kind="PNG")[:600]], ids=["jpeg", "png"])
    def test_a_truncated_picture_is_kept_and_not_shown(self, cast: Cast, data: bytes) -> None:
        made = filed(cast, data)
        assert made.file.view == View.FAILED
        assert storage.get(storage.content_name(made.file.sha256)) == data

    def test_a_bomb_of_text_ends_its_process_alone(self, cast: Cast) -> None:
        assert filed(cast, pictures.lying_png()).file.view in {View.FAILED, View.READY}

    def test_see_through_pictures_stand_on_white(self, cast: Cast) -> None:
        made = filed(cast, pictures.clear_png())
        assert pictures.corner_of(shown(made, storage.THUMB)) > (250, 250, 250)

    def test_the_biggest_picture_that_is_taken_is_drawn(self, cast: Cast) -> None:
        made = filed(cast, pictures.hollow_png(6_320, 6_320))
        assert made.file.view == View.READY

    def test_a_document_is_not_drawn(self, cast: Cast) -> None:
        made = filed(cast, pictures.PDF_WITH_SCRIPT, "report.pdf")
        assert made.file.view == View.NONE


def test_the_limit_leaves_room_for_the_form_around_it() -> None:
    """The proxy takes 26 MB: the biggest file and the words around it pass."""
    assert MOST_BYTES + 500_000 < 26_000_000
