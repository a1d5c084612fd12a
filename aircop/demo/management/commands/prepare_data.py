"""Bring a database to the present state: its roles, its tables, the reference data, and in the demo the world."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

from aircop import env
from aircop.local import Unavailable, roles

LOCKED = "10s"  # how long a migration waits for a table before it gives way


class Command(BaseCommand):
    """One process for what would otherwise be three starts."""

    help = "Makes missing roles, migrates, loads the reference data and, in demo mode, the demo world. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run each step; each is safe to repeat."""
        verbosity = options["verbosity"]
        try:
            roles.prepare_roles(*map(env.text, ("DATABASE_OWNER_URL", "DATABASE_URL", "DATABASE_SYSTEM_URL")))
        except Unavailable as error:
            raise CommandError(str(error)) from error
        migrate(verbosity)
        steps = ["load_reference", *(["load_demo"] if settings.DEMO else [])]
        for step in steps:
            if step in get_commands():
                call_command(step, verbosity=verbosity)


def migrate(verbosity: int) -> None:
    """Migrate, without letting requests queue behind a table that somebody else holds: then it is tried again later."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCKED])
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        message = "Somebody holds a table that must change, so a step was not done. Run it again: steps done stay."
        raise CommandError(message) from error
