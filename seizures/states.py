"""Which state follows which. The state diagrams in the docs are drawn from these tables."""

from seizures.enums import SeizureStatus as S

SEIZURE: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.VERIFIED, S.REJECTED}),
    S.REJECTED: frozenset({S.SUBMITTED}),
    S.VERIFIED: frozenset({S.LOCKED, S.SUBMITTED}),
    S.LOCKED: frozenset(),
    S.DUPLICATE: frozenset(),
}


def allows(now: str, then: S) -> bool:
    """Whether a seizure may go from one state to the other."""
    return then in SEIZURE[S(now)]
