"""A restricted record whose reader has left: who entrusts it, to whom, by which order."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from aircop.access import grants
from aircop.access.roles import Level, Role
from aircop.accounts.services.person import disable_person, enable_person
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.models import Case, Seizure
from seizures.services.entrusting import entrust_record
from seizures.services.erasure import erase_seizure
from seizures.services.withdrawal import restrict_case, restrict_seizure
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.traces import entries, events

ORDER = "Director of operations, 7/2026, 2 March 2026"


def sees(member: Member, record: Any) -> bool:
    return bool(type(record).objects.visible_to(member.actor).filter(pk=record.pk).exists())


def restricted(cast: Cast) -> Seizure:
    seizure = cast.seizure()
    return restrict_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Under cover")


def left(cast: Cast) -> Seizure:
    """Restrict a seizure, and let the supervisor who reads it go."""
    seizure = restricted(cast)
    end_membership(actor=cast.platform_admin.actor, membership=cast.supervisor.membership, reason="Posted elsewhere")
    return seizure


def entrust(cast: Cast, record: Seizure | Case, *, by: Member | None = None, **changed: Any) -> str:
    told: dict[str, Any] = {
        "reference": str(record.pk),
        "to": cast.owner_supervisor.user.email,
        "order": ORDER,
    } | changed
    return entrust_record(actor=(by or cast.agency_admin).actor, model=type(record), **told)


@pytest.mark.django_db
def test_a_supervisor_of_the_unit_manages_it_from_now_on(cast: Cast) -> None:
    """And nobody else sees it: the administrator neither. What was ordered stands in the agency's audit."""
    seizure = left(cast)
    assert not sees(cast.owner_supervisor, seizure)
    name = entrust(cast, seizure, to=cast.owner_supervisor.user.email.upper())
    assert name.startswith("Adjoua Yao")
    everybody = (cast.owner_supervisor, cast.officer, cast.colleague, cast.agency_admin)
    assert [sees(each, seizure) for each in everybody] == [True, False, False, False]
    (entry,) = entries("seizure.entrust")
    kept = (entry["object_id"], entry["owner_agency"], entry["purpose"], entry["recipients"])
    assert kept == (seizure.pk, cast.customs.pk, ORDER, [name])
    told = [each for each in events("access_granted") if each["object_id"] == seizure.pk]
    assert len(told) == 1


@pytest.mark.django_db
def test_a_case_and_one_whose_manager_cannot_sign_in(cast: Cast) -> None:
    case = restrict_case(actor=cast.supervisor.actor, case=cast.case(by=cast.supervisor), words="Under cover")
    disable_person(actor=cast.platform_admin.actor, person=cast.supervisor.user, reason="Under suspicion himself")
    assert entrust(cast, case, by=cast.platform_admin)
    assert sees(cast.owner_supervisor, case)
    assert len(entries("case.entrust")) == 1


@pytest.mark.django_db
def test_who_managed_it_before_reads_it_no_more(cast: Cast) -> None:
    """Neither when the account is opened again, nor by another seat in the agency."""
    seizure, admin = restricted(cast), cast.platform_admin
    disable_person(actor=admin.actor, person=cast.supervisor.user, reason="Under suspicion himself")
    entrust(cast, seizure)
    enable_person(actor=admin.actor, person=cast.supervisor.user, reason="Cleared")
    assert [sees(each, seizure) for each in (cast.supervisor, cast.owner_supervisor)] == [False, True]
    assert len(events("access_ended")) == 1


@pytest.mark.django_db
def test_who_cannot_act_on_it_does_not_manage_it(cast: Cast) -> None:
    """A seat that is left in the agency, as an officer or in another unit, keeps no supervisor from it."""
    seizure = restricted(cast)
    terms: dict[str, Any] = {"agency": cast.police, "role": Role.OFFICER, "task_force": cast.abj}
    start_membership(actor=founder(), person=cast.supervisor.user, **terms)
    end_membership(actor=cast.platform_admin.actor, membership=cast.supervisor.membership, reason="Another role")
    assert sees(cast.supervisor, seizure)
    assert entrust(cast, seizure)
    assert [sees(each, seizure) for each in (cast.supervisor, cast.owner_supervisor)] == [False, True]


@pytest.mark.django_db
def test_an_order_may_take_it_from_who_manages_it(cast: Cast) -> None:
    """And so mends an order that named the wrong one."""
    seizure = left(cast)
    wrong = cast.member("Ama Brou", cast.customs, Role.SUPERVISOR, cast.abj)
    entrust(cast, seizure, to=wrong.user.email)
    with pytest.raises(NotAllowed) as refusal:
        entrust(cast, seizure)
    assert refusal.value.code == "managed"
    entrust(cast, seizure, instead=True)
    assert [sees(each, seizure) for each in (wrong, cast.owner_supervisor)] == [False, True]


@pytest.mark.django_db
def test_of_two_seats_it_is_for_the_one_in_the_owner_s_agency(cast: Cast) -> None:
    seizure = left(cast)
    both = cast.member("Ama Brou", cast.police, Role.SUPERVISOR, cast.abj)
    terms: dict[str, Any] = {"agency": cast.customs, "role": Role.SUPERVISOR, "task_force": cast.abj}
    second = start_membership(actor=founder(), person=both.user, **terms)
    entrust(cast, seizure, to=both.user.email)
    actor = both.actor.acting_as(second.pk)
    assert Level.MANAGE in grants.held_here(actor, Seizure.objects.visible_to(actor).get(pk=seizure.pk))


@pytest.mark.django_db
def test_who_may_not(cast: Cast) -> None:
    seizure = left(cast)
    assert cast.owner_supervisor
    stranger = cast.member("Edem Ahu", cast.foreign, Role.AGENCY_ADMIN)
    for member, code in ((cast.officer, "role"), (cast.auditor, "role"), (stranger, "agency")):
        with pytest.raises(NotAllowed) as refusal:
            entrust(cast, seizure, by=member)
        assert refusal.value.code == code


@pytest.mark.django_db
def test_only_what_is_restricted_stands_and_has_no_manager(cast: Cast) -> None:
    for seizure, code in ((cast.seizure(), "state"), (restricted(cast), "managed")):
        with pytest.raises(NotAllowed) as refusal:
            entrust(cast, seizure)
        assert refusal.value.code == code
    erased = left(cast)
    erase_seizure(actor=cast.agency_admin.actor, reference=str(erased.pk), order=ORDER)
    with pytest.raises(NotAllowed) as refusal:
        entrust(cast, erased)
    assert refusal.value.code == "state"
    assert not entries("seizure.entrust")


@pytest.mark.django_db
def test_what_is_told_must_hold(cast: Cast) -> None:
    """An order in words, a supervisor of the record's unit, a record that is there."""
    seizure = left(cast)
    wrong: list[tuple[dict[str, Any], str]] = [({"order": "  "}, "order")]
    wrong += [({"to": each.user.email}, "to") for each in (cast.officer, cast.partner_supervisor, cast.supervisor)]
    for changed, field in wrong:
        with pytest.raises(Invalid) as refusal:
            entrust(cast, seizure, **changed)
        assert refusal.value.field == field
    with pytest.raises(Missing):
        entrust(cast, seizure, reference="ABJ1-S-2026-999999")
    assert not sees(cast.owner_supervisor, seizure)


@pytest.mark.django_db
def test_nobody_entrusts_a_record_to_the_own_person(cast: Cast) -> None:
    seizure = left(cast)
    both = cast.owner_supervisor
    terms: dict[str, Any] = {"agency": cast.customs, "role": Role.AGENCY_ADMIN, "task_force": None}
    office = start_membership(actor=founder(), person=both.user, **terms)
    told: dict[str, Any] = {"reference": str(seizure.pk), "to": both.user.email, "order": ORDER}
    with pytest.raises(Invalid) as refusal:
        entrust_record(actor=both.actor.acting_as(office.pk), model=Seizure, **told)
    assert refusal.value.field == "to"


@pytest.mark.django_db(transaction=True)
def test_the_command_does_it_and_says_what_is_wrong(cast: Cast) -> None:
    """Each login on a connection of its own."""
    with transaction.atomic():
        seizure, supervisor, admin = left(cast), cast.owner_supervisor, cast.agency_admin
    told = ("--order", ORDER, "--by", admin.user.email)
    for reference, to, words in (
        ("ABJ1-S-2026-999999", supervisor.user.email, "There is no seizure"),
        (str(seizure.pk), "nobody@example.org", "no supervisor"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("entrust_record", "seizure", reference, "--to", to, *told)
    call_command("entrust_record", "seizure", str(seizure.reference), "--to", supervisor.user.email, *told)
    with transaction.atomic():
        assert sees(supervisor, seizure)
