"""An alert as its page shows it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.reference.queries import airport_name, label
from aircop.web.templatetags.web import moment
from aircop.web.words import quantity
from alerts.enums import Step, Why
from alerts.models import Addressee, Alert, Delivery
from alerts.queries.escalation import Taken

EN_DASH = "\N{EN DASH}"


def addressees_shown(
    actor: Actor, rows: Iterable[Addressee], taken: Mapping[UUID, list[Taken]], again: Mapping[UUID, datetime]
) -> list[dict[str, Any]]:
    """Return whom an alert is for: who has it in hand (named to colleagues), the steps taken, when asked again."""
    own = {each.unit_id for each in actor.memberships} | {each.agency_id for each in actor.memberships}
    shown = []
    for row in rows:
        where = row.unit_id or row.agency_id
        steps = [each for each in taken.get(where, []) if each.step.step != Step.REVIEW] if where else []
        by = str(row.acknowledged_by or "") if where in own else ""
        shown.append({"row": row, "by": by, "steps": steps, "again": again.get(row.pk)})
    return shown


def facts_of(alert: Alert, *, closed: bool) -> list[dict[str, str]]:
    """Return what the alert is about and until when, each with its words; what was not said is left out.

    While its conditions keep it `closed` to the reader, until when alone.
    """
    zone = alert.task_force.airport.timezone
    about = [
        (_("Flight"), alert.flight_number),
        (_("Route"), f" {EN_DASH} ".join(airport_name(code) for code in alert.route)),
        (_("Substance"), label("substance", alert.substance) if alert.substance else ""),
        (_("Concealment"), label("concealment", alert.concealment) if alert.concealment else ""),
        (_("Carried by"), label("conveyance", alert.conveyance) if alert.conveyance else ""),
        (_("How much"), quantity(alert.weight_kg, "kg") if alert.weight_kg else ""),
    ]
    times = [
        (_("Told"), moment(alert.published_at, zone)),
        (_("Valid until"), moment(alert.valid_until, zone)),
        (_("Answer until"), moment(alert.answer_by, zone)),
        (_("Review until"), moment(alert.review_by if not alert.reviewed_at else None, zone)),
    ]
    return [{"label": name, "value": value} for name, value in [*([] if closed else about), *times] if value]


def reasons_told(row: Delivery | None) -> list[str]:
    """Return why its reader was told an alert, with the name of the subscription that it fits."""
    if row is None:
        return []
    if row.subscription is not None:
        own = [_("It fits your subscription “%(name)s”") % {"name": row.subscription.name}]
    else:
        own = [_("It fitted a subscription that you have removed")] if row.why == Why.OWN else []
    return [*([] if row.why == Why.OWN else [row.get_why_display()]), *own]
