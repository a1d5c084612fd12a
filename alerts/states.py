"""Which state follows which. The state diagrams in the docs are drawn from these tables."""

from alerts.enums import AlertStatus as S
from alerts.enums import RequestStatus as R

ALERT: dict[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.IN_REVIEW, S.PUBLISHED}),  # at once only on the urgent path
    S.IN_REVIEW: frozenset({S.DRAFT, S.PUBLISHED}),
    S.PUBLISHED: frozenset({S.RECALLED, S.EXPIRED}),
    S.RECALLED: frozenset(),
    S.EXPIRED: frozenset(),
}

ENDS = frozenset({R.ANSWERED, R.REFUSED, R.WITHDRAWN})
REQUEST: dict[R, frozenset[R]] = {
    R.OPEN: frozenset({R.CLARIFYING, *ENDS}),
    R.CLARIFYING: frozenset({R.OPEN, *ENDS}),  # the clock stands still
    R.ANSWERED: frozenset(),
    R.REFUSED: frozenset(),
    R.WITHDRAWN: frozenset(),
}


def allows(now: str, then: S) -> bool:
    """Whether an alert may go from one state to the other."""
    return then in ALERT[S(now)]
