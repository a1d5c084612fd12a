"""Plays the demo world through the services: the organisation first, then its work, act by act."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.roles import Level, Role
from aircop.accounts.models import User
from aircop.accounts.services.client import Registration, register_client
from aircop.accounts.services.person import create_person
from aircop.demo.alerts import tell_alerts
from aircop.demo.cases import open_cases
from aircop.demo.desks import desks, milestones
from aircop.demo.details import ArrestPlan, leg_date
from aircop.demo.duty import man_desks
from aircop.demo.handed import hand_around
from aircop.demo.hits import let_numbers_meet
from aircop.demo.messages import write_messages
from aircop.demo.pairs import arrested_again, twins
from aircop.demo.past import rows_of
from aircop.demo.people import (
    ADMINISTRATOR,
    COORDINATOR,
    HAS_LEFT,
    PARTNERS,
    PASSWORD,
    PEOPLE,
    PersonPlan,
    serving,
    zone_of,
)
from aircop.demo.pictures import caption, photographed, picture
from aircop.demo.places import AGENCIES, OFFICE, PROGRAMME, UNITS
from aircop.demo.stories import PAST, RECENT, SEED, Act, SharePlan, Story, tell, tell_past
from aircop.reference.models import Airport
from aircop.reference.queries import airport
from seizures.enums import Handling
from seizures.management.rows import lay_rows, reserve
from seizures.models import Seizure
from seizures.services.arrest import record_arrest, record_outcome
from seizures.services.assistance import add_assisting_agency, add_external_reference
from seizures.services.attachment import Shows, attach_file
from seizures.services.person import Paper, PersonFacts, add_person, identify_person
from seizures.services.route import Leg, set_route
from seizures.services.seizure import Facts, change_seizure, log_seizure, submit_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import lock_seizure, reject_seizure, verify_seizure
from taskforces.models import Agency, Membership, TaskForce
from taskforces.services.agency import open_agency
from taskforces.services.contact_point import add_contact_point
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.milestone import reach_milestone
from taskforces.services.network import can_found_network, found_network, founder
from taskforces.services.task_force import admit_agency, open_task_force, share_unit_list

SOON = timedelta(seconds=2)  # the term of the share that is to end by itself


@dataclass
class World:
    """What has been made so far, by the codes of the plans."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    units: dict[str, TaskForce] = field(default_factory=dict)
    airports: dict[str, Airport] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)  # by e-mail
    memberships: dict[tuple[str, str | None], Membership] = field(default_factory=dict)  # by e-mail and unit
    partners: list[Registration] = field(default_factory=list)
    administrator: Actor = field(default_factory=founder)
    bound: Actor | None = None

    def airport(self, iata: str) -> Airport:
        """Return an airport, read once."""
        if iata not in self.airports:
            self.airports[iata] = airport(iata)
        return self.airports[iata]

    def bind(self, person: PersonPlan, unit: str | None) -> Actor:
        """Return the person's actor in a unit, bound to the transaction; bound anew only when somebody else acts."""
        membership = self.memberships[person.email, unit].pk
        user = self.people[person.email]
        if self.bound is None or self.bound.subject_id != user.pk:
            self.bound = bind(Actor(subject_id=user.pk, name=user.name))
        return self.bound.acting_as(membership)


def stands() -> bool:
    """Whether this installation has been founded already, as the demo or otherwise."""
    return not can_found_network()


@transaction.atomic
def load_world(*, today: date | None = None, seizures: int = RECENT, past: int = PAST, seed: int = SEED) -> World:
    """Play the whole world in one transaction: a load that was cut short leaves nothing behind."""
    world = World()
    today = today or timezone.now().date()
    _found(world)
    _open_places(world)
    began = datetime.combine(today, time(), timezone.get_default_timezone()) - timedelta(days=420)
    for person in PEOPLE:
        _seat(world, person, began)
    _let_partners_in(world)
    _share_with_programme(world)
    _tell_of_units(world, today)
    man_desks(world)
    _lay_past(world, tell_past(today=today, seizures=past, seed=seed))
    stories = arrested_again(tell(today=today, seizures=seizures, seed=seed), seed=seed, pairs=max(1, seizures // 60))
    _play(world, [*stories, *twins(stories, seed=seed, pairs=max(1, seizures // 30))])
    hand_around(world, open_cases(world, today=today))
    tell_alerts(world)
    write_messages(world)
    let_numbers_meet(world)
    _say_goodbye(world)
    return world


# The organisation -------------------------------------------------------------------------------------------------


def _found(world: World) -> None:
    """The first agency and its platform administrator, who then opens everything else."""
    user = _person(world, ADMINISTRATOR)
    founding = found_network(administrator=user, **_agency_fields(OFFICE))
    world.agencies[OFFICE.code] = founding.agency
    world.administrator = bind(Actor(subject_id=user.pk, name=user.name))


def _agency_fields(plan: Any) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in ("code", "name", "short_name", "kind", "country")}


def _open_places(world: World) -> None:
    for agency in AGENCIES:
        world.agencies[agency.code] = open_agency(actor=world.administrator, **_agency_fields(agency))
    wanted = {unit.airport for unit in UNITS}
    world.airports = {each.pk: each for each in Airport.objects.select_related("country").filter(pk__in=wanted)}
    for plan in UNITS:
        host, *others = (world.agencies[code] for code in plan.agencies)
        unit = open_task_force(
            actor=world.administrator,
            code=plan.code,
            name=plan.name,
            airport=world.airports[plan.airport],
            host_agency=host,
            kind=plan.kind,
        )
        for other in others:
            admit_agency(actor=world.administrator, task_force=unit, agency=other)
        world.units[plan.code] = unit


def _person(world: World, plan: PersonPlan) -> User:
    airport = zone_of(plan)
    user = create_person(
        actor=world.administrator,
        email=plan.email,
        name=plan.name,
        language=plan.language,
        timezone=world.airports[airport].timezone if airport else "UTC",
        password=PASSWORD if plan.signs_in else None,
    )
    world.people[plan.email] = user
    return user


def _seat(world: World, plan: PersonPlan, began: datetime) -> None:
    """Open the account and start the memberships, at different days of the year before the stories begin."""
    user = _person(world, plan)
    since = began + timedelta(days=random.Random(plan.email).randrange(300))  # noqa: S311 - reproducible
    for place in plan.places:
        world.memberships[plan.email, place.unit] = start_membership(
            actor=world.administrator,
            person=user,
            agency=world.agencies[place.agency],
            role=place.role,
            task_force=world.units[place.unit] if place.unit else None,
            valid_from=since,
        )


def _let_partners_in(world: World) -> None:
    for plan in PARTNERS:
        agency = world.agencies[plan.agency]
        partner = register_client(
            actor=world.administrator,
            name=plan.name,
            agency_id=agency.pk,
            scopes=plan.scopes,
            purpose=plan.purpose,
            client_id=plan.client_id,
        )
        start_membership(actor=world.administrator, person=partner.client.user, agency=agency, role=Role.PARTNER)
        world.partners.append(partner)


def _share_with_programme(world: World) -> None:
    """The coordinator sees what all units found, without identities."""
    for plan in UNITS:
        share_unit_list(
            actor=world.administrator,
            task_force=world.units[plan.code],
            agency=world.agencies[PROGRAMME.code],
            level=Level.VIEW,
            reason="Suivi du programme" if plan.language == "fr" else "Programme reporting",
        )


def _tell_of_units(world: World, today: date) -> None:
    """The coordinator records how far each unit has come, and fills the contact directory."""
    actor = world.bind(COORDINATOR, None)
    for plan in milestones(today):
        reach_milestone(
            actor=actor,
            task_force=world.units[plan.unit],
            kind=plan.kind,
            reached_on=plan.reached_on,
            document=plan.document,
        )
    for desk in desks(today):
        owner = world.units[desk.unit] if desk.unit else world.agencies[desk.agency]
        add_contact_point(actor=actor, owner=owner, desk=desk.desk, verified_on=desk.verified_on)


def _say_goodbye(world: World) -> None:
    end_membership(
        actor=world.administrator,
        membership=world.memberships[HAS_LEFT.email, HAS_LEFT.places[0].unit],
        reason="Posted to another service",
    )


# The stories ------------------------------------------------------------------------------------------------------


def _lay_past(world: World, stories: list[Story]) -> None:
    """Lay the older records unit by unit, numbered in the order in which they were handed in."""
    for plan in UNITS:
        unit, own = world.units[plan.code], [story for story in stories if story.unit == plan]
        rows: list[Model] = []
        for year, group in groupby(own, key=lambda story: story.acts[0].at.year):
            told = list(group)
            first = reserve(unit, year, len(told))
            for number, story in enumerate(told, first):
                seizure, items, legs = rows_of(story, world, f"{plan.code}-S-{year}-{number:06d}")
                rows += [seizure, *items, *legs]
        supervisor = serving(plan.code, Role.SUPERVISOR)[0]
        lay_rows(world.bind(supervisor, plan.code), unit, rows, why="Records of before the system")


def _play(world: World, stories: list[Story]) -> None:
    """Let every act happen in the order of its time."""
    acts = [(act.at, number, step, act) for number, story in enumerate(stories) for step, act in enumerate(story.acts)]
    photos = photographed(stories)
    seizures: dict[int, Seizure] = {}
    shares: dict[int, UUID] = {}
    for _at, number, _step, act in sorted(acts, key=lambda entry: entry[:3]):
        story = stories[number]
        actor = world.bind(act.by, story.unit.code)
        if act.verb in {"log", "draft"}:
            seizures[number] = _log(world, actor, story, submit=act.verb == "log")
            if number in photos:
                _photograph(actor, story, seizures[number], number)
        elif act.share is not None:
            shares[number] = _share(world, actor, seizures[number], act.share)
        elif act.verb == "unshare":
            unshare_seizure(actor=actor, seizure=seizures[number], share_id=shares[number])
        else:
            seizures[number] = _judge(actor, seizures[number], act)


def _log(world: World, actor: Actor, story: Story, *, submit: bool) -> Seizure:
    facts = Facts(
        airport=world.airports[story.unit.airport],
        lead_agency=world.agencies[story.lead_agency],
        occurred_at=story.occurred_at,
        trigger=story.details.trigger,
        **{**story.facts, **story.details.countries},
    )
    seizure = log_seizure(actor=actor, facts=facts, found=story.found, more=story.details.more, submit=submit)
    return _tell_more(world, actor, story, seizure) if submit else seizure


def _photograph(actor: Actor, story: Story, seizure: Seizure, number: int) -> None:
    """Add the photo that the officer took; what shows it is drawn after the load, by whoever prepares pictures."""
    shows = Shows(concealment=story.found.concealment, caption=caption(story), taken_at=seizure.occurred_at)
    attach_file(actor=actor, seizure=seizure, name=f"IMG_{number:04d}.jpg", data=picture(story, number), shows=shows)


def _tell_more(world: World, actor: Actor, story: Story, seizure: Seizure) -> Seizure:
    """Add route, agencies, numbers and arrests, as far as the officer came to write them down."""
    details = story.details
    if details.legs:
        legs = [
            Leg(kind=leg.kind, airport=world.airport(leg.airport), flight_number=leg.flight, source=leg.source,
                date=leg_date(seizure.occurred_on, leg))
            for leg in details.legs
        ]  # fmt: skip
        seizure = set_route(actor=actor, seizure=seizure, version=seizure.version, legs=legs)
    for code in details.helped:
        add_assisting_agency(actor=actor, seizure=seizure, agency=world.agencies[code])
    if details.number:
        system, number = details.number
        agency = world.agencies[story.lead_agency]
        add_external_reference(actor=actor, seizure=seizure, agency=agency, system=system, number=number)
    for plan in details.arrests:
        _arrest(world, actor, story, seizure, plan)
    seizure.refresh_from_db(fields=["version"])
    return seizure


def _arrest(world: World, actor: Actor, story: Story, seizure: Seizure, plan: ArrestPlan) -> None:
    told = PersonFacts(role=plan.role, sex=plan.sex, ingestion_suspected=plan.ingestion)
    person = add_person(actor=actor, seizure=seizure, facts=told)
    names = {
        "family_name": plan.family_name,
        "given_names": plan.given_name,
        "birth_date": plan.born,
        "nationality": plan.nationality,
    }
    paper = Paper(kind="passport", number=plan.number, issuer=plan.nationality)
    person = identify_person(actor=actor, person=person, names=names, papers=[paper], version=person.version)
    at = seizure.occurred_at + timedelta(minutes=10)
    checklist: dict[str, Any] = {
        "agency": world.agencies[story.lead_agency], "arrested_at": at, "arrested_zone": seizure.occurred_zone,
        "rights_told_at": at, "rights_language": plan.language, "interpreter_needed": False, "lawyer_asked": False,
        "search": "same",
    }  # fmt: skip
    if plan.ingestion:
        checklist |= {"medical_check": True, "medical_check_at": at + timedelta(minutes=50)}
    if person.minor:
        checklist |= {"guardian_told": True, "guardian_told_at": at + timedelta(minutes=30)}
    arrest = record_arrest(actor=actor, person=person, facts=checklist)
    if plan.outcome:
        day = min(seizure.occurred_on + timedelta(days=2), timezone.localdate())
        record_outcome(actor=actor, arrest=arrest, outcome=plan.outcome, outcome_date=day)


def _judge(actor: Actor, seizure: Seizure, act: Act) -> Seizure:
    if act.verb == "verify":
        return verify_seizure(actor=actor, seizure=seizure)
    if act.verb == "reject":
        return reject_seizure(actor=actor, seizure=seizure, rejection="INC", words=act.words)
    if act.verb == "lock":
        return lock_seizure(actor=actor, seizure=seizure)
    missing = {"detection": seizure.detection or "RSK", "place": seizure.place or "CUS"}
    changed = change_seizure(actor=actor, seizure=seizure, version=seizure.version, facts=missing)
    return submit_seizure(actor=actor, seizure=changed)


def _share(world: World, actor: Actor, seizure: Seizure, plan: SharePlan) -> UUID:
    term = timedelta(days=plan.days) if plan.days else None
    if plan.fate == "ends":
        term = SOON
    share = share_seizure(
        actor=actor,
        seizure=seizure,
        agency=world.agencies[plan.agency],
        level=plan.level,
        reason=plan.reason,
        until=timezone.now() + term if term else None,
        with_identities=plan.with_identities,
        conditions_accepted=seizure.handling == Handling.H3,
    )
    return share.pk
