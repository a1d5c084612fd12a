"""Sharing one seizure, and taking it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aircop.access.roles import Level
from aircop.access.sharing import who_can_see
from aircop.audit.history import history
from aircop.errors import Missing
from seizures.models import Seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import verify_seizure
from tests.cast import Cast, Member

pytestmark = pytest.mark.django_db


def sees(member: Member, seizure: Seizure) -> bool:
    """Whether a member sees the seizure now."""
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def test_an_agency_sees_it_while_shared_and_not_a_moment_longer(cast: Cast) -> None:
    """The whole way: logged, verified, shared, taken back."""
    seizure = cast.seizure()
    assert sees(cast.supervisor, seizure)
    assert not sees(cast.partner_officer, seizure)
    assert not sees(cast.outsider, seizure)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    until = timezone.now() + timedelta(days=30)
    share = share_seizure(
        actor=cast.supervisor.actor,
        seizure=seizure,
        agency=cast.foreign,
        level=Level.VIEW,
        reason="Same courier ring",
        until=until,
    )
    assert sees(cast.partner_officer, seizure)
    assert sees(cast.officer, seizure)
    assert not sees(cast.outsider, seizure)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=share.pk)
    assert not sees(cast.partner_officer, seizure)
    assert sees(cast.officer, seizure)


def test_shared_for_two_reasons_one_taken_back_leaves_the_access(cast: Cast) -> None:
    """Both taken back: it ends."""
    seizure = cast.seizure()
    shares = [
        share_seizure(
            actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason=why, until=None
        )
        for why in ("Same ring", "Same method")
    ]
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=shares[0].pk)
    assert sees(cast.partner_officer, seizure)
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=shares[1].pk)
    assert not sees(cast.partner_officer, seizure)


def test_who_cannot_see_it_cannot_name_it(cast: Cast) -> None:
    """A hidden seizure does not exist for a writer either."""
    seizure = cast.seizure()
    with pytest.raises(Missing):
        verify_seizure(actor=cast.partner_supervisor.actor, seizure=seizure)


def test_an_outside_reader_is_not_told_who_else_reads_or_which_officer_acted(cast: Cast) -> None:
    """The owner's unit is told all of it; the receiving agency its own share and the unit's name."""
    seizure = cast.seizure()
    for agency in (cast.foreign, cast.elsewhere):
        share_seizure(
            actor=cast.supervisor.actor, seizure=seizure, agency=agency, level=Level.VIEW, reason="Ring", until=None,
            with_identities=True,
        )  # fmt: skip
    seizure.refresh_from_db()
    inside, outside = cast.officer.actor, cast.partner_officer.actor
    assert {sight.label for sight in who_can_see(seizure, inside)} >= {cast.foreign.name, cast.elsewhere.name}
    outside = cast.partner_officer.actor
    assert [sight.label for sight in who_can_see(seizure, outside)] == [cast.foreign.name]
    steps = history(seizure, outside)
    assert {step.verb for step in steps} == {"seizure.log", "seizure.submit"}
    assert {(step.by_name, step.by_label) for step in steps} == {("", "CI-CUS · ABJ1")}
    assert {step.by_name for step in history(seizure, cast.officer.actor)} == {"Awa Kone", "Jean Aka"}
