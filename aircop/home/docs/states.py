"""`docs/states/`: the states of a seizure and of a case, drawn from their tables of transitions, with who may."""

from collections.abc import Callable, Mapping
from typing import Any

from aircop.home.docs.markdown import document, summary, table
from seizures import case_rules, rules
from seizures.enums import CaseStatus as C
from seizures.enums import SeizureStatus as S
from seizures.states import CASE, SEIZURE

type Rule = Callable[..., Any]
type Step = tuple[Any, Any]

ACTS: dict[Step, Rule] = {
    (S.DRAFT, S.SUBMITTED): rules.can_submit_seizure,
    (S.SUBMITTED, S.VERIFIED): rules.can_verify_seizure,
    (S.SUBMITTED, S.REJECTED): rules.can_reject_seizure,
    (S.REJECTED, S.SUBMITTED): rules.can_submit_seizure,
    (S.VERIFIED, S.LOCKED): rules.can_lock_seizure,
    (S.VERIFIED, S.SUBMITTED): rules.can_reopen_seizure,
    **{(state, S.DUPLICATE): rules.can_merge_seizure for state in S if S.DUPLICATE in SEIZURE[state]},
}
ENDS: dict[C, Rule] = {C.CLOSED: case_rules.can_close_case, C.MERGED: case_rules.can_merge_case}
CASE_ACTS: dict[Step, Rule] = {
    (now, then): ENDS.get(then, case_rules.can_step_case) for now, follow in CASE.items() for then in follow
}


def transitions(states: Mapping[Any, frozenset[Any]] = SEIZURE) -> list[Step]:
    """Return every step from one state to the next, in the order of the table."""
    return [(now, then) for now, follow in states.items() for then in type(now) if then in follow]


def _name(act: Rule) -> str:
    return act.__name__.removeprefix("can_").replace("_", " ")


def _diagram(acts: Mapping[Step, Rule], steps: list[Step], first: str, gone: str) -> str:
    lines = [f"    {now} --> {then}: {_name(acts[now, then])}" for now, then in steps]
    starts = [f"    [*] --> {S.DRAFT}: {first}", f"    {S.DRAFT} --> [*]: {gone}"]
    return "\n".join(["```mermaid", "stateDiagram-v2", *starts, *lines, "```"])


def _row(now: Any, then: str, act: Rule) -> list[str]:
    return [str(now.label), then, _name(act), summary(act)]


def seizure_states() -> str:
    """Return the page. A step without its rule is a KeyError: every step says who may."""
    steps = transitions()
    rows = [_row(now, str(then.label), ACTS[now, then]) for now, then in steps]
    rows.append(_row(S.DRAFT, "(gone)", rules.can_discard_seizure))
    rows.append(_row(S.DUPLICATE, "(as before)", rules.can_unmerge_seizure))
    ends = ", ".join(str(state.label) for state in S if not SEIZURE[state])
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(ACTS, steps, "log seizure", "discard seizure")
    return document("States of a seizure", diagram, who, f"Nothing follows: {ends}.")


def case_states() -> str:
    """Return the page of cases. A suspended case goes on from where it stood, and to no other state."""
    steps = transitions(CASE)
    rows = [_row(now, str(then.label), CASE_ACTS[now, then]) for now, then in steps]
    rows.append(_row(C.DRAFT, "(gone)", case_rules.can_discard_case))
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(CASE_ACTS, steps, "open case", "discard case")
    said = "A suspended case goes on from where it stood, and to no other state."
    return document("States of a case", diagram, who, said, f"Nothing follows: {C.MERGED.label}.")
