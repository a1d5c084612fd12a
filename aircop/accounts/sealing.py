"""Secrets that must be read again are kept encrypted: keys of second factors, keys that sign webhooks."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str, use: str) -> str:
    """Close a secret; `use` is what it is for, and each use has a key of its own."""
    return _cipher(use).encrypt(text.encode()).decode()


def unseal(text: str, use: str) -> str:
    """Open a secret; keys of before still open what they closed."""
    return _cipher(use).decrypt(text.encode()).decode()


def _cipher(use: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salted = (hashlib.sha256(f"aircop.accounts.{use}:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in salted])
