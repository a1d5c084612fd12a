"""What is found in the demo world, where, how it was hidden and how it came to light.

Proportions follow what the trade reports about seizures by air; the figures themselves are invented.
"""

from dataclasses import dataclass, field

type Weights = dict[str, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of smuggling, as a dice: weights by region, and what it draws from."""

    text: str  # names the words in `words.py`
    commodity: str
    unit: str
    low: float
    high: float
    regions: Weights
    directions: Weights
    conveyances: Weights
    detections: Weights
    places: Weights
    concealments: Weights = field(default_factory=dict)
    substance: str = ""
    form: str = ""
    basis: str = "weighed"
    arrests: tuple[int, ...] = (1,)


OUT = {"OUT": 6, "TRN": 3, "IN": 1}
IN = {"IN": 7, "TRN": 2, "DOM": 1}
PAX = {"PAX": 96, "CRW": 2, "UNK": 2}
FREIGHT = {"CRG": 9, "CUR": 1}
PARCEL = {"PST": 6, "CUR": 4}
BODY_FOUND = {"TGT-API": 5, "TGT-PNR": 2, "RSK": 4, "INT": 2, "BSC": 3, "TIP": 1, "CT": 2}
BAG_FOUND = {"XRB": 7, "K9": 4, "RSK": 3, "TGT-PNR": 3, "INT": 2, "RTN": 2, "RND": 1, "TIP": 1}
FREIGHT_FOUND = {"TGT-CRG": 6, "XRC": 4, "K9": 2, "INT": 2, "RTN": 2}
PARCEL_FOUND = {"TGT-MAIL": 4, "XRC": 4, "K9": 3, "RTN": 2, "RAM": 1}
BODY_PLACES = {"SEC": 4, "GAT": 2, "HOS": 4, "ARR": 2, "TRZ": 2, "CHK": 1}
BAG_PLACES = {"CHK": 4, "SEC": 4, "TRB": 3, "BAG": 3, "ARR": 2, "GAT": 1}
SHED = {"CGO": 8, "CUS": 2}
MAIL = {"MAIL": 6, "HUB": 4}

PATTERNS = (
    Pattern("swallowed", "DRG", "g", 350, 1_400, {"west": 14, "east": 5, "americas": 10}, OUT, PAX, BODY_FOUND,
            BODY_PLACES, {"ING": 9, "INS": 1}, "cocaine", "powder"),
    Pattern("swallowed", "DRG", "g", 300, 1_100, {"west": 4, "east": 8}, {"TRN": 5, "IN": 4, "OUT": 1}, PAX, BODY_FOUND,
            BODY_PLACES, {"ING": 9, "INS": 1}, "heroin", "powder"),
    Pattern("strapped", "DRG", "kg", 0.8, 4.5, {"west": 5, "americas": 7}, OUT, PAX, BODY_FOUND, BODY_PLACES,
            {"WRN": 6, "OUT": 3, "UND": 1, "SHO": 1}, "cocaine", "powder"),
    Pattern("baggage", "DRG", "kg", 0.9, 11, {"west": 13, "east": 4, "americas": 20}, OUT, PAX, BAG_FOUND, BAG_PLACES,
            {"FBT": 6, "BAG": 4, "TUB": 2, "FOD": 2, "BOK": 1, "ELC": 1, "ART": 1, "IMP": 1}, "cocaine", "powder"),
    Pattern("baggage", "DRG", "kg", 0.6, 6, {"west": 4, "east": 9}, {"TRN": 5, "IN": 3, "OUT": 2}, PAX, BAG_FOUND,
            BAG_PLACES, {"FBT": 7, "BAG": 2, "HND": 1}, "heroin", "powder"),
    Pattern("baggage", "DRG", "kg", 1, 14, {"west": 8, "east": 4}, OUT, PAX, BAG_FOUND, BAG_PLACES,
            {"FBT": 4, "BAG": 4, "APL": 1, "FOD": 2}, "methamphetamine", "crystal-rock"),
    Pattern("baggage", "DRG", "kg", 2, 32, {"west": 8, "east": 5, "americas": 4}, {"IN": 5, "OUT": 3, "DOM": 2}, PAX,
            BAG_FOUND, BAG_PLACES, {"BAG": 7, "FOD": 3}, "cannabis-herb", "plant-matter"),
    Pattern("baggage", "DRG", "kg", 0.4, 9, {"west": 4}, IN, PAX, BAG_FOUND, BAG_PLACES, {"BAG": 5, "SHO": 1, "FOD": 2},
            "cannabis-resin", "resin-block"),
    Pattern("liquid", "DRG", "l", 0.7, 5, {"west": 2, "americas": 6}, OUT, PAX, BAG_FOUND, BAG_PLACES, {"LIQ": 1},
            "cocaine", "liquid"),
    Pattern("ripoff", "DRG", "kg", 12, 54, {"west": 1, "americas": 5}, {"OUT": 5, "TRN": 3}, {"UNB": 6, "PAX": 4},
            {"XRB": 4, "INT": 4, "K9": 2}, {"TRB": 4, "AIR": 4, "BAG": 2}, {"RIP": 6, "TSW": 2, "RSH": 2},
            "cocaine", "powder", arrests=(0, 0, 1, 2, 3)),
    Pattern("freight", "DRG", "kg", 4, 85, {"west": 2, "americas": 6, "mail": 2}, {"OUT": 6, "TRN": 4}, FREIGHT,
            FREIGHT_FOUND, SHED, {"CVR": 4, "FRT": 3, "PAL": 2, "MCH": 2, "ULD": 1}, "cocaine", "powder",
            arrests=(0, 0, 1, 2)),
    Pattern("freight", "DRG", "kg", 8, 120, {"east": 8}, {"OUT": 9, "TRN": 1}, FREIGHT, FREIGHT_FOUND, SHED,
            {"FRT": 5, "CVR": 4}, "khat", "plant-matter", arrests=(0, 0, 1)),
    Pattern("freight", "MED", "tablet", 4_000, 240_000, {"west": 8, "east": 2, "mail": 4}, IN, FREIGHT, FREIGHT_FOUND,
            SHED, {"FRT": 5, "CVR": 4, "NON": 1}, "tramadol", "pill-tablet", "counted", (0, 0, 1)),
    Pattern("freight", "MED", "kg", 12, 640, {"west": 5, "mail": 3}, IN, FREIGHT, FREIGHT_FOUND, SHED,
            {"CVR": 4, "NON": 3}, "medicine", "pill-tablet", arrests=(0, 0, 1)),
    Pattern("freight", "PRE", "kg", 5, 75, {"west": 3, "east": 2}, {"OUT": 4, "TRN": 6}, FREIGHT, FREIGHT_FOUND, SHED,
            {"FRT": 4, "CVR": 3}, "ephedrine", "powder", arrests=(0, 0, 1)),
    Pattern("parcel", "DRG", "tablet", 150, 7_000, {"mail": 8, "west": 1, "americas": 2}, IN, PARCEL, PARCEL_FOUND,
            MAIL, {"PST": 5, "TOY": 2, "GFT": 2, "BOK": 1}, "ecstasy", "pill-tablet", "counted", (0, 0, 1)),
    Pattern("parcel", "DRG", "g", 60, 2_600, {"mail": 9, "east": 2, "americas": 3}, {"OUT": 5, "IN": 5}, PARCEL,
            PARCEL_FOUND, MAIL, {"PST": 5, "BOK": 2, "ART": 2, "ELC": 1}, "cocaine", "powder", arrests=(0, 0, 0, 1)),
    Pattern("parcel", "DRG", "g", 100, 3_000, {"mail": 6, "west": 1}, IN, PARCEL, PARCEL_FOUND, MAIL,
            {"PST": 6, "TOY": 1, "GFT": 2}, "ketamine", "powder", arrests=(0, 0, 1)),
    Pattern("parcel", "NPS", "g", 20, 900, {"mail": 5}, IN, PARCEL, PARCEL_FOUND, MAIL, {"PST": 1}, "3-cmc",
            "crystal-rock", arrests=(0, 0, 1)),
    Pattern("parcel", "DRG", "blotter", 50, 900, {"mail": 3}, IN, PARCEL, PARCEL_FOUND, MAIL, {"BOK": 1, "PST": 2},
            "lsd", "blotter", "counted", (0, 0, 1)),
    Pattern("cash", "CUR", "EUR", 9_000, 160_000, {"west": 5, "east": 2, "americas": 6}, {"OUT": 6, "IN": 4}, PAX,
            BAG_FOUND, BAG_PLACES, {"HND": 3, "BAG": 3, "WRN": 2, "FBT": 2, "SHO": 1}, basis="counted",
            arrests=(0, 1, 1)),
    Pattern("wildlife", "WLD", "kg", 1.5, 64, {"west": 3, "east": 7}, {"OUT": 7, "TRN": 3}, {"PAX": 5, "CRG": 5},
            {"XRB": 3, "XRC": 3, "INT": 2, "K9": 2}, {"CHK": 3, "CGO": 5, "TRB": 2}, {"BAG": 3, "CVR": 3, "ART": 2},
            arrests=(0, 1, 1, 2)),
    Pattern("gold", "GLD", "kg", 0.4, 9, {"west": 4, "east": 3, "americas": 2}, {"OUT": 1}, PAX, BAG_FOUND,
            BAG_PLACES, {"HND": 3, "WRN": 3, "BAG": 2, "NON": 1}),
    Pattern("documents", "DOC", "piece", 2, 14, {"west": 4, "east": 3, "americas": 2}, {"TRN": 4, "OUT": 4, "IN": 2},
            PAX, {"CKT": 4, "RSK": 3, "RTN": 3, "NOM": 1}, {"CHK": 3, "GAT": 3, "TRZ": 3, "ARR": 2},
            {"HND": 3, "BAG": 2}, basis="counted", arrests=(1, 1, 2, 4)),
    Pattern("weapons", "AMM", "piece", 6, 220, {"west": 2, "east": 1, "americas": 3}, {"OUT": 3, "IN": 5, "DOM": 2},
            PAX, {"XRB": 8, "RTN": 2}, BAG_PLACES, {"BAG": 6, "FBT": 1}, basis="counted", arrests=(0, 1)),
)  # fmt: skip

# The other end of the route: where goods come from and go to, by region of the unit.
ORIGINS: dict[str, Weights] = {
    "west": {"GRU": 8, "ADD": 4, "CMN": 4, "NBO": 2, "LOS": 2, "DXB": 3, "IST": 3, "DSS": 1, "PTY": 1, "ABJ": 1},
    "east": {"ADD": 4, "DXB": 5, "JNB": 2, "IST": 2, "LOS": 2, "MPM": 1},
    "americas": {"BOG": 5, "LIM": 3, "UIO": 2, "CCS": 3, "GUA": 1},
    "mail": {"AMS": 5, "CDG": 3, "BRU": 4, "DXB": 2, "GRU": 2, "IST": 1},
}
DESTINATIONS: dict[str, Weights] = {
    "west": {"LIS": 6, "CDG": 6, "BRU": 5, "MAD": 3, "AMS": 4, "IST": 3, "DXB": 2, "CMN": 2, "LHR": 3, "JNB": 1},
    "east": {"LHR": 4, "AMS": 3, "DXB": 3, "BKK": 4, "CDG": 2, "JNB": 2, "LOS": 2},
    "americas": {"LIS": 6, "MAD": 7, "CDG": 4, "AMS": 4, "ADD": 2, "ABJ": 2, "LOS": 2, "DSS": 2, "IST": 1, "JNB": 2},
    "mail": {"CDG": 4, "BRU": 3, "AMS": 2, "LHR": 2, "MRS": 1},
}
