"""The last day of a closed group, and its end, are announced once each; My work says which end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.models import ClosedGroup
from alerts.queries.group import groups_ending
from alerts.services.group import add_member, end_group
from alerts.services.group_clock import announce_ends_of_groups
from alerts.tasks import announce_ends_of_groups_task
from tests.alerts.views.test_alert import signed
from tests.alerts.written import grouped
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def ends_in(group: ClosedGroup, hours: int) -> None:
    with as_owner():
        ClosedGroup.objects.filter(pk=group.pk).update(ends_at=timezone.now() + timedelta(hours=hours))


def test_the_last_day_and_the_end_are_announced_once(cast: Cast) -> None:
    group, endless = grouped(cast, ends_at=timezone.now() + timedelta(days=9)), grouped(cast, name="No end")
    assert announce_ends_of_groups() == 0
    ends_in(group, 20)
    assert (announce_ends_of_groups(), announce_ends_of_groups_task()) == (1, 0)
    [told] = events("group_last_day")
    assert (told["object_id"], told["access_list"]) == (group.pk, group.access_list_id)
    ends_in(group, -1)
    assert (announce_ends_of_groups(), announce_ends_of_groups()) == (1, 0)
    assert len(events("group_ended")) == len(entries("group.expire")) == 1
    assert entries("group.expire")[0]["object_id"] == group.pk
    assert endless.pk != group.pk


def test_what_was_ended_by_hand_is_not_announced(cast: Cast) -> None:
    group = grouped(cast)
    end_group(actor=cast.supervisor.actor, group=group)
    ends_in(group, 5)
    assert announce_ends_of_groups() == 0


def test_my_work_says_which_end_within_a_day(cast: Cast) -> None:
    """To members; not what has ended, and not what runs on."""
    group = grouped(cast, name="Westerlies of Friday")
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    for hours, shown in ((48, False), (20, True), (-1, False)):
        ends_in(group, hours)
        for member in (cast.officer, cast.partner_officer):
            assert bool(groups_ending(member.actor)) is shown
            assert ("Westerlies of Friday" in signed(member).get("/").content.decode()) is shown
    ends_in(group, 20)
    assert "Westerlies of Friday" not in signed(cast.outsider).get("/").content.decode()
    assert entries("group.list")
