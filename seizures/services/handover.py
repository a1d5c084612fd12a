"""What somebody who left had begun with seizures and cases, given to somebody who stays: parts of that act.

Drafts are behind the wall, their author's alone, and half-filled entries are not even shown to the system. So two
functions of the database do it as the tables' owner, and ask for themselves whether the person has left, whether the
bound subject may hand over and whether the successor serves: see the migration that makes them.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils.translation import ngettext

from taskforces.queries.handover import Estate, Left

LEFT = "SELECT person, kind, id, at FROM seizures_left_behind(%s) ORDER BY person, at, id"
HAND = "SELECT person, kind, id, at FROM seizures_hand_over(%s, %s, %s)"

WORDS = {
    "draft": lambda n: ngettext("%(n)s draft of a seizure", "%(n)s drafts of seizures", n) % {"n": n},
    "rejected": lambda n: ngettext("%(n)s seizure sent back", "%(n)s seizures sent back", n) % {"n": n},
    "entry": lambda n: ngettext("%(n)s half-filled entry", "%(n)s half-filled entries", n) % {"n": n},
    "case": lambda n: ngettext("%(n)s draft of a case", "%(n)s drafts of cases", n) % {"n": n},
    "task": lambda n: ngettext("%(n)s task", "%(n)s tasks", n) % {"n": n},
}


def left_behind(unit_id: UUID) -> Sequence[Left]:
    """Return what people who left a unit have open there, as far as the bound subject may hand it over."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [unit_id])
        return [Left(*row) for row in cursor.fetchall()]


def give_on(unit_id: UUID, person_id: UUID, successor_id: UUID) -> Sequence[Left]:
    """Give a person's open work in a unit to another, and return what was given."""
    with connection.cursor() as cursor:
        cursor.execute(HAND, [unit_id, person_id, successor_id])
        return [Left(*row) for row in cursor.fetchall()]


ESTATE = Estate(WORDS, left_behind, give_on)
