"""Who plays in the demo world. Every name is invented; e-mail addresses lie in a domain that nobody can own."""

import unicodedata
from dataclasses import dataclass

from aircop.access.roles import Role
from aircop.demo.places import OFFICE, PROGRAMME, UNIT, UNITS

PASSWORD = "aircop-demo-interdiction"  # noqa: S105 - printed for everybody, refused outside the demo
OPEN_UNITS = frozenset({"ABJ1", "ACC1", "LOS1", "GRU1"})  # their people, and those without a unit, can sign in


@dataclass(frozen=True, slots=True)
class Place:
    """One membership: a role in an agency, mostly in a unit."""

    role: Role
    agency: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A person with its memberships, the first of which is the main one. `left` if it has gone since."""

    name: str
    places: tuple[Place, ...]
    language: str = "en"
    left: bool = False

    @property
    def email(self) -> str:
        """Return the address: the name at the agency's invented domain."""
        return f"{_plain(self.name)}@{self.places[0].agency.lower()}.example"

    @property
    def signs_in(self) -> bool:
        """Whether the person has a password."""
        unit = self.places[0].unit
        return not self.left and (unit is None or unit in OPEN_UNITS)


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """A partner's system and what it was let in for."""

    client_id: str
    name: str
    agency: str
    purpose: str
    scopes: tuple[str, ...] = ("reference:read", "units:read", "seizures:read", "changes:read")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return ".".join(letters.lower().replace("'", "").split())


OFFICER, SUPERVISOR, ANALYST = Role.OFFICER, Role.SUPERVISOR, Role.ANALYST

STAFF: dict[str, tuple[tuple[str, Role, str], ...]] = {
    "ABJ1": (
        ("Awa Koné", OFFICER, "CI-DDA"),
        ("Yao Brou", OFFICER, "CI-BAS"),
        ("Jean-Marc Aka", SUPERVISOR, "CI-PAF"),
        ("Mariam Cissé", ANALYST, "CI-BAS"),
        ("Adjoua Nguettia", OFFICER, "CI-PAF"),
        ("Lassina Dembélé", SUPERVISOR, "CI-DDA"),
    ),
    "ABJ2": (
        ("Clarisse Ehui", OFFICER, "CI-RPC"),
        ("Drissa Sanogo", SUPERVISOR, "CI-DDA"),
        ("Aïcha Fofana", OFFICER, "CI-DDA"),
    ),
    "DSS1": (
        ("Ousmane Faye", OFFICER, "SN-DDF"),
        ("Ndeye Sarr", OFFICER, "SN-CAS"),
        ("Malick Diatta", SUPERVISOR, "SN-CAS"),
        ("Khady Badiane", ANALYST, "SN-GTA"),
    ),
    "LFW1": (
        ("Kossi Amegan", OFFICER, "TG-DDL"),
        ("Afi Dossou", OFFICER, "TG-USA"),
        ("Edem Lawson", SUPERVISOR, "TG-USA"),
    ),
    "COO1": (
        ("Rodrigue Hounsou", OFFICER, "BJ-DDC"),
        ("Sènami Agbo", OFFICER, "BJ-PFA"),
        ("Prudence Zinsou", SUPERVISOR, "BJ-PFA"),
    ),
    "ACC1": (
        ("Kofi Asamani", OFFICER, "GH-CRD"),
        ("Abena Owusu", OFFICER, "GH-NIS"),
        ("Ama Boateng", SUPERVISOR, "GH-NIS"),
        ("Yaw Darko", ANALYST, "GH-BPS"),
    ),
    "LOS1": (
        ("Chidi Okafor", OFFICER, "NG-CIS"),
        ("Funmi Adeyemi", OFFICER, "NG-DCB"),
        ("Ibrahim Lawal", SUPERVISOR, "NG-DCB"),
        ("Ngozi Eze", OFFICER, "NG-MSA"),
    ),
    "NBO1": (
        ("Wanjiru Kamau", OFFICER, "KE-RBS"),
        ("Otieno Odhiambo", OFFICER, "KE-NCU"),
        ("Halima Noor", SUPERVISOR, "KE-NCU"),
        ("Kiptoo Rono", OFFICER, "KE-WPA"),
    ),
    "SDQ1": (
        ("Yanelis Peralta", OFFICER, "DO-SAA"),
        ("Rafael Almonte", OFFICER, "DO-DAD"),
        ("Miguelina Tejada", SUPERVISOR, "DO-DAD"),
    ),
    "PTY1": (
        ("Itzel Batista", OFFICER, "PA-SAC"),
        ("Rolando Quijano", OFFICER, "PA-UAT"),
        ("Damaris Castrellón", SUPERVISOR, "PA-UAT"),
    ),
    "LIM1": (
        ("Rosa Huamán", OFFICER, "PE-SAP"),
        ("Wilmer Quispe", OFFICER, "PE-DAL"),
        ("Gladys Paredes", SUPERVISOR, "PE-DAL"),
    ),
    "GRU1": (
        ("Thaís Moreira", OFFICER, "BR-SAR"),
        ("Caio Batista", OFFICER, "BR-PAG"),
        ("Renata Figueira", SUPERVISOR, "BR-PAG"),
    ),
}

COORDINATOR = PersonPlan("Inès Pradeau", (Place(Role.COORDINATOR, PROGRAMME.code),))
ABOVE = (
    PersonPlan("Rui Alvarenga", (Place(Role.OFFICER, "PT-UIA"),)),
    PersonPlan("Aya Diabaté", (Place(Role.AGENCY_ADMIN, "CI-DDA"),), "fr"),
    PersonPlan("Efua Asante", (Place(Role.AGENCY_ADMIN, "GH-NIS"),)),
    COORDINATOR,
    PersonPlan("Paul Nguessan", (Place(Role.AUDITOR, "CI-DDA"),), "fr"),
    PersonPlan("Grace Tetteh", (Place(Role.AUDITOR, "GH-NIS"),)),
)
ADMINISTRATOR = PersonPlan("Lena Voigt", (Place(Role.PLATFORM_ADMIN, OFFICE.code),))
IN_TWO_UNITS = PersonPlan("Fatou Traoré", (Place(OFFICER, "CI-DDA", "ABJ1"), Place(OFFICER, "CI-DDA", "ABJ2")), "fr")
HAS_LEFT = PersonPlan("Serge Tanoh", (Place(OFFICER, "CI-BAS", "ABJ1"),), "fr", left=True)

PARTNERS = (
    PartnerPlan(
        "demo-pt-gateway",
        "Portal of the Unidade de Investigação Aeroportuária",
        "PT-UIA",
        "Follow-up of couriers who were bound for Portuguese airports",
    ),
    PartnerPlan(
        "demo-fr-gateway",
        "Passerelle de l'Office de surveillance aérienne",
        "FR-OSA",
        "Suivi des envois et des passagers à destination de la France",
        ("reference:read", "units:read", "seizures:read"),
    ),
)


def _staff() -> tuple[PersonPlan, ...]:
    return tuple(
        PersonPlan(name, (Place(role, agency, unit.code),), unit.language)
        for unit in UNITS
        for name, role, agency in STAFF[unit.code]
    )


PEOPLE = (*_staff(), IN_TWO_UNITS, HAS_LEFT, *ABOVE)


def zone_of(person: PersonPlan) -> str | None:
    """Return the airport whose clock the person lives by, or None."""
    unit = person.places[0].unit
    return UNIT[unit].airport if unit else None


def serving(unit: str, *roles: Role) -> tuple[PersonPlan, ...]:
    """Return who serves in a unit in one of the roles."""
    return tuple(
        person
        for person in PEOPLE
        if not person.left and any(place.unit == unit and place.role in roles for place in person.places)
    )
