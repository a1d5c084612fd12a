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


O, S, A = Role.OFFICER, Role.SUPERVISOR, Role.ANALYST

STAFF: dict[str, tuple[tuple[str, Role, str], ...]] = {
    "ABJ1": (
        ("Awa Koné", O, "CI-DDA"),
        ("Yao Brou", O, "CI-BAS"),
        ("Jean-Marc Aka", S, "CI-PAF"),
        ("Mariam Cissé", A, "CI-BAS"),
        ("Adjoua Nguettia", O, "CI-PAF"),
        ("Lassina Dembélé", S, "CI-DDA"),
    ),
    "ABJ2": (("Clarisse Ehui", O, "CI-RPC"), ("Drissa Sanogo", S, "CI-DDA"), ("Aïcha Fofana", O, "CI-DDA")),
    "DSS1": (
        ("Ousmane Faye", O, "SN-DDF"),
        ("Ndeye Sarr", O, "SN-CAS"),
        ("Malick Diatta", S, "SN-CAS"),
        ("Khady Badiane", A, "SN-GTA"),
    ),
    "LFW1": (("Kossi Amegan", O, "TG-DDL"), ("Afi Dossou", O, "TG-USA"), ("Edem Lawson", S, "TG-USA")),
    "COO1": (("Rodrigue Hounsou", O, "BJ-DDC"), ("Sènami Agbo", O, "BJ-PFA"), ("Prudence Zinsou", S, "BJ-PFA")),
    "ACC1": (
        ("Kofi Asamani", O, "GH-CRD"),
        ("Abena Owusu", O, "GH-NIS"),
        ("Ama Boateng", S, "GH-NIS"),
        ("Yaw Darko", A, "GH-BPS"),
    ),
    "LOS1": (
        ("Chidi Okafor", O, "NG-CIS"),
        ("Funmi Adeyemi", O, "NG-DCB"),
        ("Ibrahim Lawal", S, "NG-DCB"),
        ("Ngozi Eze", O, "NG-MSA"),
    ),
    "NBO1": (
        ("Wanjiru Kamau", O, "KE-RBS"),
        ("Otieno Odhiambo", O, "KE-NCU"),
        ("Halima Noor", S, "KE-NCU"),
        ("Kiptoo Rono", O, "KE-WPA"),
    ),
    "SDQ1": (("Yanelis Peralta", O, "DO-SAA"), ("Rafael Almonte", O, "DO-DAD"), ("Miguelina Tejada", S, "DO-DAD")),
    "PTY1": (("Itzel Batista", O, "PA-SAC"), ("Rolando Quijano", O, "PA-UAT"), ("Damaris Castrellón", S, "PA-UAT")),
    "LIM1": (("Rosa Huamán", O, "PE-SAP"), ("Wilmer Quispe", O, "PE-DAL"), ("Gladys Paredes", S, "PE-DAL")),
    "GRU1": (("Thaís Moreira", O, "BR-SAR"), ("Caio Batista", O, "BR-PAG"), ("Renata Figueira", S, "BR-PAG")),
}

ABOVE = (
    PersonPlan("Rui Alvarenga", (Place(Role.OFFICER, "PT-UIA"),)),
    PersonPlan("Aya Diabaté", (Place(Role.AGENCY_ADMIN, "CI-DDA"),), "fr"),
    PersonPlan("Efua Asante", (Place(Role.AGENCY_ADMIN, "GH-NIS"),)),
    PersonPlan("Inès Pradeau", (Place(Role.COORDINATOR, PROGRAMME.code),)),
    PersonPlan("Paul Nguessan", (Place(Role.AUDITOR, "CI-DDA"),), "fr"),
    PersonPlan("Grace Tetteh", (Place(Role.AUDITOR, "GH-NIS"),)),
)
ADMINISTRATOR = PersonPlan("Lena Voigt", (Place(Role.PLATFORM_ADMIN, OFFICE.code),))
IN_TWO_UNITS = PersonPlan("Fatou Traoré", (Place(O, "CI-DDA", "ABJ1"), Place(O, "CI-DDA", "ABJ2")), "fr")
HAS_LEFT = PersonPlan("Serge Tanoh", (Place(O, "CI-BAS", "ABJ1"),), "fr", left=True)

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
