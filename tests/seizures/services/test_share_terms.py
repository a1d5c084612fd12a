"""What a share may be, how it ends, and what travels with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import ListGroupGrant, Share
from aircop.access.roles import SEE_IDENTITY, Level
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.enums import Handling
from seizures.models import Seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import verify_seizure
from tests.cast import Cast, Member
from tests.clock import expire
from tests.databases import as_owner
from tests.traces import entries, events, values

pytestmark = pytest.mark.django_db


def sees(member: Member, seizure: Seizure) -> bool:
    """Whether a member sees the seizure now."""
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def share(cast: Cast, seizure: Seizure, **terms: Any) -> Share:
    """Share with the foreign agency as the supervisor, for sight, without end."""
    told: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Same ring", "until": None}
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, **(told | terms))


@pytest.mark.parametrize(
    ("terms", "field"),
    [({"reason": " "}, "reason"), ({"until": timezone.now() - timedelta(seconds=1)}, "until")],
)
def test_a_share_needs_a_reason_and_an_end_ahead(cast: Cast, terms: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        share(cast, cast.seizure(), **terms)
    assert fault.value.field == field
    assert entries("seizure.share") == []


def test_conditions_are_shown_and_confirmed(cast: Cast) -> None:
    """H3 asks once; with the answer it is shared."""
    seizure = cast.seizure(handling=Handling.H3, handling_words="Ask before any arrest")
    with pytest.raises(Invalid) as fault:
        share(cast, seizure)
    assert (fault.value.field, "Ask before any arrest" in fault.value.reason) == ("conditions", True)
    share(cast, seizure, conditions_accepted=True)
    assert sees(cast.partner_officer, seizure)


def test_why_it_was_disclosed_and_to_whom_is_in_the_audit(cast: Cast) -> None:
    seizure = cast.seizure()
    share(cast, seizure)
    entry = entries("seizure.share")[0]
    assert (entry["purpose"], entry["recipients"], entry["reason"]) == ("Same ring", ["Agency GH-NCC"], "")
    assert entry["access_list"] == seizure.access_list_id or seizure.access_list_id == seizure.root_list_id


def test_the_record_moves_once_with_its_history(cast: Cast) -> None:
    """The first share gives it a list of its own; both keep the root, and the event tells both lists."""
    seizure = cast.seizure()
    share(cast, seizure)
    share(cast, seizure, reason="Same method")
    moved = events("record_moved")
    assert len(moved) == 1
    with as_owner():
        seizure.refresh_from_db()
    lists = {(row["access_list_id"], row["root_list_id"]) for row in values("seizure.submit")}
    assert lists == {(seizure.access_list_id, seizure.root_list_id)}
    assert seizure.access_list_id != seizure.root_list_id == cast.abj.default_list_id


def test_a_share_ends_by_the_clock_of_the_database(cast: Cast) -> None:
    """Nobody does anything: the moment passes, and the list, the row and the level are gone."""
    seizure = cast.seizure()
    given = share(cast, seizure, until=timezone.now() + timedelta(days=1))
    assert sees(cast.partner_officer, seizure)
    expire(given)
    assert not sees(cast.partner_officer, seizure)
    with as_owner():
        seizure.refresh_from_db()
    assert grants.held(cast.partner_officer.actor, seizure) == frozenset()


def test_an_ended_share_is_not_taken_back_again(cast: Cast) -> None:
    """By hand or by the clock: it ended once, and the stream tells so once."""
    seizure = cast.seizure()
    by_hand, by_clock = share(cast, seizure), share(cast, seizure, until=timezone.now() + timedelta(days=1))
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=by_hand.pk)
    expire(by_clock)
    for ended in (by_hand, by_clock):
        with pytest.raises(NotAllowed) as refused:
            unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=ended.pk)
        assert refused.value.code == "state"
    assert len(events("access_ended")) == 1


def test_only_a_share_of_this_record_alone_can_be_taken_back(cast: Cast) -> None:
    """Neither what a role holds by default, nor a share of another record."""
    seizure, other = cast.seizure(), cast.seizure()
    foreign = share(cast, other)
    default = Share.objects.filter(access_list=cast.abj.default_list).first()
    assert default is not None
    for each in (foreign, default):
        with pytest.raises(Missing):
            unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=each.pk)
    share(cast, seizure)
    with pytest.raises(Missing):
        unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=default.pk)


def test_who_sees_no_identities_passes_none_on(cast: Cast) -> None:
    seizure = cast.seizure()
    actor = cast.supervisor.actor
    with as_owner():
        ListGroupGrant.objects.filter(group_id__in=actor.groups, permission__codename=SEE_IDENTITY).delete()
    with pytest.raises(NotAllowed) as refused:
        share(cast, seizure, with_identities=True)
    assert refused.value.code == "identity"


def test_identities_travel_beside_the_level(cast: Cast) -> None:
    seizure = cast.seizure()
    share(cast, seizure, level=Level.CONTRIBUTE)
    plain = grants.held(cast.partner_officer.actor, fresh(seizure))
    share(cast, seizure, with_identities=True)
    assert (plain, grants.held(cast.partner_officer.actor, fresh(seizure))) == (
        {"view", "contribute"},
        {"view", "contribute", SEE_IDENTITY},
    )
    with pytest.raises(NotAllowed) as refused:  # it may add by level, but it is another unit's record
        verify_seizure(actor=cast.partner_supervisor.actor, seizure=seizure)
    assert refused.value.code == "other_unit"


def fresh(seizure: Seizure) -> Seizure:
    """Return the row as it stands."""
    with as_owner():
        return Seizure.objects.select_related("access_list").get(pk=seizure.pk)
