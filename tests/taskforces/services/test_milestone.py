"""Milestones: who records them, in what order, and what the stage of a unit rests on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aircop.access.actor import NOBODY
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, NotAllowed
from aircop.events.models import Event
from taskforces import rules
from taskforces.models import Milestone, TaskForce
from taskforces.services.milestone import reach_milestone, strike_milestone
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 1)


def stage(unit: TaskForce) -> str:
    """Return the stage as it is kept."""
    return TaskForce.objects.get(pk=unit.pk).stage


@pytest.mark.parametrize(
    ("who", "code"),
    [("platform_admin", "yes"), ("coordinator", "yes"), *((who, "role") for who in
     ("officer", "supervisor", "analyst", "agency_admin", "auditor", "outsider", "nobody"))],
)  # fmt: skip
def test_who_records_and_strikes_milestones(cast: Cast, who: str, code: str) -> None:
    reached = cast.milestone(cast.abj)
    actor = NOBODY if who == "nobody" else getattr(cast, who).actor
    assert (rules.can_reach_milestone(actor, cast.abj, "TRN").code or "yes") == code
    assert (rules.can_strike_milestone(actor, reached).code or "yes") == code


def test_operational_needs_an_agreement_and_two_agencies(cast: Cast) -> None:
    """One service alone is no task force, and nothing runs without a signature."""
    actor = cast.coordinator.actor
    for kind in ("OPS", "AUT"):
        assert rules.can_reach_milestone(actor, cast.abj, kind).code == "no_agreement"
    cast.milestone(cast.acc)
    assert rules.can_reach_milestone(actor, cast.acc, "OPS").code == "agencies"
    with pytest.raises(NotAllowed):
        reach_milestone(actor=actor, task_force=cast.acc, kind="OPS", reached_on=DAY)
    cast.milestone(cast.abj)
    assert reach_milestone(actor=actor, task_force=cast.abj, kind="OPS", reached_on=DAY).kind == "OPS"
    assert stage(cast.abj) == "OPS"


def test_the_stage_is_the_furthest_milestone_in_whatever_order_they_come(cast: Cast) -> None:
    assert stage(cast.abj) == ""
    cast.milestone(cast.abj, "TRN")
    cast.milestone(cast.abj, "LOV")
    assert stage(cast.abj) == "TRN"
    reached = cast.milestone(cast.abj, "MEN")
    with as_owner():
        assert AuditEntry.objects.get(object_id=reached.pk).verb == "milestone.reach"
    struck = strike_milestone(actor=cast.coordinator.actor, milestone=reached, reason="Another unit")
    assert stage(cast.abj) == "TRN"
    assert Milestone.objects.get(pk=struck.pk).struck_reason == "Another unit"
    with as_owner():
        kinds = Event.objects.filter(object_id=cast.abj.pk).order_by("id").values_list("kind", flat=True)
        assert list(kinds)[-4:] == ["milestone_reached"] * 3 + ["milestone_struck"]


def test_a_milestone_stands_once(cast: Cast) -> None:
    reached = cast.milestone(cast.abj)
    assert rules.can_reach_milestone(cast.coordinator.actor, cast.abj, "LOA").code == "state"
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(task_force=cast.abj, kind="LOA", reached_on=DAY)
    strike_milestone(actor=cast.coordinator.actor, milestone=reached, reason="Wrong day")
    assert cast.milestone(cast.abj).pk != reached.pk


def test_an_agreement_on_which_an_operational_unit_rests_stays(cast: Cast) -> None:
    agreement = cast.milestone(cast.abj)
    operational = cast.milestone(cast.abj, "OPS")
    actor = cast.coordinator.actor
    assert rules.can_strike_milestone(actor, agreement).code == "rests_on_it"
    strike_milestone(actor=actor, milestone=operational, reason="Too early")
    assert rules.can_strike_milestone(actor, agreement)
    with pytest.raises(NotAllowed):
        strike_milestone(actor=actor, milestone=operational, reason="Again")


def test_what_is_refused(cast: Cast) -> None:
    actor = cast.coordinator.actor
    with pytest.raises(Invalid) as fault:
        reach_milestone(actor=actor, task_force=cast.abj, kind="XXX", reached_on=DAY)
    assert fault.value.field == "kind"
    tomorrow = timezone.now().date() + timedelta(days=2)
    with pytest.raises(Invalid) as fault:
        reach_milestone(actor=actor, task_force=cast.abj, kind="TRN", reached_on=tomorrow)
    assert fault.value.field == "reached_on"
    with pytest.raises(Invalid):
        strike_milestone(actor=actor, milestone=cast.milestone(cast.abj), reason="  ")
