"""Which state follows which. The state diagrams in the docs are drawn from these tables."""

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
