"""The share of seizures with a follow-up: of what the reader sees, by the local date."""

from datetime import date

import pytest
from django.test import Client

from seizures.queries.follow_up import FollowUp, follow_up
from seizures.services.case_task import finish_task
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def test_what_followed_is_counted(cast: Cast) -> None:
    done, linked, _alone = cast.seizure(), cast.seizure(), cast.seizure()
    cast.seizure(submit=False)
    case, other = cast.case(done), cast.case(linked)
    assert follow_up(cast.officer.actor, *MARCH) == FollowUp(3, 2, 0)
    actor = cast.officer.actor
    finish_task(actor=actor, task=case.tasks.get(kind="phone"))
    finish_task(actor=actor, task=other.tasks.get(kind="phone"), not_applicable=True, words="No phones")
    found = follow_up(cast.officer.actor, *MARCH)
    assert (found, found.share) == (FollowUp(3, 2, 1), 33)
    assert follow_up(cast.partner_officer.actor, *MARCH) == FollowUp(0, 0, 0)
    assert follow_up(cast.officer.actor, date(2025, 1, 1), date(2025, 2, 1)).share is None


def test_the_page_says_it(cast: Cast) -> None:
    cast.case(cast.seizure())
    client = Client()
    client.force_login(cast.officer.user)
    assert "With a follow-up" in client.get("/cases/follow-up/").content.decode()
