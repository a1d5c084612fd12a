"""What the dice of synthetic records throw from: goods with their details, and the other ends of their routes."""

from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from aircop.reference.models import Airport
from aircop.reference.normalise import normalise

# Commodity, substance, form, unit, least and most, conveyance, concealment, detection, place, details: one in the
# same row.
GOODS: tuple[tuple[Any, ...], ...] = (
    ("DRG", "cocaine", "powder", "kg", 0.4, 12, "PAX", "FBT", "XRB", "CHK", {}),
    ("DRG", "cocaine", "powder", "g", 300, 1_400, "PAX", "ING", "TGT-API", "HOS", {}),
    ("DRG", "cocaine", "powder", "kg", 4, 80, "CRG", "CVR", "TGT-CRG", "CGO", {}),
    ("DRG", "heroin", "powder", "kg", 0.3, 6, "PAX", "FBT", "RSK", "TRZ", {}),
    ("DRG", "methamphetamine", "crystal-rock", "kg", 1, 14, "PAX", "BAG", "K9", "SEC", {}),
    ("DRG", "cannabis-herb", "plant-matter", "kg", 2, 30, "PAX", "BAG", "K9", "BAG", {}),
    ("DRG", "cannabis-resin", "resin-block", "kg", 0.4, 9, "PAX", "BAG", "", "ARR", {}),
    ("DRG", "ketamine", "powder", "g", 100, 3_000, "PST", "PST", "XRC", "MAIL", {}),
    ("DRG", "khat", "plant-matter", "kg", 8, 120, "CRG", "FRT", "RTN", "CGO", {}),
    ("PRE", "ephedrine", "powder", "kg", 5, 75, "CRG", "", "TGT-CRG", "CGO", {"concentration": "92"}),
    ("MED", "tramadol", "pill-tablet", "tablet", 4_000, 240_000, "CRG", "FRT", "XRC", "",
     {"inn": "tramadol", "dosage_form": "tablet", "strength": "225 mg"}),
    ("WLD", "", "", "kg", 2, 60, "CRG", "CVR", "INT", "CGO",
     {"species": "loxodonta-africana", "specimen": "ivory-piece"}),
    ("GLD", "", "", "kg", 0.4, 9, "PAX", "WRN", "BSC", "SEC", {"gold_form": "bar", "declared": False}),
    ("DOC", "", "", "piece", 1, 14, "PAX", "HND", "CKT", "GAT",
     {"document_type": "passport", "document_fraud": "forged"}),
)  # fmt: skip
KEYS = (
    "commodity", "substance", "form", "unit", "low", "high", "conveyance", "concealment", "detection", "place",
    "details", "factor", "factor_text", "factor_version",
)  # fmt: skip
# Where goods come from and go to.
ENDS = ("GRU", "BOG", "LIM", "PTY", "ADD", "NBO", "LOS", "DXB", "IST", "CMN", "LIS", "CDG", "BRU", "MAD", "AMS", "LHR")
INSTEAD = "JNB"


def goods(region: str, day: date) -> str:
    """Return the goods with the factors that hold in a region on a day."""
    rows = []
    for place, row in enumerate(GOODS):
        mass = normalise(Decimal(1), row[3], row[1], region, day)
        factor = None if mass.factor is None else f"{mass.factor:f}"
        told = dict(zip(KEYS, (*row, factor, mass.factor_text, mass.version), strict=True))
        rows.append(told | {"place_in_list": place})
    return orjson.dumps(rows).decode()


def ends(but: str) -> str:
    """Return the other ends of routes, each with its country; the unit's own airport stands for none of them."""
    countries = dict(Airport.objects.filter(pk__in=(*ENDS, INSTEAD)).values_list("iata", "country"))
    rows = [
        {"place_in_list": place, "far": iata, "far_country": countries[iata]}
        for place, iata in enumerate(INSTEAD if each == but else each for each in ENDS)
    ]
    return orjson.dumps(rows).decode()
