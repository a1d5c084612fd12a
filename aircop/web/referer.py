"""The page that somebody came from, as far as it is one of this site."""

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """Return path and query of the page on which a link or a form was used; nothing when it is not known."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came)
    return urlunsplit(("", "", parts.path, parts.query, "")) if parts.path.startswith("/") else ""
