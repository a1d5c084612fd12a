"""What production is, read from the settings of a process that has a production's environment."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture.tree import ROOT

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "a-secret-of-production-0123456789-abcdefghij-KLMNOPQ",
    "AUDIT_KEY": "another-secret-of-production-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "cases.example.org",
    "DATABASE_URL": "postgresql://aircop_app@db.example.org/aircop",
    "DATABASE_SYSTEM_URL": "postgresql://aircop_system@db.example.org/aircop",
    "REDIS_URL": "redis://redis.example.org/0",
    "DJANGO_SETTINGS_MODULE": "aircop.settings",
}
PRINT = """
import json
import django; django.setup()
from aircop import settings
print(json.dumps({n: getattr(settings, n) for n in dir(settings) if n.isupper()}, default=str))
"""
ASK_PASSWORD = """
import django; django.setup()
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from aircop.accounts.passwords import DEMO_MARK
try:
    validate_password(DEMO_MARK + "x7-Kd93-pQzw")
except ValidationError as error:
    print(error.error_list[0].code)
"""


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in (PRODUCTION | environment).items() if value}
    command = [sys.executable, "-W", "error::DeprecationWarning:aircop", "-c", code]
    return subprocess.run(command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    """Return the settings of production."""
    done = _run(PRINT)
    assert done.returncode == 0, done.stderr
    settings: dict[str, Any] = json.loads(done.stdout)
    return settings


def test_nothing_of_the_demo_is_on(production: dict[str, Any]) -> None:
    """No debug pages, no demo, a second factor for everybody."""
    assert (production["DEBUG"], production["DEMO"], production["TESTING"]) == (False, False, False)
    assert production["SECOND_FACTOR_REQUIRED"] is True
    assert production["ALLOWED_HOSTS"] == ["cases.example.org"]


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF", "LANGUAGE"])
def test_cookies_stay_with_this_host(production: dict[str, Any], cookie: str) -> None:
    """`__Host-`: https only, this host only, the whole path; out of reach of scripts and of other sites."""
    assert production[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
    assert production[f"{cookie}_COOKIE_SECURE"] is True
    assert production[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert production[f"{cookie}_COOKIE_SAMESITE"] in {"Lax", "Strict"}
    assert not production.get(f"{cookie}_COOKIE_DOMAIN")
    assert production.get(f"{cookie}_COOKIE_PATH", "/") == "/"


def test_transport_is_encrypted(production: dict[str, Any]) -> None:
    """A year of HSTS; plain http is redirected, but for the three addresses that machines ask."""
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert production["SECURE_REDIRECT_EXEMPT"] == ["^healthz$", "^readyz$", "^metrics$"]
    assert production["SECURE_REFERRER_POLICY"] == "same-origin"
    assert production["X_FRAME_OPTIONS"] == "DENY"


def test_figures_are_for_nobody_until_somebody_is_named(production: dict[str, Any]) -> None:
    """Not even for this machine: a proxy on it may pass on what the world asks."""
    assert production["METRICS_NETWORKS"] == []
    named = _run(PRINT, METRICS_NETWORKS="10.1.0.0/16, 2001:db8::1")
    assert json.loads(named.stdout)["METRICS_NETWORKS"] == ["10.1.0.0/16", "2001:db8::1/128"]
    wrong = _run(PRINT, METRICS_NETWORKS="10.1.0.7/16")
    assert "METRICS_NETWORKS='10.1.0.7/16' is not a list of networks" in wrong.stderr


def test_the_content_policy_is_strict(production: dict[str, Any]) -> None:
    """Nothing by default, nothing inline, nothing from elsewhere, in no frame."""
    policy = production["SECURE_CSP"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    allowed = {source for sources in policy.values() for source in sources}
    assert allowed <= {"'none'", "'self'", "data:"}
    assert "data:" not in policy["script-src"] + policy["style-src"]


def test_sessions_end(production: dict[str, Any]) -> None:
    """30 minutes without a request, 12 hours in any case; and the cookie goes with the browser."""
    assert production["SESSION_IDLE_SECONDS"] == 30 * 60
    assert production["SESSION_ABSOLUTE_SECONDS"] == 12 * 60 * 60
    assert production["ACCOUNT_SESSION_REMEMBER"] is False


def test_nothing_that_must_last_is_in_the_broker(production: dict[str, Any]) -> None:
    """Sessions, lockout, idempotency keys and caches lie in PostgreSQL."""
    assert production["SESSION_ENGINE"] == "aircop.accounts.session_store"
    assert "redis" not in json.dumps(production["CACHES"]).lower()


def test_passwords_are_hashed_by_argon2_and_checked(production: dict[str, Any]) -> None:
    """At least twelve characters, none of the common ones."""
    assert production["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    validators = json.dumps(production["AUTH_PASSWORD_VALIDATORS"])
    assert all(each in validators for each in ("MinimumLength", "CommonPassword", "NotFromTheDemo"))
    assert '"min_length": 12' in validators


def test_the_three_logins_are_apart(production: dict[str, Any]) -> None:
    """The process that serves has no address of the owner unless somebody gives it one."""
    users = {alias: database["USER"] for alias, database in production["DATABASES"].items()}
    assert users == {"default": "aircop_app", "system": "aircop_system", "owner": ""}
    assert production["DATABASES"]["default"]["ATOMIC_REQUESTS"] is True


@pytest.mark.parametrize("name", ["SECRET_KEY", "AUDIT_KEY", "DATABASE_URL", "DATABASE_SYSTEM_URL", "REDIS_URL"])
def test_what_is_missing_is_named(name: str) -> None:
    """No default stands in for a secret or an address."""
    done = _run(PRINT, **{name: ""})
    assert done.returncode != 0
    assert f"Set {name} (or {name}_FILE)" in done.stderr


def test_passwords_of_the_demo_are_refused() -> None:
    """Everybody can read them."""
    done = _run(ASK_PASSWORD)
    assert done.stdout.strip() == "password_of_the_demo", done.stderr


@pytest.mark.parametrize("mode", ["AIRCOP_DEMO", "AIRCOP_TESTING"])
def test_what_drops_the_safeguards_answers_to_no_name_of_the_world(mode: str) -> None:
    """A demo's settings on a real address would be a production without locks: it does not start."""
    done = _run(PRINT, **{mode: "1"})
    assert done.returncode != 0
    assert "this machine's own names" in done.stderr
