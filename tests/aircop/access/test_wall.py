"""The wall, in raw SQL: what a forgotten filter would show, and what a forgotten check would write. Nothing."""

# ruff: noqa: S608  the names of tables stand here

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from aircop.access import wall
from aircop.access.binding import bind
from aircop.access.models import AccessList, new_id
from aircop.access.unscoped import unscoped
from seizures.models import Item, Seizure
from seizures.services.verification import verify_seizure
from tests.aircop.access.world import records, restricted
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
WALLED = ("seizures_seizure", "seizures_item", "audit_change")


def ask(sql: str, *params: Any) -> Any:
    """Run a statement as the application; return the number of rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def counts() -> list[int]:
    """Return how many rows of each walled table the subject sees."""
    return [ask(f"SELECT 1 FROM {table}") for table in WALLED]


def test_without_a_subject_there_are_no_rows(cast: Cast) -> None:
    cast.seizure()
    assert min(counts()) > 0
    connection.cursor().execute("SELECT set_config('aircop.subject', '', true), set_config('aircop.groups', '', true)")
    assert counts() == [0, 0, 0]


@pytest.mark.parametrize(
    "who", ["outsider", "partner_officer", "agency_admin", "platform_admin", "coordinator", "auditor"]
)
def test_who_was_not_let_in_sees_no_rows(cast: Cast, who: str) -> None:
    cast.seizure()
    assert bind(getattr(cast, who).actor).signed_in
    assert counts() == [0, 0, 0]


def test_a_draft_is_walled_from_the_unit_itself(cast: Cast) -> None:
    cast.seizure(submit=False)
    assert (counts()[:2], bool(cast.officer.actor)) == ([1, 1], True)
    assert cast.supervisor.actor
    assert counts()[:2] == [0, 0]
    assert ask("UPDATE seizures_seizure SET summary = 'x'") == ask("DELETE FROM seizures_seizure") == 0


def test_what_is_hidden_cannot_be_changed_or_removed(cast: Cast) -> None:
    cast.seizure()
    assert cast.partner_supervisor.actor
    for table in WALLED[:2]:
        assert ask(f"DELETE FROM {table}") == 0
    assert ask("UPDATE seizures_seizure SET summary = 'x'") == ask("UPDATE seizures_item SET packages = 1") == 0


def test_what_is_verified_is_not_deleted_by_anybody_who_sees_it(cast: Cast) -> None:
    """Neither the record nor what was found; a draft is, with what was found in it, by its author.

    What was found may go while the record may still be changed: its values stay in the history (decision 18).
    """
    verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())
    assert cast.supervisor.actor
    assert [ask(f"DELETE FROM {table}") for table in ("seizures_item", "seizures_seizure")] == [0, 0]
    cast.seizure()
    assert ask("DELETE FROM seizures_seizure") == 0
    assert ask("DELETE FROM seizures_item") == 1
    cast.seizure(submit=False)
    assert [ask(f"DELETE FROM {table}") for table in ("seizures_item", "seizures_seizure")] == [1, 1]


def test_nothing_is_written_where_the_writer_could_not_read_it(cast: Cast) -> None:
    """A record onto another unit's list, an item into another unit's record: inserted or moved."""
    mine, theirs = cast.seizure(), records(cast, [(cast.acc.default_list, 0)])[0]
    item = Item.objects.get(seizure=mine)
    assert cast.supervisor.actor
    lists = [theirs.access_list_id, theirs.root_list_id]
    item.pk, item.seizure_id = theirs.pk, theirs.pk
    theirs.pk, theirs.reference = new_id(), "T-1"
    for write in (
        lambda: ask("UPDATE seizures_seizure SET access_list_id = %s, root_list_id = %s", *lists),
        lambda: ask("UPDATE seizures_item SET seizure_id = %s", item.pk),
        lambda: theirs.save(force_insert=True),
        lambda: item.save(force_insert=True),
    ):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            write()


def test_history_is_walled_and_only_moves(cast: Cast) -> None:
    """The application may put a change on another list with its record; it may neither rewrite nor remove it."""
    cast.seizure()
    assert cast.supervisor.actor
    assert ask("UPDATE audit_change SET access_list_id = access_list_id") > 0
    for statement in ("UPDATE audit_change SET reason = 'x'", "DELETE FROM audit_change", "TRUNCATE audit_change"):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE aircop_owner",
        "ALTER TABLE seizures_seizure DISABLE ROW LEVEL SECURITY",
        "DROP POLICY seizures_seizure_read ON seizures_seizure",
        "CREATE TABLE mine (id int)",
        "TRUNCATE seizures_seizure",
    ],
)
@pytest.mark.django_db(transaction=True)
def test_the_application_cannot_climb_over(cast: Cast, process_environment: dict[str, str], statement: str) -> None:
    """With its real login: neither the owner's role, nor its rights, nor a table of its own."""
    assert cast.abj
    with psycopg.connect(process_environment["DATABASE_URL"], autocommit=True) as login:
        assert login.execute("SELECT current_user::text, session_user::text").fetchone() == ("aircop_app", "aircop_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            login.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_switching_the_wall_off_is_an_error_and_shows_nothing(process_environment: dict[str, str]) -> None:
    with psycopg.connect(process_environment["DATABASE_URL"], autocommit=True) as login:
        login.execute("SET row_security = off")
        for table in WALLED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
                login.execute(f"SELECT 1 FROM {table}")


def test_the_door_for_the_system_sees_everything(cast: Cast) -> None:
    cast.seizure(submit=False)
    assert cast.outsider.actor
    with unscoped("a test of the door") as alias:
        assert Seizure.objects.using(alias).count() == Item.objects.using(alias).count() == 1
    assert Seizure.objects.count() == 0


def test_the_condition_of_the_query_and_the_wall_agree(cast: Cast) -> None:
    """For each of the cast, what `visible_to` keeps out of everything equals what the wall lets through."""
    own, other = cast.abj.default_list, cast.acc.default_list
    rows = records(cast, [(own, 0), (other, 1), (restricted(cast), 2)])
    people = ("officer", "colleague", "supervisor", "analyst", "partner_officer", "outsider", "auditor", "coordinator")
    for who in people:
        actor = getattr(cast, who).actor
        by_wall = set(Seizure.objects.values_list("pk", flat=True))
        with as_owner():
            by_query = set(Seizure.objects.visible_to(actor).values_list("pk", flat=True))
        assert by_wall == by_query
        assert by_wall <= {row.pk for row in rows}


def test_a_list_in_words(cast: Cast) -> None:
    assert str(AccessList(label="ABJ1")) == "ABJ1"
    assert cast


def test_a_wall_is_raised_and_lowered(cast: Cast) -> None:
    """The helpers of migrations, on tables of their own: policies, pair, indexes, and back to nothing."""
    columns = (
        "id uuid, status text, recorded_by_id uuid, access_list_id uuid, root_list_id uuid, occurred_at timestamptz"
    )
    raised: list[Any] = [
        *wall.raise_wall("walled", orders=("occurred_at",), drafts="status = 'draft'"),
        *wall.child_policies("walled_part", parent="walled", column="whole_id", drafts="p.status = 'draft'"),
        *wall.raise_wall("walled_plain", orders=()),
        *wall.child_policies("walled_plain_part", parent="walled_plain", column="whole_id"),
    ]
    with as_owner(), connection.cursor() as cursor:
        for table in ("walled", "walled_plain"):
            cursor.execute(f"CREATE TABLE {table} ({columns}); CREATE TABLE {table}_part (whole_id uuid)")
        for operation in raised:
            cursor.execute(operation.sql)
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename LIKE 'walled%%' ORDER BY 1")
        found = [row[0].removeprefix("walled") for row in cursor.fetchall()]
        for operation in reversed(raised):
            cursor.execute(operation.reverse_sql)
        cursor.execute("SELECT count(*) FROM pg_policies WHERE tablename LIKE 'walled%%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'walled%%'")
        assert cursor.fetchone() == (0,)
    four = ("add", "change", "read", "system")
    expected = [f"{part}_{policy}" for part in ("_plain", "_plain_part") for policy in four]
    expected += [f"{part}_{policy}" for part in ("", "_part") for policy in ("drop", *four)]
    assert sorted(found) == sorted(expected)
    assert cast


def test_rows_that_no_draft_takes_along_are_never_deleted() -> None:
    """Followers and identities without the condition of drafts get no policy to delete."""
    for operations in (
        wall.follower_wall("t", parent="p", column="c", orders=()),
        wall.identity_policies("t", parent="p", column="c"),
        wall.child_policies("t", parent="p", column="c"),
        wall.link_policies("t", ends={"c": "p"}),
        wall.either_policies("t", ends={"c": "p"}),
    ):
        assert operations
        assert not [each for each in operations if "FOR DELETE" in str(each.sql)]
