"""Threads and their messages as pages show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from aircop.access.actor import Actor
from aircop.reference.queries import label
from alerts.message_rules import acts_for, can_check_request, can_withdraw_request
from alerts.models import InformationRequest, Message, Thread
from alerts.queries.thread import locked_messages, messages_of, wrote


def row_of(actor: Actor, thread: Thread, unread: int) -> dict[str, Any]:
    """Return a thread as a row of the list."""
    others = [each for each in thread.parties.all() if not acts_for(actor, each.unit_id, each.agency_id)]
    return {
        "thread": thread,
        "unread": unread,
        "others": [each.unit.code if each.unit else each.agency.short_name for each in others],  # type: ignore[union-attr]
        **clock_of(actor, thread.requests.all()),
    }


def clock_of(actor: Actor, requests: Iterable[InformationRequest]) -> dict[str, Any]:
    """Return the clock that runs out first, and whether it waits for the reader's own side."""
    running = sorted((each for each in requests if each.runs), key=lambda each: each.due_at)
    if not running:
        return {"due": None, "ours": False, "paused": False}
    first = running[0]
    waits_for = (
        (first.from_unit_id, first.from_agency_id) if first.paused_at else (first.to_unit_id, first.to_agency_id)
    )
    due: datetime | None = None if first.paused_at else first.due_at
    return {"due": due, "ours": acts_for(actor, *waits_for), "paused": first.paused_at is not None}


def lines_of(actor: Actor, thread: Thread, requests: list[InformationRequest]) -> list[dict[str, Any]]:
    """Return the messages as far as the reader may read them; who wrote is named to the own side alone."""
    rows = messages_of(actor, thread)
    locked = locked_messages(actor, rows)
    by_message = {each.message_id: each for each in requests}
    return [_line(actor, row, by_message.get(row.pk), locked=row.pk in locked) for row in rows]


def _line(actor: Actor, row: Message, request: InformationRequest | None, *, locked: bool) -> dict[str, Any]:
    own = wrote(actor, row)
    line: dict[str, Any] = {
        "message": row,
        "own": own,
        "who": str(row.unit or row.agency),
        "by": row.by.name if own else "",
        "locked": locked,
        "grades": [label(name, code) for name in ("source_grade", "information_grade") if (code := getattr(row, name))],
        "files": [] if locked else list(row.files.all()),
        "request": request,
    }
    if request is not None:
        line |= {
            "refusal": label("refusal_reason", request.refusal) if request.refusal else "",
            "may_check": not locked and bool(can_check_request(actor, request)),
            "may_withdraw": bool(can_withdraw_request(actor, request)),
        }
    return line
