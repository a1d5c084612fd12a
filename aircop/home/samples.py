"""Invented content for the gallery of components: what a page would hand to each of them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from aircop.errors import Clash

SEEN = datetime(2026, 11, 21, 3, 10, tzinfo=UTC)

STATUSES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("verified", "Verified"),
    ("locked", "Locked"),
    ("rejected", "Rejected"),
    ("duplicate", "Duplicate"),
    ("published", "Published"),
    ("recalled", "Recalled"),
    ("expired", "Expired"),
]

STEPS = {
    "under way": [
        {"label": "Draft", "state": "done", "note": "A. Kouassi, 21 Nov"},
        {"label": "Submitted", "state": "current", "note": "waits for a supervisor"},
        {"label": "Verified", "state": "todo"},
        {"label": "Locked", "state": "todo"},
    ],
    "whole": [
        {"label": "Draft", "state": "done"},
        {"label": "Submitted", "state": "done"},
        {"label": "Verified", "state": "done"},
        {"label": "Locked", "state": "current", "note": "23 Nov 2026"},
    ],
    "stopped": [
        {"label": "Draft", "state": "done"},
        {"label": "Rejected", "state": "stopped", "note": "Weight is missing"},
        {"label": "Verified", "state": "todo"},
        {"label": "Locked", "state": "todo"},
    ],
}


def _row(number: int, **values: Any) -> dict[str, Any]:
    usual = {
        "reference": f"ABJ1-S-2026-{number:06}",
        "at": SEEN - timedelta(hours=7 * (123 - number)),
        "airport": "ABJ",
    }
    return {**usual, **values}


ROWS = [
    _row(123, what="Cocaine", value="2.786", unit="kg", how="False-bottomed suitcase", to="CDG",
         status="submitted", status_label="Submitted", handling="H1"),
    _row(122, what="Methamphetamine", value="12.4", unit="kg", how="Machine part, air cargo", to="SYD",
         status="verified", status_label="Verified", handling="H0"),
    _row(121, what="Tramadol", value="18600", unit="tablets", how="Cover load of tea", to="LOS",
         status="locked", status_label="Locked", handling="H2"),
    _row(120, what="Heroin", value="864", unit="g", how="Swallowed", to="ADD",
         status="rejected", status_label="Rejected", handling="H3"),
]  # fmt: skip

HISTORY = [
    {"at": SEEN + timedelta(hours=9), "who": "M. Traoré", "unit": "CAAT Abidjan", "text": "verified it.",
     "icon": "circle-check"},
    {"at": SEEN + timedelta(hours=1), "who": "A. Kouassi", "unit": "CAAT Abidjan", "text": "changed two fields.",
     "icon": "pencil", "changes": [{"label": "Net weight", "old": "2.7 kg", "new": "2.786 kg"},
                                   {"label": "Concealment", "old": "", "new": "False bottom or lining"}]},
    {"at": SEEN + timedelta(minutes=30), "who": "Customs of Ghana", "unit": "", "text": "opened it.", "icon": "eye",
     "purpose": "Same courier as in a case of ours"},
    {"at": SEEN, "who": "A. Kouassi", "unit": "CAAT Abidjan", "text": "logged it.", "icon": "plus"},
]  # fmt: skip

CLASHES = [
    Clash("summary", "Summary", "2.786 kg net in a false-bottomed suitcase, one arrest.",
          "About 2.7 kg in a suitcase. Courier travels with a second person."),
    Clash("flight_number", "Flight", "AF703", ""),
]  # fmt: skip

SUMMARY = [
    {"label": "Found", "value": "Cocaine hydrochloride, 2.786 kg", "note": "Weighed, net", "href": "#"},
    {"label": "Concealment", "value": "False bottom or lining", "href": "#"},
    {"label": "Flight", "value": "", "missing": True, "href": "#"},
    {"label": "Persons arrested", "value": "1"},
]

SHARES = [
    {"who": "CAAT Abidjan", "kind": "task force", "level": "Manage", "identities": True, "reason": "Its own seizure",
     "by": "", "until": None, "end": ""},
    {"who": "Customs of Ghana", "kind": "agency", "level": "View", "identities": False,
     "reason": "Same courier as in GH-2026-17", "by": "shared by M. Traoré",
     "until": datetime(2027, 6, 30, tzinfo=UTC), "end": "#"},
]  # fmt: skip

FIGURES = [
    {"label": "Seizures", "value": "41", "note": "9 more than last quarter"},
    {"label": "Cocaine", "value": "212 kg", "note": "as of 21 Nov 2026"},
    {"label": "Persons arrested", "value": "37"},
    {"label": "Answered in time", "value": "86 %", "note": "18 of 21 requests"},
]

MESSAGES = [
    SimpleNamespace(level_tag="success", message="ABJ1-S-2026-000123 is submitted. M. Traoré was told."),
    SimpleNamespace(level_tag="info", message="Two fields are missing for the UNODC file."),
    SimpleNamespace(level_tag="warning", message="This looks like ABJ1-S-2026-000119."),
    SimpleNamespace(level_tag="error", message="The worker is not answering. Messages go out later."),
]

TABS = [
    {"label": "Summary", "href": "#tabs", "current": True, "count": None},
    {"label": "Items", "href": "#tabs", "current": False, "count": 2},
    {"label": "Sharing", "href": "#tabs", "current": False, "count": 3},
    {"label": "History", "href": "#tabs", "current": False, "count": None},
]

CHIPS = [
    {"label": "Cocaine", "remove": "#"},
    {"label": "Out of ABJ", "remove": "#"},
    {"label": "Last 90 days", "remove": "#"},
]

CRUMBS = [{"label": "Seizures", "href": "#acts"}, {"label": "CAAT Abidjan", "href": "#acts"}]


def clocks() -> list[dict[str, datetime | None]]:
    """Return one term in each state, seen from now."""
    now = timezone.now()
    return [
        {"due": now + timedelta(days=3, hours=1), "done": None},
        {"due": now + timedelta(hours=7, minutes=10), "done": None},
        {"due": now + timedelta(minutes=41), "done": None},
        {"due": now - timedelta(hours=3, minutes=5), "done": None},
        {"due": now, "done": now - timedelta(hours=1)},
        {"due": now - timedelta(days=4), "done": now - timedelta(days=1)},
    ]
