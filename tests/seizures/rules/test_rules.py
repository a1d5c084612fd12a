"""Who may do what to a seizure in which state, and why not: the whole truth, as one table."""

from collections.abc import Iterator
from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import NOBODY, Actor
from aircop.access.models import ListKind
from aircop.access.roles import Level, Role
from aircop.access.verdict import RULES, judge
from seizures.enums import SeizureStatus
from seizures.models import Seizure
from seizures.services.share import share_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

STATES = ("draft", "submitted", "rejected", "verified", "locked")

# One row per act and kind of actor; one column per state. A word is the code of the refusal.
TABLE = """
change   | author               | yes    yes    yes    state  state
change   | colleague supervisor | author yes    yes    state  state
add_to   | author               | yes    yes    yes    yes    yes
add_to   | colleague supervisor | author yes    yes    yes    yes
submit   | author               | yes    state  yes    state  state
submit   | colleague supervisor | author state  yes    state  state
discard  | author               | yes    state  state  state  state
discard  | colleague supervisor | author state  state  state  state
verify   | supervisor           | state  yes    state  state  state
reject   | supervisor           | state  yes    state  state  state
reopen   | supervisor           | state  state  state  yes    state
lock     | supervisor           | state  state  state  yes    state
share    | supervisor           | state  yes    yes    yes    yes
unshare  | supervisor           | yes    yes    yes    yes    yes
withdraw | supervisor           | state  yes    yes    yes    yes
restrict | supervisor           | state  yes    yes    yes    yes
merge    | supervisor           | state  yes    yes    yes    yes
unmerge  | supervisor           | state  state  state  state  state
merge unmerge | author colleague | role role role role role
tell_apart | author colleague supervisor | yes yes   yes    yes    yes
verify reject reopen lock share unshare withdraw restrict erase | author colleague outsider | role role role role role
erase    | agency_admin platform_admin | yes yes yes yes yes
erase    | supervisor partner_supervisor analyst coordinator auditor nobody | role role role role role
change submit discard verify reject reopen lock share unshare withdraw restrict | partner_supervisor | other_unit other_unit other_unit other_unit other_unit
change submit discard                   | outsider                 | other_unit other_unit other_unit other_unit other_unit
export | author colleague supervisor partner_supervisor outsider analyst agency_admin platform_admin coordinator auditor | yes yes yes yes yes
export | nobody | role role role role role
add_to | partner_supervisor outsider | level level level level level
merge unmerge | partner_supervisor | level level level level level
merge unmerge | outsider | role role role role role
tell_apart | partner_supervisor outsider | level level level level level
add_to change submit discard verify reject reopen lock share unshare withdraw restrict merge unmerge tell_apart | analyst agency_admin platform_admin coordinator auditor nobody | role role role role role
"""  # noqa: E501  a table


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for line in TABLE.strip().splitlines():
        acts, people, codes = (part.split() for part in line.split("|"))
        for act in acts:
            for who in people:
                yield from ((act, who, state, code) for state, code in zip(STATES, codes, strict=True))


CASES = list(_rows())


def _actor(cast: Cast, who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    member = cast.officer if who == "author" else getattr(cast, who)
    return member.actor


def _code(name: str, actor: Actor, seizure: Seizure) -> str:
    verdict = judge(f"{name}_seizure", actor, seizure)
    assert bool(verdict.reason) is not verdict.allowed, "A refusal has a reason that a person can read."
    return verdict.code or "yes"


def test_the_table(cast: Cast) -> None:
    """Actor by act by state. The rules look at the record they are given, so its state is set and not saved."""
    seizure = cast.seizure()
    found = []
    for who in dict.fromkeys(who for _, who, _, _ in CASES):
        actor = _actor(cast, who)
        for act, _, state, _ in (case for case in CASES if case[1] == who):
            seizure.status = state
            found.append((act, who, state, _code(act, actor, seizure)))
    assert sorted(found) == sorted(CASES)


def test_the_table_asks_every_rule_about_a_seizure() -> None:
    rules = {name.removesuffix("_seizure") for name in RULES if name.endswith("_seizure")} - {"log"}
    assert {act for act, _, _, _ in CASES} == rules
    people = {who for _, who, _, _ in CASES}
    assert len(CASES) == len(set(CASES)) == len(rules) * len(people) * len(STATES)
    assert set(STATES) == set(SeizureStatus.values) - {"duplicate"}


def test_nobody_verifies_what_they_logged_themselves(cast: Cast) -> None:
    seizure = cast.seizure(by=cast.supervisor)
    assert _code("verify", cast.supervisor.actor, seizure) == "author"
    assert _code("reject", cast.supervisor.actor, seizure) == "yes"


def test_a_right_is_used_in_the_unit_in_which_one_acts(cast: Cast) -> None:
    """Two units: what one reads by the union, one changes only while acting in the owner's unit."""
    seizure = cast.seizure()
    other = start_membership(
        actor=founder(), person=cast.supervisor.user, agency=cast.foreign, role=Role.SUPERVISOR, task_force=cast.acc
    )
    actor = cast.supervisor.actor
    assert Seizure.objects.visible_to(actor).count() == 1
    assert _code("verify", actor, seizure) == "yes"
    assert _code("verify", actor.acting_as(other.pk), seizure) == "other_unit"


def test_h2_is_passed_on_by_the_agency_alone_whose_record_it_is(cast: Cast) -> None:
    """The condition is the provider's: a supervisor of another agency of the same unit needs its consent."""
    seizure = cast.seizure(handling="H2")
    assert _code("share", cast.supervisor.actor, seizure) == "handling"
    owner = cast.member("Koffi Yao", cast.customs, Role.SUPERVISOR, cast.abj)
    assert _code("share", owner.actor, seizure) == "yes"
    assert _code("export", cast.supervisor.actor, seizure) == "handling"
    assert _code("export", owner.actor, seizure) == "yes"


def _shared(cast: Cast, level: Level, **terms: Any) -> Seizure:
    """Return a record that was shared with the foreign agency at a level."""
    seizure = cast.seizure(handling=terms.pop("handling", "H0"))
    owner = cast.member("Koffi Yao", cast.customs, Role.SUPERVISOR, cast.abj)
    told: dict[str, Any] = {"level": level, "reason": "Ring", "until": None} | terms
    share_seizure(actor=owner.actor, seizure=seizure, agency=cast.foreign, **told)
    with as_owner():
        seizure.refresh_from_db()
    return seizure


# What a level given to another agency lets its people do: act, then supervisor and officer of that agency.
LEVELS = """
view       | change add_to share unshare | other_unit level other_unit other_unit | other_unit level role role
contribute | change add_to share unshare | other_unit yes   other_unit other_unit | other_unit yes   role role
manage     | change add_to share unshare | other_unit yes   yes        yes        | other_unit yes   role role
"""


@pytest.mark.parametrize("line", LEVELS.strip().splitlines())
@pytest.mark.parametrize("state", ["submitted", "locked"])
def test_what_a_level_lets_another_agency_do(cast: Cast, line: str, state: str) -> None:
    level, acts, supervisor, officer = (part.split() for part in line.split("|"))
    seizure = _shared(cast, Level(level[0]))
    for member, codes in ((cast.partner_supervisor, supervisor), (cast.partner_officer, officer)):
        actor = member.actor
        seizure.status = state
        assert [_code(act, actor, seizure) for act in acts] == codes
        assert {_code(act, actor, seizure) for act in ("verify", "lock", "withdraw", "restrict")} <= {
            "role",
            "other_unit",
        }


def test_manage_is_never_passed_on_under_h2(cast: Cast) -> None:
    seizure = _shared(cast, Level.MANAGE, handling="H2")
    assert _code("share", cast.partner_supervisor.actor, seizure) == "handling"
    assert _code("add_to", cast.partner_supervisor.actor, seizure) == "yes"


def test_manage_is_used_for_the_agency_that_holds_it(cast: Cast) -> None:
    """Somebody of two agencies, while acting for the other one, shares nothing."""
    seizure = _shared(cast, Level.MANAGE)
    other = start_membership(
        actor=founder(), person=cast.partner_supervisor.user, agency=cast.elsewhere, role=Role.SUPERVISOR
    )
    actor = cast.partner_supervisor.actor
    mine = cast.partner_supervisor.membership.pk
    assert _code("share", actor.acting_as(mine), seizure) == "yes"
    assert _code("share", actor.acting_as(other.pk), seizure) == "other_unit"


def test_a_restricted_list_stops_its_own_unit(cast: Cast) -> None:
    """The role is right and the unit is right, but the list is not theirs."""
    seizure = cast.seizure()
    with as_owner():
        restricted = grants.open_list(
            kind=ListKind.RESTRICTED, label="x", owner_agency=cast.customs.pk, owner_unit=cast.abj.pk
        )
        Seizure.objects.filter(pk=seizure.pk).update(access_list=restricted, root_list=restricted)
        seizure.refresh_from_db()
    assert _code("verify", cast.supervisor.actor, seizure) == "level"
    assert _code("change", cast.colleague.actor, seizure) == "level"
    assert not Seizure.objects.visible_to(cast.supervisor.actor).exists()


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("officer", "yes"),
        ("supervisor", "yes"),
        ("analyst", "role"),
        ("outsider", "no_unit"),
        ("agency_admin", "role"),
        ("auditor", "role"),
        ("coordinator", "role"),
    ],
)
def test_who_logs(cast: Cast, who: str, code: str) -> None:
    assert (judge("log_seizure", getattr(cast, who).actor, None).code or "yes") == code


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("officer", "yes"),
        ("supervisor", "yes"),
        ("analyst", "yes"),
        ("partner_officer", "identity"),
        ("coordinator", "identity"),
    ],
)
def test_who_handles_identities(cast: Cast, who: str, code: str) -> None:
    seizure = cast.seizure()
    assert (judge("handle_identities", getattr(cast, who).actor, seizure).code or "yes") == code


def test_a_coordinator_sees_no_identities_whatever_was_shared(cast: Cast) -> None:
    """A share with identities reaches the agency; its coordinator is left out by role, also beside another seat."""
    seizure = cast.seizure()
    share: dict[str, Any] = {"level": Level.VIEW, "with_identities": True, "reason": "x", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.programme, **share)
    with as_owner():
        seizure.refresh_from_db()
    held = grants.held(cast.coordinator.actor, seizure)
    assert (sorted(held), Seizure.objects.visible_to(cast.coordinator.actor).count()) == (["view"], 1)
    assert not Seizure.objects.visible_to(cast.platform_admin.actor).exists(), "an office reads no records"
