"""`manage.py events_parked`: what consumers failed on, and another try."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from aircop.events.runner import open_parked, retry_parked


class Command(BaseCommand):
    """List parked events, or have them tried again."""

    help = "List the events that a consumer failed on; with --retry, try them again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the choice of consumer and of act."""
        parser.add_argument("--consumer", help="only those of this consumer")
        parser.add_argument("--retry", action="store_true", help="try them again, once each")

    def handle(self, *_args: object, **options: Any) -> None:
        """List or retry."""
        if options["retry"]:
            well, badly = retry_parked(options["consumer"])
            self.stdout.write(f"{well} went well, {badly} stay parked.")
            return
        for parked in open_parked(options["consumer"]):
            when = parked.parked_at.isoformat(timespec="seconds")
            self.stdout.write(f"{parked}  {when}  {parked.attempts} tries  {parked.error}")
