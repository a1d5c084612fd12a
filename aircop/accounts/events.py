"""What the stream tells about accounts."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind


@kind("person_created", version=1, app="accounts")
@dataclass(frozen=True)
class PersonCreated:
    """An account was opened for a person."""

    person: UUID


@kind("person_changed", version=1, app="accounts")
@dataclass(frozen=True)
class PersonChanged:
    """A person's name, language, time zone or appearance was changed."""

    person: UUID


@kind("person_disabled", version=1, app="accounts")
@dataclass(frozen=True)
class PersonDisabled:
    """An account was closed; its sessions ended at once."""

    person: UUID


@kind("person_enabled", version=1, app="accounts")
@dataclass(frozen=True)
class PersonEnabled:
    """A closed account was opened again."""

    person: UUID


@kind("password_set", version=1, app="accounts")
@dataclass(frozen=True)
class PasswordSet:
    """A password was set; the sessions that rested on the old one ended."""

    person: UUID
    by_owner: bool


@kind("second_factor_reset", version=1, app="accounts")
@dataclass(frozen=True)
class SecondFactorReset:
    """A person's second factor was taken away, because the device is lost."""

    person: UUID


@kind("token_issued", version=1, app="accounts")
@dataclass(frozen=True)
class TokenIssued:
    """A personal token was issued."""

    token: UUID
    person: UUID


@kind("token_revoked", version=1, app="accounts")
@dataclass(frozen=True)
class TokenRevoked:
    """A personal token was revoked."""

    token: UUID
    person: UUID


@kind("client_registered", version=1, app="accounts")
@dataclass(frozen=True)
class ClientRegistered:
    """A partner's system was registered."""

    client: UUID
    agency: UUID


@kind("client_secret_changed", version=1, app="accounts")
@dataclass(frozen=True)
class ClientSecretChanged:
    """A partner's system got a new secret; the old one and its tokens ended."""

    client: UUID


@kind("client_closed", version=1, app="accounts")
@dataclass(frozen=True)
class ClientClosed:
    """A partner's system was shut out."""

    client: UUID


@kind("person_invited", version=1, app="accounts")
@dataclass(frozen=True)
class PersonInvited:
    """A person was given a link to choose the first password."""

    invitation: UUID
    person: UUID


@kind("own_sessions_ended", version=1, app="accounts")
@dataclass(frozen=True)
class OwnSessionsEnded:
    """A person ended sessions of the own account, so many at once."""

    person: UUID
    sessions: int


@kind("sessions_ended", version=1, app="accounts")
@dataclass(frozen=True)
class SessionsEnded:
    """An administrator ended every session of a person."""

    person: UUID
