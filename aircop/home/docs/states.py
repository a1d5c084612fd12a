"""`docs/states/seizure.md`: the states of a seizure, drawn from the table of transitions, with who may."""

from collections.abc import Callable
from typing import Any

from aircop.home.docs.markdown import document, summary, table
from seizures import rules
from seizures.enums import SeizureStatus as S
from seizures.states import SEIZURE

ACTS: dict[tuple[S, S], Callable[..., Any]] = {
    (S.DRAFT, S.SUBMITTED): rules.can_submit_seizure,
    (S.SUBMITTED, S.VERIFIED): rules.can_verify_seizure,
    (S.SUBMITTED, S.REJECTED): rules.can_reject_seizure,
    (S.REJECTED, S.SUBMITTED): rules.can_submit_seizure,
    (S.VERIFIED, S.LOCKED): rules.can_lock_seizure,
    (S.VERIFIED, S.SUBMITTED): rules.can_reopen_seizure,
    **{(state, S.DUPLICATE): rules.can_merge_seizure for state in S if S.DUPLICATE in SEIZURE[state]},
}


def transitions() -> list[tuple[S, S]]:
    """Return every step from one state to the next, in the order of the table."""
    return [(now, then) for now, follow in SEIZURE.items() for then in S if then in follow]


def _act(step: tuple[S, S]) -> str:
    return ACTS[step].__name__.removeprefix("can_").replace("_", " ")


def _diagram(steps: list[tuple[S, S]]) -> str:
    lines = [f"    {now} --> {then}: {_act((now, then))}" for now, then in steps]
    starts = [f"    [*] --> {S.DRAFT}: log seizure", f"    {S.DRAFT} --> [*]: discard seizure"]
    return "\n".join(["```mermaid", "stateDiagram-v2", *starts, *lines, "```"])


def seizure_states() -> str:
    """Return the page. A step without its rule is a KeyError: every step says who may."""
    steps = transitions()
    rows = [[S(now).label, S(then).label, _act((now, then)), summary(ACTS[now, then])] for now, then in steps]
    rows.append([S.DRAFT.label, "(gone)", "discard seizure", summary(rules.can_discard_seizure)])
    rows.append([S.DUPLICATE.label, "(as before)", "unmerge seizure", summary(rules.can_unmerge_seizure)])
    ends = ", ".join(str(state.label) for state in S if not SEIZURE[state])
    who = table(["from", "to", "act", "who may, in which case"], rows)
    return document("States of a seizure", _diagram(steps), who, f"Nothing follows: {ends}.")
