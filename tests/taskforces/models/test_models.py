"""What the database itself refuses of the organisation, and how its parts name themselves."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.access.models import AccessList, ListKind
from taskforces.models import Agency, Participation, ReferenceCounter, TaskForce, UnitRole
from taskforces.queries import task_force as reads
from tests.cast import Cast
from tests.clock import end_a_second_ago

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["", "x", "lower", "A B", "Ü-X"])
def test_an_agencys_code_has_a_shape(cast: Cast, code: str) -> None:
    with pytest.raises(IntegrityError, match="agency_code_shape"), transaction.atomic():
        Agency.objects.filter(pk=cast.customs.pk).update(code=code)


@pytest.mark.parametrize("code", ["", "AB1", "abj1", "ABJ", "ABJ12"])
def test_a_units_code_stands_in_every_reference(cast: Cast, code: str) -> None:
    with pytest.raises(IntegrityError, match="task_force_code_shape"), transaction.atomic():
        TaskForce.objects.filter(pk=cast.abj.pk).update(code=code)


def test_an_agency_takes_part_once_at_a_time(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="participation_open_once"), transaction.atomic():
        Participation.objects.create(task_force=cast.abj, agency=cast.customs)


def test_how_they_name_themselves(cast: Cast) -> None:
    unit, agency, member = cast.abj, cast.customs, cast.officer
    part = Participation.objects.get(task_force=unit, agency=agency)
    role = UnitRole.objects.filter(task_force=unit, role="officer").get()
    counter = ReferenceCounter(task_force=unit, kind="S", year=2026, last=7)
    assert [str(each) for each in (unit, agency, part, role, counter)] == [
        "ABJ1 Unit ABJ1",
        "Agency CI-CUS",
        f"{agency.pk} in {unit.pk}",
        f"officer of {unit.pk}",
        "S 2026: 7",
    ]
    assert str(member.membership).startswith("officer from ")


def test_under_whom_the_audit_files_them(cast: Cast) -> None:
    unit, agency, membership = cast.abj, cast.customs, cast.officer.membership
    filed: list[Any] = [agency.owner_agency, unit.owner_agency, unit.owner_unit]
    assert filed == [agency.pk, agency.pk, unit.pk]
    assert (membership.owner_agency, membership.owner_unit) == (agency.pk, unit.pk)


def test_reads_of_units_tell_who_serves_now(cast: Cast) -> None:
    gone, stays = cast.officer, cast.colleague
    end_a_second_ago(gone.membership)
    unit = reads.unit_page(cast.abj.pk).get()
    assert [member.person for member in unit.people_now] == [stays.user]  # type: ignore[attr-defined]
    assert [part.agency for part in unit.agencies_now] == [cast.customs, cast.police]  # type: ignore[attr-defined]
    assert list(reads.participating(cast.abj.pk)) == [cast.customs, cast.police]


def test_a_root_list_is_its_own_root(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="access_list_derived"), transaction.atomic():
        AccessList.objects.create(
            kind=ListKind.RESTRICTED, root=cast.abj.default_list, label="x", owner_agency=cast.customs.pk
        )
