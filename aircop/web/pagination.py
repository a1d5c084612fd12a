"""Keyset paging for pages of rows: tokens in the address, newer and older links, words for the count."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.paging import Mark

AFTER, BEFORE = "after", "before"
CAP = 10_000


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages, and what is shown, in words."""

    previous: str | None
    next: str | None
    words: str = ""


def write_token(mark: Mark) -> str:
    """Return a mark as text for an address."""
    value = mark.value if isinstance(mark.value, str) else mark.value.isoformat()
    raw = json.dumps([value, str(mark.id)], separators=(",", ":"))
    return base64.urlsafe_b64encode(raw.encode()).decode().rstrip("=")


def broken_address() -> Invalid:
    """Return the error for a token that is not ours."""
    return Invalid(_("This page address is not complete. Start from the first page."), field=AFTER)


def read_token(token: str) -> tuple[datetime, UUID]:
    """Return value and id of a token; raise Invalid for anything that this module did not write."""
    try:
        value, identity = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        moment, row = datetime.fromisoformat(value), UUID(identity)
        moment.astimezone(UTC)  # a time near the end of the calendar has no place in another zone
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise broken_address() from error
    if moment.tzinfo is None:
        raise broken_address()
    return moment, row


def read_text_token(token: str) -> tuple[str, UUID]:
    """Return value and id of a token of a list ordered by a text; raise Invalid for what this module did not write."""
    try:
        value, identity = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        text, row = str(value), UUID(identity)
        text.encode()  # lone surrogates have no spelling
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise broken_address() from error
    if "\x00" in text:
        raise broken_address()
    return text, row


def place_asked(
    request: HttpRequest, read: Callable[[str], tuple[Any, UUID]] = read_token
) -> dict[str, tuple[Any, UUID]]:
    """Return `{"after": …}`, `{"before": …}` or nothing, as the address says; after wins over before."""
    for name in (AFTER, BEFORE):
        if token := request.GET.get(name):
            return {name: read(token)}
    return {}


def marks_asked(
    request: HttpRequest, read: Callable[[str], tuple[Any, UUID]] = read_token
) -> tuple[dict[str, Mark], list[str]]:
    """Return the marks as `page` takes them, and what to say when the address cannot be read."""
    try:
        return {name: Mark(*place) for name, place in place_asked(request, read).items()}, []
    except Invalid:
        return {}, [_("This page address is not complete, so the list begins at its first page.")]


def address_without(request: HttpRequest, *names: str, **changed: str) -> str:
    """Return the query of this page without some filters, with others changed, and from its first row on."""
    query = request.GET.copy()
    for name in (*names, AFTER, BEFORE):
        query.pop(name, None)
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"


def bar_of(
    request: HttpRequest, words: Mapping[str, str], *, off: Mapping[str, str] | None = None, everything: str = ""
) -> dict[str, Any]:
    """Return a chip for each filter, with where it is taken off, and where all of them are.

    `words` says each filter that narrows; `off` what one says that is off, where that is not nothing; `everything` is
    the query of the whole list.
    """
    left = {name: {name: value} for name, value in (off or {}).items()}
    chips = [
        {"label": text, "remove": address_without(request, name, **left.get(name, {}))} for name, text in words.items()
    ]
    return {"chips": chips, "clear": f"{request.path}?{everything}".rstrip("?") if words else ""}


def _address(request: HttpRequest, name: str, mark: Mark | None) -> str | None:
    if mark is None:
        return None
    return address_without(request, **{name: write_token(mark)})


def pager(request: HttpRequest, *, next_mark: Mark | None, previous_mark: Mark | None, words: str = "") -> Pager:
    """Return the links of a page, keeping the filters that stand in the address."""
    return Pager(
        previous=_address(request, BEFORE, previous_mark), next=_address(request, AFTER, next_mark), words=words
    )


def count_words(count: int, cap: int = CAP) -> str:
    """Return a capped count as people read it: `41`, `1,204`, `10,000+`."""
    shown: Any = number_format(min(count, cap), use_l10n=True, force_grouping=True)
    return f"{shown}+" if count >= cap else str(shown)
