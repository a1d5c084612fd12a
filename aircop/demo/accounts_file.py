"""The file that tells people and scripts how to sign in to the demo."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from aircop.accounts.models import ApiClient
from aircop.accounts.services.client import Registration, renew_client_secret
from aircop.demo.people import ADMINISTRATOR, PARTNERS, PASSWORD, PEOPLE, PersonPlan
from aircop.demo.places import AGENCIES, OFFICE
from taskforces.services.network import founder

NAMES = {agency.code: agency.name for agency in (OFFICE, *AGENCIES)}


def path() -> Path:
    """Return where the file lies."""
    return settings.DATA_DIR / "demo-accounts.json"


def write(partners: Iterable[Registration]) -> Path:
    """Write every account that can sign in, and the partners' systems; readable by this user alone."""
    secrets = {partner.client_id: partner.secret for partner in partners}
    accounts = [_account(person) for person in (*PEOPLE, ADMINISTRATOR) if person.signs_in]
    accounts += [_partner(plan, secrets[plan.client_id]) for plan in PARTNERS]
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=1)
    draft.replace(target)
    return target


def mend() -> bool:
    """Write the file anew if it is missing or holds secrets of another installation; return whether it was.

    The partners' secrets are kept nowhere else, so they are renewed then.
    """
    clients = ApiClient.objects.select_related("application", "user").filter(
        application__client_id__in=[plan.client_id for plan in PARTNERS]
    )
    standing = {client.application.client_id: client for client in clients}
    if standing.keys() != {plan.client_id for plan in PARTNERS} or _is_right(standing):
        return False
    with transaction.atomic():
        write([renew_client_secret(actor=founder(), client=client) for client in standing.values()])
    return True


def _is_right(standing: dict[str, ApiClient]) -> bool:
    try:
        written = {a["client_id"]: a["client_secret"] for a in json.loads(path().read_bytes()) if a.get("client_id")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return all(
        check_password(written.get(name, ""), client.application.client_secret) for name, client in standing.items()
    )


def _account(person: PersonPlan) -> dict[str, Any]:
    place = person.places[0]
    return {
        "username": person.email,
        "password": PASSWORD,
        "role": place.role.value,
        "agency": NAMES[place.agency],
        "agency_code": place.agency,
        "task_force": place.unit,
        "language": person.language,
        "name": person.name,
    }


def _partner(plan: Any, secret: str) -> dict[str, Any]:
    return {
        "username": None,
        "password": None,
        "role": "partner",
        "agency": NAMES[plan.agency],
        "agency_code": plan.agency,
        "task_force": None,
        "language": "en",
        "name": plan.name,
        "client_id": plan.client_id,
        "client_secret": secret,
        "scopes": list(plan.scopes),
    }
