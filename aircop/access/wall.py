"""The wall: row-level security on every protected table, raised by its first migration.

The application's role neither owns the tables nor bypasses row security, so a forgotten filter shows nothing. The
policy is a scalar probe of the grants for the row's list and its root; joining the reader's lists instead costs
seven times as much on one record. The wall does not guard against SQL injection.
"""

from collections.abc import Mapping, Sequence

from django.db import migrations

# The reader's groups and person are bound per transaction by `access_bind`. Every grant holds at least `view`, and
# no grant outlives the reader's `view`, so the probe need not ask which permission a row carries. The settings are read
# and cast within a SELECT of their own: once a statement, not once a row.
REACH = """
COALESCE(
  (SELECT true FROM access_listgroupgrant g
    WHERE g.content_object_id IN ({table}.{access_list}, {table}.{root_list})
      AND g.group_id = ANY ((SELECT COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{{}}')::int[])::int[])
      AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp()) LIMIT 1),
  (SELECT true FROM access_listusergrant u
    WHERE u.content_object_id IN ({table}.{access_list}, {table}.{root_list})
      AND u.user_id = (SELECT NULLIF(current_setting('aircop.subject', true), '')::uuid)
      AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp()) LIMIT 1),
  false)
"""
SUBJECT = "(SELECT NULLIF(current_setting('aircop.subject', true), '')::uuid)"

# What is written must lie within the writer's own reach too: nobody puts a record where it could not read it.
RAISE = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT TO aircop_app USING ({reach});
CREATE POLICY {table}_change ON {table} FOR UPDATE TO aircop_app USING ({reach}) WITH CHECK ({reach});
CREATE POLICY {table}_add ON {table} FOR INSERT TO aircop_app WITH CHECK ({reach});
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
DELETED = """
CREATE POLICY {table}_drop ON {table} FOR DELETE TO aircop_app USING ({reach} AND {drafts});
"""


def _reach(table: str, hidden: str = "") -> str:
    """Return the condition that the subject reaches a row; `hidden` rows are for who recorded them alone."""
    reach = REACH.format(table=table, access_list="access_list_id", root_list="root_list_id")
    return f"({reach}) AND (NOT ({hidden}) OR {table}.recorded_by_id = {SUBJECT})" if hidden else reach


def policies(table: str, *, hidden: str = "") -> migrations.RunSQL:
    """Return the operation that puts a table behind the wall."""
    return migrations.RunSQL(RAISE.format(table=table, reach=_reach(table, hidden)), LOWER.format(table=table))


def raise_wall(table: str, *, orders: Sequence[str], drafts: str = "") -> list[migrations.RunSQL]:
    """Return the operations for a protected table: policies, the pair of list columns, the indexes of its orders.

    `orders` are the time columns by which the table is paged; `drafts` is the condition of rows that are their
    author's alone and may be deleted. Nothing else may be.
    """
    operations = [
        policies(table, hidden=drafts),
        migrations.RunSQL(PAIR.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}_root"),
    ]
    if drafts:
        drop = f"DROP POLICY {table}_drop ON {table}"
        delete = DELETED.format(table=table, reach=_reach(table, drafts), drafts=drafts)
        operations.append(migrations.RunSQL(delete, drop))
    return [*operations, *_order_indexes(table, orders)]


def _order_indexes(table: str, orders: Sequence[str]) -> list[migrations.RunSQL]:
    operations = []
    for order in orders:
        for prefix in ("access_list_id, ", "root_list_id, ", ""):
            name = f"{table}_{prefix[:6].rstrip('_') or 'all'}_{order}"
            create = f"CREATE INDEX {name} ON {table} ({prefix}{order} DESC, id DESC)"
            operations.append(migrations.RunSQL(create, f"DROP INDEX {name}"))
    return operations


def follower_wall(
    table: str, *, parent: str, column: str, orders: Sequence[str], drafts: str = ""
) -> list[migrations.RunSQL]:
    """Return the operations for a protected table whose rows follow another record (a person its seizure).

    A row is seen only where the reader reaches its own lists *and* sees the record it follows: were one of the two
    moved and the other left behind, the row would be hidden, never shown. `drafts` as in `child_policies`.
    """
    along = f"EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column})"
    seen = f"({_reach(table)}) AND {along}"
    operations = [
        migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table)),
        migrations.RunSQL(PAIR.format(table=table), f"ALTER TABLE {table} DROP CONSTRAINT {table}_root"),
        *_order_indexes(table, orders),
    ]
    if drafts:
        delete = CHILD_DELETED.format(table=table, parent=parent, column=column, drafts=drafts)
        operations.append(migrations.RunSQL(delete, f"DROP POLICY {table}_drop ON {table}"))
    return operations


CHILD = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_read ON {table} FOR SELECT TO aircop_app USING ({seen});
CREATE POLICY {table}_change ON {table} FOR UPDATE TO aircop_app USING ({seen}) WITH CHECK ({seen});
CREATE POLICY {table}_add ON {table} FOR INSERT TO aircop_app WITH CHECK ({seen});
CREATE POLICY {table}_system ON {table} TO aircop_system USING (true) WITH CHECK (true);
"""
SEEN = "EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column})"
CHILD_DELETED = """
CREATE POLICY {table}_drop ON {table} FOR DELETE TO aircop_app
  USING (EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column} AND {drafts}));
"""


def child_policies(table: str, *, parent: str, column: str, drafts: str = "") -> list[migrations.RunSQL]:
    """Return the operations that show rows of a part (an item) to whoever sees the row they belong to.

    They may be deleted with a draft (`drafts` as in `raise_wall`, of the parent `p`), and never otherwise.
    """
    seen = SEEN.format(parent=parent, table=table, column=column)
    operations = [migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))]
    if drafts:
        delete = CHILD_DELETED.format(table=table, parent=parent, column=column, drafts=drafts)
        operations.append(migrations.RunSQL(delete, f"DROP POLICY {table}_drop ON {table}"))
    return operations


def pair_policies(table: str, *, parent: str, columns: tuple[str, str]) -> migrations.RunSQL:
    """Return the operation that shows rows about two records to whoever sees both: one of them alone tells nothing."""
    seen = " AND ".join(SEEN.format(parent=parent, table=table, column=column) for column in columns)
    return migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))


def link_policies(table: str, *, ends: Mapping[str, str], drafts: str = "") -> list[migrations.RunSQL]:
    """Return the operations that show a link between records of several kinds to whoever sees all of them.

    `ends` maps each column to the table of its record, the record that holds the link first. `drafts` as in
    `child_policies`, of that first one.
    """
    seen = " AND ".join(SEEN.format(parent=parent, table=table, column=column) for column, parent in ends.items())
    operations = [migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))]
    if drafts:
        column, parent = next(iter(ends.items()))
        delete = CHILD_DELETED.format(table=table, parent=parent, column=column, drafts=drafts)
        operations.append(migrations.RunSQL(delete, f"DROP POLICY {table}_drop ON {table}"))
    return operations


def either_policies(table: str, *, ends: Mapping[str, str], drafts: str = "") -> list[migrations.RunSQL]:
    """Return the operations that show rows about one record, of one of several kinds, to whoever sees that record.

    `ends` maps each column to the table of its record; one of the columns is set. `drafts` as in `child_policies`.
    """
    seen = " OR ".join(SEEN.format(parent=parent, table=table, column=column) for column, parent in ends.items())
    operations = [migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))]
    if drafts:
        which = " OR ".join(
            f"EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column} AND {drafts})"
            for column, parent in ends.items()
        )
        delete = f"CREATE POLICY {table}_drop ON {table} FOR DELETE TO aircop_app USING ({which})"
        operations.append(migrations.RunSQL(delete, f"DROP POLICY {table}_drop ON {table}"))
    return operations


# Whether the reader holds `see_identity` on the lists of the row `p`. A coordinator never does, whatever was shared
# with its agency and in whatever other seat it sits: the same as `Actor.may_see_identities`.
SEES_IDENTITY = """
(COALESCE(
  (SELECT true FROM access_listgroupgrant g
    WHERE g.content_object_id IN (p.access_list_id, p.root_list_id)
      AND g.group_id = ANY ((SELECT COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{{}}')::int[])::int[])
      AND g.permission_id = {permission}
      AND (g.expires_at IS NULL OR g.expires_at > statement_timestamp()) LIMIT 1),
  (SELECT true FROM access_listusergrant u
    WHERE u.content_object_id IN (p.access_list_id, p.root_list_id)
      AND u.user_id = {subject}
      AND u.permission_id = {permission}
      AND (u.expires_at IS NULL OR u.expires_at > statement_timestamp()) LIMIT 1),
  false)
AND NOT EXISTS (SELECT FROM access_seat s
  WHERE s.user_id = {subject} AND s.role IN ({forbidden}) AND s.valid_from <= statement_timestamp()
    AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp())))
"""
# Whether the reader sits in the group of the agency of a row.
OF_READERS_AGENCY = """
EXISTS (SELECT FROM taskforces_agency a WHERE a.id = {table}.{column} AND a.group_id = ANY
  ((SELECT COALESCE(NULLIF(current_setting('aircop.groups', true), ''), '{{}}')::int[])::int[]))
"""
PERMISSION = """(SELECT a.id FROM auth_permission a JOIN django_content_type t ON t.id = a.content_type_id
  WHERE t.app_label = 'access' AND t.model = 'accesslist' AND a.codename = 'see_identity')"""


def identity_policies(
    table: str, *, parent: str, column: str, drafts: str = "", besides: str = "true"
) -> list[migrations.RunSQL]:
    """Return the operations that show rows of a part (a name) only to who sees identities on the record's lists.

    The record it belongs to is a protected row `p`, and must be seen too. `drafts` as in `child_policies`; `besides` is
    a further condition on the row.
    """
    forbidden = "'coordinator'"  # written out: a migration does not change with the roles of today
    sees = SEES_IDENTITY.format(permission=PERMISSION, subject=SUBJECT, forbidden=forbidden)
    seen = f"EXISTS (SELECT FROM {parent} p WHERE p.id = {table}.{column} AND {sees}) AND ({besides})"
    operations = [migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))]
    if drafts:
        delete = CHILD_DELETED.format(table=table, parent=parent, column=column, drafts=drafts)
        operations.append(migrations.RunSQL(delete, f"DROP POLICY {table}_drop ON {table}"))
    return operations


AGREE = " AND EXISTS (SELECT FROM {parent} p JOIN {parent} o USING ({same}) WHERE p.id = {one} AND o.id = {other})"


def identity_pair_policies(table: str, *, parent: str, columns: tuple[str, str], same: str = "") -> migrations.RunSQL:
    """Return the operation that shows rows about two persons to whoever sees both and the identities of both.

    `same` is a column in which the two must agree, or nobody is shown the row.
    """
    forbidden = "'coordinator'"  # written out: a migration does not change with the roles of today
    sees = SEES_IDENTITY.format(permission=PERMISSION, subject=SUBJECT, forbidden=forbidden)
    one, other = (f"{table}.{column}" for column in columns)
    seen = " AND ".join(f"EXISTS (SELECT FROM {parent} p WHERE p.id = {each} AND {sees})" for each in (one, other))
    if same:
        seen += AGREE.format(parent=parent, same=same, one=one, other=other)
    return migrations.RunSQL(CHILD.format(table=table, seen=seen), LOWER.format(table=table))


AUTHOR = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_own ON {table} TO aircop_app USING ({own}) WITH CHECK ({own});
CREATE POLICY {table}_system ON {table} TO aircop_system USING ({over}) WITH CHECK (false);
"""
NO_AUTHOR = """
DROP POLICY {table}_own ON {table};
DROP POLICY {table}_system ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def author_policies(table: str, *, author: str, over: str) -> list[migrations.RunSQL]:
    """Return the operations that show rows to the person who wrote them and to nobody else.

    Not to the system either: it reaches only rows that are `over`, to delete them.
    """
    own = f"{author} = {SUBJECT}"
    return [migrations.RunSQL(AUTHOR.format(table=table, own=own, over=over), NO_AUTHOR.format(table=table))]


RECIPIENT = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {table}_own ON {table} FOR SELECT TO aircop_app USING ({own});
CREATE POLICY {table}_read ON {table} FOR UPDATE TO aircop_app USING ({own}) WITH CHECK ({own});
CREATE POLICY {table}_system ON {table} TO aircop_system USING (true) WITH CHECK (true);
"""
NO_RECIPIENT = """
DROP POLICY {table}_own ON {table};
DROP POLICY {table}_read ON {table};
DROP POLICY {table}_system ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def recipient_policies(table: str, *, recipient: str) -> list[migrations.RunSQL]:
    """Return the operations that show rows to the person they are for; the system alone writes new ones."""
    own = f"{recipient} = {SUBJECT}"
    return [migrations.RunSQL(RECIPIENT.format(table=table, own=own), NO_RECIPIENT.format(table=table))]


# Rows of an agency, for who holds one of these roles in it now. Asked once a statement, not once a row.
OFFICE = """
{table}.{agency} IN (SELECT s.agency_id FROM access_seat s
  WHERE s.user_id = {subject} AND s.role IN ({roles}) AND s.valid_from <= statement_timestamp()
    AND (s.valid_to IS NULL OR s.valid_to > statement_timestamp()))
"""
FOLLOWED = """
CREATE POLICY {table}_office ON {table} FOR SELECT TO aircop_app USING ({office});
CREATE POLICY {table}_office_change ON {table} FOR UPDATE TO aircop_app USING ({office}) WITH CHECK ({office});
"""
UNFOLLOWED = """
DROP POLICY {table}_office ON {table};
DROP POLICY {table}_office_change ON {table};
"""
KEPT = """
CREATE POLICY {table}_office_add ON {table} FOR INSERT TO aircop_app WITH CHECK ({office});
CREATE POLICY {table}_system ON {table} TO aircop_system USING (true) WITH CHECK (true);
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
"""
UNKEPT = """
DROP POLICY {table}_office_add ON {table};
DROP POLICY {table}_system ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


def office_policies(table: str, *, agency: str, roles: Sequence[str], kept: bool = False) -> list[migrations.RunSQL]:
    """Return the operations that show an agency's rows to who holds one of the roles there, and let them be changed.

    With `kept` they write new ones too, and the table is put behind the wall; without, it stands there already.
    """
    names = ", ".join(f"'{role}'" for role in roles)
    office = OFFICE.format(table=table, agency=agency, subject=SUBJECT, roles=names)
    pairs = [(FOLLOWED, UNFOLLOWED), *([(KEPT, UNKEPT)] if kept else [])]
    return [migrations.RunSQL(up.format(table=table, office=office), down.format(table=table)) for up, down in pairs]
