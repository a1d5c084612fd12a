"""Seats in force by the database's clock; reads by the union of them, writes in the one that acts."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.actor import NOBODY, Actor
from aircop.access.binding import acting, bind
from aircop.access.models import Seat
from aircop.access.roles import Permission, Role
from aircop.accounts.models import User
from seizures.models import Seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.aircop.access.world import records
from tests.cast import Cast
from tests.clock import end_a_second_ago
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
URL = "/api/v1/seizures/"


def _seen(actor: Actor) -> int:
    return Seizure.objects.visible_to(actor).count()


def _raw() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seizures_seizure")
        count: int = cursor.fetchone()[0]
    return count


def test_a_membership_that_ended_a_second_ago_reads_nothing(cast: Cast) -> None:
    """List, detail and the raw table; the session that was open then as well."""
    seizure = cast.seizure()
    colleague = cast.colleague
    client = Client()
    client.force_login(colleague.user)
    assert client.get(URL).json()["results"] != []
    assert client.get(f"{URL}{seizure.pk}/").status_code == 200
    end_a_second_ago(colleague.membership)
    actor = colleague.actor
    assert (actor.groups, _seen(actor), _raw()) == (frozenset(), 0, 0)
    answers = [client.get(path) for path in (URL, f"{URL}{seizure.pk}/")]
    assert [answer.status_code for answer in answers] == [401, 401], "the session ended with the last seat"
    assert not any(str(seizure.pk) in answer.json().get("detail", "") for answer in answers)


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(-60, None, True), (-60, 60, True), (-60, -1, False), (60, None, False), (60, 120, False)],
    ids=["open", "runs", "ended", "to come", "to come with an end"],
)
def test_a_seat_holds_by_the_clock(cast: Cast, start: int, end: int | None, holds: bool) -> None:
    seizure = cast.seizure()
    now = timezone.now()
    with as_owner():
        Seat.objects.filter(user=cast.colleague.user).update(
            valid_from=now + timedelta(seconds=start), valid_to=now + timedelta(seconds=end) if end else None
        )
    actor = cast.colleague.actor
    assert (bool(actor.memberships), bool(actor.groups), _seen(actor)) == (holds, holds, int(holds))
    assert Seizure.objects.visible_to(actor).filter(pk=seizure.pk).exists() is holds


def test_two_units_are_read_together_and_written_one_at_a_time(cast: Cast) -> None:
    cast.seizure()
    records(cast, [(cast.acc.default_list, 0)])
    member = cast.supervisor
    assert _seen(member.actor) == 1
    second = start_membership(
        actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc
    )
    actor = member.actor
    assert (_seen(actor), len(actor.memberships)) == (2, 2)
    assert (actor.in_unit(cast.abj.pk), actor.may(Permission.VERIFY_SEIZURE)) == (True, True)
    other = actor.acting_as(second.pk)
    assert (other.in_unit(cast.abj.pk), other.in_unit(cast.acc.pk)) == (False, True)
    assert (other.may(Permission.VERIFY_SEIZURE), other.holds(Permission.VERIFY_SEIZURE)) == (False, True)
    assert other.agencies_with(Permission.LOG_SEIZURE) == {cast.police.pk, cast.foreign.pk}
    assert actor.acting_as(uuid7()) == actor, "a membership that one does not hold is ignored"
    assert other.in_unit(None) is False


def test_the_acting_membership_outlives_a_new_transaction_but_not_its_end(cast: Cast) -> None:
    member = cast.supervisor
    second = start_membership(
        actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc
    )
    other = member.actor.acting_as(second.pk)
    assert bind(other).acting == other.acting
    end_a_second_ago(second)
    stays = bind(other).acting
    assert stays is not None
    assert stays.membership_id == member.membership.pk


def test_a_closed_account_sits_nowhere(cast: Cast) -> None:
    """A job that was queued for it reads nothing, whatever its seats say."""
    cast.seizure()
    assert _seen(cast.colleague.actor) == 1
    with as_owner():
        User.objects.filter(pk=cast.colleague.user.pk).update(is_active=False, disabled_at=timezone.now())
    actor = cast.colleague.actor
    assert (actor.memberships, _seen(actor), _raw()) == ((), 0, 0)


# Binding --------------------------------------------------------------------------------------------------------------


def test_nobody_sees_nothing(cast: Cast) -> None:
    cast.seizure()
    assert bind(NOBODY) == NOBODY
    assert (_seen(NOBODY), _raw(), NOBODY.signed_in, NOBODY.may(Permission.LOG_SEIZURE)) == (0, 0, False, False)


def test_a_job_runs_as_its_subject_and_leaves_the_one_before(cast: Cast) -> None:
    """Nested in another transaction, too: what follows is not the job's to see."""
    cast.seizure()
    assert cast.outsider.actor
    with acting(cast.supervisor.user.pk, purpose="A report", request_id="r-1") as actor:
        assert (_seen(actor), _raw(), actor.purpose, actor.request_id) == (1, 1, "A report", "r-1")
    assert _raw() == 0
    with pytest.raises(ZeroDivisionError), acting(cast.supervisor.user.pk):
        raise ZeroDivisionError
    assert _raw() == 0


@pytest.mark.django_db(transaction=True)
def test_a_binding_ends_with_its_transaction(cast: Cast) -> None:
    """The same connection sees nothing afterwards; and outside a transaction nobody is bound at all."""
    with transaction.atomic():
        cast.seizure()
        assert _raw() == 1
    assert _raw() == 0
    with pytest.raises(RuntimeError, match="inside a transaction"):
        bind(Actor(subject_id=cast.officer.user.pk))
    with acting(cast.officer.user.pk):
        assert _raw() == 1
    assert _raw() == 0


def test_a_seat_cannot_end_before_it_begins(cast: Cast) -> None:
    seat = Seat.objects.filter(user=cast.officer.user).first()
    assert seat is not None
    assert str(seat) == "CI-CUS · ABJ1 (officer)"
    broken: dict[str, Any] = {"valid_to": seat.valid_from - timedelta(seconds=1)}
    with pytest.raises(IntegrityError, match="access_seat_period"), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**broken)
    seat.pk = None
    with pytest.raises(IntegrityError, match="access_seat_once"), transaction.atomic():
        seat.save(force_insert=True)
