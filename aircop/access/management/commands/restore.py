"""Bring a backup back into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from aircop import env
from aircop.local import Unavailable, dump


class Command(BaseCommand):
    """`manage.py restore FILE`, with all three logins given; refuses an installation that holds anything."""

    help = "Restores a backup into an empty database and an empty folder of files, and compares every count."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore, and say what came back."""
        owner, app, system = map(env.text, ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_SYSTEM_URL"))
        files = Path(settings.DATA_DIR, "files")
        try:
            rows = dump.restore(options["file"], owner_url=owner, app_url=app, system_url=system, files=files)
        except (Unavailable, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(rows.values())} rows of {len(rows)} tables came back, each count as in the backup")
