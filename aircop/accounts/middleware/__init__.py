"""Who asks: by session or by token, for how long, after how many misses, and with a second factor where it must be."""

from aircop.accounts.middleware.lockout import LockoutMiddleware
from aircop.accounts.middleware.session import SessionEndMiddleware
from aircop.accounts.middleware.sign_in import SignInRequiredMiddleware
from aircop.accounts.middleware.token import TokenMiddleware

__all__ = [
    "LockoutMiddleware",
    "SessionEndMiddleware",
    "SignInRequiredMiddleware",
    "TokenMiddleware",
]
