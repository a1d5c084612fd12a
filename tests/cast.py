"""The fixed people, agencies and units of the tests. Each is made when it is first named, through the services.

`cast.officer` logs in unit ABJ1 for the customs of Côte d'Ivoire; `cast.supervisor` verifies there, from the police.
Naming `.actor` binds that person to the transaction: the wall then shows what that person may see.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.roles import Role
from aircop.accounts.models import User
from aircop.accounts.services.person import create_person
from aircop.reference.models import Airport
from seizures.models import Case, Seizure
from seizures.services.case import open_case
from seizures.services.found import Found
from seizures.services.seizure import Facts, log_seizure
from taskforces.models import Agency, ContactPoint, Membership, Milestone, TaskForce
from taskforces.services.agency import open_agency
from taskforces.services.contact_point import Desk, add_contact_point
from taskforces.services.membership import start_membership
from taskforces.services.milestone import reach_milestone
from taskforces.services.network import founder
from taskforces.services.task_force import admit_agency, open_task_force

WHEN = datetime(2026, 3, 14, 3, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """One of the cast: a user with its membership."""

    user: User
    membership: Membership

    @property
    def actor(self) -> Actor:
        """Return the person's actor, bound to the transaction under way."""
        return bind(Actor(subject_id=self.user.pk, name=self.user.name))


class Cast:
    """People, agencies and units by name."""

    def agency(self, code: str, country: str | None, kind: str = "customs") -> Agency:
        """Open an agency, or return the one that stands on the stage."""
        standing = Agency.objects.filter(code=code).first()
        if standing is not None:
            return standing
        name = f"Agency {code}"
        return open_agency(actor=founder(), code=code, name=name, short_name=code, kind=kind, country=country)

    def unit(self, code: str, airport: str, *agencies: Agency) -> TaskForce:
        """Open a unit in which the agencies take part, its host first; one that stands on the stage is returned."""
        standing = TaskForce.objects.filter(code=code).first()
        if standing is not None:
            return standing
        place = Airport.objects.get(pk=airport)
        unit = open_task_force(actor=founder(), code=code, name=f"Unit {code}", airport=place, host_agency=agencies[0])
        for agency in agencies[1:]:
            admit_agency(actor=founder(), task_force=unit, agency=agency)
        return unit

    def member(self, name: str, agency: Agency, role: Role, unit: TaskForce | None = None, **term: Any) -> Member:
        """Create a person and seat it."""
        email = f"{name.lower().replace(' ', '.')}@example.org"
        user = create_person(actor=founder(), email=email, name=name, language="en", timezone="UTC")
        membership = start_membership(actor=founder(), person=user, agency=agency, role=role, task_force=unit, **term)
        return Member(user, membership)

    # Agencies and units -----------------------------------------------------------------------------------------

    @cached_property
    def customs(self) -> Agency:
        """Customs of Côte d'Ivoire: host of ABJ1."""
        return self.agency("CI-CUS", "CI")

    @cached_property
    def police(self) -> Agency:
        """Police of Côte d'Ivoire: takes part in ABJ1."""
        return self.agency("CI-POL", "CI", "police")

    @cached_property
    def foreign(self) -> Agency:
        """Narcotics commission of Ghana: host of ACC1."""
        return self.agency("GH-NCC", "GH", "drug-enforcement")

    @cached_property
    def elsewhere(self) -> Agency:
        """An agency that belongs to no unit."""
        return self.agency("PT-PJ", "PT", "police")

    @cached_property
    def programme(self) -> Agency:
        """The programme that coordinates all units."""
        return self.agency("UN-PROG", None, "international")

    @cached_property
    def abj(self) -> TaskForce:
        """The unit of Abidjan."""
        return self.unit("ABJ1", "ABJ", self.customs, self.police)

    @cached_property
    def acc(self) -> TaskForce:
        """The unit of Accra."""
        return self.unit("ACC1", "ACC", self.foreign)

    def build_units(self) -> None:
        """Open what stands on the stage in every test: all of the above."""
        assert all((self.abj, self.acc, self.elsewhere, self.programme))

    # People -------------------------------------------------------------------------------------------------------

    @cached_property
    def officer(self) -> Member:
        """Logs seizures in ABJ1."""
        return self.member("Awa Kone", self.customs, Role.OFFICER, self.abj)

    @cached_property
    def colleague(self) -> Member:
        """Another officer of ABJ1, of the other agency."""
        return self.member("Yao Brou", self.police, Role.OFFICER, self.abj)

    @cached_property
    def supervisor(self) -> Member:
        """Verifies in ABJ1."""
        return self.member("Jean Aka", self.police, Role.SUPERVISOR, self.abj)

    @cached_property
    def owner_supervisor(self) -> Member:
        """Verifies in ABJ1 for the customs, whose records the officer's are."""
        return self.member("Adjoua Yao", self.customs, Role.SUPERVISOR, self.abj)

    @cached_property
    def analyst(self) -> Member:
        """Reads in ABJ1."""
        return self.member("Mariam Cisse", self.police, Role.ANALYST, self.abj)

    @cached_property
    def partner_officer(self) -> Member:
        """Logs in ACC1, another country."""
        return self.member("Kofi Mensah", self.foreign, Role.OFFICER, self.acc)

    @cached_property
    def partner_supervisor(self) -> Member:
        """Verifies in ACC1."""
        return self.member("Ama Boateng", self.foreign, Role.SUPERVISOR, self.acc)

    @cached_property
    def outsider(self) -> Member:
        """An officer whose agency belongs to no unit."""
        return self.member("Rui Alves", self.elsewhere, Role.OFFICER)

    @cached_property
    def agency_admin(self) -> Member:
        """Administers the customs of Côte d'Ivoire."""
        return self.member("Aya Diallo", self.customs, Role.AGENCY_ADMIN)

    @cached_property
    def platform_admin(self) -> Member:
        """Keeps agencies and units; sees no case data."""
        return self.member("Lena Vogt", self.programme, Role.PLATFORM_ADMIN)

    @cached_property
    def coordinator(self) -> Member:
        """Coordinates the programme."""
        return self.member("Ines Prado", self.programme, Role.COORDINATOR)

    @cached_property
    def auditor(self) -> Member:
        """Audits the customs of Côte d'Ivoire."""
        return self.member("Paul Nguessan", self.customs, Role.AUDITOR)

    # Beside the records -------------------------------------------------------------------------------------------

    def desk(self, owner: TaskForce | Agency, **changed: Any) -> ContactPoint:
        """Put a duty desk into the directory, as the coordinator."""
        told: dict[str, Any] = {"function": "DUTY", "name": "Duty desk", "phones": ["+2252720221100"]}
        verified_on = changed.pop("verified_on", None)
        desk = Desk(**told | changed)
        return add_contact_point(actor=self.coordinator.actor, owner=owner, desk=desk, verified_on=verified_on)

    def milestone(self, unit: TaskForce, kind: str = "LOA", reached_on: date = date(2025, 3, 1)) -> Milestone:
        """Record a milestone, as the coordinator."""
        return reach_milestone(actor=self.coordinator.actor, task_force=unit, kind=kind, reached_on=reached_on)

    # Records --------------------------------------------------------------------------------------------------------

    def facts(self, **changed: Any) -> Facts:
        """Return what an officer tells about a dull seizure."""
        told: dict[str, Any] = {
            "airport": Airport.objects.get(pk="ABJ"),
            "occurred_at": WHEN,
            "direction": "OUT",
            "conveyance": "PAX",
            "lead_agency": self.customs,
            "persons_arrested": 1,
            "summary": "Two kilograms in a false bottom.",
            "narrative": "Passenger named in the booking, behaviour noted at check-in.",
        }
        return Facts(**told | changed)

    def found(self, **changed: Any) -> Found:
        """Return what was found in a dull seizure."""
        told: dict[str, Any] = {"commodity": "DRG", "substance": "cocaine", "quantity": Decimal("2.5"), "unit": "kg"}
        return Found(**told | changed)

    def seizure(self, *, by: Member | None = None, submit: bool = True, **changed: Any) -> Seizure:
        """Log a dull seizure as the officer."""
        author = by or self.officer
        return log_seizure(actor=author.actor, facts=self.facts(**changed), found=self.found(), submit=submit)

    def case(self, *seizures: Seizure, by: Member | None = None, **changed: Any) -> Case:
        """Open a dull case as the supervisor."""
        told: dict[str, Any] = {"title": "False bottoms from one workshop", "lead_agency": self.customs}
        return open_case(actor=(by or self.supervisor).actor, seizures=seizures, **told | changed)


@pytest.fixture
def cast(db: None) -> Cast:
    """Return the cast, empty until somebody is named."""
    return Cast()
