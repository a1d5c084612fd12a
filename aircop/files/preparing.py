"""What happens to a file after it was filed: it is scanned, where there is a scanner, and drawn anew to be shown.

What is still to be done stands in the rows, so nothing is lost when a worker dies: whoever comes next takes a row that
nobody holds.
"""

import subprocess
import sys
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from aircop.access.unscoped import unscoped
from aircop.files import scanning, storage
from aircop.files.drawing import CANNOT
from aircop.files.models import Scan, StoredFile, View

log = structlog.get_logger()

PROGRAM = Path(__file__).with_name("drawing.py")
WAIT_SECONDS = 40
TRIES = 3


def prepare_files(most: int = 50) -> int:
    """Prepare what waits, up to so many; return how many were prepared."""
    done = 0
    while done < most and _prepare_next():
        done += 1
    return done


def _prepare_next() -> bool:
    with unscoped("pictures are drawn from what was filed") as alias, transaction.atomic(using=alias):
        waiting = StoredFile.objects.using(alias).filter(_waiting(), tries__lt=TRIES)
        file = waiting.select_for_update(skip_locked=True).order_by("tries", "id").first()
        if file is None:
            return False
        file.tries += 1
        _scan(file)
        _draw(file)
        file.save(using=alias, update_fields=["scan", "scanned_at", "view", "tries"])
    return True


def _waiting() -> Q:
    return Q(view=View.WAITING) | Q(scan=Scan.UNSCANNED) if settings.CLAMD else Q(view=View.WAITING)


def _scan(file: StoredFile) -> None:
    """Ask the scanner, if there is one; a scanner that does not answer leaves the file unscanned, to be tried again."""
    if not settings.CLAMD or file.scan != Scan.UNSCANNED:
        return
    try:
        clean = scanning.is_clean(storage.get(storage.content_name(file.sha256)), settings.CLAMD)
    except OSError:
        log.warning("The scanner does not answer.")
        return
    file.scan, file.scanned_at = (Scan.CLEAN if clean else Scan.INFECTED), Now()


def _draw(file: StoredFile) -> None:
    if file.view != View.WAITING:
        return
    pictures = None if file.scan == Scan.INFECTED else drawn(storage.get(storage.content_name(file.sha256)), file)
    if pictures:
        for size, data in zip((storage.LARGE, storage.THUMB), pictures, strict=True):
            storage.put(storage.content_name(file.sha256, size), data)
        file.view = View.READY
    elif pictures is None or file.tries >= TRIES:
        file.view = View.FAILED


def drawn(data: bytes, file: StoredFile) -> tuple[bytes, bytes] | tuple[()] | None:
    """Return both pictures; nothing where the process was stopped, None where there is no picture in the bytes."""
    command = [sys.executable, "-I", str(PROGRAM), file.media_type]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=WAIT_SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        return ()
    if done.returncode == CANNOT:
        return None
    if done.returncode:
        return ()
    length = int.from_bytes(done.stdout[:4])
    return done.stdout[4 : 4 + length], done.stdout[8 + length :]
