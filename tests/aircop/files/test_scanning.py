"""A scanner beside the application is asked about each file, and what it finds is locked away."""

import socket
import struct
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest

from aircop.errors import NotAllowed
from aircop.files.models import Scan, StoredFile, View
from aircop.files.preparing import TRIES, prepare_files
from aircop.files.scanning import PIECE, is_clean
from aircop.files.serving import download
from seizures.services.attachment import attach_file
from tests.cast import Cast
from tests.factories import pictures

pytestmark = pytest.mark.django_db
OK, FOUND, BUSY = b"stream: OK\0", b"stream: Eicar-Signature FOUND\0", b"COMMAND READ TIMED OUT\0"


class Daemon:
    """Speaks the scanner's protocol: takes a stream piece by piece, answers, hangs up."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"
        self.says, self.heard = OK, []  # type: bytes, list[bytes]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _whence = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                pieces = []
                while length := struct.unpack("!I", stream.read(4))[0]:
                    assert length <= PIECE
                    pieces.append(stream.read(length))
                self.heard.append(b"".join(pieces))
                line.sendall(self.says)


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    scanner = Daemon()
    yield scanner
    scanner.door.close()


@pytest.fixture
def photo(cast: Cast, file_store: Any) -> Callable[[], StoredFile]:
    attached = attach_file(
        actor=cast.officer.actor, seizure=cast.seizure(), name="x.jpg", data=pictures.photo(400, 300)
    )
    return lambda: StoredFile.objects.get(pk=attached.file_id)


def test_the_whole_file_is_asked_about(daemon: Daemon) -> None:
    data = bytes(range(256)) * 1_000
    assert is_clean(data, daemon.address)
    assert daemon.heard == [data]
    daemon.says = FOUND
    assert not is_clean(data, daemon.address)
    daemon.says = BUSY
    with pytest.raises(OSError, match="neither yes nor no"):
        is_clean(data, daemon.address)


def test_a_clean_file_is_given_out(daemon: Daemon, photo: Callable[[], StoredFile], settings: Any) -> None:
    settings.CLAMD = daemon.address
    assert prepare_files() == 1
    file = photo()
    assert (file.scan, file.view) == (Scan.CLEAN, View.READY)
    assert file.scanned_at is not None
    assert download(file).status_code == 200
    assert prepare_files() == 0, "it is asked about once"
    assert len(daemon.heard) == 1


def test_what_the_scanner_finds_is_locked_away(daemon: Daemon, photo: Callable[[], StoredFile], settings: Any) -> None:
    settings.CLAMD, daemon.says = daemon.address, FOUND
    prepare_files()
    file = photo()
    assert (file.scan, file.view) == (Scan.INFECTED, View.FAILED)
    with pytest.raises(NotAllowed) as refused:
        download(file)
    assert refused.value.code == "infected"


def test_a_scanner_that_is_away_leaves_it_unscanned(
    daemon: Daemon, photo: Callable[[], StoredFile], settings: Any
) -> None:
    """The file stays to be had, marked as unscanned, and is asked about again a few times."""
    settings.CLAMD, daemon.says = daemon.address, BUSY
    prepare_files()
    file = photo()
    assert (file.scan, file.tries) == (Scan.UNSCANNED, TRIES)
    assert len(daemon.heard) == TRIES
    assert download(file).status_code == 200
