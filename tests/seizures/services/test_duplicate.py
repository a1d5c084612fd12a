"""Two records of one seizure: found, merged, undone exactly, told apart."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from aircop.access.binding import bind
from aircop.access.roles import Level
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.enums import HintStatus
from seizures.models import Merge, Seizure
from seizures.queries.duplicate import hints, hints_of
from seizures.queries.likeness import POINTS
from seizures.services.assistance import (
    add_assisting_agency,
    add_external_reference,
    end_assistance,
    end_external_reference,
)
from seizures.services.duplicate import merge_seizures, tell_apart, unmerge_seizure
from seizures.services.hints import note_hints
from seizures.services.person import identify_person
from seizures.services.seizure import log_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from seizures.services.withdrawal import withdraw_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.people import courier, named
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db


def logged(cast: Cast, by: Member, quantity: str, unit: str, **facts: Any) -> Seizure:
    """Log a parcel of heroin as somebody."""
    found = cast.found(substance="heroin", quantity=Decimal(quantity), unit=unit)
    return log_seizure(actor=by.actor, facts=cast.facts(**facts), found=found)


def noted(seizure: Seizure) -> int:
    """Let the system look, as the consumer does with a login of its own."""
    with as_owner():
        return note_hints(seizure.pk, using="default")


@pytest.fixture
def pair(cast: Cast) -> tuple[Seizure, Seizure]:
    """The parcel as customs wrote it, and as the police wrote it."""
    one = logged(cast, cast.officer, "341.61", "g")
    other = logged(cast, cast.colleague, "0.341", "kg", lead_agency=cast.police)
    assert noted(other) == 1
    return one, other


def state(seizure: Seizure) -> list[dict[str, Any]]:
    """Everything that the record holds, but the count of its changes."""
    told = rows("SELECT * FROM seizures_seizure WHERE id = %s", seizure.pk)
    told += rows("SELECT agency_id FROM seizures_assistance WHERE seizure_id = %s AND ended_at IS NULL", seizure.pk)
    told += rows(
        "SELECT system, number FROM seizures_externalreference WHERE seizure_id = %s AND ended_at IS NULL", seizure.pk
    )
    return [{name: value for name, value in row.items() if name != "version"} for row in told]


# Found ----------------------------------------------------------------------------------------------------------------


def test_the_same_parcel_of_two_agencies_is_found(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    actor = cast.supervisor.actor
    [hint] = hints(actor)
    assert {hint.first_id, hint.second_id} == {pair[0].pk, pair[1].pk}
    assert hint.reasons[0] == "same_quantity"
    assert hints_of(actor, pair[0]) == hints_of(actor, pair[1]) == [hint]
    assert noted(pair[0]) == 1, "twice is as once"
    assert hints(actor).count() == 1


def test_a_hint_tells_nobody_of_a_record_that_is_hidden_from_them(cast: Cast) -> None:
    """The other unit logged the same parcel at the same airport: neither sees the other's record, nor the hint."""
    one = logged(cast, cast.officer, "341.61", "g")
    other = logged(cast, cast.partner_officer, "0.341", "kg", lead_agency=cast.foreign)
    assert noted(other) == 1
    assert [list(hints(who.actor)) for who in (cast.supervisor, cast.partner_supervisor)] == [[], []]
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seizures_duplicatehint")
        assert cursor.fetchone() == (0,), "the wall hides it too"
    share_seizure(
        actor=cast.supervisor.actor, seizure=one, agency=cast.foreign, level=Level.VIEW, reason="Same?", until=None
    )
    assert hints(cast.partner_supervisor.actor).count() == 1
    assert hints(cast.supervisor.actor).count() == 0


def test_a_hint_lapses_when_it_no_longer_holds(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    withdraw_seizure(actor=cast.supervisor.actor, seizure=pair[0], words="Logged twice")
    assert noted(pair[0]) == 0
    assert rows("SELECT * FROM seizures_duplicatehint") == []


def test_drafts_are_nobodys_duplicates(cast: Cast) -> None:
    logged(cast, cast.officer, "341.61", "g")
    draft = log_seizure(
        actor=cast.colleague.actor, facts=cast.facts(), found=cast.found(substance="heroin", unit="g"), submit=False
    )
    assert noted(draft) == 0


# Decided --------------------------------------------------------------------------------------------------------------


def test_merged_and_undone_everything_is_as_it_was(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = pair
    add_external_reference(
        actor=cast.colleague.actor, seizure=duplicate, agency=cast.police, system="NAT", number="pv 77/2026"
    )
    add_assisting_agency(actor=cast.officer.actor, seizure=kept, agency=cast.foreign)
    before = [state(kept), state(duplicate)]
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate, words="One parcel")
    rows_of_kept = state(kept)
    assert {row.get("agency_id") for row in rows_of_kept} >= {cast.police.pk, cast.foreign.pk}
    assert {row.get("number") for row in rows_of_kept} >= {"PV 77/2026"}
    stands = Seizure.objects.visible_to(cast.supervisor.actor).get(pk=duplicate.pk)
    assert (stands.status, stands.duplicate_of_id) == ("duplicate", kept.pk)
    assert hints(cast.supervisor.actor).count() == 0
    unmerge_seizure(actor=cast.supervisor.actor, seizure=duplicate, words="Two after all")
    assert [state(kept), state(duplicate)] == before
    assert hints(cast.supervisor.actor).count() == 1, "to be decided anew"
    assert Merge.objects.get(kept=kept).undone_by_id == cast.supervisor.user.pk


def test_what_was_locked_is_locked_again(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = pair
    verify_seizure(actor=cast.supervisor.actor, seizure=duplicate)
    lock_seizure(actor=cast.supervisor.actor, seizure=duplicate)
    before = state(duplicate)
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate)
    unmerge_seizure(actor=cast.supervisor.actor, seizure=duplicate)
    assert state(duplicate) == before
    assert before[0]["status"] == "locked"


def test_a_merge_leaves_its_traces_on_both(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = pair
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate, words="One parcel")
    assert [each["object_id"] for each in entries("seizure.merge")] == [duplicate.pk]
    assert [each["object_id"] for each in entries("seizure.keep")] == [kept.pk]
    assert {each["object_id"] for each in events("seizures_merged")} == {kept.pk, duplicate.pk}
    unmerge_seizure(actor=cast.supervisor.actor, seizure=duplicate)
    assert len(events("seizures_unmerged")) == len(entries("seizure.unmerge") + entries("seizure.part")) == 2


def test_told_apart_they_are_not_hinted_at_again(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    hint = hints(cast.officer.actor).get()
    tell_apart(actor=cast.officer.actor, hint=hint, words="Two parcels")
    assert noted(pair[0]) == 1
    hint.refresh_from_db()
    assert hint.status == HintStatus.APART
    assert hints(cast.supervisor.actor).count() == 0
    assert len(entries("seizure.tell_apart")) == len(events("seizures_told_apart")) == 2


def test_refusals(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = pair
    third = logged(cast, cast.officer, "0.342", "kg")
    foreign = logged(cast, cast.partner_officer, "0.341", "kg", lead_agency=cast.foreign)
    supervisor = cast.supervisor
    hint = hints(supervisor.actor).get()
    with pytest.raises(NotAllowed):
        merge_seizures(actor=cast.officer.actor, kept=kept, duplicate=duplicate)
    with pytest.raises(Missing):
        merge_seizures(actor=supervisor.actor, kept=kept, duplicate=foreign)
    with pytest.raises(Invalid):
        merge_seizures(actor=supervisor.actor, kept=kept, duplicate=kept)
    with pytest.raises(StaleWrite):
        merge_seizures(actor=supervisor.actor, kept=kept, duplicate=duplicate, version=0)
    with pytest.raises(NotAllowed):
        unmerge_seizure(actor=supervisor.actor, seizure=duplicate)
    with pytest.raises(Missing):
        tell_apart(actor=cast.partner_supervisor.actor, hint=hint)
    merge_seizures(actor=bind(supervisor.actor), kept=kept, duplicate=duplicate)
    with pytest.raises(Invalid, match="Other records"):
        merge_seizures(actor=supervisor.actor, kept=third, duplicate=kept)
    with pytest.raises(NotAllowed):
        merge_seizures(actor=supervisor.actor, kept=duplicate, duplicate=third)


def test_a_record_shared_to_be_read_is_not_merged(cast: Cast) -> None:
    one = logged(cast, cast.officer, "341.61", "g")
    other = logged(cast, cast.partner_officer, "0.341", "kg", lead_agency=cast.foreign)
    share_seizure(
        actor=cast.partner_supervisor.actor,
        seizure=other,
        agency=cast.police,
        level=Level.VIEW,
        reason="Same?",
        until=None,
    )
    with pytest.raises(NotAllowed):
        merge_seizures(actor=cast.supervisor.actor, kept=one, duplicate=other)


# Agencies and numbers -------------------------------------------------------------------------------------------------


def test_agencies_and_numbers_come_and_go_and_stay_on_record(cast: Cast) -> None:
    seizure = cast.seizure()
    officer = cast.officer
    helped = add_assisting_agency(actor=officer.actor, seizure=seizure, agency=cast.police)
    number = add_external_reference(
        actor=officer.actor, seizure=seizure, agency=cast.customs, system="CEN", number=" cen  2026-1 "
    )
    assert number.number == "CEN 2026-1"
    with pytest.raises(Invalid, match="named already"):
        add_assisting_agency(actor=officer.actor, seizure=seizure, agency=cast.police)
    with pytest.raises(Invalid, match="leads"):
        add_assisting_agency(actor=officer.actor, seizure=seizure, agency=cast.customs)
    for wrong in ("", "  ", "=1+1", "cen 2026-1"):
        with pytest.raises(Invalid):
            add_external_reference(
                actor=officer.actor, seizure=seizure, agency=cast.customs, system="CEN", number=wrong
            )
    with pytest.raises(Invalid):
        add_external_reference(actor=officer.actor, seizure=seizure, agency=cast.customs, system="XXX", number="1")
    end_assistance(actor=officer.actor, seizure=seizure, assistance_id=helped.pk)
    end_external_reference(actor=officer.actor, seizure=seizure, reference_id=number.pk)
    with pytest.raises(Missing):
        end_assistance(actor=officer.actor, seizure=seizure, assistance_id=helped.pk)
    with pytest.raises(Missing):
        end_external_reference(actor=officer.actor, seizure=seizure, reference_id=number.pk)
    assert len(rows("SELECT 1 FROM seizures_assistance UNION ALL SELECT 1 FROM seizures_externalreference")) == 2
    assert len(events("seizure_agencies_changed")) == 4


def test_what_a_merge_brought_only_its_undoing_takes_away(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    kept, duplicate = pair
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate)
    brought = kept.assistances.get(agency=cast.police)
    with pytest.raises(Missing):
        end_assistance(actor=cast.supervisor.actor, seizure=kept, assistance_id=brought.pk)


def test_only_those_who_may_add_name_agencies(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(NotAllowed):
        add_assisting_agency(actor=cast.analyst.actor, seizure=seizure, agency=cast.police)
    with pytest.raises(Missing):
        add_assisting_agency(actor=cast.partner_officer.actor, seizure=seizure, agency=cast.police)


def test_who_sees_one_of_the_two_alone_learns_nothing_of_their_merge(cast: Cast, pair: tuple[Seizure, Seizure]) -> None:
    """The record that was set aside is theirs to manage, and the one that was kept does not exist for them."""
    kept, duplicate = pair
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.MANAGE, "reason": "Same route", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=duplicate, **terms)
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate)
    with pytest.raises(Missing):
        unmerge_seizure(actor=cast.partner_supervisor.actor, seizure=duplicate)


# The same person ------------------------------------------------------------------------------------------------------


def test_the_same_person_counts_and_is_told_to_those_who_see_both_identities(cast: Cast) -> None:
    """Two agencies write the same arrest down: quantities differ, the person does not."""
    one = logged(cast, cast.officer, "341.61", "g")
    other = logged(cast, cast.partner_officer, "0.52", "kg", lead_agency=cast.foreign)
    assert noted(other) == 0
    named(cast, courier(cast, one))
    named(cast, courier(cast, other, by=cast.partner_officer), by=cast.partner_officer, given_names="I. O.")
    assert noted(other) == 1
    terms: dict[str, Any] = {"agency": cast.police, "level": Level.VIEW, "reason": "Same?", "until": None}
    given = share_seizure(actor=cast.partner_supervisor.actor, seizure=other, with_identities=False, **terms)
    assert hints_of(cast.supervisor.actor, one) == [], "nothing else makes them alike"
    unshare_seizure(actor=cast.partner_supervisor.actor, seizure=other, share_id=given.pk)
    share_seizure(actor=cast.partner_supervisor.actor, seizure=other, with_identities=True, **terms)
    [hint] = hints_of(cast.supervisor.actor, one)
    assert "same_person" in hint.reasons
    assert hint.score == sum(POINTS[each] for each in hint.reasons)


def test_a_namesake_of_another_birth_is_another_person(cast: Cast) -> None:
    one = logged(cast, cast.officer, "341.61", "g")
    other = logged(cast, cast.partner_officer, "0.52", "kg", lead_agency=cast.foreign)
    names = {"family_name": "Traoré", "given_names": "Ibrahima"}
    for seizure, by, born in ((one, cast.officer, date(1990, 5, 17)), (other, cast.partner_officer, date(1991, 5, 17))):
        identify_person(actor=by.actor, person=courier(cast, seizure, by=by), names=names | {"birth_date": born})
    assert noted(other) == 0
