"""Reminders by the clock: once after thirty days, once after ninety, while something is left to do."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from seizures.models import Case
from seizures.services.case_reminder import remind_of_cases
from seizures.tasks import remind_of_cases_task
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import payloads


def opened(case: Case, days: int, **changed: object) -> None:
    """Put the opening of a case into the past."""
    with transaction.atomic(), as_owner():
        Case.objects.filter(pk=case.pk).update(opened_at=timezone.now() - timedelta(days=days), **changed)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_announced_once_for_each_day(cast: Cast) -> None:
    with transaction.atomic():
        case, suspended, empty = cast.case(cast.seizure()), cast.case(cast.seizure()), cast.case()
    opened(suspended, 31, status="suspended", suspended_from="open")
    opened(empty, 31)
    opened(case, 29)
    assert remind_of_cases() == 0
    opened(case, 31)
    assert (remind_of_cases(), remind_of_cases()) == (1, 0)
    opened(case, 95)
    assert (remind_of_cases_task(), remind_of_cases()) == (1, 0)
    with transaction.atomic():
        assert [(each["case"], each["days"]) for each in payloads("case_reminder_due")] == [
            (str(case.pk), 30), (str(case.pk), 90),
        ]  # fmt: skip
