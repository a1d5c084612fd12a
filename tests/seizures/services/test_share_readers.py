"""Who a share is for: an agency, a unit by its roles, a person while it serves; and what ends with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.access.sharing import shares_under, who_can_see
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.models import Seizure
from seizures.queries.share import receiver_told, seat_of
from seizures.services.share import end_share, share_seizure, unshare_seizure
from seizures.services.withdrawal import restrict_seizure
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def sees(member: Member, seizure: Seizure) -> bool:
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def give(cast: Cast, seizure: Seizure, receiver: Any, **terms: Any) -> Share:
    told: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None} | terms
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=receiver, **told)


def test_a_unit_reads_by_its_roles_and_its_agency_does_not(cast: Cast) -> None:
    """One share on the page, one per role beneath it; taken back in one."""
    seizure = cast.seizure()
    colleague_elsewhere = cast.member("Efua Sarpong", cast.foreign, Role.OFFICER)
    people = (cast.partner_officer, cast.partner_supervisor)
    share = give(cast, seizure, cast.acc)
    assert [sees(member, seizure) for member in people] == [True, True]
    assert not sees(colleague_elsewhere, seizure)
    assert len(shares_under(share)) == 2
    assert len(events("access_granted")) == 3
    seen = [sight for sight in who_can_see(_anew(seizure), cast.officer.actor) if sight.own]
    assert [(sight.label, sight.share_id) for sight in seen] == [(str(cast.acc), share.pk)]
    outside = who_can_see(_anew(seizure), cast.partner_officer.actor)
    assert [sight.label for sight in outside] == [str(cast.acc)]
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=share.pk)
    assert [sees(member, seizure) for member in people] == [False, False]
    assert (len(events("access_ended")), len(entries("seizure.unshare"))) == (3, 1)


def _anew(seizure: Seizure) -> Seizure:
    with as_owner():
        return Seizure.objects.select_related("access_list").get(pk=seizure.pk)


@pytest.mark.parametrize("receiver", ["acc", "person"])
def test_neither_a_unit_nor_a_person_shares_onward(cast: Cast, receiver: str) -> None:
    seizure = cast.seizure()
    named = cast.acc if receiver == "acc" else cast.partner_supervisor.membership
    with pytest.raises(Invalid) as fault:
        give(cast, seizure, named, level=Level.MANAGE)
    assert fault.value.field == "level"
    give(cast, seizure, named, level=Level.CONTRIBUTE)
    assert sees(cast.partner_supervisor, seizure)
    with pytest.raises(NotAllowed):
        share_seizure(
            actor=cast.partner_supervisor.actor, seizure=seizure, agency=cast.elsewhere, level=Level.VIEW,
            reason="x", until=None,
        )  # fmt: skip


def test_a_person_reads_by_name_and_loses_it_with_the_last_seat_there(cast: Cast) -> None:
    """Not with the first of two; and not again by a seat in another agency."""
    seizure = cast.seizure()
    person = cast.partner_officer
    second = start_membership(actor=founder(), person=person.user, agency=cast.foreign, role=Role.ANALYST)
    share = give(cast, seizure, seat_of("KOFI.mensah@example.org "))
    assert (share.label, share.user_id, share.agency_id) == (
        f"Kofi Mensah, {cast.foreign.short_name}", person.user.pk, cast.foreign.pk,
    )  # fmt: skip
    assert sees(person, seizure)
    assert not sees(cast.partner_supervisor, seizure)
    start_membership(actor=founder(), person=person.user, agency=cast.elsewhere, role=Role.OFFICER)
    end_membership(actor=founder(), membership=person.membership, reason="Moved")
    assert sees(person, seizure)
    end_membership(actor=founder(), membership=second, reason="Left")
    assert not sees(person, seizure)
    share.refresh_from_db()
    assert not share.runs
    assert len(events("access_ended")) == 1


def test_a_share_by_name_ends_with_the_term_of_the_seat(cast: Cast) -> None:
    """A seat that ends by the clock ends it by the clock; without an end the share keeps its own."""
    seizure, until = cast.seizure(), timezone.now() + timedelta(days=20)
    guest = cast.member("Guest Officer", cast.elsewhere, Role.OFFICER, valid_to=until)
    assert give(cast, seizure, guest.membership).until == until
    sooner = timezone.now() + timedelta(days=5)
    assert give(cast, seizure, guest.membership, until=sooner).until == sooner
    assert give(cast, seizure, cast.outsider.membership).until is None


def test_who_reads_no_records_is_nobody_to_share_with(cast: Cast) -> None:
    for email in (cast.agency_admin.user.email, "nobody@example.org"):
        with pytest.raises(Invalid):
            seat_of(email)


def test_a_body_names_one_receiver(cast: Cast) -> None:
    assert receiver_told({"agency": cast.foreign.pk}) == cast.foreign
    assert receiver_told({"task_force": cast.acc.pk}) == cast.acc
    assert receiver_told({"person": cast.outsider.user.email}) == cast.outsider.membership
    for told in ({}, {"agency": cast.foreign.pk, "person": "x@example.org"}, {"task_force": cast.foreign.pk}):
        with pytest.raises(Invalid):
            receiver_told(told)


def test_restricting_ends_what_was_shared_on_the_old_list(cast: Cast) -> None:
    """Nothing lies there any more: no grant and no share is left over."""
    seizure = cast.seizure()
    share = give(cast, seizure, cast.foreign)
    restrict_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Under cover")
    share.refresh_from_db()
    assert (share.runs, len(events("access_ended"))) == (False, 1)


def test_an_administrator_ends_what_the_agency_gave_without_seeing_it(cast: Cast) -> None:
    """And nothing that another agency gave; whoever is no administrator and does not see the record, nothing."""
    seizure = cast.seizure()
    share, other = give(cast, seizure, cast.foreign), give(cast, seizure, cast.acc)
    admin = cast.member("Zie Bamba", cast.police, Role.AGENCY_ADMIN)
    with pytest.raises(NotAllowed) as refusal:
        end_share(actor=cast.agency_admin.actor, share=share)
    assert refusal.value.code == "giver"
    with pytest.raises(NotAllowed):
        end_share(actor=cast.outsider.actor, share=share)
    assert not end_share(actor=admin.actor, share=share).runs
    with pytest.raises(NotAllowed) as refusal:
        end_share(actor=admin.actor, share=share)
    assert refusal.value.code == "state"
    end_share(actor=admin.actor, share=other)
    assert not sees(cast.partner_officer, seizure)
    (first, *_rest) = entries("seizure.unshare")
    assert (first["object_id"], first["reference"], first["owner_agency"]) == (
        seizure.pk, seizure.reference, cast.customs.pk,
    )  # fmt: skip
    assert (len(entries("seizure.unshare")), len(events("access_ended"))) == (2, 4)


def test_a_supervisor_ends_it_by_the_rules_of_the_record(cast: Cast) -> None:
    seizure = cast.seizure()
    share = give(cast, seizure, cast.foreign)
    assert not end_share(actor=cast.supervisor.actor, share=share).runs
    with pytest.raises(Missing):
        unshare_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(), share_id=share.pk)
