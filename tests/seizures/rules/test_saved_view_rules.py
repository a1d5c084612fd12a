"""Who keeps views of the list, and who changes them: the whole truth, as one table."""

from dataclasses import replace

import pytest

from aircop.access.actor import NOBODY, Actor
from aircop.access.verdict import judge
from seizures.services.saved_view import save_view
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TABLE = """
officer        | yes    yes
colleague      | yes    author
supervisor     | yes    author
analyst        | yes    author
agency_admin   | yes    author
platform_admin | yes    author
coordinator    | yes    author
auditor        | yes    author
outsider       | yes    author
script         | person person
nobody         | person person
"""


def _actor(cast: Cast, who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    if who == "script":  # a token of the author's own
        return replace(cast.officer.actor, scopes=frozenset({"seizures:read", "seizures:write"}))
    actor: Actor = getattr(cast, who).actor
    return actor


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_the_table(cast: Cast, line: str) -> None:
    """To save one, and to change the officer's."""
    view = save_view(actor=cast.officer.actor, name="Cocaine", filters={"substance": "cocaine"})
    who, codes = (part.strip() for part in line.split("|"))
    actor = _actor(cast, who)
    given = [judge("save_view", actor, None).code or "yes", judge("change_view", actor, view).code or "yes"]
    assert given == codes.split()
