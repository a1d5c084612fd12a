"""Threads, requests and closed groups for tests, written through the services."""

from typing import Any

from alerts.models import ClosedGroup, InformationRequest, Message, Thread
from alerts.services.group import Purpose, open_group
from alerts.services.message import Asked, Say, send_message
from alerts.services.request import Ask, ask_in_new_thread
from alerts.services.thread import Opening, open_thread
from tests.cast import Cast, Member

SUBJECT = "Two couriers on one booking"
NAME, NUMBER = "Traoré Moussa", "12 AB 34567"


def say(body: str = "Do you know him?", **told: Any) -> Say:
    """Return what a message says."""
    return Say(body=body, **told)


def opened(cast: Cast, by: Member | None = None, *, said: Say | None = None, **told: Any) -> Thread:
    """Begin a thread of ABJ1 with ACC1."""
    usual: dict[str, Any] = {"subject": SUBJECT}
    if "group" not in told:
        usual["units"] = [cast.acc]
    opening = Opening(**usual | told)
    return open_thread(actor=(by or cast.officer).actor, opening=opening, say=said or say("We arrested two."))


def wrote(member: Member, thread: Thread, body: str = "Noted.", **told: Any) -> Message:
    """Write one more message."""
    return send_message(actor=member.actor, thread=thread, say=say(body, **told))


def asked(cast: Cast, by: Member | None = None, **told: Any) -> InformationRequest:
    """Let ABJ1 ask ACC1 about a name and a passport."""
    said = told.pop("said", None) or say()
    opening = Opening(subject=told.pop("subject", SUBJECT), **told.pop("opening", {}))
    usual: dict[str, Any] = {"receiver": cast.acc, "about": Asked(name=NAME, number=NUMBER)}
    return ask_in_new_thread(actor=(by or cast.officer).actor, opening=opening, say=said, ask=Ask(**usual | told))


def grouped(cast: Cast, **told: Any) -> ClosedGroup:
    """Open a closed group led by ABJ1."""
    return grouped_by(cast.supervisor, **told)


def grouped_by(leader: Member, **told: Any) -> ClosedGroup:
    """Open a closed group led by the unit of a supervisor."""
    return open_group(actor=leader.actor, purpose=Purpose(**{"name": "Westerlies", **told}))
