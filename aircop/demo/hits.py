"""Hit / no hit in the demo world: two agencies take part, and one traveller was met by both."""

from typing import TYPE_CHECKING

from django.db.models import F

from aircop.access.roles import Role
from aircop.demo.people import ABOVE, PEOPLE, PersonPlan
from seizures.enums import Handling
from seizures.models import Person
from seizures.services.person import Paper, identify_person
from taskforces.queries.hit_opening import desks_for_hits
from taskforces.services.hit_opening import open_hits

if TYPE_CHECKING:
    from aircop.demo.world import World

SIDES = ("CI-DDA", "GH-NIS")
PAPER = Paper(kind="passport", number="XK4410287", issuer="GN")


def let_numbers_meet(world: "World") -> None:
    """The administrators of both agencies switch it on; an officer of each adds the same passport to a courier."""
    for agency in SIDES:
        admin = next(
            each for each in ABOVE if (each.places[0].role, each.places[0].agency) == (Role.AGENCY_ADMIN, agency)
        )
        actor = world.bind(admin, None)
        desk = desks_for_hits(actor, world.agencies[agency]).order_by(F("agency").desc(nulls_last=True)).first()
        assert desk is not None  # noqa: S101  the directory of the demo has desks of every agency or its units
        open_hits(actor=actor, agency=world.agencies[agency], contact=desk)
    for agency in SIDES:
        _add_paper(world, _officer_of(agency))


def _officer_of(agency: str) -> PersonPlan:
    return next(each for each in PEOPLE if (each.places[0].role, each.places[0].agency) == (Role.OFFICER, agency))


def _add_paper(world: "World", officer: PersonPlan) -> None:
    """Add the passport to the last grown person whom the officer's agency met, if it met one."""
    place = officer.places[0]
    actor = world.bind(officer, place.unit)
    rows = Person.objects.visible_to(actor).filter(owner_agency=world.agencies[place.agency].pk, minor=False)
    known = rows.filter(identified_at__isnull=False, victim=False).exclude(seizure__status="draft")
    person = known.exclude(seizure__handling=Handling.H3).order_by("-recorded_at", "-id").first()
    if person is not None:
        identify_person(actor=actor, person=person, names={}, papers=[PAPER])
