"""Asks a ClamAV daemon about a file, where an installation runs one (`CLAMD=host:port`)."""

import socket

SECONDS = 30
PIECE = 65_536


def is_clean(data: bytes, address: str) -> bool:
    """Return whether the scanner found nothing; OSError when it does not answer in its own words."""
    host, _colon, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for begin in range(0, len(data), PIECE):
            piece = data[begin : begin + PIECE]
            scanner.sendall(len(piece).to_bytes(4) + piece)
        scanner.sendall(bytes(4))
        said = scanner.makefile("rb").read(1_000).rstrip(b"\0\n")
    if said.endswith(b" FOUND"):
        return False
    if said == b"stream: OK":
        return True
    message = "The scanner said neither yes nor no."
    raise OSError(message)
