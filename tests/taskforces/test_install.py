"""Founding an installation: by options, by questions, once."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from aircop.access.actor import Actor
from aircop.access.binding import bind
from aircop.access.roles import Role
from aircop.accounts.models import User
from aircop.events.models import Event
from aircop.reference.models import Airport
from taskforces.models import Agency, TaskForce
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_database")]
FIRST, SECOND = "a long walk along the shore", "another walk along the shore"
ANSWERS = {
    "admin_email": "first@example.org",
    "admin_name": "First Person",
    "agency_code": "CI-DDA",
    "agency_name": "Direction des douanes",
    "agency_short_name": "Douanes",
    "agency_kind": "customs",
    "agency_country": "CI",
    "agency_admin_email": "second@example.org",
    "agency_admin_name": "Second Person",
    "unit_code": "ABJ1",
    "unit_name": "CAAT d'Abidjan",
    "unit_airport": "ABJ",
}


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    (tmp_path / "word").write_text(f"{SECOND}\n")
    monkeypatch.setenv("ADMIN_PASSWORD", FIRST)
    monkeypatch.setenv("AGENCY_ADMIN_PASSWORD_FILE", str(tmp_path / "word"))


def install(**changed: Any) -> str:
    said = StringIO()
    call_command("install", stdout=said, stderr=said, **(ANSWERS | changed))
    return said.getvalue()


def roles_of(email: str) -> list[Role]:
    return [m.role for m in bind(Actor(subject_id=User.objects.get(email=email).pk)).memberships]


@pytest.mark.usefixtures("passwords")
def test_by_options() -> None:
    assert "first@example.org administers the platform" in install()
    assert roles_of("first@example.org") == [Role.PLATFORM_ADMIN]
    assert roles_of("second@example.org") == [Role.AGENCY_ADMIN]
    assert User.objects.get(email="first@example.org").check_password(FIRST)
    assert User.objects.get(email="second@example.org").check_password(SECOND)
    unit = TaskForce.objects.get()
    assert (unit.code, unit.airport_id, unit.host_agency.code) == ("ABJ1", "ABJ", "CI-DDA")
    with as_owner():
        assert Event.objects.filter(kind="network_founded").count() == 1


@pytest.mark.usefixtures("passwords")
def test_an_international_organisation_has_no_country() -> None:
    install(agency_country="")
    assert Agency.objects.get().country_id is None


@pytest.mark.usefixtures("passwords")
def test_it_is_refused_a_second_time() -> None:
    install()
    with pytest.raises(CommandError, match="platform administrator already"):
        install(admin_email="third@example.org")
    assert User.objects.count() == 2


@pytest.mark.usefixtures("passwords")
def test_it_is_refused_where_a_platform_administrator_works(cast: Cast) -> None:
    assert cast.platform_admin
    with pytest.raises(CommandError, match="platform administrator already"):
        install()


@pytest.mark.usefixtures("passwords")
@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("admin_email", "first", "not an e-mail"),
        ("admin_name", "F", "2 to 150"),
        ("agency_code", "ci dda", "capitals"),
        ("agency_kind", "club", "agency-kind"),
        ("agency_country", "ZZ", "No country"),
        ("unit_code", "ABIDJAN", "three capitals"),
        ("unit_airport", "000", "No airport"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_written(name: str, answer: str, words: str) -> None:
    with pytest.raises(CommandError, match=words):
        install(**{name: answer})
    assert not User.objects.exists()


@pytest.mark.usefixtures("passwords")
def test_one_person_cannot_be_both_and_nothing_is_written() -> None:
    with pytest.raises(CommandError, match="account with this e-mail already"):
        install(agency_admin_email="first@example.org")
    assert not User.objects.exists()
    assert not Agency.objects.exists()


def test_without_a_terminal_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="Give --unit-airport"):
        install(unit_airport=None)
    with pytest.raises(CommandError, match="Set ADMIN_PASSWORD"):
        install()
    monkeypatch.setenv("ADMIN_PASSWORD", "short")
    monkeypatch.setenv("AGENCY_ADMIN_PASSWORD", "short")
    with pytest.raises(CommandError, match="too short"):
        install()


def test_passwords_of_the_demo_open_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "aircop-demo-interdiction")
    monkeypatch.setenv("AGENCY_ADMIN_PASSWORD", SECOND)
    with pytest.raises(CommandError, match="known to everybody"):
        install()


def test_in_a_terminal_it_asks_until_the_answer_can_be_taken(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    typed = iter(["nobody", "first@example.org", *list(ANSWERS.values())[1:]])
    hidden = iter([FIRST, "slip", FIRST, FIRST, SECOND, SECOND])
    monkeypatch.setattr("builtins.input", lambda _words: next(typed))
    monkeypatch.setattr("getpass.getpass", lambda _words: next(hidden))
    monkeypatch.setattr("sys.stdin", type("Terminal", (), {"isatty": lambda _self: True})())
    assert "not an e-mail" in install(**dict.fromkeys(ANSWERS))
    assert roles_of("first@example.org") == [Role.PLATFORM_ADMIN]


def test_an_unprepared_database_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Airport.objects, "exists", lambda: False)
    with pytest.raises(CommandError, match="prepare_data"):
        install()

    def no_table() -> None:
        raise ProgrammingError

    monkeypatch.setattr("taskforces.management.commands.install.can_found_network", no_table)
    with pytest.raises(CommandError, match="prepare_data"):
        install()
