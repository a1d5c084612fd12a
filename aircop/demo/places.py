"""Where the demo world plays: invented agencies and units at real airports of three continents."""

from dataclasses import dataclass

from taskforces.enums import UnitKind


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """An invented agency; `country` is None for an international organisation."""

    code: str
    kind: str
    name: str
    short_name: str

    @property
    def country(self) -> str | None:
        """Return the country's code, which the agency's code begins with."""
        prefix = self.code.partition("-")[0]
        return None if prefix == "NET" else prefix


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit: its airport, the language it writes in, its agencies (the first is the host), and its share of work.

    `region` names the pattern of routes and goods that the unit meets.
    """

    code: str
    name: str
    airport: str
    region: str
    language: str
    agencies: tuple[str, ...]
    work: int
    kind: str = UnitKind.JAITF


OFFICE = AgencyPlan("NET-OFFICE", "international", "Network Support Office", "Support Office")
PROGRAMME = AgencyPlan("NET-PROG", "international", "Airport Interdiction Programme", "Programme")

AGENCIES = (
    PROGRAMME,
    AgencyPlan("CI-DDA", "customs", "Direction des douanes aéroportuaires", "Douanes CI"),
    AgencyPlan("CI-BAS", "drug-enforcement", "Brigade antistupéfiants d'Abidjan", "Brigade CI"),
    AgencyPlan("CI-PAF", "police", "Police de l'air et des frontières", "Police CI"),
    AgencyPlan("CI-RPC", "postal-regulator", "Régulateur postal et du colis", "Poste CI"),
    AgencyPlan("CI-BCN", "ncb", "Bureau central national d'Abidjan", "BCN Abidjan"),
    AgencyPlan("SN-DDF", "customs", "Direction des douanes et du fret", "Douanes SN"),
    AgencyPlan("SN-CAS", "drug-enforcement", "Cellule antistupéfiants de Dakar", "Cellule SN"),
    AgencyPlan("SN-GTA", "gendarmerie", "Gendarmerie des transports aériens de Diass", "Gendarmerie SN"),
    AgencyPlan("TG-DDL", "customs", "Direction des douanes de Lomé", "Douanes TG"),
    AgencyPlan("TG-USA", "drug-enforcement", "Unité de sûreté antidrogue", "Unité TG"),
    AgencyPlan("BJ-DDC", "customs", "Direction des douanes de Cotonou", "Douanes BJ"),
    AgencyPlan("BJ-PFA", "police", "Police des frontières aériennes", "Police BJ"),
    AgencyPlan("GH-NIS", "drug-enforcement", "Narcotics Interdiction Service", "Narcotics GH"),
    AgencyPlan("GH-CRD", "customs", "Customs and Revenue Directorate", "Customs GH"),
    AgencyPlan("GH-BPS", "immigration", "Border Protection Service", "Border GH"),
    AgencyPlan("NG-DCB", "drug-enforcement", "Drug Control Bureau", "Drug Control NG"),
    AgencyPlan("NG-CIS", "customs", "Customs Inspection Service", "Customs NG"),
    AgencyPlan("NG-MSA", "medicines", "Medicines Safety Authority", "Medicines NG"),
    AgencyPlan("KE-NCU", "drug-enforcement", "Narcotics Crime Unit", "Narcotics KE"),
    AgencyPlan("KE-RBS", "customs", "Revenue and Border Service", "Customs KE"),
    AgencyPlan("KE-WPA", "wildlife", "Wildlife Protection Authority", "Wildlife KE"),
    AgencyPlan("DO-DAD", "drug-enforcement", "Dirección Antidrogas del Este", "Antidrogas DO"),
    AgencyPlan("DO-SAA", "customs", "Servicio de Aduanas Aeroportuarias", "Aduanas DO"),
    AgencyPlan("PA-UAT", "drug-enforcement", "Unidad Antidrogas de Tocumen", "Antidrogas PA"),
    AgencyPlan("PA-SAC", "customs", "Servicio Aduanero del Canal", "Aduanas PA"),
    AgencyPlan("PE-DAL", "drug-enforcement", "Dirección Antidrogas de Lima", "Antidrogas PE"),
    AgencyPlan("PE-SAP", "customs", "Servicio Aduanero del Pacífico", "Aduanas PE"),
    AgencyPlan("BR-PAG", "police", "Polícia Aeroportuária de Guarulhos", "Polícia BR"),
    AgencyPlan("BR-SAR", "customs", "Serviço Aduaneiro Regional", "Aduana BR"),
    AgencyPlan("PT-UIA", "police", "Unidade de Investigação Aeroportuária", "Investigação PT"),
    AgencyPlan("FR-OSA", "customs", "Office de surveillance aérienne", "Surveillance FR"),
)

UNITS = (
    UnitPlan("ABJ1", "CAAT d'Abidjan", "ABJ", "west", "fr", ("CI-DDA", "CI-BAS", "CI-PAF"), 18),
    UnitPlan(
        "ABJ2", "Unité du fret et du courrier d'Abidjan", "ABJ", "mail", "fr", ("CI-DDA", "CI-RPC"), 7, UnitKind.MAIL
    ),
    UnitPlan("DSS1", "CAAT de Dakar", "DSS", "west", "fr", ("SN-CAS", "SN-DDF", "SN-GTA"), 10),
    UnitPlan("LFW1", "CAAT de Lomé", "LFW", "west", "fr", ("TG-USA", "TG-DDL"), 8),
    UnitPlan("COO1", "CAAT de Cotonou", "COO", "west", "fr", ("BJ-PFA", "BJ-DDC"), 7),
    UnitPlan("ACC1", "Accra Task Force", "ACC", "west", "en", ("GH-NIS", "GH-CRD", "GH-BPS"), 12),
    UnitPlan("LOS1", "Lagos Task Force", "LOS", "west", "en", ("NG-DCB", "NG-CIS", "NG-MSA"), 12),
    UnitPlan("NBO1", "Nairobi Task Force", "NBO", "east", "en", ("KE-NCU", "KE-RBS", "KE-WPA"), 9),
    UnitPlan("SDQ1", "Santo Domingo Task Force", "SDQ", "americas", "en", ("DO-DAD", "DO-SAA"), 6),
    UnitPlan("PTY1", "Panama City Task Force", "PTY", "americas", "en", ("PA-UAT", "PA-SAC"), 7),
    UnitPlan("LIM1", "Lima Task Force", "LIM", "americas", "en", ("PE-DAL", "PE-SAP"), 6),
    UnitPlan("GRU1", "São Paulo Task Force", "GRU", "americas", "en", ("BR-PAG", "BR-SAR"), 10),
)
UNIT = {unit.code: unit for unit in UNITS}

# Agencies that hear of what was bound for, or came from, one of these airports.
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "LIS": ("PT-UIA",),
    "OPO": ("PT-UIA",),
    "CDG": ("FR-OSA",),
    "ORY": ("FR-OSA",),
    "GRU": ("BR-PAG",),
    "LOS": ("NG-DCB",),
    "ACC": ("GH-NIS",),
    "ABJ": ("CI-BAS",),
    "DSS": ("SN-CAS",),
    "NBO": ("KE-NCU",),
    "PTY": ("PA-UAT",),
}
