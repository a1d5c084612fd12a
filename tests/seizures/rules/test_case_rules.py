"""Who may do what to a case in which state, and why not: the whole truth, as one table."""

from collections.abc import Iterator
from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import NOBODY, Actor
from aircop.access.models import ShareVia
from aircop.access.roles import Level
from aircop.access.verdict import RULES, judge
from seizures.case_rules import can_change_task, can_close_case, can_open_case, can_step_case, can_write_note
from seizures.enums import CaseStatus
from seizures.models import Case, Seizure
from seizures.queries.case_share import linked_seizures
from seizures.services.arrest import change_arrest
from seizures.services.case_link import link_seizure
from seizures.services.case_step import close_case
from seizures.services.duplicate import merge_seizures
from seizures.services.share import share_seizure
from seizures.states import CASE, RUNNING, case_allows
from taskforces.models import Agency
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import arrested, courier

pytestmark = pytest.mark.django_db

STATES = tuple(CaseStatus.values)

# One row per act and kind of actor; one column per state, in the order of the enum. A word is the code of the refusal.
TABLE = """
change  | author supervisor | yes    yes   yes   yes   yes   yes   state state
change  | colleague         | author yes   yes   yes   yes   yes   state state
add_to  | author supervisor | yes    yes   yes   yes   yes   yes   state state
add_to  | colleague         | author yes   yes   yes   yes   yes   state state
step    | author            | yes    role  role  role  role  role  role  role
step    | colleague         | author role  role  role  role  role  role  role
step    | supervisor        | yes    yes   yes   yes   yes   yes   yes   state
close   | supervisor        | state  yes   yes   yes   yes   yes   state state
merge   | supervisor        | state  yes   yes   yes   yes   yes   state state
discard | author supervisor | yes    state state state state state state state
discard | colleague         | author state state state state state state state
erase   | agency_admin platform_admin | yes yes yes yes yes yes yes yes
erase   | author colleague supervisor partner_supervisor outsider analyst coordinator auditor nobody | role role role role role role role role
withdraw restrict | supervisor | state yes yes  yes   yes   yes   yes   yes
export  | author colleague supervisor partner_supervisor outsider analyst agency_admin platform_admin coordinator auditor | yes yes yes yes yes yes yes yes
export  | nobody            | role   role  role  role  role  role  role  role
close merge | author colleague outsider | role role role role role role role role
withdraw restrict | author colleague outsider | role role role role role role role role
change step close merge withdraw restrict discard | partner_supervisor | other_unit other_unit other_unit other_unit other_unit other_unit other_unit other_unit
change discard | outsider | other_unit other_unit other_unit other_unit other_unit other_unit other_unit other_unit
step | outsider | other_unit role role role role role role role
add_to | partner_supervisor outsider | level level level level level level level level
add_to change step close merge withdraw restrict discard | analyst agency_admin platform_admin coordinator auditor nobody | role role role role role role role role
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


def _code(name: str, actor: Actor, case: Case) -> str:
    verdict = judge(name, actor, case)
    assert bool(verdict.reason) is not verdict.allowed, "A refusal has a reason that a person can read."
    return verdict.code or "yes"


def test_the_table(cast: Cast) -> None:
    """Actor by act by state. In the column of drafts the supervisor is the author of its own."""
    theirs, own = cast.case(by=cast.officer), cast.case(by=cast.supervisor)
    found = []
    for act, who, state, _ in CASES:
        actor, case = _actor(cast, who), own if who == "supervisor" else theirs
        case.status, case.suspended_from = state, "open" if state == "suspended" else ""
        found.append((act, who, state, _code(f"{act}_case", actor, case)))
    assert sorted(found) == sorted(CASES)


def test_the_table_asks_every_rule_about_a_case() -> None:
    rules = {name.removesuffix("_case") for name in RULES if name.endswith("_case")} - {
        "open",
        "share",
        "unshare",
        "refer",
    }
    assert {act for act, _, _, _ in CASES} == rules
    people = {who for _, who, _, _ in CASES}
    assert len(CASES) == len(set(CASES)) == len(rules) * len(people) * len(STATES)


def test_who_opens_cases(cast: Cast) -> None:
    assert all(can_open_case(each.actor) for each in (cast.officer, cast.supervisor, cast.partner_officer))
    assert can_open_case(cast.outsider.actor).code == "no_unit"
    for who in ("analyst", "agency_admin", "platform_admin", "coordinator", "auditor"):
        assert can_open_case(_actor(cast, who)).code == "role"
    assert can_open_case(NOBODY).code == "role"


def test_what_follows_what() -> None:
    """A case goes on and back, and comes out of its suspension where it went in."""
    assert all(case_allows(now, CaseStatus.CLOSED) for now in RUNNING)
    assert {now for now in CASE if CaseStatus.OPEN in CASE[now]} == {CaseStatus.DRAFT, CaseStatus.SUSPENDED}
    assert case_allows("court", CaseStatus.INVESTIGATION)
    assert case_allows("suspended", CaseStatus.COURT, "court")
    assert not case_allows("suspended", CaseStatus.OPEN, "court")
    assert not CASE[CaseStatus.MERGED]


def test_a_step_is_asked_for_with_its_end(cast: Cast) -> None:
    case, actor = cast.case(), cast.supervisor.actor
    assert can_step_case(actor, case, CaseStatus.COURT)
    for wrong in (CaseStatus.OPEN, CaseStatus.CLOSED, CaseStatus.MERGED, CaseStatus.DRAFT):
        assert can_step_case(actor, case, wrong).code == "state"


def test_a_case_does_not_close_over_an_empty_checklist_of_rights(cast: Cast) -> None:
    """One answer is enough for the rule; what is still open the page of the seizure says."""
    seizure = cast.seizure()
    arrest = arrested(cast, courier(cast, seizure))
    case = cast.case(seizure)
    verdict = can_close_case(cast.supervisor.actor, case)
    assert verdict.code == "checklist"
    assert "P1" in verdict.reason
    assert str(seizure.reference) in verdict.reason
    change_arrest(actor=cast.officer.actor, arrest=arrest, version=arrest.version, facts={"lawyer_asked": False})
    assert can_close_case(cast.supervisor.actor, case)


def test_the_checklist_tells_nothing_of_hidden_seizures(cast: Cast) -> None:
    """A linked seizure that the closing supervisor does not see neither stops it nor is named."""
    seizure = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    arrested(cast, courier(cast, seizure, by=cast.partner_officer), by=cast.partner_officer, agency=cast.foreign)
    theirs = cast.case(seizure, by=cast.partner_supervisor, lead_agency=cast.foreign)
    assert can_close_case(cast.partner_supervisor.actor, theirs).code == "checklist"
    case = cast.case()
    close_case(actor=cast.supervisor.actor, case=case, outcome="other", reason="Nothing came of it")


def test_a_case_closes_over_what_its_unit_cannot_complete(cast: Cast) -> None:
    """Over a seizure of another unit in a joint case: whether its arrests are on record is for that one to say."""
    theirs = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    terms: dict[str, Any] = {"level": Level.CONTRIBUTE, "reason": "Joint case", "until": None, "with_identities": True}
    share_seizure(actor=cast.partner_supervisor.actor, seizure=theirs, agency=cast.abj, **terms)
    case = cast.case(theirs)
    assert [each.pk for each in linked_seizures(cast.supervisor.actor, case)] == [theirs.pk]
    assert can_close_case(cast.supervisor.actor, case)
    arrested(cast, courier(cast, theirs, by=cast.partner_officer), by=cast.partner_officer, agency=cast.foreign)
    assert can_close_case(cast.supervisor.actor, case)
    own = cast.case(theirs, by=cast.partner_supervisor, lead_agency=cast.foreign)
    assert can_close_case(cast.partner_supervisor.actor, own).code == "checklist"


def test_a_case_over_a_duplicate_asks_the_record_that_stays(cast: Cast) -> None:
    """Linked or not: a merge makes no empty checklist go away."""
    kept, duplicate = cast.seizure(persons_arrested=0), cast.seizure()
    case, both = cast.case(duplicate), cast.case(duplicate)
    assert can_close_case(cast.supervisor.actor, case).code == "checklist"
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate, words="Logged twice")
    assert can_close_case(cast.supervisor.actor, case)
    with as_owner():
        Seizure.objects.filter(pk=kept.pk).update(persons_arrested=2)
    link_seizure(actor=cast.officer.actor, case=both, seizure=kept)
    for each in (case, both):
        verdict = can_close_case(cast.supervisor.actor, each)
        assert (verdict.code, str(kept.reference) in verdict.reason) == ("checklist", True)


def share(case: Case, agency: Agency, level: Level, *, with_identities: bool) -> None:
    """Let an agency read a case: the grant alone, whatever act gives it."""
    with as_owner():
        derived = grants.own_list(case)
        Case.objects.filter(pk=case.pk).update(access_list=derived)
        grants.give(
            derived, grants.Reader(label=agency.name, group_id=agency.group_id, agency_id=agency.pk), level=level,
            with_identities=with_identities, reason="Joint work", via=ShareVia.CASE, by=None,
        )  # fmt: skip
        case.refresh_from_db()


def test_another_agency_adds_where_it_was_let(cast: Cast) -> None:
    case = cast.case()
    share(case, cast.foreign, Level.CONTRIBUTE, with_identities=False)
    actor = cast.partner_officer.actor
    assert _code("add_to_case", actor, case) == "yes"
    assert _code("change_case", actor, case) == "other_unit"
    assert can_write_note(actor, case).code == "identity"
    share(case, cast.foreign, Level.CONTRIBUTE, with_identities=True)
    assert can_write_note(cast.partner_officer.actor, case)


def test_a_finished_task_stays(cast: Cast) -> None:
    case = cast.case(cast.seizure())
    actor, task = cast.supervisor.actor, case.tasks.order_by("sequence")[0]
    assert can_change_task(actor, task)
    task.done_at = case.opened_at
    assert can_change_task(actor, task).code == "state"
    assert can_change_task(cast.analyst.actor, task).code == "role"
