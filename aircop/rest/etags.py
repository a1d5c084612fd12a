"""Entity tags: which version of an object a reader saw, and whether it still stands."""

import re

from rest_framework.request import Request

from aircop.rest.exceptions import PreconditionFailed, PreconditionRequired

ENTITY_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


def etag(version: object, viewer: str = "") -> str:
    """Return the strong tag of a version as one class of viewers sees it: `"7"`, `"7-identities"`.

    Readers with and without the right to see identities get different bodies, hence different tags.
    """
    return f'"{version}-{viewer}"' if viewer else f'"{version}"'


def given(request: Request) -> list[str] | None:
    """Return the tags in If-Match; None when the header is missing."""
    header = request.headers.get("If-Match")
    return None if header is None else ENTITY_TAG.findall(header)


def require_match(request: Request, version: object, viewer: str = "") -> None:
    """Refuse a change that does not name the version it changes (428), or names another (412).

    `If-Match: *` names no version, so it is refused like a missing one; weak tags never match.
    """
    tags = given(request)
    if tags is None or request.headers["If-Match"].strip() == "*":
        raise PreconditionRequired
    if etag(version, viewer) not in tags:
        raise PreconditionFailed


def honour_match(request: Request, version: object, viewer: str = "") -> None:
    """Refuse an act on another version than the one named, if one is named."""
    if given(request) is not None:
        require_match(request, version, viewer)
