"""What tests of the demo look at."""

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.test import Client

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.models import Share
from aircop.accounts.models import User
from aircop.events.models import Event
from seizures.models import Seizure
from taskforces.models import Membership
from tests.databases import as_owner


def accounts(folder: Path) -> list[dict[str, Any]]:
    return json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))


def of_role(folder: Path, role: str) -> list[dict[str, Any]]:
    return [account for account in accounts(folder) if account["role"] == role]


def seen_by(email: str) -> list[Seizure]:
    actor = bind(Actor(subject_id=User.objects.get(email=email).pk))
    return list(Seizure.objects.visible_to(actor))


def token_for(account: dict[str, Any]) -> str:
    pair = base64.b64encode(f"{account['client_id']}:{account['client_secret']}".encode()).decode()
    answer = Client().post("/oauth/token", {"grant_type": "client_credentials"}, HTTP_AUTHORIZATION=f"Basic {pair}")
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


def census() -> dict[str, Any]:
    with as_owner():
        rows = Seizure.objects.order_by("occurred_at", "summary", "reference")
        return {
            "seizures": list(rows.values_list("reference", "status", "summary", "airport", "lead_agency__code")),
            "events": Counter(Event.objects.values_list("kind", flat=True)),
            "shares": Counter(Share.objects.values_list("label", "via", "reason", "level")),
            "people": User.objects.count(),
            "memberships": Membership.objects.count(),
        }
