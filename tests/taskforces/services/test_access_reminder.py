"""Reminders of reviews of access: by the clock, to whoever administers the agency now."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from typing import cast as typed

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from aircop.events import EventView
from taskforces.consumers import ring_administrators
from taskforces.models import AccessReview, Agency
from taskforces.services.access_reminder import remind_of_reviews
from taskforces.tasks import remind_of_reviews_task
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import payloads


def set_back(agency: Agency, **changed: int | None) -> None:
    """Put times of an agency so many days back."""
    told = {name: days and timezone.now() - timedelta(days=days) for name, days in changed.items()}
    with transaction.atomic(), as_owner():
        Agency.objects.filter(pk=agency.pk).update(**told)


@pytest.mark.django_db(transaction=True)
def test_an_agency_is_reminded_until_it_has_reviewed(cast: Cast) -> None:
    with transaction.atomic():
        admin, agency = cast.agency_admin, cast.customs
        assert cast.foreign, "has nobody who could review"
    assert remind_of_reviews() == 0, "it is new"
    set_back(agency, recorded_at=91)
    set_back(cast.foreign, recorded_at=91)
    assert (remind_of_reviews_task(), remind_of_reviews()) == (1, 0)
    set_back(agency, review_reminded_at=31)
    assert remind_of_reviews() == 1, "once more after thirty days"
    with transaction.atomic(), as_owner():
        AccessReview.objects.create(agency=agency, begun_by=admin.user, finished_at=timezone.now())
    set_back(agency, review_reminded_at=31)
    assert remind_of_reviews() == 0
    with transaction.atomic():
        assert [each["agency"] for each in payloads("access_review_due")] == [str(agency.pk)] * 2


@pytest.mark.django_db
@pytest.mark.parametrize("on", [True, False])
def test_its_administrators_get_a_doorbell(cast: Cast, settings: Any, *, on: bool) -> None:
    settings.MAIL = on
    admin = cast.agency_admin
    assert cast.platform_admin
    told = SimpleNamespace(payload=SimpleNamespace(agency=cast.customs.pk))
    ring_administrators(typed("EventView", told))
    assert [each.to for each in mail.outbox] == ([[admin.user.email]] if on else [])
    assert all("/people/reviews/" in str(each.body) for each in mail.outbox)
