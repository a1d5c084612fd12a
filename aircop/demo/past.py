"""The older stories as rows, laid set-based: what became of them is known, and nobody acts on them one by one."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aircop.access.models import new_id
from aircop.demo.details import leg_date
from aircop.demo.stories import Story
from seizures.enums import SeizureStatus as S
from seizures.models import Item, RouteLeg, Seizure
from seizures.services.found import Found, item_of

ENDS = {"log": S.SUBMITTED, "correct": S.SUBMITTED, "draft": S.SUBMITTED, "reject": S.REJECTED, "verify": S.VERIFIED,
        "lock": S.LOCKED}  # fmt: skip


def rows_of(story: Story, world: Any, reference: str) -> tuple[Seizure, list[Item], list[RouteLeg]]:
    """Return a story as unsaved rows, at its end: a seizure, what was found and the route."""
    unit, at = world.units[story.unit.code], {act.verb: act.at for act in story.acts}
    airport = world.airports[story.unit.airport]
    last = next(ENDS[act.verb] for act in reversed(story.acts) if act.verb in ENDS)
    judged = last in {S.VERIFIED, S.LOCKED}
    verifier = next((world.people[act.by.email] for act in story.acts if act.verb == "verify"), None)
    seizure = Seizure(
        id=new_id(),
        reference=reference,
        status=last,
        task_force=unit,
        airport=airport,
        access_list_id=unit.default_list_id,
        root_list_id=unit.default_list_id,
        owner_agency=world.agencies[_agency(story)].pk,
        owner_unit=unit.pk,
        recorded_by=world.people[story.author.email],
        recorded_at=story.acts[0].at,
        lead_agency=world.agencies[story.lead_agency],
        occurred_at=story.occurred_at,
        occurred_zone=airport.timezone,
        occurred_on=_day(story.occurred_at, airport.timezone),
        trigger=story.details.trigger,
        submitted_at=story.acts[0].at + timedelta(minutes=4),
        verified_by=verifier if judged else None,
        verified_at=at["verify"] if judged else None,
        locked_at=at["lock"] if last == S.LOCKED else None,
        rejection="INC" if last == S.REJECTED else "",
        version=len(story.acts) + 1,
        **story.facts,
        **story.details.countries,
    )
    return seizure, [_item(seizure, n, found) for n, found in enumerate(_found(story), 1)], _legs(world, seizure, story)


def _agency(story: Story) -> str:
    return next(place.agency for place in story.author.places if place.unit == story.unit.code)


def _found(story: Story) -> list[Found]:
    return [story.found, *story.details.more]


def _day(at: datetime, zone: str) -> Any:
    return at.astimezone(ZoneInfo(zone)).date()


def _item(seizure: Seizure, sequence: int, found: Found) -> Item:
    item = item_of(seizure, found)
    item.sequence = sequence
    return item


def _legs(world: Any, seizure: Seizure, story: Story) -> list[RouteLeg]:
    return [
        RouteLeg(
            seizure=seizure,
            sequence=place,
            kind=leg.kind,
            airport=world.airport(leg.airport),
            country=world.airport(leg.airport).country_id,
            flight_number=leg.flight,
            date=leg_date(seizure.occurred_on, leg),
            source=leg.source,
        )
        for place, leg in enumerate(story.details.legs, 1)
    ]
