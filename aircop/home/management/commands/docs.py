"""`manage.py docs [--check]`: writes the generated pages, or says which are not current."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from aircop.home.docs import PAGES


class Command(BaseCommand):
    """Write the generated pages of `docs/`."""

    help = "Writes the generated pages of docs/; with --check says which are not current, and changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a page is not current")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Compare each page with what stands, and write those that differ."""
        with translation.override("en"):
            wanted = {settings.BASE_DIR / "docs" / name: page() for name, page in PAGES.items()}
        stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
        names = ", ".join(str(path.relative_to(settings.BASE_DIR)) for path in stale)
        if options["check"] and stale:
            message = f"Not current: {names}. Run `make docs`."
            raise CommandError(message)
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        self.stdout.write("All pages are current." if not stale else f"Written: {names}.")
