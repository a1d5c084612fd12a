"""The version of a record that a page showed, as its form sends it back."""

from django.http import HttpRequest

UNREADABLE = 0  # no record ever has this version: a version that cannot be read counts as stale
LONGEST = 9  # digits


def seen_version(request: HttpRequest) -> int | None:
    """Return the version that the page showed, or None when the form named none."""
    text = request.POST.get("version", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else UNREADABLE
