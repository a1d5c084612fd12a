"""Who asks. Every guard, query, audit entry and event takes the same frozen Actor."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from aircop.access.roles import ROLE_PERMISSIONS, WITHOUT_IDENTITIES, Permission, Role


@dataclass(frozen=True, slots=True)
class Acting:
    """One membership in force: an agency, perhaps a task force, and a role."""

    membership_id: UUID
    agency_id: UUID
    unit_id: UUID | None
    role: Role
    label: str
    groups: frozenset[int] = frozenset()  # by which it reads records: its agency's, and its role's in its unit

    def may(self, permission: Permission) -> bool:
        """Whether the role holds the permission."""
        return permission in ROLE_PERMISSIONS[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or partner system at one moment: seats in force, the membership it acts in, and where it asks from.

    Reads use the union of the memberships; each write is done in the one that is `acting`. `scopes` is None for
    a signed-in person and the granted scopes for a token.
    """

    subject_id: UUID | None
    name: str = ""
    groups: frozenset[int] = frozenset()
    memberships: tuple[Acting, ...] = ()
    acting: Acting | None = None
    scopes: frozenset[str] | None = None
    session: str = ""
    client: str = ""
    request_id: str = ""
    address: str = ""
    purpose: str = field(default="")

    @property
    def signed_in(self) -> bool:
        """Whether anybody stands behind it."""
        return self.subject_id is not None

    def may(self, permission: Permission) -> bool:
        """Whether the membership in which the actor acts holds the permission."""
        return self.acting is not None and self.acting.may(permission)

    def holds(self, permission: Permission) -> bool:
        """Whether any membership in force holds the permission (reads and menus)."""
        return any(membership.may(permission) for membership in self.memberships)

    @property
    def may_see_identities(self) -> bool:
        """Whether none of the roles forbids identities, whatever is shared."""
        return not any(membership.role in WITHOUT_IDENTITIES for membership in self.memberships)

    def agencies_with(self, permission: Permission) -> frozenset[UUID]:
        """Return the agencies in which the actor holds the permission."""
        return frozenset(m.agency_id for m in self.memberships if m.may(permission))

    def in_unit(self, unit_id: UUID | None) -> bool:
        """Whether the actor acts in that task force now."""
        return unit_id is not None and self.acting is not None and self.acting.unit_id == unit_id

    def serves(self, owner_agency: UUID, owner_unit: UUID | None) -> bool:
        """Whether the actor sits with the owner of a record: in its unit, or in its agency if there is no unit.

        Who merely reads a shared record is told neither the names of the owner's officers nor who else reads it.
        """
        if owner_unit is None:
            return any(membership.agency_id == owner_agency for membership in self.memberships)
        return any(membership.unit_id == owner_unit for membership in self.memberships)

    def acting_as(self, membership_id: UUID | None) -> "Actor":
        """Return the same actor in another of its memberships; one it does not hold is ignored."""
        chosen = next((m for m in self.memberships if m.membership_id == membership_id), None)
        return replace(self, acting=chosen) if chosen else self


NOBODY = Actor(subject_id=None)
