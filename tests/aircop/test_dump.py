"""The drill: an installation goes into a file and comes back whole, and its log goes on."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from aircop.access.roles import Level
from aircop.events import tokens
from aircop.events.models import Position
from aircop.events.sequencer import sequence_now
from aircop.files import storage
from aircop.local import Unavailable, roles
from seizures.models import Seizure
from seizures.queries.attachment import attachments_of
from seizures.services.attachment import attach_file
from seizures.services.share import share_seizure
from tests import databases
from tests.cast import Cast
from tests.factories import pictures

pytestmark = pytest.mark.django_db(transaction=True)

# What must come back beside the rows: who may do what, and which rows each sees.
POLICIES = "SELECT tablename, policyname, roles, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
WALLED = "SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1"
RIGHTS = """SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants
    WHERE grantee IN ('aircop_app', 'aircop_system') ORDER BY 1, 2, 3"""
DEFAULTS = "SELECT defaclrole::regrole::text, defaclobjtype, defaclacl::text FROM pg_default_acl ORDER BY 1, 2"
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
FUNCTIONS = """SELECT oid::regprocedure::text, proacl::text, prosecdef FROM pg_proc
    WHERE proowner = 'aircop_owner'::regrole ORDER BY 1"""
SHAPES = {"policies": POLICIES, "walled": WALLED, "rights": RIGHTS, "defaults": DEFAULTS, "triggers": TRIGGERS}
SHAPES["functions"] = FUNCTIONS


def shape() -> dict[str, list[Any]]:
    """Return what protects the rows."""
    with connections["owner"].cursor() as cursor:
        found = {name: cursor.execute(question).fetchall() for name, question in SHAPES.items()}
    return found | {"policies": [tuple(_plain(each) for each in row) for row in found["policies"]]}


def _plain(value: Any) -> Any:
    """Return a condition without casts and brackets: a list of words is written with others after a restore."""
    return re.sub(r"::[a-z ]+(\[\])?|[()\s]", "", value) if isinstance(value, str) else value


@pytest.fixture
def owner_login(process_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the commands the three logins of this test's database."""
    for name in ("DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, process_environment[name])


@pytest.fixture
def empty_installation(owner_login: None) -> Iterator[str]:
    """Make a database without anything; `enter` points the commands to it."""
    name = f"aircop_{databases.WORKER}_empty"
    with psycopg.connect(os.environ["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name} OWNER aircop_owner")
    yield name
    databases.drop(name)


def keep_files_in(settings: Any, folder: Path) -> None:
    """Point the store of files to the folder that the commands read and write."""
    default = settings.STORAGES["default"]
    options = default["OPTIONS"] | {"location": folder / "files"}
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": options}}


def enter(name: str, monkeypatch: pytest.MonkeyPatch, settings: Any, folder: Path) -> None:
    """Point the commands and the connections to another, empty place."""
    before = databases.point_to(name)
    for variable in ("DATABASE_URL", "DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(variable, os.environ[variable].replace(f"/{before}?", f"/{name}?"))
    settings.DATA_DIR = folder


def test_a_dump_comes_back_with_rows_rights_and_files_and_the_log_goes_on(
    cast: Cast, empty_installation: str, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """Everything equal, the stranger still shut out, the next position one higher, the old token void."""
    settings.DATA_DIR = tmp_path / "old"
    keep_files_in(settings, tmp_path / "old")
    with transaction.atomic():
        seizure, photograph = cast.seizure(), pictures.photo()
        attach_file(actor=cast.officer.actor, seizure=seizure, name="bag.jpg", data=photograph)
        share_seizure(
            actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="x", until=None
        )
        members = cast.officer, cast.partner_officer, cast.outsider
    sequence_now()
    protected, last, token = shape(), tokens.head(), tokens.encode(1)
    assert protected["walled"]
    assert last > 0

    call_command("backup", str(tmp_path / "one.aircop"))
    assert stat.S_IMODE((tmp_path / "one.aircop").stat().st_mode) == 0o600
    enter(empty_installation, monkeypatch, settings, tmp_path / "new")
    call_command("restore", str(tmp_path / "one.aircop"))

    assert shape() == protected
    keep_files_in(settings, tmp_path / "new")
    with transaction.atomic():
        file = attachments_of(cast.officer.actor, seizure).get().file
    assert storage.get(storage.content_name(file.sha256)) == photograph
    with transaction.atomic():
        seen = [Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists() for member in members]
    assert seen == [True, True, False]
    assert not Seizure.objects.filter(pk=seizure.pk).exists()  # nobody is bound: the wall stands
    with transaction.atomic():
        cast.seizure()
    sequence_now()
    assert tokens.head() > last
    assert list(Position.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, tokens.head() + 1)
    )
    with pytest.raises(tokens.LostPlace):
        tokens.decode(token)
    call_command("audit_verify")


@pytest.mark.usefixtures("owner_login")
def test_an_installation_that_holds_anything_is_refused(settings: Any, tmp_path: Path) -> None:
    """Nothing is overwritten."""
    settings.DATA_DIR = tmp_path
    call_command("backup", str(tmp_path / "one.aircop"))
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(tmp_path / "one.aircop"))


def test_a_folder_that_holds_files_is_refused(
    empty_installation: str, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """Files of another installation are not mixed in."""
    settings.DATA_DIR = tmp_path
    call_command("backup", str(tmp_path / "one.aircop"))
    enter(empty_installation, monkeypatch, settings, tmp_path)
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "stray").touch()
    with pytest.raises(CommandError, match="files is not empty"):
        call_command("restore", str(tmp_path / "one.aircop"))


def test_another_file_is_named_as_such(
    empty_installation: str, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """A text is not a backup."""
    enter(empty_installation, monkeypatch, settings, tmp_path)
    (tmp_path / "text").write_text("x")
    with pytest.raises(CommandError, match="is not a backup"):
        call_command("restore", str(tmp_path / "text"))


def test_the_given_owner_prepares_what_is_missing(empty_installation: str) -> None:
    """On a server of somebody else: logins of other names act as ours, a too mighty login is refused."""
    superuser = os.environ["TEST_SUPERUSER_URL"]
    place = superuser.replace("/postgres?", f"/{empty_installation}?")
    names = [f"{kind}_{databases.WORKER}" for kind in ("landlord", "lodger", "porter")]
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {names[0]} LOGIN CREATEROLE")
        connection.execute(f"GRANT aircop_app, aircop_system TO {names[0]} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        connection.execute(f"ALTER DATABASE {empty_installation} OWNER TO {names[0]}")
    owner, app, system = (roles.with_user(place, name) for name in names)
    try:
        for _again in range(2):
            roles.prepare_roles(owner, app, system)
        with psycopg.connect(owner) as connection:
            connection.execute("CREATE TABLE goods (id int)")
        with psycopg.connect(app) as connection:
            assert connection.execute("SELECT count(*) FROM goods").fetchone() == (0,)
        with pytest.raises(Unavailable, match="logins of their own"):
            roles.prepare_roles(owner, owner, system)
        with pytest.raises(Unavailable, match="logins of their own"):
            roles.prepare_roles(owner, place, system)
    finally:
        databases.drop(empty_installation)
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {empty_installation}")
            for name in reversed(names):
                connection.execute(f"DROP OWNED BY {name}")
                connection.execute(f"DROP ROLE {name}")
