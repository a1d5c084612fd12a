"""Tables that only grow: migration operations that make the database refuse everything else."""

from django.db import migrations

# The application's roles lose the right, and a trigger refuses whoever kept it, the owner too. Lawful erasure never
# needs a change here (events and audit entries hold no personal data); the owner would have to drop the trigger.
REFUSE = """
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
    END
    $$
"""
TRIGGER = """
    CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}()
"""


def append_only(table: str, **granted: str) -> list[migrations.RunSQL]:
    """Return operations after which rows of `table` can be inserted and read, never changed or removed.

    `granted` gives single roles other rights than to insert and read, as in `rights`.
    """
    function = f"{table}_refuse_change"
    return [
        migrations.RunSQL(REFUSE.format(function=function), f"DROP FUNCTION {function}()"),
        migrations.RunSQL(
            TRIGGER.format(table=table, function=function), f"DROP TRIGGER {table}_only_grows ON {table}"
        ),
        rights(table, **{"aircop_app": "SELECT, INSERT", "aircop_system": "SELECT, INSERT", **granted}),
    ]


def rights(table: str, **granted: str) -> migrations.RunSQL:
    """Return the operation that gives each named role exactly these rights on the table.

    A role that does not exist is passed over: a restore into a bare server makes its roles afterwards. Undone, the
    roles have what the default privileges give them.
    """
    usual = dict.fromkeys(granted, "SELECT, INSERT, UPDATE, DELETE")
    return migrations.RunSQL(_grants(table, granted), _grants(table, usual))


def _grants(table: str, granted: dict[str, str]) -> str:
    """Return a block that replaces the rights of each role; no rights at all when the text is empty."""
    lines = []
    for role, privileges in granted.items():
        grant = f"GRANT {privileges} ON {table} TO {role};" if privileges else ""
        known = f"EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}')"
        lines.append(f"IF {known} THEN REVOKE ALL ON {table} FROM {role}; {grant} END IF;")
    return f"DO $$ BEGIN {' '.join(lines)} END $$"
