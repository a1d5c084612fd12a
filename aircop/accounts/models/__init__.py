"""What the app keeps: accounts."""

from aircop.accounts.models.user import User, UserManager, normal_email

__all__ = ["User", "UserManager", "normal_email"]
