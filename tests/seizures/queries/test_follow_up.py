"""The share of seizures with a follow-up: of what the reader sees, by the local date."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level
from seizures.queries.follow_up import FollowUp, follow_up
from seizures.services.case_task import finish_task
from seizures.services.share import share_seizure
from seizures.services.withdrawal import restrict_case, withdraw_case
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_what_followed_is_counted(cast: Cast) -> None:
    done, linked, _alone = cast.seizure(), cast.seizure(), cast.seizure()
    cast.seizure(submit=False)
    case, other = cast.case(done), cast.case(linked)
    assert follow_up(cast.officer.actor, [MARCH]) == [FollowUp(3, 2, 0)]
    actor = cast.officer.actor
    finish_task(actor=actor, task=case.tasks.get(kind="phone"))
    finish_task(actor=actor, task=other.tasks.get(kind="phone"), not_applicable=True, words="No phones")
    [found] = follow_up(cast.officer.actor, [MARCH])
    assert (found, found.share) == (FollowUp(3, 2, 1), 33)
    assert follow_up(cast.partner_officer.actor, [MARCH]) == [FollowUp(0, 0, 0)]
    assert follow_up(cast.officer.actor, [(date(2025, 1, 1), date(2025, 2, 1))])[0].share is None


def test_several_periods_are_one_question(cast: Cast, django_assert_num_queries: Any) -> None:
    cast.seizure()
    cast.seizure(occurred_at=datetime(2026, 1, 5, tzinfo=UTC))
    actor = cast.officer.actor
    with django_assert_num_queries(1):
        found = follow_up(actor, [MARCH, (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 1, 1), date(2026, 1, 31))])
    assert [each.seizures for each in found] == [1, 2, 1]


def test_what_was_done_in_a_case_out_of_sight_does_not_count(cast: Cast) -> None:
    """A case that was withdrawn is no follow-up, neither are its tasks; nor is one that the reader does not see."""
    seizure = cast.seizure()
    case = cast.case(seizure)
    finish_task(actor=cast.officer.actor, task=case.tasks.get(kind="phone"))
    assert follow_up(cast.officer.actor, [MARCH]) == [FollowUp(1, 1, 1)]
    withdraw_case(actor=cast.supervisor.actor, case=case, words="Opened twice")
    assert follow_up(cast.officer.actor, [MARCH]) == [FollowUp(1, 0, 0)]


def test_what_follows_in_a_case_of_others_is_told_to_nobody_else(cast: Cast) -> None:
    """The other unit reads the seizure by a share, and has a case of its own over it: each counts its own case."""
    seizure, restricted = cast.seizure(), cast.seizure()
    case = cast.case(seizure)
    finish_task(actor=cast.officer.actor, task=case.tasks.get(kind="phone"))
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.acc, **terms)
    assert follow_up(cast.partner_officer.actor, [MARCH]) == [FollowUp(1, 0, 0)]
    theirs = cast.case(seizure, by=cast.partner_supervisor, lead_agency=cast.foreign)
    assert follow_up(cast.partner_officer.actor, [MARCH]) == [FollowUp(1, 1, 0)]
    finish_task(actor=cast.partner_officer.actor, task=theirs.tasks.get(kind="phone"))
    assert follow_up(cast.partner_officer.actor, [MARCH]) == [FollowUp(1, 1, 1)]
    hidden = cast.case(restricted)
    finish_task(actor=cast.supervisor.actor, task=hidden.tasks.get(kind="phone"))
    assert follow_up(cast.officer.actor, [MARCH]) == [FollowUp(2, 2, 2)]
    restrict_case(actor=cast.supervisor.actor, case=hidden, words="Under cover")
    assert follow_up(cast.officer.actor, [MARCH]) == [FollowUp(2, 1, 1)]
    assert follow_up(cast.supervisor.actor, [MARCH]) == [FollowUp(2, 2, 2)]


def test_the_page_says_it(cast: Cast) -> None:
    cast.case(cast.seizure())
    client = Client()
    client.force_login(cast.officer.user)
    assert "With a follow-up" in client.get("/cases/follow-up/").content.decode()
