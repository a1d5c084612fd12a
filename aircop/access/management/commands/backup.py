"""Write the whole installation to one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from aircop import env
from aircop.local import Unavailable, dump


class Command(BaseCommand):
    """`manage.py backup FILE`, with the owner's login in DATABASE_OWNER_URL."""

    help = "Writes database and files to one file, readable by this user alone."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the file and say what it holds."""
        files = Path(settings.DATA_DIR, "files")
        try:
            rows = dump.backup(options["file"], owner_url=env.text("DATABASE_OWNER_URL"), files=files)
        except Unavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']}: {sum(rows.values())} rows of {len(rows)} tables, and the files")
