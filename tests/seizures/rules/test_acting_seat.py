"""The role of one seat never goes with the level of another: what a write rests on, in the unit as outside it."""

from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import Protected, ShareVia
from aircop.access.roles import SEE_IDENTITY, Level, Role
from aircop.access.sharing import terms_of
from aircop.access.verdict import judge
from aircop.errors import NotAllowed
from seizures.enums import SeizureStatus
from seizures.models import Person
from seizures.rules import can_add_people, can_handle_identities
from seizures.services.case_link import link_seizure
from seizures.services.share import share_seizure
from seizures.services.withdrawal import restrict_case, restrict_seizure
from taskforces.models import Membership
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import courier

pytestmark = pytest.mark.django_db

# Who is an officer or a supervisor of an agency elsewhere and sits in another one, with another role perhaps. One row
# per act: by what the record is shared, at which level; then the answer in the seat elsewhere and in the other one.
TABLE = """
add_to     | case    | agency contribute | supervisor analyst    | level      role
add_to     | case    | agency contribute | supervisor officer    | level      yes
add_to     | case    | unit   contribute | supervisor analyst    | level      role
add_to     | case    | unit   contribute | supervisor officer    | level      yes
add_to     | case    | person contribute | supervisor analyst    | level      role
add_to     | case    | person contribute | supervisor officer    | level      yes
add_to     | seizure | agency contribute | supervisor analyst    | level      role
add_to     | seizure | agency contribute | supervisor officer    | level      yes
add_to     | seizure | unit   contribute | supervisor officer    | level      yes
add_to     | seizure | person contribute | supervisor analyst    | level      role
add_to     | seizure | person contribute | supervisor officer    | level      yes
add_to     | seizure | person view       | supervisor officer    | level      level
tell_apart | seizure | agency contribute | supervisor analyst    | level      role
tell_apart | seizure | person contribute | supervisor officer    | level      yes
merge      | seizure | agency manage     | supervisor analyst    | level      role
merge      | seizure | agency manage     | supervisor supervisor | level      yes
unmerge    | seizure | agency manage     | supervisor analyst    | level      role
unmerge    | seizure | agency manage     | supervisor supervisor | level      yes
share      | seizure | agency manage     | supervisor analyst    | other_unit role
share      | seizure | agency manage     | supervisor supervisor | other_unit yes
"""


def seated(cast: Cast, here: Role, other: Role) -> tuple[Actor, Actor, Membership]:
    """Return somebody who acts in an agency of no unit, and the same one who acts in the unit of Accra."""
    member = cast.member("Efua Owusu", cast.elsewhere, here)
    second = start_membership(actor=founder(), person=member.user, agency=cast.foreign, role=other, task_force=cast.acc)
    actor = member.actor.acting_as(member.membership.pk)
    return actor, actor.acting_as(second.pk), second


def let(cast: Cast, record: Protected, whom: str, level: Level, second: Membership, **terms: Any) -> None:
    """Share a record with the agency of the second seat, its unit, or its person by name."""
    agency, unit = cast.foreign, cast.acc
    with as_owner():
        derived = grants.own_list(record)
        type(record)._default_manager.filter(pk=record.pk).update(access_list=derived)
        readers = {
            "agency": grants.Reader(label=agency.name, group_id=agency.group_id, agency_id=agency.pk),
            "unit": grants.Reader(
                label=unit.code, group_id=unit.unit_roles.get(role=second.role).group_id, unit_id=unit.pk
            ),
            "person": grants.Reader(label="Efua", user_id=second.person_id, agency_id=agency.pk),
        }
        told: dict[str, Any] = {"with_identities": True, "reason": "Ring", "via": ShareVia.DIRECT, "by": None} | terms
        grants.give(derived, readers[whom], level=level, **told)
        record.refresh_from_db()


def code(act: str, actor: Actor, record: Protected) -> str:
    verdict = judge(f"{act}_{record._meta.model_name}", actor, record)
    return verdict.code or "yes"


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_level_is_that_of_the_seat_in_which_one_acts(cast: Cast, line: str) -> None:
    [act], [kind], [whom, level], roles, codes = (part.split() for part in line.split("|"))
    record: Any = cast.seizure() if kind == "seizure" else cast.case()
    elsewhere, there, second = seated(cast, Role(roles[0]), Role(roles[1]))
    let(cast, record, whom, Level(level), second)
    if act == "unmerge":
        record.status = SeizureStatus.DUPLICATE
    assert [code(act, actor, record) for actor in (elsewhere, there)] == codes
    assert Level.VIEW in grants.held(elsewhere, record), "what one reads, one reads in either seat"


def test_two_shares_by_name_are_two_levels(cast: Cast) -> None:
    """The person reads as one of the first agency and adds as one of the second; ended, it adds no more."""
    seizure = cast.seizure()
    elsewhere, there, second = seated(cast, Role.OFFICER, Role.OFFICER)
    let(cast, seizure, "person", Level.CONTRIBUTE, second, with_identities=False)
    assert elsewhere.acting is not None
    share_seizure(
        actor=cast.supervisor.actor,
        seizure=seizure,
        agency=Membership.objects.get(pk=elsewhere.acting.membership_id),
        level=Level.VIEW,
        reason="Method",
        until=None,
        with_identities=True,
    )
    assert grants.held_here(elsewhere, seizure) == {Level.VIEW, SEE_IDENTITY}
    assert grants.held_here(there, seizure) == {Level.VIEW, Level.CONTRIBUTE}
    assert [code("add_to", actor, seizure) for actor in (elsewhere, there)] == ["level", "yes"]
    assert SEE_IDENTITY in grants.held(there, seizure)


def test_the_unit_of_one_seat_is_not_written_in_from_another(cast: Cast) -> None:
    """A supervisor of two units writes into the records of each in the seat there."""
    seizure, case = cast.seizure(), cast.case()
    second = start_membership(
        actor=founder(), person=cast.supervisor.user, agency=cast.foreign, role=Role.SUPERVISOR, task_force=cast.acc
    )
    own = cast.supervisor.actor
    abroad = own.acting_as(second.pk)
    for act, record in (("add_to", seizure), ("tell_apart", seizure), ("merge", seizure), ("add_to", case)):
        assert [code(act, actor, record) for actor in (own, abroad)] == ["yes", "level"]


def test_nothing_is_written_into_a_case_that_was_not_shared_with_the_agency(cast: Cast) -> None:
    """The service refuses as the rule does; in the seat that was let in it goes through."""
    seizure, case = cast.seizure(), cast.case()
    elsewhere, there, second = seated(cast, Role.OFFICER, Role.OFFICER)
    for record in (seizure, case):
        let(cast, record, "agency", Level.CONTRIBUTE, second)
    with pytest.raises(NotAllowed) as refusal:
        link_seizure(actor=elsewhere, case=case, seizure=seizure)
    assert refusal.value.code == "level"
    assert link_seizure(actor=there, case=case, seizure=seizure)


def test_both_are_asked_at_once(cast: Cast, django_assert_num_queries: Any) -> None:
    """What is held anywhere and here is one question, of one record and of a page."""
    rows = [cast.seizure(), cast.seizure()]
    elsewhere, _there, second = seated(cast, Role.OFFICER, Role.OFFICER)
    for row in rows:
        let(cast, row, "agency", Level.CONTRIBUTE, second)
    with django_assert_num_queries(1), grants.asked_once(elsewhere, rows):
        found = [(Level.CONTRIBUTE in grants.held(elsewhere, row), grants.held_here(elsewhere, row)) for row in rows]
    assert found == [(True, frozenset())] * 2


# Who holds two seats in the unit whose records they are, or one there and one elsewhere of the same agency. One row per
# act on a record that was restricted in the first of them: the codes in the seat in which it was restricted, in the
# unit for another agency, and of the same agency outside the unit.
RESTRICTED = """
add_to     | seizure | yes   level yes
change     | seizure | yes   level other_unit
withdraw   | seizure | yes   level other_unit
share      | seizure | yes   level other_unit
unshare    | seizure | yes   level other_unit
restrict   | seizure | state level other_unit
tell_apart | seizure | yes   level yes
add_to     | case    | yes   level yes
change     | case    | yes   level other_unit
step       | case    | yes   level other_unit
close      | case    | yes   level other_unit
share      | case    | yes   level other_unit
refer      | case    | yes   level other_unit
withdraw   | case    | yes   level other_unit
"""


def three_seats(cast: Cast) -> tuple[Actor, Actor, Actor]:
    """Return the supervisor of the police in Abidjan, there for the customs too, and for the police in no unit."""
    person = cast.supervisor.user
    for agency, unit in ((cast.customs, cast.abj), (cast.police, None)):
        start_membership(actor=founder(), person=person, agency=agency, role=Role.SUPERVISOR, task_force=unit)
    own = cast.supervisor.actor
    seats = {(each.agency_id, each.unit_id): each.membership_id for each in own.memberships}
    places = ((cast.police.pk, cast.abj.pk), (cast.customs.pk, cast.abj.pk), (cast.police.pk, None))
    first, second, third = (own.acting_as(seats[place]) for place in places)
    return first, second, third


@pytest.mark.parametrize("line", RESTRICTED.strip().splitlines())
def test_what_was_left_to_a_person_is_held_for_one_agency(cast: Cast, line: str) -> None:
    """In the unit as outside it: and never to pass on from outside, because no agency holds it."""
    [act], [kind], codes = (part.split() for part in line.split("|"))
    record: Any = cast.seizure() if kind == "seizure" else cast.case()
    restrict: Any = restrict_seizure if kind == "seizure" else restrict_case
    seats = three_seats(cast)
    record = restrict(actor=seats[0], **{kind: record}, words="Under cover")
    assert [code(act, actor, record) for actor in seats] == codes
    assert all(Level.MANAGE in grants.held(actor, record) for actor in seats), "one reads it in each of them"
    assert [bool(can_handle_identities(actor, record)) for actor in seats] == [True, False, True]
    assert terms_of(record, cast.police.pk) == []


def test_within_the_unit_the_level_of_one_seat_goes_with_its_role_alone(cast: Cast) -> None:
    """An analyst of the unit who is an officer there for another agency, and a supervisor who is an officer there."""
    seizure = cast.seizure()
    for name, here, other, codes in (
        ("Efua Owusu", Role.ANALYST, Role.OFFICER, ["role", "yes"]),
        ("Kwame Adu", Role.OFFICER, Role.SUPERVISOR, ["yes", "yes"]),
    ):
        member = cast.member(name, cast.police, here, cast.abj)
        second = start_membership(
            actor=founder(), person=member.user, agency=cast.customs, role=other, task_force=cast.abj
        )
        seats = [member.actor.acting_as(each.pk) for each in (member.membership, second)]
        assert [code("change", actor, seizure) for actor in seats] == codes
        held = [Level.MANAGE in grants.held_here(actor, seizure) for actor in seats]
        assert held == [False, other == Role.SUPERVISOR]


def test_persons_are_merged_in_the_seat_that_sees_them(cast: Cast) -> None:
    """A supervisor of the owner's agency holds the record there without names, and reads them by another seat."""
    person = courier(cast, cast.seizure())
    member = cast.member("Efua Owusu", cast.customs, Role.SUPERVISOR)
    start_membership(actor=founder(), person=member.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc)
    told: dict[str, Any] = {"seizure": person.seizure, "level": Level.MANAGE, "reason": "Ring", "until": None}
    for agency, names in ((cast.customs, False), (cast.foreign, True)):
        share_seizure(actor=cast.supervisor.actor, agency=agency, with_identities=names, **told)
    person = Person.objects.visible_to(cast.supervisor.actor).get()
    actor = member.actor.acting_as(member.membership.pk)
    assert SEE_IDENTITY in grants.held(actor, person)
    assert [code(act, actor, person) for act in ("merge", "tell_apart")] == ["identity"] * 2


def test_names_are_written_in_the_seat_that_sees_them(cast: Cast) -> None:
    """Shared with one agency with them, with the other one without: read in both, written in the first."""
    seizure = cast.seizure()
    elsewhere, there, second = seated(cast, Role.OFFICER, Role.OFFICER)
    let(cast, seizure, "agency", Level.CONTRIBUTE, second)
    with as_owner():
        reader = grants.Reader(label="PJ", group_id=cast.elsewhere.group_id, agency_id=cast.elsewhere.pk)
        told: dict[str, Any] = {"reason": "Ring", "via": ShareVia.DIRECT, "by": None}
        grants.give(seizure.access_list, reader, level=Level.CONTRIBUTE, with_identities=False, **told)
    assert [SEE_IDENTITY in grants.held(actor, seizure) for actor in (elsewhere, there)] == [True, True]
    assert [can_handle_identities(actor, seizure).code for actor in (elsewhere, there)] == ["identity", ""]
    assert [can_add_people(actor, seizure).code for actor in (elsewhere, there)] == ["identity", ""]
