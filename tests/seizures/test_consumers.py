"""What follows when something happened: by the real log, with the system's own login."""

from typing import Any

import pytest
from django.db import transaction

from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from seizures.models import Seizure
from seizures.queries.duplicate import hints
from seizures.services.withdrawal import withdraw_seizure
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def look() -> None:
    sequence_now()
    run_consumer("duplicates")


def pairs(cast: Cast) -> int:
    with transaction.atomic():
        return hints(cast.supervisor.actor).count()


def logged(cast: Cast, **facts: Any) -> Seizure:
    with transaction.atomic():
        return cast.seizure(**facts)


def test_duplicates_are_looked_for_when_a_seizure_is_submitted_or_withdrawn(cast: Cast) -> None:
    with transaction.atomic():
        assert all((cast.officer, cast.colleague, cast.supervisor))
    first = logged(cast)
    look()
    assert pairs(cast) == 0
    logged(cast, by=cast.colleague, lead_agency=cast.police)
    look()
    assert pairs(cast) == 1
    with transaction.atomic():
        withdraw_seizure(actor=cast.supervisor.actor, seizure=first, words="Logged twice")
    look()
    assert pairs(cast) == 0
