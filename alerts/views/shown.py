"""An alert as its page shows it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.reference.queries import airport_name, label
from aircop.web.words import in_zone
from alerts.enums import Step
from alerts.models import Addressee, Alert
from alerts.queries.escalation import Taken
from seizures.enums import Precision

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


def facts_of(alert: Alert) -> list[dict[str, str]]:
    """Return what the alert is about and until when, each with its words; what was not said is left out."""
    waits = alert.review_by if not alert.reviewed_at else None
    zone = alert.task_force.airport.timezone
    told = [
        (_("Flight"), alert.flight_number),
        (_("Route"), f" {EN_DASH} ".join(airport_name(code) for code in alert.route)),
        (_("Substance"), label("substance", alert.substance) if alert.substance else ""),
        (_("Concealment"), label("concealment", alert.concealment) if alert.concealment else ""),
        (_("Carried by"), label("conveyance", alert.conveyance) if alert.conveyance else ""),
        (_("Told"), in_zone(alert.published_at, zone, Precision.MINUTE) if alert.published_at else ""),
        (_("Valid until"), in_zone(alert.valid_until, zone, Precision.MINUTE)),
        (_("Answer until"), in_zone(alert.answer_by, zone, Precision.MINUTE) if alert.answer_by else ""),
        (
            _("Review until"),
            in_zone(waits, zone, Precision.MINUTE) if waits else "",
        ),
    ]
    return [{"label": name, "value": value} for name, value in told if value]
