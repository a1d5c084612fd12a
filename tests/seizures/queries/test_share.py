"""What an agency gave and holds, for whom, and what of it has gone stale."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from aircop.access.actor import NOBODY
from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.audit import record
from seizures.models import Seizure
from seizures.queries.share import STALE, given_shares, held_shares, shares_shown
from seizures.services.share import share_seizure
from seizures.services.withdrawal import restrict_seizure
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


def give(cast: Cast, seizure: Seizure, receiver: Any, **terms: Any) -> Share:
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None} | terms
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=receiver, **told)


def test_who_is_told_of_what_was_given(cast: Cast) -> None:
    """The supervisor who reads the list, the agency's administrator; not officers, nor other agencies."""
    share, unit = give(cast, cast.seizure(), cast.foreign), give(cast, cast.seizure(), cast.acc)
    admin = cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN)
    elsewhere = cast.member("Ali Kone", cast.police, Role.SUPERVISOR)
    told = {"supervisor": cast.supervisor, "admin": admin, "elsewhere": elsewhere, "customs": cast.agency_admin,
            "officer": cast.colleague, "partner": cast.partner_supervisor}  # fmt: skip
    seen = {name: set(given_shares(member.actor)) for name, member in told.items()}
    both = {share, unit}
    assert seen == {"supervisor": both, "admin": both, "elsewhere": set(), "customs": set(), "officer": set(),
                    "partner": set()}  # fmt: skip
    assert list(given_shares(NOBODY)) == list(held_shares(NOBODY)) == []
    assert {each.label for each in held_shares(cast.partner_officer.actor)} == {share.label, unit.label}
    assert list(held_shares(cast.outsider.actor)) == []
    assert set(shares_shown(cast.supervisor.actor)) == both


def test_a_restricted_record_is_told_to_no_administrator(cast: Cast) -> None:
    seizure = cast.seizure()
    restricted = restrict_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Under cover")
    assert restricted.pk
    admin = cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN)
    assert list(given_shares(admin.actor)) == []


def test_what_was_left_to_one_person_nobody_gave(cast: Cast) -> None:
    """Restricting is no gift; what is shared of a restricted record by name is, for who reads it."""
    seizure, supervisor = cast.seizure(), cast.supervisor
    restricted = restrict_seizure(actor=supervisor.actor, seizure=seizure, words="Under cover")
    assert list(given_shares(supervisor.actor)) == []
    assert [each.access_list_id for each in held_shares(supervisor.actor)] == [restricted.access_list_id]
    share = give(cast, restricted, cast.outsider.membership)
    assert list(given_shares(supervisor.actor)) == [share]
    admin = cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN)
    assert list(given_shares(admin.actor)) == []


def _older(share: Share, days: int) -> None:
    """Move a share back in time: the trigger lets nobody else do so."""
    steps = (
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE access_share DISABLE TRIGGER USER",
        f"UPDATE access_share SET starts_at = now() - interval '{days} days' WHERE id = '{share.pk}'",  # noqa: S608
        "ALTER TABLE access_share ENABLE TRIGGER USER",
    )
    with as_owner(), connections["default"].cursor() as cursor:
        for step in steps:
            cursor.execute(step)


def test_what_has_gone_stale(cast: Cast) -> None:
    """Each kind by itself: ends soon, without an end, nobody sits there any more, nobody has used it."""
    soon = timezone.now() + timedelta(days=3)
    later = timezone.now() + timedelta(days=300)
    seizure = cast.seizure()
    assert cast.partner_officer.user
    ending = give(cast, seizure, cast.foreign, until=soon)
    endless = give(cast, seizure, cast.foreign)
    empty = give(cast, seizure, cast.programme, until=later)
    by_name = give(cast, seizure, cast.outsider.membership, until=later)
    actor = cast.supervisor.actor

    def stale(kind: str) -> set[Share]:
        return set(STALE[kind](given_shares(actor)))

    assert stale("soon") == {ending}
    assert stale("endless") == {endless}
    assert stale("left") == {empty}
    assert stale("idle") == set()
    for share in (endless, by_name):
        _older(share, 100)
    assert stale("idle") == {endless, by_name}
    record(cast.partner_officer.actor, "seizure.read", about=seizure)
    assert stale("idle") == {by_name}
    record(cast.outsider.actor, "seizure.list", rows=[seizure])
    assert stale("idle") == set()
