"""`manage.py audit_verify`: tells whether the log is what it was."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from aircop.access.unscoped import unscoped
from aircop.audit.chain import verify

HEX = 64


def _head(text: str) -> tuple[int, str]:
    """Read a place and its digest."""
    place, _, digest = text.partition(":")
    if not (place.isascii() and place.isdigit() and len(digest) == HEX):
        message = "A head is written as PLACE:DIGEST, for example 1200:9f86d081..."
        raise ArgumentTypeError(message)
    return int(place), digest


class Command(BaseCommand):
    """Walks the hash chain; exit 1 and the first bad entry if anything was altered, removed or reordered."""

    help = "Walk the hash chain of the audit; exit 1 and name the first bad entry if anything was altered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take heads that were kept outside the database."""
        told = "a head as the log told it when it was published; may be given several times"
        parser.add_argument("--head", action="append", default=[], type=_head, metavar="PLACE:DIGEST", help=told)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Walk it and say what was found."""
        with unscoped("verifying the audit chain") as alias:
            connections[alias].ensure_connection()
            found = verify(connections[alias].connection, *options["head"])
        if found.fault:
            self.stderr.write(f"The audit was tampered with after place {found.sealed}: {found.fault}.")
            raise SystemExit(1)
        self.stdout.write(f"The audit is sound: {found.sealed} entries sealed, head {found.head}.")
