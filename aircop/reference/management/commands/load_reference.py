"""`manage.py load_reference`: bring the shipped code lists and airports in; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from aircop.reference.services import load_reference


class Command(BaseCommand):
    """Load code lists, airports and conversion factors."""

    help = "Load code lists, airports and conversion factors. Running it again changes nothing."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, and print what is there per list and what changed per table."""
        result = load_reference()
        if options["verbosity"]:
            for name, codes in result.lists.items():
                self.stdout.write(f"{name}: {codes} codes")
            for name, count in result.tables.items():
                self.stdout.write(f"table {name}: {count.shipped} rows, {count.added} added, {count.changed} changed")
