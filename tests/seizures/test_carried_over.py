"""Undone and done again with records in the tables: what is found stays found, and a notice stays its agency's."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from aircop.access.actor import Actor
from aircop.access.roles import Level
from seizures.models import HitNotice
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.people import courier

BEFORE = {"seizures": "0055_names_of_several_readings", "access": "0006_shares_of_threads"}
BOUND = "SELECT set_config('aircop.subject', %s, true), set_config('aircop.groups', %s, true)"
FIND = """
SELECT unnest(seizures_search_find('', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'occurred_at', true, NULL, NULL, 9))
UNION ALL SELECT
  unnest(seizures_casesearch_find('', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'occurred_at', true, NULL, NULL, 9))
"""


def found(actor: Actor) -> set[UUID]:
    """Return what the functions of the database find for somebody, seizures and cases."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(BOUND, [str(actor.subject_id), f"{{{','.join(map(str, sorted(actor.groups)))}}}"])
        cursor.execute(FIND)
        return {row[0] for row in cursor.fetchall()}


def notices() -> set[tuple[Any, Any, Any]]:
    rows = HitNotice.objects.using("owner").values_list("person_id", "agency_id", "other_id")
    return {(person, agency, other) for person, agency, other in rows}


@pytest.mark.django_db(transaction=True)
def test_back_and_again(cast: Cast) -> None:
    """By a list's root, and by a list of its own: readers in the unit and outside find the same all the way."""
    with transaction.atomic():
        officer, partner, outsider = cast.officer, cast.partner_officer, cast.outsider
        seizure, shared = cast.seizure(), cast.seizure()
        case, person = cast.case(seizure), courier(cast, seizure)
        terms: dict[str, Any] = {"reason": "Ring", "until": None, "level": Level.VIEW}
        share_seizure(actor=cast.supervisor.actor, seizure=shared, agency=cast.foreign, **terms)
        actors = [member.actor for member in (officer, partner, outsider)]
    seen: list[set[UUID]] = [{seizure.pk, shared.pk, case.pk}, {shared.pk}, set()]
    assert [found(actor) for actor in actors] == seen
    told = {"person": person, "other": cast.elsewhere}
    own, others = ({"agency": agency, **told} for agency in (cast.customs, cast.foreign))
    HitNotice.objects.using("owner").bulk_create([HitNotice(**own), HitNotice(**others)])
    kept = {(person.pk, cast.customs.pk, cast.elsewhere.pk)}
    assert len(notices()) == 2
    for app, name in BEFORE.items():
        call_command("migrate", app, name, database="owner", verbosity=0)
        assert [found(actor) for actor in actors] == seen, app
    assert notices() == kept
    call_command("migrate", database="owner", verbosity=0)
    assert [found(actor) for actor in actors] == seen
    assert notices() == kept
