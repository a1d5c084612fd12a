"""What people of the demo world watch for, and when they are not to be woken."""

from datetime import time
from decimal import Decimal
from typing import Any

from aircop.access.roles import Role
from aircop.demo.people import serving
from alerts.enums import Mail, Severity
from alerts.services.quiet_hours import keep_quiet_hours
from alerts.services.subscription import Wanted, add_subscription

WATCHED: tuple[tuple[str, Role, Wanted], ...] = (
    ("ABJ1", Role.OFFICER, Wanted(name="Cocaïne par Addis-Abeba", via="ADD", substance_group="COC")),
    ("ABJ1", Role.SUPERVISOR, Wanted(name="Vers l'Europe, important", destination="FR", severity=Severity.HIGH)),
    ("ACC1", Role.OFFICER, Wanted(name="Swallowed or strapped on", concealment="BODY", mail=Mail.DAILY, hour=6)),
    ("LFW1", Role.OFFICER, Wanted(name="Plus de deux kilos", weight_kg=Decimal(2), mail=Mail.WEEKLY, hour=7)),
)


def watch_for_alerts(world: Any) -> None:
    """Let officers and supervisors keep subscriptions, and one of them sleep at night."""
    for unit, role, wanted in WATCHED:
        add_subscription(actor=world.bind(serving(unit, role)[0], unit), wanted=wanted)
    sleeper = world.bind(serving("LFW1", Role.OFFICER)[0], "LFW1")
    keep_quiet_hours(actor=sleeper, begins=time(22), ends=time(6), zone="Africa/Lome")
