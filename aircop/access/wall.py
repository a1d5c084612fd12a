"""The wall: row-level security on every protected table, raised by its first migration.

The application's role neither owns the tables nor bypasses row security, so a forgotten filter shows nothing. The
policy is a scalar probe of the grants for the row's list and its root; joining the reader's lists instead costs
seven times as much on one record. The wall does not guard against SQL injection.
"""

from collections.abc import Sequence

from django.db import migrations

# The reader's groups and person are bound per transaction by `access_bind`. Every grant holds at least `view`, and
# no grant outlives the reader's `view`, so the probe need not ask which permission a row carries.
REACH = """
COALESCE(
  (SELECT true FROM access_listgroupgrant g
    WHERE g.content_object_id IN ({table}.{access_list}, {table}.{root_list})
      AND g.group_id = ANY ((SELECT COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{{}}'))::int[])
      AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp()) LIMIT 1),
  (SELECT true FROM access_listusergrant u
    WHERE u.content_object_id IN ({table}.{access_list}, {table}.{root_list})
      AND u.user_id = (SELECT NULLIF(current_setting('aircop.subject', true), ''))::uuid
      AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp()) LIMIT 1),
  false)
"""
BOUND = "NULLIF(current_setting('aircop.subject', true), '') IS NOT NULL"

RAISE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT TO aircop_app USING ({reach});
CREATE POLICY {table}_change ON {table} FOR UPDATE TO aircop_app USING ({reach}) WITH CHECK ({bound});
CREATE POLICY {table}_add ON {table} FOR INSERT TO aircop_app WITH CHECK ({bound});
CREATE POLICY {table}_system ON {table} TO aircop_system USING (true) WITH CHECK (true);
"""
LOWER = """
DROP POLICY {table}_read ON {table};
DROP POLICY {table}_change ON {table};
DROP POLICY {table}_add ON {table};
DROP POLICY {table}_system ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""
PAIR = """
ALTER TABLE {table} ADD CONSTRAINT {table}_root FOREIGN KEY (access_list_id, root_list_id)
  REFERENCES access_accesslist (id, root_id);
"""
NOT_DELETED = """
CREATE POLICY {table}_drop ON {table} FOR DELETE TO aircop_app USING ({reach} AND {deletable});
"""


def policies(table: str, *, access_list: str = "access_list_id", root_list: str = "root_list_id") -> migrations.RunSQL:
    """Return the operation that puts a table behind the wall."""
    reach = REACH.format(table=table, access_list=access_list, root_list=root_list)
    return migrations.RunSQL(RAISE.format(table=table, reach=reach, bound=BOUND), LOWER.format(table=table))


def raise_wall(table: str, *, orders: Sequence[str], deletable: str = "") -> list[migrations.RunSQL]:
    """Return the operations for a protected table: policies, the pair of list columns, the indexes of its orders.

    `orders` are the time columns by which the table is paged; `deletable` is the condition under which the
    application may delete a row (drafts), none by default.
    """
    operations = [
        policies(table),
        migrations.RunSQL(PAIR.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}_root"),
    ]
    if deletable:
        reach = REACH.format(table=table, access_list="access_list_id", root_list="root_list_id")
        drop = f"DROP POLICY {table}_drop ON {table}"
        operations.append(migrations.RunSQL(NOT_DELETED.format(table=table, reach=reach, deletable=deletable), drop))
    for order in orders:
        for prefix in ("access_list_id, ", "root_list_id, ", ""):
            name = f"{table}_{prefix[:6].rstrip('_') or 'all'}_{order}"
            create = f"CREATE INDEX {name} ON {table} ({prefix}{order} DESC, id DESC)"
            operations.append(migrations.RunSQL(create, f"DROP INDEX {name}"))
    return operations


CHILD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_app ON {table} TO aircop_app
  USING (EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column}))
  WITH CHECK (EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column}));
CREATE POLICY {table}_system ON {table} TO aircop_system USING (true) WITH CHECK (true);
"""
CHILD_DOWN = """
DROP POLICY {table}_app ON {table};
DROP POLICY {table}_system ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def child_policies(table: str, *, parent: str, column: str) -> migrations.RunSQL:
    """Return the operation that shows rows of a part (an item) to whoever sees the row they belong to."""
    return migrations.RunSQL(CHILD.format(table=table, parent=parent, column=column), CHILD_DOWN.format(table=table))
