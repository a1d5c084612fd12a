"""`manage.py erase_seizure`: carries out an order of the law to erase one record."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.roles import Permission
from aircop.accounts.models import User, normal_email
from aircop.errors import DomainError, Missing
from seizures.services.erasure import erase_seizure


class Command(BaseCommand):
    """With the owner's login in DATABASE_OWNER_URL; it is asked for nothing and cannot be undone."""

    noun: ClassVar[str] = "seizure"
    act: ClassVar[Callable[..., bool]] = staticmethod(erase_seizure)
    help = "Empties one seizure, its parts and its history by order of the law, and withdraws it for good."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which record, by which order, on whose word."""
        parser.add_argument("reference", help="reference or id")
        parser.add_argument("--order", required=True, help='the order: "court, number, date"; the audit keeps it')
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who answers for it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Erase it, and say what is left to do."""
        try:
            done = self.act(
                actor=answerable(options["by"], f"manage.py erase_{self.noun}"),
                reference=options["reference"],
                order=options["order"],
            )
        except Missing as error:
            message = f"There is no {self.noun} {options['reference']}."
            raise CommandError(message) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if not done:
            self.stdout.write(f"{options['reference']} was erased before: nothing was done.")
            return
        self.stdout.write(f"{options['reference']} is erased. Now see to backups, exports and prints: docs/runbook.md.")


def answerable(email: str, client: str) -> Actor:
    """Return the person who answers for it, acting in the membership that lets records be erased, if there is one."""
    person = User.objects.filter(email=normal_email(email), is_active=True).first()
    if person is None:
        message = f"There is no open account {email}."
        raise CommandError(message)
    with transaction.atomic():
        actor = bind(Actor(subject_id=person.pk, name=person.name, client=client))
    entitled = [each for each in actor.memberships if each.may(Permission.ERASE_BY_LAW)]
    return actor.acting_as(entitled[0].membership_id) if entitled else actor
