"""Grants are the effect of shares: of any sequence of shares, revocations and endings, repeated or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aircop.access import grants
from aircop.access.endings import announce_endings
from aircop.access.models import AccessList, ListGroupGrant, ListUserGrant, Share
from aircop.access.roles import SEE_IDENTITY, Level
from aircop.access.tasks import announce_endings_task
from seizures.models import Seizure
from tests.aircop.access.world import derived, give, records, restricted, seat
from tests.cast import Cast
from tests.clock import expire
from tests.databases import as_owner
from tests.traces import events

pytestmark = pytest.mark.django_db
DAYS = (None, 1, 2, 9)


def _naive(access_list: AccessList) -> set[tuple[Any, ...]]:
    """Compute who holds what until when from the shares alone, the slow and plain way."""
    now = timezone.now()
    found: dict[tuple[Any, str], list[Any]] = {}
    for share in Share.objects.filter(access_list=access_list, revoked_at=None):
        if share.until is None or share.until > now:
            levels = list(Level)[: list(Level).index(Level(share.level)) + 1]
            for name in [*levels, *([SEE_IDENTITY] if share.with_identities else [])]:
                found.setdefault((share.group_id or share.user_id, name), []).append(share.until)
    return {(*key, None if None in ends else max(ends)) for key, ends in found.items()}


def _rows(access_list: AccessList) -> set[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for table, who in ((ListGroupGrant, "group_id"), (ListUserGrant, "user_id")):
        rows += table.objects.filter(content_object=access_list).values_list(who, "permission__codename", "expires_at")
    assert len(rows) == len({row[:2] for row in rows}), "one row per reader and permission"
    return set(rows)


def test_grants_equal_the_naive_computation(cast: Cast) -> None:
    group, person = Group.objects.get(pk=cast.foreign.group_id), cast.outsider.user
    reader = st.sampled_from([group, person])
    given_away = st.tuples(st.just("give"), reader, st.sampled_from(list(Level)), st.booleans(), st.sampled_from(DAYS))
    later = st.tuples(st.sampled_from(["revoke", "expire", "again"]), st.integers(0, 5))

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.one_of(given_away, later), max_size=8))
    def check(steps: list[Any]) -> None:
        access_list, shares = restricted(cast), []
        for step in steps:
            if step[0] == "give":
                until = timezone.now() + timedelta(days=step[4]) if step[4] else None
                terms = {"level": step[2], "with_identities": step[3], "until": until}
                shares.append(give(access_list, step[1], **terms))
            elif step[0] == "revoke" and shares:
                with as_owner():
                    grants.take_back(shares[step[1] % len(shares)], by=person.pk)
            elif step[0] == "expire" and shares and shares[step[1] % len(shares)].until:
                expire(shares[step[1] % len(shares)])
            with as_owner():
                grants.apply(access_list.pk)
                assert _rows(access_list) == _naive(access_list)
                before = _ids(access_list)
                grants.apply(access_list.pk)
                assert _ids(access_list) == before, "repeating it changes nothing"

    check()


def _ids(access_list: AccessList) -> list[Any]:
    return sorted(ListGroupGrant.objects.filter(content_object=access_list).values_list("id", "expires_at"))


def test_the_latest_end_of_two_reasons_wins(cast: Cast) -> None:
    access_list, group = restricted(cast), Group.objects.get(pk=cast.foreign.group_id)
    soon, late = (timezone.now() + timedelta(days=days) for days in (1, 9))
    give(access_list, group, until=late)
    first = give(access_list, group, until=soon)
    assert _rows(access_list) == {(group.pk, "view", late)}
    open_end = give(access_list, group)
    assert _rows(access_list) == {(group.pk, "view", None)}
    with as_owner():
        grants.take_back(open_end, by=cast.officer.user.pk)
        grants.take_back(first, by=cast.officer.user.pk)
    assert _rows(access_list) == {(group.pk, "view", late)}
    assert first.revoked_by == cast.officer.user


def test_a_derived_list_keeps_the_readers_of_its_root(cast: Cast) -> None:
    """And adds its own; what they hold on either is held on the record."""
    root = cast.abj.default_list
    own = derived(root)
    give(own, Group.objects.get(pk=cast.foreign.group_id), level=Level.CONTRIBUTE)
    seizure = records(cast, [(own, 0)])[0]
    assert grants.held(cast.supervisor.actor, seizure) == {"view", "contribute", "manage", SEE_IDENTITY}
    assert grants.held(cast.partner_officer.actor, seizure) == {"view", "contribute"}
    assert grants.held(cast.outsider.actor, seizure) == frozenset()
    with as_owner():
        assert grants.own_list(Seizure.objects.get(pk=seizure.pk)) == own, "made once"


def test_a_restricted_list_has_its_own_readers_alone(cast: Cast) -> None:
    """Neither the unit nor its supervisor; a person by name."""
    hidden = restricted(cast)
    give(hidden, cast.analyst.user, level=Level.MANAGE)
    records(cast, [(hidden, 0)])
    assert not Seizure.objects.visible_to(cast.supervisor.actor).exists()
    assert Seizure.objects.visible_to(cast.analyst.actor).count() == 1


def test_what_is_held_on_a_page_costs_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    rows = records(cast, [(cast.abj.default_list, n) for n in range(5)] + [(derived(cast.acc.default_list), 1)])
    actor = cast.officer.actor
    with django_assert_num_queries(1):
        held = grants.held_on(actor, rows)
    assert sorted(map(len, held.values())) == [0, 3, 3, 3, 3, 3]
    with django_assert_num_queries(0):
        assert grants.held_on(actor, []) == {}


def test_a_seat_in_a_group_is_enough_and_its_end_ends_it(cast: Cast) -> None:
    records(cast, [(cast.abj.default_list, 0)])
    group = Group.objects.get(name="unit ABJ1 analyst")
    taken = seat(cast.outsider, group)
    assert Seizure.objects.visible_to(cast.outsider.actor).count() == 1
    with as_owner():
        type(taken).objects.filter(pk=taken.pk).update(valid_to=timezone.now())
    assert Seizure.objects.visible_to(cast.outsider.actor).count() == 0


# Endings --------------------------------------------------------------------------------------------------------------


def test_an_end_by_the_clock_is_announced_once(cast: Cast) -> None:
    """Its grants are tidied, and another share of the same reader goes on."""
    access_list, group = restricted(cast), Group.objects.get(pk=cast.foreign.group_id)
    ended = give(access_list, group, until=timezone.now() + timedelta(days=1))
    give(access_list, cast.outsider.user)
    assert announce_endings() == 0
    expire(ended)
    assert announce_endings_task() == 1
    assert announce_endings() == 0
    told = [event["payload"] for event in events("access_ended")]
    assert len(told) == 1
    assert str(ended.pk) in str(told[0])
    assert _rows(access_list) == {(cast.outsider.user.pk, "view", None)}


def test_what_was_taken_back_before_its_end_is_not_announced_again(cast: Cast) -> None:
    ended = give(restricted(cast), cast.outsider.user, until=timezone.now() + timedelta(days=1))
    with as_owner():
        grants.take_back(ended, by=cast.officer.user.pk)
    expire(ended)
    assert announce_endings() == 0


# Shares are the truth, and stay -----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["aircop_app", "aircop_system", "aircop_owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_share SET reason = 'another' WHERE id = %(id)s",
        "UPDATE access_share SET until = NULL WHERE id = %(id)s",
        "UPDATE access_share SET revoked_at = NULL WHERE id = %(id)s",
        "UPDATE access_share SET revoked_at = '2020-01-01' WHERE id = %(id)s",
        "UPDATE access_share SET end_announced_at = NULL WHERE id = %(id)s",
        "DELETE FROM access_share WHERE id = %(id)s",
        "TRUNCATE access_share",
    ],
)
def test_a_share_cannot_be_rewritten(cast: Cast, role: str, statement: str) -> None:
    """Not even by the owner of the table."""
    given_away = give(restricted(cast), cast.outsider.user, until=timezone.now() + timedelta(days=1))
    with as_owner(), connection.cursor() as cursor:
        grants.take_back(given_away, by=cast.officer.user.pk)
        cursor.execute("UPDATE access_share SET end_announced_at = now() WHERE id = %s", [given_away.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement, {"id": given_away.pk})


def test_a_share_is_taken_back_at_the_time_of_the_database(cast: Cast) -> None:
    """Whatever time the writer names: nobody takes back yesterday what was read today."""
    given_away = give(restricted(cast), cast.outsider.user)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE access_share SET revoked_at = '2020-01-01' WHERE id = %s", [given_away.pk])
    given_away.refresh_from_db()
    assert given_away.revoked_at is not None
    assert timezone.now() - given_away.revoked_at < timedelta(minutes=1)
    assert str(given_away) == "x: view"


def test_a_grant_names_the_root_of_its_list_whatever_it_is_told(cast: Cast) -> None:
    """Pages pass over what lies below a root that is held: a wrong root would show, or hide, a record."""
    below, alone = derived(cast.abj.default_list), restricted(cast)
    group = Group.objects.get(pk=cast.foreign.group_id)
    for each in (below, alone):
        give(each, group)
        give(each, cast.analyst.user)
    roots = {below.pk: cast.abj.default_list_id, alone.pk: alone.pk}
    for grants_on in (ListGroupGrant, ListUserGrant):
        told = grants_on.objects.filter(content_object__in=list(roots))
        assert dict(told.values_list("content_object_id", "root_id")) == roots
        with as_owner():
            told.update(root=alone)
        assert dict(told.values_list("content_object_id", "root_id")) == roots
