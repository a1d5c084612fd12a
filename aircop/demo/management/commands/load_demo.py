"""Load the demo world, once."""

import time
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from aircop.demo import accounts_file
from aircop.demo.stories import PAST, RECENT, SEED
from aircop.demo.world import load_world, stands


class Command(BaseCommand):
    """Only in demo mode: its passwords are known to everybody."""

    help = "Loads a fictional world of twelve units and writes demo-accounts.json. A second run keeps the data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let tests load a smaller world."""
        parser.add_argument("--seizures", type=int, default=RECENT, help="of the last 90 days (default %(default)s)")
        parser.add_argument("--past", type=int, default=PAST, help="of the two years before (default %(default)s)")
        parser.add_argument("--seed", type=int, default=SEED, help="another seed tells other stories")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load what is not there, and see that the accounts file is right."""
        if not settings.DEMO:
            message = "The demo world is loaded in demo mode only: its passwords are known to everybody."
            raise CommandError(message)
        if stands():
            mended = accounts_file.mend()
            self.stdout.write("The demo world stands." + (" Its accounts file was written anew." if mended else ""))
            return
        begun = time.monotonic()
        world = load_world(seizures=options["seizures"], past=options["past"], seed=options["seed"])
        target = accounts_file.write(world.partners)
        self.stdout.write(
            f"Demo world loaded in {time.monotonic() - begun:.0f} s: {len(world.units)} units, {len(world.agencies)} "
            f"agencies, {len(world.people)} people, {options['seizures']} seizures of "
            f"the last 90 days and {options['past']} older ones. Accounts: {target}"
        )
