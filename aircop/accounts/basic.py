"""HTTP Basic as RFC 6749 wants it for clients: id and secret, each percent-encoded."""

from base64 import b64decode
from binascii import Error as NotBase64
from urllib.parse import unquote_plus


def basic_credentials(header: str) -> tuple[str, str] | None:
    """Return id and secret of an `Authorization` header; None when it is not Basic or cannot be read."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = b64decode(value, validate=True).decode().partition(":")
    except (NotBase64, ValueError):
        return None
    return (unquote_plus(name), unquote_plus(secret)) if colon else None
