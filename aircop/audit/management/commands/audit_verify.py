"""`manage.py audit_verify`: tells whether the log is what it was."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from aircop.access.unscoped import unscoped
from aircop.audit.chain import verify


class Command(BaseCommand):
    """Walks the hash chain; exit 1 and the first bad entry if anything was altered, removed or reordered."""

    help = "Walk the hash chain of the audit; exit 1 and name the first bad entry if anything was altered."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Walk it and say what was found."""
        with unscoped("verifying the audit chain") as alias:
            connections[alias].ensure_connection()
            found = verify(connections[alias].connection)
        if found.fault:
            self.stderr.write(f"The audit was tampered with after place {found.sealed}: {found.fault}.")
            raise SystemExit(1)
        self.stdout.write(f"The audit is sound: {found.sealed} entries sealed, head {found.head}.")
