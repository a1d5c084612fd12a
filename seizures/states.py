"""Which state follows which. The state diagrams in the docs are drawn from these tables."""

from seizures.enums import CaseStatus as C
from seizures.enums import HintStatus as H
from seizures.enums import ReferralStatus as R
from seizures.enums import SeizureStatus as S

SEIZURE: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.VERIFIED, S.REJECTED, S.DUPLICATE}),
    S.REJECTED: frozenset({S.SUBMITTED, S.DUPLICATE}),
    S.VERIFIED: frozenset({S.LOCKED, S.SUBMITTED, S.DUPLICATE}),
    S.LOCKED: frozenset({S.DUPLICATE}),
    S.DUPLICATE: frozenset(),  # undoing the merge gives back the state of before
}


def allows(now: str, then: S) -> bool:
    """Whether a seizure may go from one state to the other."""
    return then in SEIZURE[S(now)]


# How far a case has come. It may also go back: a prosecutor returns a file, a judgment is quashed.
COURSE = (C.OPEN, C.INVESTIGATION, C.PROSECUTOR, C.COURT)
RUNNING = frozenset({*COURSE, C.SUSPENDED})
CASE: dict[C, frozenset[C]] = {
    C.DRAFT: frozenset({C.OPEN}),
    **{each: frozenset({*COURSE, C.SUSPENDED, C.CLOSED, C.MERGED}) - {each, C.OPEN} for each in COURSE},
    C.SUSPENDED: frozenset({*COURSE, C.CLOSED, C.MERGED}),  # back to where it stood, and to no other
    C.CLOSED: frozenset({C.INVESTIGATION}),
    C.MERGED: frozenset(),
}


def case_allows(now: str, then: C, suspended_from: str = "") -> bool:
    """Whether a case may go from one state to the other; a suspended one goes on from where it stood."""
    if now == C.SUSPENDED and then in COURSE:
        return then == suspended_from
    return then in CASE[C(now)]


# What becomes of two persons who look like one. Undoing a merge gives back what was found or decided before.
PAIR: dict[H, frozenset[H]] = {
    H.OPEN: frozenset({H.MERGED, H.APART}),
    H.MERGED: frozenset(),
    H.APART: frozenset({H.MERGED}),
}

REFERRAL: dict[R, frozenset[R]] = {
    R.OFFERED: frozenset({R.ACCEPTED, R.DECLINED, R.WITHDRAWN}),
    R.ACCEPTED: frozenset({R.HANDED_BACK}),  # a case that was transferred is the other unit's own, and stays there
    R.DECLINED: frozenset(),
    R.WITHDRAWN: frozenset(),
    R.HANDED_BACK: frozenset(),
}


def referral_allows(now: str, then: R) -> bool:
    """Whether a referral may go from one state to the other."""
    return then in REFERRAL[R(now)]
