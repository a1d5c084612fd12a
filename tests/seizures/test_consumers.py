"""What follows when something happened: by the real log, with the system's own login."""

from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from aircop.access.roles import Role
from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from seizures.models import HitNotice, Seizure
from seizures.queries.duplicate import hints
from seizures.queries.hit import hits
from seizures.queries.person_duplicate import person_hints
from seizures.services.duplicate import merge_seizures, unmerge_seizure
from seizures.services.person import identify_person, remove_person
from seizures.services.seizure import submit_seizure
from seizures.services.withdrawal import withdraw_seizure
from taskforces.services.hit_opening import open_hits
from tests.cast import Cast
from tests.seizures.people import NAMES, PAPER, courier, named

pytestmark = pytest.mark.django_db(transaction=True)


def look() -> None:
    sequence_now()
    run_consumer("duplicates")


def test_hits_are_looked_for_when_a_person_is_identified_and_when_an_agency_takes_part(cast: Cast) -> None:
    """By the system's own login, which may write notices and nothing else may."""
    with transaction.atomic():
        assert all((cast.officer, cast.partner_officer, cast.agency_admin))
        other = cast.member("Efua Asante", cast.foreign, Role.AGENCY_ADMIN)
        admins = ((cast.agency_admin, cast.customs), (other, cast.foreign))
        desks = [cast.desk(agency) for _admin, agency in admins]
    with transaction.atomic():
        mine = named(cast, courier(cast, cast.seizure()))
        abroad = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
        named(cast, courier(cast, abroad, by=cast.partner_officer), by=cast.partner_officer)
    for (admin, agency), desk, found in zip(admins, desks, (0, 1), strict=True):
        with transaction.atomic():
            open_hits(actor=admin.actor, agency=agency, contact=desk)
        sequence_now()
        run_consumer("hits")
        with transaction.atomic():
            assert hits(cast.officer.actor).count() == found
    with transaction.atomic():
        actor = cast.officer.actor
        person = identify_person(actor=actor, person=courier(cast, cast.seizure()), names=NAMES, papers=[PAPER])
    sequence_now()
    run_consumer("hits")
    with transaction.atomic():
        assert {notice.person for notice in hits(cast.officer.actor)} == {mine, person}
    with transaction.atomic():
        assert cast.officer.actor
        notice, savepoint = HitNotice.objects.filter(person=mine), transaction.atomic()
        with pytest.raises(ProgrammingError), savepoint:
            notice.update(other=cast.police)


def test_persons_are_compared_when_one_is_named_or_its_record_comes_or_goes(cast: Cast) -> None:
    """A draft's are not; those of a record that was set aside are not; each again when it counts again."""

    def people() -> int:
        sequence_now()
        run_consumer("person_duplicates")
        with transaction.atomic():
            return person_hints(cast.supervisor.actor).count()

    with transaction.atomic():
        assert all((cast.officer, cast.supervisor))
    one, draft = logged(cast), logged(cast, submit=False)
    for seizure in (one, draft):
        with transaction.atomic():
            person = courier(cast, seizure)
        with transaction.atomic():
            named(cast, person)
    assert people() == 0
    with transaction.atomic():
        other = submit_seizure(actor=cast.officer.actor, seizure=draft)
    assert people() == 1
    with transaction.atomic():
        merge_seizures(actor=cast.supervisor.actor, kept=one, duplicate=other)
    assert people() == 0
    with transaction.atomic():
        unmerge_seizure(actor=cast.supervisor.actor, seizure=other)
    assert people() == 1
    with transaction.atomic():
        remove_person(actor=cast.officer.actor, person=person, words="Another passenger")
    assert people() == 0


def pairs(cast: Cast) -> int:
    with transaction.atomic():
        return hints(cast.supervisor.actor).count()


def logged(cast: Cast, **facts: Any) -> Seizure:
    with transaction.atomic():
        return cast.seizure(**facts)


def test_duplicates_are_looked_for_when_a_seizure_is_submitted_or_withdrawn(cast: Cast) -> None:
    with transaction.atomic():
        assert all((cast.officer, cast.colleague, cast.supervisor))
    first = logged(cast)
    look()
    assert pairs(cast) == 0
    logged(cast, by=cast.colleague, lead_agency=cast.police)
    look()
    assert pairs(cast) == 1
    with transaction.atomic():
        withdraw_seizure(actor=cast.supervisor.actor, seizure=first, words="Logged twice")
    look()
    assert pairs(cast) == 0
