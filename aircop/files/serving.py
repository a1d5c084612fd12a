"""Giving files out: the original as a download that no browser opens, the drawn picture as a picture alone."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from aircop.errors import Missing, NotAllowed
from aircop.files import storage
from aircop.files.models import Scan, StoredFile, View
from aircop.files.names import disposition

CLOSED = "sandbox; default-src 'none'"


def download(file: StoredFile, *, mark: str = "") -> HttpResponse:
    """Return the original. Whoever calls made sure that the reader sees the record, and identities on it.

    `mark` is the handling code of the record: it stands in the name under which the file is saved.
    """
    if file.scan == Scan.INFECTED:
        raise NotAllowed(_("The scanner found this file malicious, so it is locked away."), code="infected")
    name = f"{mark} {file.name}" if mark else file.name
    return _sent(storage.content_name(file.sha256), file.media_type, disposition(name, file.media_type))


def picture(file: StoredFile, size: str) -> HttpResponse:
    """Return the picture drawn from it, `thumb` or `large`; Missing as long as there is none."""
    if file.view != View.READY or size not in {storage.THUMB, storage.LARGE}:
        raise Missing
    return _sent(storage.content_name(file.sha256, size), "image/webp", f'inline; filename="{size}.webp"')


def _sent(name: str, media_type: str, how: str) -> HttpResponse:
    try:
        body = storage.get(name)
    except FileNotFoundError:
        raise Missing from None
    answer = HttpResponse(body, content_type=media_type)
    answer.headers["Content-Disposition"] = how
    answer.headers["Content-Security-Policy"] = CLOSED
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
