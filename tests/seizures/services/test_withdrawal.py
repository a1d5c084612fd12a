"""Records taken out of sight: withdrawn for everybody, or left to one supervisor."""

from typing import Any

import pytest

from aircop.access.binding import bind
from aircop.access.models import ListKind
from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.models import Seizure
from seizures.rules import can_restrict_seizure, can_verify_seizure, can_withdraw_seizure
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import verify_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def sees(member: Member, seizure: Seizure) -> bool:
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def test_a_withdrawn_record_is_gone_for_everybody_and_kept(cast: Cast) -> None:
    seizure = cast.seizure()
    withdraw_seizure(actor=cast.supervisor.actor, seizure=seizure, words=" Logged twice ")
    assert [sees(member, seizure) for member in (cast.officer, cast.supervisor)] == [False, False]
    with as_owner():
        stands = Seizure.objects.get(pk=seizure.pk)
    assert (stands.withdrawn_reason, stands.version) == ("Logged twice", seizure.version + 1)
    assert [entry["object_id"] for entry in entries("seizure.withdraw")] == [seizure.pk]
    assert [event["object_id"] for event in events("seizure_withdrawn")] == [seizure.pk]


def test_a_restricted_record_is_left_to_the_acting_supervisor(cast: Cast) -> None:
    seizure = cast.seizure()
    supervisor = cast.supervisor
    share_seizure(
        actor=supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    assert sees(cast.partner_officer, seizure)
    restricted = restrict_seizure(actor=supervisor.actor, seizure=seizure, words="An officer under suspicion")
    others = (cast.officer, cast.colleague, cast.analyst, cast.partner_officer)
    assert [sees(member, seizure) for member in others] == [False] * 4
    assert sees(supervisor, seizure)
    assert restricted.root_list.kind == ListKind.RESTRICTED
    assert "seizure.restrict" in {step.verb for step in history(restricted, supervisor.actor)}
    assert [entry["object_id"] for entry in entries("seizure.restrict")] == [seizure.pk]
    assert len(events("record_moved")) == 2
    assert can_restrict_seizure(supervisor.actor, restricted).code == "state"


def test_a_restricted_record_can_be_shared_by_name(cast: Cast) -> None:
    seizure = cast.seizure()
    supervisor = cast.supervisor
    restrict_seizure(actor=supervisor.actor, seizure=seizure, words="Under cover")
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Joint work", "until": None}
    share = share_seizure(actor=supervisor.actor, seizure=seizure, **terms)
    assert (sees(cast.partner_officer, seizure), sees(cast.officer, seizure)) == (True, False)
    unshare_seizure(actor=supervisor.actor, seizure=seizure, share_id=share.pk)
    assert (sees(cast.partner_officer, seizure), sees(supervisor, seizure)) == (False, True)


@pytest.mark.parametrize("act", [withdraw_seizure, restrict_seizure])
def test_refusals(cast: Cast, act: Any) -> None:
    seizure = cast.seizure()
    with pytest.raises(NotAllowed):
        act(actor=cast.officer.actor, seizure=seizure, words="No")
    with pytest.raises(Missing):
        act(actor=cast.partner_supervisor.actor, seizure=seizure, words="No")
    with pytest.raises(Invalid):
        act(actor=cast.supervisor.actor, seizure=seizure, words="  ")
    with pytest.raises(StaleWrite):
        act(actor=cast.supervisor.actor, seizure=seizure, words="Old", version=seizure.version - 1)
    draft = cast.seizure(by=cast.supervisor, submit=False)
    with pytest.raises(NotAllowed) as refusal:
        act(actor=cast.supervisor.actor, seizure=draft, words="Draft")
    assert refusal.value.code == "state"
    assert sees(cast.officer, seizure)


def test_a_legal_hold_keeps_a_record(cast: Cast) -> None:
    seizure = cast.seizure()
    with as_owner():
        Seizure.objects.filter(pk=seizure.pk).update(legal_hold=True)
    seizure.legal_hold = True
    assert can_withdraw_seizure(cast.supervisor.actor, seizure).code == "hold"
    with pytest.raises(NotAllowed):
        withdraw_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Gone")


def test_who_changed_it_last_does_not_verify_it(cast: Cast) -> None:
    seizure = cast.seizure()
    actor = cast.supervisor.actor
    changed = change_seizure(actor=actor, seizure=seizure, version=seizure.version, facts={"summary": "Three bags."})
    assert can_verify_seizure(bind(actor), changed).code == "author"
    with pytest.raises(NotAllowed):
        verify_seizure(actor=actor, seizure=seizure)
    again = change_seizure(
        actor=cast.officer.actor, seizure=seizure, version=changed.version, facts={"summary": "Two bags."}
    )
    assert verify_seizure(actor=cast.supervisor.actor, seizure=again).status == "verified"
