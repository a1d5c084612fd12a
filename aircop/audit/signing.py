"""The key by which exports of the audit are signed: who holds its public half can check them, not forge them.

It is another key than the one of the seals, which only this installation can check.
"""

import base64
import binascii

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SEED = 32  # bytes


def signing_key() -> Ed25519PrivateKey | None:
    """Return the private key of the settings, or nothing where none is set up."""
    text = settings.AUDIT_SIGNING_KEY
    if not text:
        return None
    try:
        seed = base64.b64decode(text, validate=True)
    except binascii.Error:
        seed = b""
    if len(seed) != SEED:
        raise ImproperlyConfigured("AUDIT_SIGNING_KEY must be 32 random bytes in base64.")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_half(key: Ed25519PrivateKey) -> str:
    """Return the public key in base64, as it is told to those who check."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def signature_of(key: Ed25519PrivateKey, message: bytes) -> str:
    """Return the signature in base64."""
    return base64.b64encode(key.sign(message)).decode()
