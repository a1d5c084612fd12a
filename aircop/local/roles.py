"""The logins of the database: an owner of the tables, and two that are walled in.

`aircop_owner` migrates and dumps. `aircop_app` is the application and sees what its reader may see. `aircop_system`
does the few jobs that must see everything. Neither of the last two owns a table or may bypass row level security.
"""

from collections.abc import Sequence
from typing import LiteralString
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg
from psycopg import Connection, sql

from aircop.local import Unavailable

OWNER, APP, SYSTEM = "aircop_owner", "aircop_app", "aircop_system"
TESTER = "aircop_test"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "citext")
OLDEST = 170000
PRIVILEGES = (
    "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO aircop_app, aircop_system",
    "GRANT USAGE, SELECT ON SEQUENCES TO aircop_app, aircop_system",
    "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTIONS TO aircop_app, aircop_system",
)
# Before a restore: it must give each table the rights that it had, not those and the usual ones.
NO_PRIVILEGES = (
    "REVOKE ALL ON TABLES FROM aircop_app, aircop_system",
    "REVOKE ALL ON SEQUENCES FROM aircop_app, aircop_system",
    "GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
    "REVOKE ALL ON FUNCTIONS FROM aircop_app, aircop_system",
)


def login(url: str) -> tuple[str, str]:
    """Return user and password of an address."""
    parts = urlsplit(url)
    return unquote(parts.username or ""), unquote(parts.password or "")


def with_user(url: str, user: str) -> str:
    """Return the address with another login, same password."""
    _user, password = login(url)
    return _with_login(url, quote(user) + (f":{quote(password)}" if password else ""))


def without_password(url: str) -> str:
    """Return the address as it may stand in a list of processes."""
    return _with_login(url, quote(login(url)[0]))


def _with_login(url: str, words: str) -> str:
    scheme, netloc, *rest = urlsplit(url)
    return urlunsplit((scheme, f"{words}@{netloc.rpartition('@')[2]}", *rest))


def prepare_embedded(superuser_url: str, database_url: str, name: str) -> None:
    """Make the roles and the database on a server of our own, where we are superuser. Safe to repeat."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in (OWNER, APP, SYSTEM):
            _make_role(connection, role, "")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER aircop_owner").format(sql.Identifier(name)))
    with psycopg.connect(database_url, autocommit=True) as connection:
        _extensions(connection)
        _privileges(connection, OWNER, PRIVILEGES)


def prepare_tester(superuser_url: str) -> None:
    """Make the login of the tests, which may step into each of the three roles but has no right of its own."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _make_role(connection, TESTER, "")
        connection.execute("GRANT aircop_owner, aircop_app, aircop_system TO aircop_test WITH SET TRUE, INHERIT FALSE")


def prepare_roles(owner_url: str, app_url: str, system_url: str) -> None:
    """Make what is missing on a given server, as far as its owner may. Safe to repeat.

    Raises `Unavailable` with the statements for an administrator when the owner may not make a role, and when the
    application's login could climb over the wall.
    """
    try:
        connection = psycopg.connect(owner_url, autocommit=True)
    except psycopg.OperationalError as error:
        message = f"DATABASE_OWNER_URL does not answer: {str(error).strip()}"
        raise Unavailable(message) from error
    with connection:
        if connection.info.server_version < OLDEST:
            message = (
                f"PostgreSQL 17 or later is needed; the given server is {connection.info.server_version // 10000}."
            )
            raise Unavailable(message)
        try:
            _given_roles(connection, app_url, system_url)
            _extensions(connection)
            _privileges(connection, connection.info.user, PRIVILEGES)
        except psycopg.errors.InsufficientPrivilege as error:
            message = f"The database owner may not prepare the roles ({error}). As a superuser run: {by_hand()}"
            raise Unavailable(message) from error
        _check_wall(connection, app_url, system_url)


def by_hand() -> str:
    """Return the statements that an administrator runs once where the owner may not."""
    roles = f"CREATE ROLE {APP} LOGIN PASSWORD '...'; CREATE ROLE {SYSTEM} LOGIN PASSWORD '...';"
    return roles + "".join(f" CREATE EXTENSION IF NOT EXISTS {name};" for name in EXTENSIONS)


def _given_roles(connection: Connection, app_url: str, system_url: str) -> None:
    for url, role in ((app_url, APP), (system_url, SYSTEM)):
        user, password = login(url)
        _make_role(connection, role, password if user == role else "")
        if user != role:
            _make_role(connection, user, password)
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(user)))


def _make_role(connection: Connection, name: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        return
    statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(
        sql.Identifier(name)
    )
    if password:
        statement += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    connection.execute(statement)


def _extensions(connection: Connection) -> None:
    for name in EXTENSIONS:
        if not connection.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))


def forget_privileges(owner_url: str) -> None:
    """Let nobody use what the owner will make, until `prepare_roles` is called again."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        _privileges(connection, connection.info.user, NO_PRIVILEGES)


def _privileges(connection: Connection, owner: str, clauses: Sequence[LiteralString]) -> None:
    """Let both walled roles use what the owner will make; what only grows takes rights back in its migration."""
    for clause in clauses:
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} {}").format(sql.Identifier(owner), sql.SQL(clause))
        )


def _check_wall(connection: Connection, *urls: str) -> None:
    for url in urls:
        user, _password = login(url)
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, current_user, 'USAGE') FROM pg_roles"
            " WHERE rolname = %s",
            [user],
        ).fetchone()
        if row is None or row[0]:
            message = (
                f"The login {user!r} is superuser, owner or bypasses row level security, so nothing would be hidden "
                f"from it: give DATABASE_URL and DATABASE_SYSTEM_URL logins of their own ({APP}, {SYSTEM})."
            )
            raise Unavailable(message)
