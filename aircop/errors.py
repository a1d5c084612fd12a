"""The few exceptions that every domain shares, and where another came from; the rest live beside what raises them."""

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


class DomainError(Exception):
    """An act that cannot be done, with a reason a person can read.

    `reason` is a translated sentence that says what to do next; `code` a stable word for programs.
    """

    code = "refused"

    def __init__(self, reason: str, *, code: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code or self.code


class NotAllowed(DomainError):
    """The actor sees the thing but may not do this to it (HTTP 403)."""

    code = "not_allowed"


class InvalidTransition(DomainError):
    """The act does not fit the state the thing is in (HTTP 409)."""

    code = "invalid_transition"


class Invalid(DomainError):
    """A value that cannot be taken (HTTP 400); `field` names it."""

    code = "invalid"

    def __init__(self, reason: str, *, field: str = "", code: str | None = None) -> None:
        super().__init__(reason, code=code)
        self.field = field


class Missing(DomainError):
    """Not there, or not for this reader: nobody can tell which (HTTP 404)."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(_("Not found."))


@dataclass(frozen=True)
class Clash:
    """One field of a stale write: what the writer sent, and what stands there now."""

    field: str
    label: str
    sent: Any
    current: Any


class StaleWrite(DomainError):
    """Somebody else changed the record first (HTTP 412, or the conflict page).

    `clashes` holds only fields that the writer may see; `version` is the version that stands.
    """

    code = "stale"

    def __init__(self, reason: str, *, version: int, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__(reason)
        self.version = version
        self.clashes = clashes


def where(error: Exception) -> str:
    """Return the class of an error and the last line of ours that it passed: never its text, it may quote case data."""
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(settings.BASE_DIR) and "site-packages" not in frame.filename
    ]
    file = Path(ours[-1].filename).relative_to(settings.BASE_DIR)
    return f"{type(error).__name__} at {file}:{ours[-1].lineno} in {ours[-1].name}"
