"""The store: content under its SHA-256, pieces of uploads under their upload. Through Django's storage API alone."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

THUMB, LARGE = "thumb", "large"


def store() -> Storage:
    """Return the store of files; it lies outside what the web server gives out."""
    return storages["default"]


def content_name(sha256: str, size: str = "") -> str:
    """Return where content lies, or the picture of that size drawn from it."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}{f'.{size}.webp' if size else ''}"


def piece_name(upload_id: UUID, offset: int) -> str:
    """Return where a piece of an upload lies."""
    return f"uploads/{upload_id}/{offset}"


def put(name: str, data: bytes) -> None:
    """Write bytes under exactly this name, whatever was there."""
    place = store()
    if place.exists(name):
        place.delete(name)
    place.save(name, ContentFile(data))


def get(name: str) -> bytes:
    """Return the bytes under a name."""
    with store().open(name) as file:
        data: bytes = file.read()
    return data


def put_content(data: bytes, sha256: str) -> None:
    """Keep content under its hash. What a killed process left half-written there is written again."""
    name = content_name(sha256)
    if not (store().exists(name) and hashlib.sha256(get(name)).hexdigest() == sha256):
        put(name, data)


def drop(names: Iterable[str]) -> None:
    """Delete what is there of these names."""
    place = store()
    for name in names:
        place.delete(name)


def drop_content(sha256: str) -> None:
    """Delete content and every picture drawn from it."""
    drop(content_name(sha256, size) for size in ("", THUMB, LARGE))


def drop_pieces(upload_id: UUID, pieces: Iterable[int]) -> None:
    """Delete the pieces of an upload."""
    drop(piece_name(upload_id, offset) for offset in pieces)
