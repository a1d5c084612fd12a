"""The world that loads are measured in: 25 units, and the five readers by whom the lists are judged.

Half of all records through lists shared with its agency; one in a thousand; twelve memberships in twelve agencies; a
dormant unit with old records alone; three thousand old records, each shared by itself. With cases there is a sixth,
against whom the one of twelve agencies is held: its unit's one list holds as many cases as all others together, while
of those others fifteen in a hundred lie on lists of their own, each shared once more with one of the twelve agencies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.events import AccessGranted
from aircop.access.models import AccessList, ListKind, ShareVia
from aircop.access.roles import Level, Role
from aircop.accounts.models import User
from aircop.accounts.scopes import SCOPES
from aircop.accounts.services.person import create_person
from aircop.accounts.services.token import issue_token
from aircop.audit import record
from aircop.events import append
from aircop.reference.models import Airport
from seizures.management.records import Lane
from taskforces.models import Agency, TaskForce
from taskforces.services.agency import open_agency
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from taskforces.services.task_force import admit_agency, open_task_force, share_unit_list

SINGLES = 3_000
AIRPORTS = ("ABJ", "DSS", "LFW", "COO", "ACC", "LOS", "NBO", "ADD", "JNB", "PTY", "SDQ", "GRU", "LIM")
YEAR = timedelta(days=365)
AGED = (5 * YEAR, 3 * YEAR)  # how long ago old records happened
FRESH = (3 * YEAR, timedelta())


@dataclass(frozen=True, slots=True)
class Share:
    """A group of units with the same part of all records, in records of a thousand, and the letter of their codes."""

    letter: str
    units: int
    permille: int
    old: bool = False


SHARED, TWELVE, TINY, DORMANT, ARCHIVE = (
    Share("S", 10, 50),
    Share("M", 12, 36),
    Share("T", 1, 1),
    Share("D", 1, 10, old=True),
    Share("A", 1, 57),
)
ONE = Share("O", 1, 1_000)
GROUPS = (SHARED, TWELVE, TINY, DORMANT, ARCHIVE)
OWN_LISTS = 150  # cases in a thousand that lie on a list of their own, all of them with the units of TWELVE
AT_ONCE = 1_000  # lists that one transaction makes
EXACT = (SHARED, TINY)  # half, and one in a thousand, whatever the number of records


class Bench:
    """Makes the units, their people and the readers."""

    def __init__(self, *, count: int, now: datetime, cases: int = 0) -> None:
        self.count, self.cases, self.now, self.actor = count, cases, now, founder()
        self.units: dict[str, list[TaskForce]] = {}
        self.single_lists: list[UUID] = []
        self.staff: dict[UUID, tuple[UUID, UUID]] = {}
        self.readers: list[dict[str, Any]] = []

    def prepare(self) -> list[Lane]:
        """Make everything the records stand on, and return the lanes to fill."""
        airports = {each.pk: each for each in Airport.objects.select_related("country").filter(pk__in=AIRPORTS)}
        with transaction.atomic():
            places = (airports[AIRPORTS[i % len(AIRPORTS)]] for i in range(100))
            for group in (*GROUPS, ONE)[: len(GROUPS) + bool(self.cases)]:
                self.units[group.letter] = [
                    self._unit(f"Q{group.letter}{'AB'[i // 10]}{i % 10}", next(places)) for i in range(group.units)
                ]
            single = self._readers()
        self.single_lists = self._lists_for(
            self.units[ARCHIVE.letter][0], _person(single), self._singles(max(self.count, self.cases))
        )
        return [*self._lanes(self.count), self._old_singles(self.count)]

    def case_lanes(self) -> list[Lane]:
        """Return the lanes of the cases, in the same proportions; those of the twelve agencies begin on own lists."""
        lanes = [*self._lanes(self.cases), self._old_singles(self.cases)]
        ids = {unit.pk: number for number, unit in enumerate(self.units[TWELVE.letter])}
        each = self.cases * OWN_LISTS // 1_000 // len(ids)
        lanes = [
            replace(lane, own_lists=self._shared_lists(lane.unit, ids[lane.unit.pk], min(each, lane.count)))
            if lane.unit.pk in ids
            else lane
            for lane in lanes
        ]
        return [*lanes, self._lane(self.units[ONE.letter][0], self.cases)]

    # Units and people ---------------------------------------------------------------------------------------------

    def _agency(self, code: str) -> Agency:
        return open_agency(
            actor=self.actor, code=code, name=f"Bench agency {code}", short_name=code, kind="police", country="CI"
        )

    def _unit(self, code: str, airport: Airport) -> TaskForce:
        agency = self._agency(f"BENCH-{code}")
        unit = open_task_force(
            actor=self.actor, code=code, name=f"Bench unit {code}", airport=airport, host_agency=agency
        )
        people = [self._person(f"{code} {role}", agency, role, unit) for role in (Role.OFFICER, Role.SUPERVISOR)]
        self.staff[unit.pk] = (people[0].pk, people[1].pk)
        return unit

    def _person(self, name: str, agency: Agency, role: Role, *units: TaskForce) -> User:
        email = f"{name.lower().replace(' ', '.')}@bench.example"
        person = create_person(actor=self.actor, email=email, name=f"Bench {name}")
        for unit in units or (None,):
            start_membership(actor=self.actor, person=person, agency=agency, role=role, task_force=unit)
        return person

    def _readers(self) -> User:
        """Make the five readers; return the one of single shares, whose lists come with the records."""
        half = self._person("reader half", self._agency("BENCH-HALF"), Role.ANALYST)
        for unit in self.units[SHARED.letter]:
            agency = Agency.objects.get(code="BENCH-HALF")
            share_unit_list(actor=self.actor, task_force=unit, agency=agency, level=Level.VIEW, reason="Measuring")
        twelve = create_person(actor=self.actor, email="reader.twelve@bench.example", name="Bench reader twelve")
        for number, unit in enumerate(self.units[TWELVE.letter]):
            agency = self._agency(f"BENCH-TWELVE-{number}")
            admit_agency(actor=self.actor, task_force=unit, agency=agency)
            start_membership(actor=self.actor, person=twelve, agency=agency, role=Role.ANALYST, task_force=unit)
        tiny, dormant = (self._member(group) for group in (TINY, DORMANT))
        single = self._person("reader single", self._agency("BENCH-SINGLE"), Role.OFFICER)
        readers = {"half": half, "thousandth": tiny, "twelve": twelve, "dormant": dormant, "single_shares": single}
        if self.cases:
            readers["one_list"] = self._member(ONE)
        self.readers = [self._described(kind, person) for kind, person in readers.items()]
        return single

    def _member(self, group: Share) -> User:
        unit = self.units[group.letter][0]
        return self._person(f"reader {unit.code}", unit.host_agency, Role.OFFICER, unit)

    def _described(self, kind: str, person: User) -> dict[str, Any]:
        token, secret = issue_token(
            actor=bind(Actor(subject_id=person.pk, name=person.name)), person=person, label="bench", scopes=list(SCOPES)
        )
        return {"kind": kind, "id": str(person.pk), "email": person.email, "token": secret, "until": token.expires_at}

    # Lanes ----------------------------------------------------------------------------------------------------------

    @staticmethod
    def _singles(count: int) -> int:
        return min(SINGLES, count * 3 // 10)

    def _lanes(self, count: int) -> list[Lane]:
        """Share out all records but the single ones, in the proportions above; the last unit takes what is over."""
        rest = count - self._singles(count)
        lanes = []
        for group in GROUPS:
            for unit in self.units[group.letter]:
                part = rest if group is ARCHIVE else self._part(group, count)
                rest -= part
                lanes.append(self._lane(unit, part, old=group.old))
        return lanes

    def _part(self, group: Share, count: int) -> int:
        """Return how many records a unit of the group gets: its part of all, or less if the single ones need room."""
        full = count * group.permille // 1_000
        if group in EXACT:
            return full
        room = count - self._singles(count) - sum(each.units * self._part(each, count) for each in EXACT)
        whole = sum(each.units * each.permille for each in GROUPS if each not in EXACT)
        return min(full, room * group.permille // whole)

    def _lane(self, unit: TaskForce, count: int, *, old: bool = False, own_lists: Sequence[UUID] = ()) -> Lane:
        start, end = (self.now - ago for ago in (AGED if old else FRESH))
        return Lane(unit, *self.staff[unit.pk], count, start, end, own_lists)

    def _old_singles(self, count: int) -> Lane:
        """Return the lane that lies on the lists of the single shares."""
        lists = self.single_lists[: self._singles(count)]
        return self._lane(self.units[ARCHIVE.letter][0], len(lists), old=True, own_lists=lists)

    def _shared_lists(self, unit: TaskForce, number: int, count: int) -> list[UUID]:
        """Return lists of a unit of the twelve, each shared with the next of the twelve agencies."""
        agency = Agency.objects.get(code=f"BENCH-TWELVE-{(number + 1) % TWELVE.units}")
        whom = grants.Reader(label=agency.name, group_id=agency.group_id, agency_id=agency.pk)
        return self._lists_for(unit, whom, count)

    def _lists_for(self, unit: TaskForce, whom: grants.Reader, count: int) -> list[UUID]:
        """Make so many lists below a unit's own, each shared with one reader, in transactions of no great size."""
        made: list[UUID] = []
        while len(made) < count:
            made += self._share_piece(unit, whom, min(AT_ONCE, count - len(made)))
        return made

    @transaction.atomic
    def _share_piece(self, unit: TaskForce, whom: grants.Reader, size: int) -> list[UUID]:
        root = AccessList.objects.get(pk=unit.default_list_id)
        made = AccessList.objects.bulk_create(
            AccessList(
                kind=ListKind.DERIVED, root=root, label=unit.code, owner_agency=unit.host_agency_id, owner_unit=unit.pk
            )
            for _ in range(size)
        )
        shares = grants.give_each(made, whom, level=Level.VIEW, reason="Measuring", via=ShareVia.DIRECT, by=None)
        share = shares[-1]
        granted = AccessGranted(share.access_list_id, share.pk, share.group_id, share.user_id, Level.VIEW.value)
        append(granted, about=share, actor=self.actor)
        record(self.actor, "seizure.bulk_share", about=unit, changes={"count": (None, size)}, recipients=[whom.label])
        return [each.pk for each in made]


def _person(user: User) -> grants.Reader:
    return grants.Reader(label=user.name, user_id=user.pk)
