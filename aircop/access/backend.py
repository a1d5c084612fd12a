"""Answers Django's `has_perm` for access lists from the same grants that the lists are read by."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from aircop.access import grants
from aircop.access.models import AccessList


class AccessListBackend(BaseBackend):
    """Grants of the person and of the groups it sits in now. Nobody gets a free pass."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether the person holds that level on the list (`perm` is `view`, `manage` ...)."""
        if not isinstance(obj, AccessList) or not user_obj.is_authenticated or not user_obj.is_active:
            return False
        return perm.rpartition(".")[2] in grants.held_by_user(user_obj.pk, obj)
