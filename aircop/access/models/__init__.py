"""Seats, access lists with their grants, shares, and the base of every protected record."""

from aircop.access.models.access_list import AccessList, ListGroupGrant, ListKind, ListUserGrant
from aircop.access.models.protected import FieldClass, Protected, ProtectedQuerySet, new_id
from aircop.access.models.seat import Seat
from aircop.access.models.share import Share, ShareVia

__all__ = [
    "AccessList",
    "FieldClass",
    "ListGroupGrant",
    "ListKind",
    "ListUserGrant",
    "Protected",
    "ProtectedQuerySet",
    "Seat",
    "Share",
    "ShareVia",
    "new_id",
]
