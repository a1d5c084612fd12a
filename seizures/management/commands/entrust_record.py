"""`manage.py entrust_record`: lets somebody manage a restricted record whose reader has left."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from aircop.errors import DomainError, Missing
from seizures.management.commands.erase_seizure import answerable
from seizures.models import Case, Seizure
from seizures.services.entrusting import entrust_record

KINDS: dict[str, type[Seizure | Case]] = {"seizure": Seizure, "case": Case}


class Command(BaseCommand):
    """With the owner's login in DATABASE_OWNER_URL."""

    help = "Lets a supervisor manage a restricted seizure or case that nobody manages any more."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which record, to whom, by which order, on whose word."""
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("reference", help="reference or id")
        parser.add_argument("--to", required=True, metavar="EMAIL", help="a supervisor of the record's task force")
        parser.add_argument("--order", required=True, help='the order: "who decided it, number, date"; it is kept')
        parser.add_argument("--instead", action="store_true", help="also when somebody manages it still: takes it away")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who answers for it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Entrust it, and say to whom."""
        actor = answerable(options["by"], "manage.py entrust_record")
        told = {name: options[name] for name in ("reference", "to", "order", "instead")}
        try:
            name = entrust_record(actor=actor, model=KINDS[options["kind"]], **told)
        except Missing as error:
            message = f"There is no {options['kind']} {options['reference']}."
            raise CommandError(message) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['reference']} is entrusted to {name}, who reads it from now on.")
