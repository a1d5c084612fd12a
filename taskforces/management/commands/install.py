"""Found an installation: its first platform administrator, agency, agency administrator and unit."""

import getpass
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import ProgrammingError, transaction

from aircop import env
from aircop.access.roles import Role
from aircop.accounts.models import User
from aircop.accounts.services.person import create_person
from aircop.errors import DomainError, Missing
from aircop.reference.models import Airport, Country
from aircop.reference.queries import airport, require_code
from taskforces.services.membership import start_membership
from taskforces.services.network import can_found_network, found_network, founder
from taskforces.services.task_force import open_task_force

UNPREPARED = "The database is not prepared. Run `manage.py prepare_data` first: it migrates and loads the code lists."
UNKNOWN_AIRPORT = "No airport has that IATA code."


class Refused(Exception):
    """An answer that cannot be taken; the text says why."""


def _shaped(pattern: str, words: str) -> Callable[[str], None]:
    def check(answer: str) -> None:
        if not re.fullmatch(pattern, answer):
            raise Refused(words)

    return check


def _email(answer: str) -> None:
    try:
        validate_email(answer)
    except ValidationError as error:
        raise Refused("This is not an e-mail address.") from error


def _agency_kind(answer: str) -> None:
    try:
        require_code("agency_kind", answer)
    except DomainError as error:
        raise Refused(error.reason) from error


def _country(answer: str) -> None:
    if answer and not Country.objects.filter(pk=answer).exists():
        raise Refused("No country has that code: two capital letters, or nothing for an international organisation.")


def _airport(answer: str) -> None:
    try:
        airport(answer)
    except Missing as error:
        raise Refused(UNKNOWN_AIRPORT) from error


_name = _shaped(r".{2,150}", "Write a name of 2 to 150 characters.")


@dataclass(frozen=True, slots=True)
class Question:
    """What must be known: the option's name, the words of the question, and what an answer must be."""

    name: str
    words: str
    check: Callable[[str], None]

    @property
    def option(self) -> str:
        """Return the option by which it is answered on the command line."""
        return "--" + self.name.replace("_", "-")


QUESTIONS = (
    Question("admin_email", "E-mail of the platform administrator", _email),
    Question("admin_name", "Name of the platform administrator", _name),
    Question("agency_code", "Code of the first agency (capitals, digits, hyphens: CI-DDA)",
             _shaped(r"[A-Z0-9-]{2,20}", "A code has 2 to 20 capitals, digits or hyphens.")),
    Question("agency_name", "Name of the agency", _name),
    Question("agency_short_name", "Its short name, for lists", _shaped(r".{2,40}", "Write 2 to 40 characters.")),
    Question("agency_kind", "Its kind (police, customs, drug-enforcement ...)", _agency_kind),
    Question("agency_country", "Its country (two letters; empty for an international organisation)", _country),
    Question("agency_admin_email", "E-mail of the agency's administrator", _email),
    Question("agency_admin_name", "Name of the agency's administrator", _name),
    Question("unit_code", "Code of the first task force (three capitals and a digit: ABJ1)",
             _shaped(r"[A-Z]{3}[0-9]", "A unit's code has three capitals and a digit.")),
    Question("unit_name", "Name of the task force", _name),
    Question("unit_airport", "IATA code of its airport", _airport),
)  # fmt: skip
# Never options: whoever lists the processes of the machine would read them.
PASSWORDS = {"admin_password": "ADMIN_PASSWORD", "agency_admin_password": "AGENCY_ADMIN_PASSWORD"}


class Command(BaseCommand):
    """Asks in a terminal for what the options leave open; without one, everything is an option."""

    help = (
        "Makes the first platform administrator, agency, agency administrator and task force. Refuses when one exists. "
        "Passwords are asked for, or read from ADMIN_PASSWORD and AGENCY_ADMIN_PASSWORD (or ..._FILE)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One option for each question."""
        for question in QUESTIONS:
            parser.add_argument(question.option, help=question.words)
        parser.add_argument("--no-input", action="store_true", help="ask nothing: refuse when something is missing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Found the installation, all or nothing."""
        _require_prepared()
        asking = sys.stdin.isatty() and not options["no_input"]
        answers = {
            question.name: self._answer(question, options[question.name], asking=asking) for question in QUESTIONS
        }
        secrets = {name: _password(name, variable, asking=asking) for name, variable in PASSWORDS.items()}
        try:
            _found(answers | secrets)
        except DomainError as error:
            raise CommandError(error.reason) from error
        self.stdout.write(
            f"Installed: {answers['admin_email']} administers the platform, {answers['agency_admin_email']} the agency "
            f"{answers['agency_code']}, whose task force is {answers['unit_code']}. Both set up a second factor when "
            "they first sign in."
        )

    def _answer(self, question: Question, given: str | None, *, asking: bool) -> str:
        """Return a right answer: the option's, or what is typed, asked again until it can be taken."""
        if given is None and not asking:
            message = f"Give {question.option}: {question.words}."
            raise CommandError(message)
        while True:
            answer = (input(f"{question.words}: ") if given is None else given).strip()
            try:
                question.check(answer)
            except Refused as refusal:
                if given is not None:
                    message = f"{question.option}: {refusal}"
                    raise CommandError(message) from refusal
                self.stderr.write(str(refusal))
            else:
                return answer


def _require_prepared() -> None:
    """Refuse a database without tables or airports, and an installation that was founded already."""
    try:
        verdict = can_found_network()
        prepared = Airport.objects.exists()
    except ProgrammingError as error:
        raise CommandError(UNPREPARED) from error
    if not prepared:
        raise CommandError(UNPREPARED)
    if not verdict:
        raise CommandError(verdict.reason)


def _password(name: str, variable: str, *, asking: bool) -> str:
    given = env.text(variable, "")
    if given:
        return given
    if not asking:
        message = f"Set {variable} (or {variable}_FILE)."
        raise CommandError(message)
    words = f"{name.replace('_', ' ').capitalize()}: "
    while (typed := getpass.getpass(words)) != getpass.getpass("Once more: "):
        sys.stderr.write("The two differ.\n")
    return typed


@transaction.atomic
def _found(answers: dict[str, str]) -> None:
    """Write it all: the platform administrator and its agency, the agency's administrator, the unit."""
    administrator = _person(answers, "admin")
    fields = {name: answers[f"agency_{name}"] for name in ("code", "name", "short_name", "kind")}
    agency = found_network(administrator=administrator, country=answers["agency_country"] or None, **fields).agency
    start_membership(actor=founder(), person=_person(answers, "agency_admin"), agency=agency, role=Role.AGENCY_ADMIN)
    place = airport(answers["unit_airport"])
    open_task_force(
        actor=founder(), code=answers["unit_code"], name=answers["unit_name"], airport=place, host_agency=agency
    )


def _person(answers: dict[str, str], who: str) -> User:
    return create_person(
        actor=founder(),
        email=answers[f"{who}_email"],
        name=answers[f"{who}_name"],
        password=answers[f"{who}_password"],
    )
