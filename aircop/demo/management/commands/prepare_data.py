"""Bring the database to the present state: migrations as its owner, reference data, and in the demo its world."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, call_command, get_commands


class Command(BaseCommand):
    """One process for what would otherwise be three starts."""

    help = "Migrates, loads the reference data and, in demo mode, the demo world. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run each step; each is safe to repeat."""
        verbosity = options["verbosity"]
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        steps = ["load_reference", *(["load_demo"] if settings.DEMO else [])]
        for step in steps:
            if step in get_commands():
                call_command(step, verbosity=verbosity)
