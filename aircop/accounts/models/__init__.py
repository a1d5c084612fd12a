"""What the app keeps: accounts, sessions, personal tokens, partner systems, missed sign-ins."""

from aircop.accounts.models.client import ApiClient
from aircop.accounts.models.invitation import Invitation
from aircop.accounts.models.session import Session
from aircop.accounts.models.sign_in_miss import SignInMiss
from aircop.accounts.models.token import Token, TokenQuerySet, digest_of, new_secret
from aircop.accounts.models.user import User, UserManager, normal_email

__all__ = [
    "ApiClient",
    "Invitation",
    "Session",
    "SignInMiss",
    "Token",
    "TokenQuerySet",
    "User",
    "UserManager",
    "digest_of",
    "new_secret",
    "normal_email",
]
