"""Pages equal what a naive sort of everything visible gives: both ways of reading, both directions, ties and states."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aircop.access import pages
from aircop.access.actor import Actor
from aircop.access.models import ListUserGrant, ProtectedQuerySet
from aircop.access.pages import page
from aircop.paging import Mark
from seizures.models import Seizure
from tests.aircop.access.world import START, derived, give, records, restricted
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
ORDERS = ("-occurred_at", "occurred_at", "-recorded_at", "recorded_at")


@pytest.fixture
def world(cast: Cast) -> list[Any]:
    """Lists that the partner's officer reads by group, by person, through a root, and not at all."""
    officer = cast.partner_officer
    mine, foreign = restricted(cast), restricted(cast)
    group = Group.objects.get(pk=cast.foreign.group_id)
    give(mine, group)
    own, below_foreign, below_mine = derived(foreign), derived(foreign), derived(mine)
    give(own, officer.user)
    give(below_mine, group)  # by list and by root: one row, once
    return [mine, foreign, own, below_foreign, below_mine, cast.acc.default_list]


def naive(actor: Actor, lists: list[Any], rows: list[Seizure], order: str) -> list[Any]:
    """Sort everything that the grants let the actor read."""
    with as_owner():
        held = set(ListUserGrant.objects.filter(user_id=actor.subject_id).values_list("content_object_id", flat=True))
    by_group = {lists[0].pk, lists[4].pk, lists[5].pk}
    seen = [row for row in rows if {row.access_list_id, row.root_list_id} & (held | by_group)]
    field = order.removeprefix("-")
    return [row.pk for row in sorted(seen, key=lambda row: (getattr(row, field), row.pk), reverse=order[0] == "-")]


def forwards(actor: Actor, order: str, size: int) -> Iterator[Any]:
    """Turn pages to the end."""
    mark: Mark | None = None
    while True:
        found = page(Seizure.objects.visible_to(actor), order=order, after=mark, size=size)
        yield found
        mark = found.next
        if mark is None:
            return


@pytest.mark.parametrize("few", [300, 0], ids=["list by list", "one scan down to the horizon"])
@pytest.mark.parametrize("horizon", [5_000, 3], ids=["far horizon", "near horizon"])
def test_pages_equal_a_naive_sort(
    cast: Cast, world: list[Any], monkeypatch: pytest.MonkeyPatch, few: int, horizon: int
) -> None:
    """Random worlds with many ties; every page forwards, and back again from the last."""
    monkeypatch.setattr(pages, "FEW_LISTS", few)
    monkeypatch.setattr(pages, "HORIZON", horizon)
    actor = cast.partner_officer.actor
    placed = st.lists(st.tuples(st.sampled_from(world), st.integers(0, 4)), max_size=25)

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(places=placed, order=st.sampled_from(ORDERS), size=st.integers(1, 7))
    def check(places: list[Any], order: str, size: int) -> None:
        with as_owner():
            Seizure.objects.all().delete()
        wanted = naive(actor, world, records(cast, places), order)
        read = list(forwards(actor, order, size))
        assert [row.pk for found in read for row in found.rows] == wanted
        assert [len(found.rows) for found in read[:-1]] == [size] * (len(read) - 1)
        assert read[0].previous is None
        last, back = read[-1], []
        while last.previous is not None:
            last = page(Seizure.objects.visible_to(actor), order=order, before=last.previous, size=size)
            back = [row.pk for row in last.rows] + back
            assert last.next is not None
        assert back == wanted[: len(wanted) - len(read[-1].rows)]

    check()


def test_many_lists_of_which_few_hold_most(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty lists of single records and three busy ones: the busy ones are asked again, page after page."""
    monkeypatch.setattr(pages, "HORIZON", 10)
    officer, busy = cast.partner_officer, [restricted(cast) for _ in range(3)]
    single = [derived(busy[0]) if number % 2 else derived(cast.abj.default_list) for number in range(50)]
    for each in (*busy[:2], *single):
        give(each, officer.user)
    chance = random.Random(7)
    places = [(chance.choice(busy), chance.randrange(40)) for _ in range(120)] + [
        (each, chance.randrange(40)) for each in single
    ]
    rows = records(cast, places)
    actor = officer.actor
    held = {each.pk for each in (*busy[:2], *single)}
    seen = [row for row in rows if {row.access_list_id, row.root_list_id} & held]
    wanted = [row.pk for row in sorted(seen, key=lambda row: (row.occurred_at, row.pk), reverse=True)]
    for few in (4_000, 10):
        monkeypatch.setattr(pages, "FEW_LISTS", few)
        for size in (3, 10, 200):
            assert [row.pk for found in forwards(actor, "-occurred_at", size) for row in found.rows] == wanted


def test_a_filter_that_nothing_can_pass_gives_an_empty_page(cast: Cast) -> None:
    records(cast, [(cast.abj.default_list, 0)])
    assert page(Seizure.objects.visible_to(cast.officer.actor).filter(pk__in=[])).rows == []


def test_without_drafts_every_state_is_shown(cast: Cast) -> None:
    """A model that knows no drafts shows whatever lies within reach."""
    assert ProtectedQuerySet(Seizure).state_visible_to(cast.officer.actor) == Q()


def test_filters_and_states_narrow_a_page(cast: Cast) -> None:
    """What the queryset leaves out, a page leaves out: other states, and drafts of others."""
    unit = cast.abj.default_list
    rows = records(cast, [(unit, minute) for minute in range(6)])
    with as_owner():
        Seizure.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(status="draft")
        Seizure.objects.filter(pk=rows[2].pk).update(status="rejected", rejection="INC")
        Seizure.objects.filter(pk=rows[3].pk).update(withdrawn_at=rows[3].recorded_at, withdrawn_reason="x")
    colleague = cast.colleague.actor
    assert {row.pk for row in page(Seizure.objects.visible_to(colleague)).rows} == {rows[n].pk for n in (2, 4, 5)}
    assert [row.pk for row in page(Seizure.objects.visible_to(colleague).filter(status="rejected")).rows] == [
        rows[2].pk
    ]
    author = cast.officer.actor
    assert {row.pk for row in page(Seizure.objects.visible_to(author)).rows} == {rows[n].pk for n in (0, 1, 2, 4, 5)}


def test_a_page_costs_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    records(cast, [(cast.abj.default_list, 0)])
    actor = cast.colleague.actor
    with CaptureQueriesContext(connection) as one:
        assert len(page(Seizure.objects.visible_to(actor).with_rows()).rows) == 1
    records(cast, [(cast.abj.default_list, minute) for minute in range(40)])
    actor = cast.colleague.actor
    with CaptureQueriesContext(connection) as many:
        assert len(page(Seizure.objects.visible_to(actor).with_rows()).rows) == 41
    assert len(one) == len(many)


def test_a_page_cannot_be_asked_for_otherwise(cast: Cast) -> None:
    actor, mark = cast.officer.actor, Mark(START, cast.officer.user.pk)
    visible = Seizure.objects.visible_to(actor)
    with pytest.raises(ValueError, match="ordered by"):
        page(visible, order="narrative")
    with pytest.raises(ValueError, match="visible_to"):
        page(Seizure.objects.filter(status="draft"))
    with pytest.raises(ValueError, match="not both"):
        page(visible, after=mark, before=mark)


def test_who_reads_nothing_gets_an_empty_page(cast: Cast) -> None:
    records(cast, [(cast.abj.default_list, 0)])
    for member in (cast.outsider, cast.agency_admin):
        found = page(Seizure.objects.visible_to(member.actor))
        assert (found.rows, found.next, found.previous) == ([], None, None)


def test_the_horizon_is_told_for_walled_tables_and_their_times_alone(cast: Cast) -> None:
    """The definer function sees every row; it must not answer about anything else."""
    assert cast.officer.actor
    for table, field in (
        ("seizures_seizure", "narrative"),
        ("accounts_user", "recorded_at"),
        ("pg_class; --", "occurred_at"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT access_horizon(%s, %s, true, NULL, NULL, 1)", [table, field])
