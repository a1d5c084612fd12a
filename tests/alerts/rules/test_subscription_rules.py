"""Who keeps subscriptions and quiet hours, and who changes them: the whole truth, as one table."""

import pytest

from aircop.access.actor import NOBODY, Acting, Actor
from aircop.access.roles import Role
from aircop.access.verdict import judge
from alerts.models import Subscription
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TABLE = """
officer          | yes    yes    yes
colleague        | yes    person yes
supervisor       | yes    person yes
analyst          | yes    person yes
partner_officer  | yes    person yes
outsider         | yes    person yes
coordinator      | yes    person yes
auditor          | yes    person yes
agency_admin     | role   person role
platform_admin   | role   person role
system           | person person person
nobody           | person person person
"""


def _actor(cast: Cast, who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    if who == "system":
        officer = cast.officer.actor
        acting = officer.acting
        assert acting is not None
        seat = Acting(acting.membership_id, acting.agency_id, None, Role.PARTNER, "A system")
        return Actor(subject_id=cast.colleague.user.pk, memberships=(seat,), acting=seat)
    actor: Actor = getattr(cast, who).actor
    return actor


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_table(cast: Cast, line: str) -> None:
    """To keep one, to change the officer's, and to be quiet."""
    row = Subscription(person_id=cast.officer.user.pk)
    who, codes = (part.strip() for part in line.split("|"))
    actor = _actor(cast, who)
    asked = (("subscribe", None), ("change_subscription", row), ("keep_quiet", None))
    assert [judge(act, actor, about).code or "yes" for act, about in asked] == codes.split()
