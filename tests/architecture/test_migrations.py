"""Migrations are complete, named, and can be undone and done again with the same result."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.architecture.tree import APPS

OWN = [app.label for app in apps.get_app_configs() if app.name.partition(".")[0] in APPS]
MIGRATIONS = {
    f"{label}.{name}": migration
    for (label, name), migration in MigrationLoader(None).disk_migrations.items()
    if label in OWN
}
# The schema in words: columns, constraints, indexes, policies, triggers, functions and rights of tables.
SCHEMA = """
SELECT 'column', table_name, concat_ws(' ', column_name, data_type, is_nullable, column_default)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, regexp_replace(pg_get_constraintdef(oid), '\\s+', ' ', 'g')
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
  FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy', tablename, policyname || ' ' || cmd || ' ' || coalesce(qual, '') || coalesce(with_check, '')
  FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, pg_get_functiondef(p.oid) || coalesce(proacl::text, '')
  FROM pg_proc p JOIN pg_roles r ON r.oid = proowner WHERE rolname = 'aircop_owner'
UNION ALL SELECT 'rights', relname, array_to_string(ARRAY(SELECT unnest(relacl)::text ORDER BY 1), ' ')
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
UNION ALL SELECT 'wall', relname, relrowsecurity::text
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
ORDER BY 1, 2, 3
"""


def _schema() -> list[tuple[str, str, str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(SCHEMA)
        return list(cursor.fetchall())


def _irreversible(operations: Sequence[Any]) -> list[str]:
    found = []
    for operation in operations:
        if isinstance(operation, RunSQL) and operation.reverse_sql is None:
            found.append(f"RunSQL: {str(operation.sql)[:60]}")
        if isinstance(operation, RunPython) and operation.reverse_code is None:
            found.append(f"RunPython: {operation.code}")
    return found


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    """Each change of a model has one."""
    call_command("makemigrations", *OWN, check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_can_be_undone(name: str) -> None:
    """Each statement of ours says how."""
    assert _irreversible(MIGRATIONS[name].operations) == []


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_has_a_name_of_its_own(name: str) -> None:
    """Not the one that a machine gave it."""
    assert "_auto_" not in name


@pytest.mark.django_db(transaction=True)
def test_all_undone_and_done_again_give_the_same_schema() -> None:
    """On a clone of the migrated database: policies, triggers, functions and rights come back as they were."""
    before = _schema()
    first = [(label, None) for label in OWN if any(name.startswith(f"{label}.") for name in MIGRATIONS)]
    MigrationExecutor(connections["owner"]).migrate(first)
    left = {table for _kind, table, _definition in _schema()}
    assert not [table for table in left if table.startswith(("seizures_", "taskforces_", "audit_", "events_"))]
    call_command("migrate", database="owner", verbosity=0)
    after = _schema()
    assert [row for row in before if row not in after] == []
    assert [row for row in after if row not in before] == []
