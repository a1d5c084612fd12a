"""What is sent: a quick entry, and a whole one with items, conveyance, route, a person and the arrest."""

import json

QUICK = {
    "airport": "ABJ",
    "occurred_at": "2026-03-01T08:30:00+00:00",
    "direction": "OUT",
    "conveyance": "PAX",
    "persons_arrested": 1,
    "summary": "Two kilograms in a false bottom of a suitcase.",
    "narrative": "Behaviour noted at check-in; the booking was made two hours before departure.",
    "items": [{"commodity": "DRG", "substance": "cocaine", "quantity": "2.5", "unit": "kg"}],
}
WHOLE = QUICK | {
    "place": "CHK",
    "detections": [{"method": "XRB"}, {"method": "K9", "primary": True}],
    "trigger": "TGT",
    "producing_country": "UNK",
    "departure_country": "CI",
    "destination_country": "FR",
    "flight_number": "AF703",
    "items": [
        {
            "commodity": "DRG", "substance": "cocaine", "form": "powder", "concealment": "FBT", "quantity": "2.5",
            "unit": "kg", "basis": "weighed", "gross_weight": "2.9", "net_weight": "2.5", "weight_unit": "kg",
            "packages": 3, "markings": "A star on each",
        },
        {
            "commodity": "CUR", "concealment": "WRN", "quantity": "4500", "unit": "EUR", "basis": "counted",
            "details": {"cash_form": "notes", "declared": False},
        },
        {
            "commodity": "GLD", "concealment": "HND", "quantity": "0.8", "unit": "kg", "basis": "weighed",
            "details": {"gold_form": "bar", "declared": False},
        },
    ],
    "conveyance_details": {"seat": "014C", "bag_tags": ["0074123456", "0074123457"]},
    "legs": [
        {"kind": "ORG", "airport": "GRU", "date": "2026-02-28", "source": "TKT"},
        {"kind": "SEI", "airport": "ABJ", "flight_number": "AF703", "date": "2026-03-01", "source": "TKT"},
        {"kind": "DST", "airport": "CDG", "source": "TAG"},
    ],
}  # fmt: skip
PERSON = {"role": "courier", "sex": "M", "age_band": "25-34", "ingestion_suspected": False}
IDENTITY = {
    "family_name": "Traoyaté", "given_names": "Ibrahim", "birth_date": "1996-04-05", "nationality": "CI",
    "documents": [{"kind": "passport", "number": "X1234567", "issuer": "CI"}],
}  # fmt: skip
ARREST = {
    "arrested_at": "2026-03-01T08:40:00+00:00", "rights_told_at": "2026-03-01T08:45:00+00:00", "rights_language": "fr",
    "interpreter_needed": False, "lawyer_asked": False, "search": "same",
}  # fmt: skip


def body(told: object) -> bytes:
    """Return a body as it is sent."""
    return json.dumps(told).encode()
