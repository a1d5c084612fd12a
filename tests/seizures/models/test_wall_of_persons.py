"""The wall of persons and names, asked in raw SQL: what a forgotten filter would show."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from aircop.access import grants
from aircop.access.models import ListKind
from aircop.access.roles import Level, Role
from seizures.models import Person, Seizure
from seizures.services.arrest import record_outcome
from seizures.services.person import remove_person
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import WHEN, Cast, Member
from tests.databases import as_owner
from tests.seizures.people import arrested, courier, named

pytestmark = pytest.mark.django_db

TABLES = ("seizures_person", "seizures_identity", "seizures_identitydocument", "seizures_arrest", "seizures_outcome")
NAMES = ("seizures_identity", "seizures_identitydocument")


def counts(member: Member, *tables: str) -> list[int]:
    """Count the rows that the member's connection gets, whatever the code forgets."""
    assert member.actor.signed_in
    found = []
    with connections["default"].cursor() as cursor:
        for table in tables or TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own tables
            found.append(cursor.fetchone()[0])
    return found


def whole(cast: Cast, seizure: Seizure) -> Person:
    """Write a person with everything into the seizure."""
    person = named(cast, courier(cast, seizure))
    arrest = arrested(cast, person)
    if seizure.status != "draft":
        outcome: dict[str, Any] = {"outcome": "remanded", "outcome_date": WHEN.date()}
        record_outcome(actor=cast.officer.actor, arrest=arrest, **outcome)
    return person


def share(cast: Cast, seizure: Seizure, agency: Any, *, identities: bool, **terms: Any) -> Any:
    """Share the seizure with an agency."""
    told = {"level": Level.VIEW, "reason": "Same ring", "until": None, "with_identities": identities, **terms}
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=agency, **told)


def test_a_stranger_gets_no_row(cast: Cast) -> None:
    whole(cast, cast.seizure())
    assert counts(cast.officer) == [1, 1, 1, 1, 1]
    for stranger in (cast.partner_officer, cast.outsider, cast.agency_admin, cast.platform_admin, cast.auditor):
        assert counts(stranger) == [0, 0, 0, 0, 0]


def test_names_are_for_those_who_hold_the_right(cast: Cast) -> None:
    """The person and its arrest are seen by whoever sees the seizure; the names only with the right."""
    seizure = cast.seizure()
    whole(cast, seizure)
    share(cast, seizure, cast.foreign, identities=False)
    assert counts(cast.partner_officer) == [1, 0, 0, 1, 1]
    again = share(cast, seizure, cast.foreign, identities=True)
    assert counts(cast.partner_officer) == [1, 1, 1, 1, 1]
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=again.pk)
    assert counts(cast.partner_officer) == [1, 0, 0, 1, 1]


def test_the_right_to_names_ends_with_its_term(cast: Cast) -> None:
    seizure = cast.seizure()
    whole(cast, seizure)
    until = timezone.now() + timedelta(days=1)
    share(cast, seizure, cast.foreign, identities=True, until=until)
    assert counts(cast.partner_officer, *NAMES) == [1, 1]
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE access_listgroupgrant SET expires_at = now() - interval '1 minute' "
                       "WHERE expires_at IS NOT NULL")  # fmt: skip
    assert counts(cast.partner_officer) == [0, 0, 0, 0, 0]


def test_a_coordinator_gets_no_names_whatever_was_shared(cast: Cast) -> None:
    """Also beside another seat that holds the right."""
    seizure = cast.seizure()
    whole(cast, seizure)
    share(cast, seizure, cast.programme, identities=True)
    assert counts(cast.coordinator) == [1, 0, 0, 1, 1]
    assert counts(cast.analyst, *NAMES) == [1, 1]
    start_membership(actor=founder(), person=cast.analyst.user, agency=cast.programme, role=Role.COORDINATOR)
    assert counts(cast.analyst) == [1, 0, 0, 1, 1]


def test_a_draft_and_its_persons_are_their_authors(cast: Cast) -> None:
    seizure = cast.seizure(submit=False)
    whole(cast, seizure)
    assert counts(cast.officer) == [1, 1, 1, 1, 0]
    for other in (cast.colleague, cast.supervisor):
        assert counts(other) == [0, 0, 0, 0, 0]


def test_persons_move_with_the_seizure(cast: Cast) -> None:
    """Shared, then restricted: no row is ever on another list than the seizure."""
    seizure = cast.seizure()
    person = whole(cast, seizure)
    lists = []
    share(cast, seizure, cast.foreign, identities=True)
    lists.append(_lists(person))
    assert (counts(cast.partner_officer), counts(cast.officer)) == ([1] * 5, [1] * 5)
    restrict_seizure(actor=cast.supervisor.actor, seizure=seizure, words="An officer under suspicion")
    lists.append(_lists(person))
    assert all(own == of_seizure for own, of_seizure in lists)
    assert lists[0] != lists[1]
    for lost in (cast.officer, cast.colleague, cast.analyst, cast.partner_officer):
        assert counts(lost) == [0] * 5
    assert counts(cast.supervisor) == [1] * 5


def _lists(person: Person) -> tuple[Any, Any]:
    with as_owner():
        row = Person.objects.select_related("seizure").get(pk=person.pk)
    return (row.access_list_id, row.root_list_id), (row.seizure.access_list_id, row.seizure.root_list_id)


def test_a_person_taken_out_before_moves_too(cast: Cast) -> None:
    """Out of sight is not off the list."""
    seizure = cast.seizure()
    person = whole(cast, seizure)
    remove_person(actor=cast.officer.actor, person=person, words="Another passenger")
    share(cast, seizure, cast.foreign, identities=True)
    own, of_seizure = _lists(person)
    assert own == of_seizure
    assert not Person.objects.visible_to(cast.officer.actor).exists()


def test_persons_leave_sight_with_the_seizure(cast: Cast) -> None:
    seizure = cast.seizure()
    person = whole(cast, seizure)
    withdraw_seizure(actor=cast.supervisor.actor, seizure=seizure, words="Logged twice")
    assert not Person.objects.visible_to(cast.supervisor.actor).exists()
    with as_owner():
        stands = Person.objects.get(pk=person.pk)
    assert (stands.withdrawn_at is not None, stands.withdrawn_reason) == (True, "Logged twice")


@pytest.mark.parametrize("moved", ["seizure", "person"])
def test_a_person_left_behind_is_hidden_not_shown(cast: Cast, moved: str) -> None:
    """Were one of the two moved alone, by hand in the database, neither the old readers nor the new ones get it."""
    seizure = cast.seizure()
    person = whole(cast, seizure)
    with as_owner():
        away = grants.open_list(kind=ListKind.RESTRICTED, label="x", owner_agency=cast.customs.pk, owner_unit=None)
        table, key = (Seizure, seizure.pk) if moved == "seizure" else (Person, person.pk)
        table.objects.filter(pk=key).update(access_list=away, root_list=away)
    assert counts(cast.officer, "seizures_person", *NAMES) == [0, 0, 0]


def test_outcomes_are_only_added(cast: Cast) -> None:
    whole(cast, cast.seizure())
    assert cast.officer.actor.signed_in
    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE seizures_outcome SET outcome = 'released'")


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_a_submitted_seizure_cannot_be_deleted(cast: Cast, table: str) -> None:
    whole(cast, cast.seizure())
    before = counts(cast.officer, table)
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608  our own tables
        assert cursor.rowcount == 0
    assert counts(cast.officer, table) == before


def test_names_cannot_be_written_without_the_right(cast: Cast) -> None:
    """By whoever sees the person: the wall refuses the row itself."""
    seizure = cast.seizure()
    person = whole(cast, seizure)
    share(cast, seizure, cast.foreign, identities=False)
    assert cast.partner_officer.actor.signed_in
    sql = """
      INSERT INTO seizures_identitydocument (id, person_id, kind, number, issuer, mrz) VALUES (%s, %s, 'x', 'y', '', '')
    """
    with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(sql, [seizure.pk, person.pk])
