"""Hits of a person whose record went to another agency."""

import pytest

from aircop.access.roles import Role
from seizures.models import HitNotice, Person
from seizures.queries.hit import hits
from seizures.services.case_link import link_seizure
from seizures.services.verification import verify_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import courier, named
from tests.seizures.services.test_hit import look, ours, take_part, told
from tests.seizures.services.test_transfer import handed

pytestmark = pytest.mark.django_db


def test_after_a_transfer_both_sides_learn_and_the_one_before_reads_nothing_more(cast: Cast) -> None:
    """The number is a third agency's as well: it and the new owner are told."""
    third = cast.agency("SN-CUS", "SN")
    take_part(cast, cast.customs, cast.foreign, third)
    unit = cast.unit("DKR1", "DSS", third)
    reader = cast.member("Awa Sarr", third, Role.OFFICER, unit)
    mine, case = ours(cast), cast.case(by=cast.supervisor)
    other = courier(cast, cast.seizure(by=reader, airport=unit.airport, lead_agency=third), by=reader)
    named(cast, other, by=reader)
    assert look(mine) == 2
    link_seizure(actor=cast.supervisor.actor, case=case, seizure=mine.seizure)
    goes = verify_seizure(actor=cast.supervisor.actor, seizure=mine.seizure)
    handed(cast.supervisor, cast.partner_supervisor, case, cast.acc, goes)
    assert (look(mine), look(mine)) == (2, 0)
    assert {(notice.person, notice.other) for notice in told(cast.partner_officer)} == {(mine, third)}
    assert {(notice.person, notice.other) for notice in told(reader)} == {(other, cast.customs), (other, cast.foreign)}
    assert told(cast.officer) == told(cast.owner_supervisor) == []
    assert Person.objects.visible_to(cast.officer.actor).filter(pk=mine.pk).exists(), "the copy is read on"
    assert not HitNotice.objects.filter(person=mine).exists(), "the wall alone"
    with as_owner():
        assert not hits(cast.officer.actor).exists(), "the query alone"
