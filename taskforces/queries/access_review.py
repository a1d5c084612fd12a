"""What gives access to an agency's people, asked of the apps that know it; and when it was last looked at.

Each app registers a `Source`: it tells its lines for an agency, and ends one of them by its own act.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.functional import Promise

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.errors import Missing
from taskforces.models import AccessReview, Agency

REVIEWED_EVERY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that gives access: whose, what, and what is known of it."""

    object_id: UUID
    who: str
    what: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    may_end: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of line: its name on the page, the lines of an agency, and the act that ends one, with a reason."""

    label: str | Promise
    lines: Callable[[Actor, UUID], Sequence[Line]]
    end: Callable[[Actor, UUID, str], object]


_sources: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Register a kind of line; a second call replaces the first."""
    _sources[kind] = source


def sources() -> Mapping[str, Source]:
    """Return the kinds of lines, in the order in which they are shown."""
    return _sources


def own_agency(actor: Actor) -> Agency:
    """Return the agency for which the actor acts; Missing for whoever acts for none."""
    agency = Agency.objects.filter(pk=actor.acting.agency_id).first() if actor.acting else None
    if agency is None:
        raise Missing
    return agency


def reviews_of(actor: Actor) -> QuerySet[AccessReview]:
    """Return the reviews of the agency for which the actor acts, if it manages its people; the newest first."""
    if actor.acting is None or not actor.may(Permission.MANAGE_PEOPLE):
        return AccessReview.objects.none()
    return AccessReview.objects.filter(agency_id=actor.acting.agency_id).order_by("-begun_at", "-id")


def review_of(actor: Actor, pk: UUID) -> AccessReview:
    """Return one of them; Missing for everybody else."""
    found: AccessReview | None = reviews_of(actor).select_related("agency", "begun_by").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def review_is_due(actor: Actor) -> bool:
    """Whether the agency that the actor administers has finished no review for ninety days."""
    if actor.acting is None or not actor.may(Permission.MANAGE_PEOPLE):
        return False
    return not reviews_of(actor).filter(finished_at__gt=Now() - REVIEWED_EVERY).exists()
