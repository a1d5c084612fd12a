"""Reminders of referrals by the clock: once when the answer is late, once when the case is not handed back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from seizures.models import Case, Referral
from seizures.queries.referral import late_referrals
from seizures.services.referral import accept_referral, offer_referral
from seizures.services.referral_reminder import remind_of_referrals
from seizures.tasks import remind_of_referrals_task
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import payloads


def past(referral: Referral, **clocks: Any) -> None:
    """Put clocks of a referral into the past."""
    with transaction.atomic(), as_owner():
        Referral.objects.filter(pk=referral.pk).update(**dict.fromkeys(clocks, timezone.now() - timedelta(minutes=1)))


def offered(cast: Cast, kind: str = "refer") -> Referral:
    case = cast.case(by=cast.supervisor)
    return offer_referral(actor=cast.supervisor.actor, case=case, to_unit=cast.acc, kind=kind, reason="He lives there")


@pytest.mark.django_db(transaction=True)
def test_each_clock_is_announced_once(cast: Cast) -> None:
    with transaction.atomic():
        referral, moved = offered(cast), offered(cast, "transfer")
        assert cast.partner_supervisor
        assert remind_of_referrals() == 0
    past(referral, due_at=True)
    assert (remind_of_referrals_task(), remind_of_referrals()) == (1, 0)
    with transaction.atomic():
        assert [each.pk for each in late_referrals(cast.supervisor.actor)] == [referral.pk]
        assert late_referrals(cast.officer.actor) == []
        assert late_referrals(cast.outsider.actor) == []
        assert late_referrals(cast.partner_supervisor.actor) == [], "it waits for its answer there"
    with transaction.atomic():
        accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
        accept_referral(actor=cast.partner_supervisor.actor, referral=moved)
        assert late_referrals(cast.supervisor.actor) == []
    past(referral, work_due_at=True)
    past(moved, due_at=True)
    assert (remind_of_referrals(), remind_of_referrals()) == (1, 0)
    with transaction.atomic():
        told = [(each["referral"], each["clock"], each["other"]) for each in payloads("referral_late")]
        accepted_by = str(cast.partner_supervisor.user.pk)
        assert told == [(str(referral.pk), "answer", None), (str(referral.pk), "work", accepted_by)]
        for member in (cast.supervisor, cast.partner_supervisor):
            assert [each.pk for each in late_referrals(member.actor)] == [referral.pk]


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_case_reminds_nobody(cast: Cast) -> None:
    with transaction.atomic():
        referral = offered(cast)
    past(referral, due_at=True)
    with transaction.atomic(), as_owner():
        Case.objects.filter(pk=referral.case_id).update(withdrawn_at=timezone.now(), withdrawn_reason="Twice")
    assert remind_of_referrals() == 0
