"""The mails that the demo keeps in a folder instead of sending them, each for the person to whom it is addressed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from operator import attrgetter
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from aircop.accounts.models import User
from aircop.errors import Missing

NEWEST = 500  # files that are looked through
BETWEEN = b"-" * 79 + b"\n"  # two mails in one file


EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Mail:
    """One mail as it would have arrived."""

    at: datetime
    subject: str
    text: str


@require_GET
def demo_mail(request: ActorRequest) -> HttpResponse:
    """Show one's own mails, the newest first; where mail is sent, there is no such page."""
    mailer: Any = settings.MAILERS["default"]
    folder = mailer.get("OPTIONS", {}).get("file_path")
    if not (settings.DEMO and folder):
        raise Missing
    address = cast("User", request.user).email
    mails = sorted(_mails(Path(folder), address.lower()), key=attrgetter("at"), reverse=True)
    return render(request, "home/demo_mail.html", {"mails": mails, "address": address})


def _mails(folder: Path, address: str) -> Iterator[Mail]:
    for file in sorted(folder.glob("*.log"), reverse=True)[:NEWEST]:  # their names begin with the time
        for raw in file.read_bytes().split(BETWEEN):
            letter = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
            to = letter["To"].addresses if letter["To"] else ()
            if address in {each.addr_spec.lower() for each in to}:
                yield _mail(letter)


def _mail(letter: EmailMessage) -> Mail:
    body = letter.get_body(("plain",))
    at = letter["Date"].datetime if letter["Date"] else EPOCH
    return Mail(at, str(letter["Subject"] or ""), body.get_content() if body else "")
