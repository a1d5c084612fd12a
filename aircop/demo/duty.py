"""Duty rosters of the demo world: in each unit a day and a night officer for a week, and a supervisor who stands in."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from aircop.access.roles import Role
from aircop.demo.desks import COUNTRIES
from aircop.demo.people import serving
from aircop.demo.places import UNITS, UnitPlan
from taskforces.services.duty import Shift, add_duty_shift

CHANGE = time(6)  # when the night hands over to the day
DAYS = 7


def man_desks(world: Any) -> None:
    """Let a supervisor of each unit fill its roster for a week, as it would on a Sunday."""
    for plan in UNITS:
        _man(world, plan)


def _man(world: Any, plan: UnitPlan) -> None:
    unit, keeper = world.units[plan.code], serving(plan.code, Role.SUPERVISOR)[0]
    zone = ZoneInfo(unit.airport.timezone)
    now = timezone.now().astimezone(zone)
    morning = datetime.combine((now - timedelta(hours=CHANGE.hour)).date(), CHANGE, tzinfo=zone)
    half, languages = timedelta(hours=12), COUNTRIES[unit.airport.country_id][0]
    watches = [(person, half * number, half) for number, person in enumerate(serving(plan.code, Role.OFFICER)[:2])]
    for person, after, length in (*watches, (keeper, timedelta(0), half * 2)):
        starts = morning + after
        if starts + length <= now:
            starts += timedelta(days=1)
        shift = Shift(
            person=world.people[person.email],
            starts_at=starts,
            ends_at=starts + length,
            languages=languages,
            backup=person is keeper,
        )
        add_duty_shift(actor=world.bind(keeper, plan.code), task_force=unit, shift=shift, days=DAYS)
