"""Typed readers of the environment. Nothing else reads `os.environ` for a setting.

Each reader takes NAME from the environment, or the contents of the file named by NAME_FILE (how secrets arrive
in a container). A missing value without a default raises `MissingSetting`, which names the variable.
"""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class MissingSetting(RuntimeError):
    """A setting that production needs and nobody gave."""


class BadSetting(RuntimeError):
    """A setting whose text cannot be read as what it must be."""


def text(name: str, default: str | None = None) -> str:
    """Return NAME, or the stripped contents of the file at NAME_FILE, or the default."""
    if name in os.environ:
        return os.environ[name]
    if file := os.environ.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    if default is None:
        message = f"Set {name} (or {name}_FILE): there is no safe default for it."
        raise MissingSetting(message)
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """Return NAME as a truth value: 1, true, yes, on or 0, false, no, off."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    message = f"{name}={value!r} is neither yes nor no: write 1 or 0."
    raise BadSetting(message)


def number(name: str, default: int) -> int:
    """Return NAME as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        message = f"{name}={value!r} is not a whole number."
        raise BadSetting(message) from error


def listing(name: str, default: str = "") -> list[str]:
    """Return NAME split at commas, without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """Return NAME as networks: addresses and ranges such as 10.1.0.0/16, split at commas."""
    found = listing(name, default)
    try:
        return [ip_network(part) for part in found]
    except ValueError as error:
        message = f"{name}={','.join(found)!r} is not a list of networks: {error}."
        raise BadSetting(message) from error


def database(url: str) -> dict[str, object]:
    """Return Django's settings for a PostgreSQL address.

    `postgresql://user:password@host:port/name?option=value`; a Unix socket's folder goes into `?host=/path`.
    """
    parts = urlsplit(url)
    options: dict[str, object] = dict(parse_qsl(parts.query))
    # Under the wall every plan looks dear and runs in milliseconds: compiling it would take a hundred times as long.
    # And the policies ask for the grants of each row: at the usual price of an index, the planner reads the whole small
    # table of grants each time, which takes four times as long.
    options["options"] = f"-c jit=off -c random_page_cost=1.1 {options.get('options', '')}".strip()
    host = str(options.pop("host", parts.hostname or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": options,
    }
