"""`docs/states/`: the states of records, offers and requests, drawn from their tables, with who may."""

from collections.abc import Callable, Mapping
from typing import Any

from aircop.home.docs.markdown import document, summary, table
from alerts import message_rules
from alerts import rules as alert_rules
from alerts.enums import AlertStatus as A
from alerts.enums import RequestStatus as R
from alerts.states import ALERT, REQUEST
from seizures import case_rules, person_rules, rules, sharing_rules
from seizures.enums import CaseStatus as C
from seizures.enums import HintStatus as H
from seizures.enums import ReferralStatus as F
from seizures.enums import SeizureStatus as S
from seizures.states import CASE, PAIR, REFERRAL, SEIZURE

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

REFERRAL_ACTS: dict[Step, Rule] = {
    (F.OFFERED, F.ACCEPTED): sharing_rules.can_accept_referral,
    (F.OFFERED, F.DECLINED): sharing_rules.can_answer_referral,
    (F.OFFERED, F.WITHDRAWN): sharing_rules.can_withdraw_referral,
    (F.ACCEPTED, F.HANDED_BACK): sharing_rules.can_hand_back_referral,
}
PAIR_ACTS: dict[Step, Rule] = {
    (H.OPEN, H.MERGED): person_rules.can_merge_person,
    (H.OPEN, H.APART): person_rules.can_tell_apart_person,
    (H.APART, H.MERGED): person_rules.can_merge_person,
}
PAIR_WORDS = {H.OPEN: "To decide", H.MERGED: "One person", H.APART: "Two persons"}
ALERT_ACTS: dict[Step, Rule] = {
    (A.DRAFT, A.IN_REVIEW): alert_rules.can_submit_alert,
    (A.DRAFT, A.PUBLISHED): alert_rules.can_warn_at_once,
    (A.IN_REVIEW, A.DRAFT): alert_rules.can_return_alert,
    (A.IN_REVIEW, A.PUBLISHED): alert_rules.can_publish_alert,
    (A.PUBLISHED, A.RECALLED): alert_rules.can_recall_alert,
}

REQUEST_ACTS: dict[Step, Rule] = {
    (R.OPEN, R.CLARIFYING): message_rules.can_ask_back,
    (R.CLARIFYING, R.OPEN): message_rules.can_clarify_request,
    **{
        (now, then): message_rules.can_answer_request
        for now in (R.OPEN, R.CLARIFYING)
        for then in (R.ANSWERED, R.REFUSED)
    },
    **{(now, R.WITHDRAWN): message_rules.can_withdraw_request for now in (R.OPEN, R.CLARIFYING)},
}


def transitions(states: Mapping[Any, frozenset[Any]] = SEIZURE) -> list[Step]:
    """Return every step from one state to the next, in the order of the table."""
    return [(now, then) for now, follow in states.items() for then in type(now) if then in follow]


def _name(act: Rule) -> str:
    return act.__name__.removeprefix("can_").replace("_", " ")


def _diagram(acts: Mapping[Step, Rule], steps: list[Step], first: str, gone: str = "", start: str = S.DRAFT) -> str:
    lines = [f"    {now} --> {then}: {_name(acts[now, then])}" for now, then in steps]
    starts = [f"    [*] --> {start}: {first}", *([f"    {start} --> [*]: {gone}"] if gone else [])]
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


def referral_states() -> str:
    """Return the page of referrals: what one unit offers another, and what that unit says."""
    steps = transitions(REFERRAL)
    rows = [["(none)", str(F.OFFERED.label), "refer case", summary(sharing_rules.can_refer_case)]]
    rows += [_row(now, str(then.label), REFERRAL_ACTS[now, then]) for now, then in steps]
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(REFERRAL_ACTS, steps, "refer case", start=F.OFFERED)
    said = "A case that was accepted as a transfer is the other unit's own from then on, and is not handed back."
    ends = ", ".join(str(state.label) for state in F if not REFERRAL[state])
    return document("States of a referral", diagram, who, said, f"Nothing follows: {ends}.")


def alert_states() -> str:
    """Return the page of alerts. The clock ends what is published; every other step has its rule."""
    steps = [step for step in transitions(ALERT) if step != (A.PUBLISHED, A.EXPIRED)]
    rows = [_row(now, str(then.label), ALERT_ACTS[now, then]) for now, then in steps]
    rows.append(_row(A.DRAFT, "(gone)", alert_rules.can_discard_alert))
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(ALERT_ACTS, steps, "write alert", "discard alert")
    said = f"What is published ends by itself when its time runs out: {A.EXPIRED.label}."
    ends = ", ".join(str(state.label) for state in A if not ALERT[state])
    return document("States of an alert", diagram, who, said, f"Nothing follows: {ends}.")


def request_states() -> str:
    """Return the page of requests for information."""
    steps = transitions(REQUEST)
    rows = [_row(now, str(then.label), REQUEST_ACTS[now, then]) for now, then in steps]
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(REQUEST_ACTS, steps, "ask", start=R.OPEN)
    said = "The clock stands still while the asker is asked back; that time is added to it."
    ends = ", ".join(str(state.label) for state in R if not REQUEST[state])
    return document("States of a request for information", diagram, who, said, f"Nothing follows: {ends}.")


def pair_states() -> str:
    """Return the page of two persons who look like one. The clock decides nothing here."""
    steps = transitions(PAIR)
    acts = [(now, PAIR_WORDS[then], PAIR_ACTS[now, then]) for now, then in steps]
    acts.append((H.MERGED, "(as before)", person_rules.can_merge_person))
    rows = [[PAIR_WORDS[now], then, _name(act), summary(act)] for now, then, act in acts]
    who = table(["from", "to", "act", "who may, in which case"], rows)
    diagram = _diagram(PAIR_ACTS, steps, "found by the system", start=H.OPEN)
    said = "Undone, a merge leaves what was found or decided before. Neither person is changed by any step."
    return document("States of two persons who look like one", diagram, who, said)
