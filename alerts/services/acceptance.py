"""Taking note of the conditions under which a message or an alert may be used."""

from typing import Any

from django.db import transaction

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.events import append
from alerts.events import AlertConditionsAccepted
from alerts.message_events import ConditionsAccepted
from alerts.message_rules import can_accept_conditions
from alerts.models import Acceptance, Alert, Message
from alerts.queries.alert import visible_alert
from alerts.queries.thread import visible_message, visible_thread
from alerts.rules import can_accept_alert


@transaction.atomic
def accept_conditions(*, actor: Actor, message: Message) -> Message:
    """Take note of the conditions of a message under H3: from then on the person reads it. Once is enough."""
    thread = visible_thread(actor, message.thread_id)
    message = visible_message(actor, thread, message.pk)
    require(can_accept_conditions(actor, message))
    if _first(actor, thread=thread, message=message):
        record(actor, "message.accept", about=thread, ids=[message.pk])
        append(ConditionsAccepted(thread.pk, message.pk), about=thread, actor=actor)
    return message


@transaction.atomic
def accept_alert(*, actor: Actor, alert: Alert) -> Alert:
    """Take note of the conditions of an alert under H3: from then on the person reads it. Once is enough."""
    alert = visible_alert(actor, alert.pk)
    require(can_accept_alert(actor, alert))
    if _first(actor, alert=alert):
        record(actor, "alert.accept", about=alert)
        append(AlertConditionsAccepted(alert.pk), about=alert, actor=actor)
    return alert


def _first(actor: Actor, **about: Any) -> bool:
    """Write that the person took note, unless it is written; of two requests at once one is the first."""
    return Acceptance.objects.get_or_create(**about, person_id=actor.subject_id)[1]
