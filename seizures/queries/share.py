"""Reads of shares: who receives one, what an agency gave and holds, and which of it has gone stale."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, UUIDField, When
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import ListKind, Seat, Share, ShareVia
from aircop.access.models.protected import reach
from aircop.access.models.share import ShareQuerySet
from aircop.access.roles import UNIT_LEVELS, WITHOUT_RECORDS, Permission
from aircop.audit.queries import uses_of
from aircop.errors import Invalid, Missing
from taskforces.models import Agency, Membership, TaskForce, UnitRole
from taskforces.queries.task_force import agency_or_invalid, units

SOON = timedelta(days=14)
IDLE_DAYS = 90

type Receiver = Agency | TaskForce | Membership


def readers_of(receiver: Receiver) -> tuple[grants.Reader, ...]:
    """Return who reads by a share with an agency, a unit or a person; the first one heads the others.

    A unit reads by its roles that read records. A person reads for the agency in which it sits, no longer than that.
    """
    if isinstance(receiver, Agency):
        return (grants.Reader(label=receiver.name, group_id=receiver.group_id, agency_id=receiver.pk),)
    if isinstance(receiver, TaskForce):
        roles = UnitRole.objects.filter(task_force=receiver, role__in=list(UNIT_LEVELS)).order_by("pk")
        return tuple(grants.Reader(label=str(receiver), group_id=role.group_id, unit_id=receiver.pk) for role in roles)
    label = f"{receiver.person.name}, {receiver.agency.short_name}"
    ends = _last_end(receiver)
    return (grants.Reader(label=label, user_id=receiver.person_id, agency_id=receiver.agency_id, ends=ends),)


def _seats_reading() -> QuerySet[Membership]:
    offices = [role.value for role in WITHOUT_RECORDS]
    return Membership.objects.in_force().exclude(role__in=offices).select_related("person", "agency")


def _last_end(membership: Membership) -> datetime | None:
    """Return when the last of a person's seats in an agency ends; None when one of them has no end."""
    ends = _seats_reading().filter(person=membership.person_id, agency=membership.agency_id)
    known = list(ends.values_list("valid_to", flat=True))
    return None if not known or None in known else max(end for end in known if end is not None)


def seat_of(email: str) -> Membership:
    """Return the seat by which a person reads records; Invalid when nobody with this address does."""
    found: Membership | None = _seats_reading().filter(person__email__iexact=email.strip()).order_by("pk").first()
    if found is None:
        reason = _("Nobody with this address reads records here. Check it, or share with the agency.")
        raise Invalid(reason, field="person")
    return found


def receiver_of(share: Share) -> Receiver:
    """Return whom a share is for, as it stands now; Missing when that person sits there no more."""
    if share.user_id is not None:
        seats = _seats_reading().filter(person=share.user_id, agency=share.agency_id)
        found: Receiver | None = seats.order_by("pk").first()
    elif share.unit_id is not None:
        found = units().filter(pk=share.unit_id).first()
    else:
        found = Agency.objects.filter(group=share.group_id).first()
    if found is None:
        raise Missing
    return found


def receiver_told(told: Mapping[str, Any]) -> Receiver:
    """Return the one receiver that a body names by `agency`, `task_force` or `person`."""
    named = [name for name in ("agency", "task_force", "person") if told.get(name)]
    if len(named) != 1:
        reason = _("Name one receiver: an agency, a unit or a person.")
        raise Invalid(reason, field=named[1] if named else "agency")
    if named == ["agency"]:
        return agency_or_invalid(told["agency"])
    if named == ["person"]:
        return seat_of(told["person"])
    unit = units().filter(pk=told["task_force"]).first()
    if unit is None:
        raise Invalid(_("There is no unit with this id."), field="task_force")
    return unit


# What was given, what is held ---------------------------------------------------------------------------------------


# What a role of a unit holds by default is nobody's gift; who takes part in a thread is shown there, who was told of an
# alert on the alert, which is recalled as a whole.
NOT_GIVEN = (ShareVia.DEFAULT, ShareVia.THREAD, ShareVia.GROUP, ShareVia.ALERT)


def _in_force() -> ShareQuerySet:
    """Return the shares in force of records that somebody gave."""
    return Share.objects.in_force().exclude(via__in=NOT_GIVEN)


def given_shares(actor: Actor) -> QuerySet[Share]:
    """Return the shares in force that the agency for which the actor acts gave, a share with a unit once.

    A supervisor is told of those on lists that it reads; an administrator, who reads no records, of all that are not
    restricted. Nobody else is told. By what a restricted record was left to one person nobody gave it.
    """
    if actor.acting is None:
        return Share.objects.none()
    whole = ~Q(under__access_list=F("access_list")) | Q(under__isnull=True)
    rows = _in_force().filter(whole, by_agency=actor.acting.agency_id)
    rows = rows.exclude(access_list__kind=ListKind.RESTRICTED)
    if actor.may(Permission.MANAGE_PEOPLE):
        return rows.exclude(access_list__root__kind=ListKind.RESTRICTED)
    if actor.may(Permission.SHARE_SEIZURE):
        return rows.filter(reach(actor, own="access_list_id", root="access_list__root_id"))
    return rows.none()


def held_shares(actor: Actor) -> QuerySet[Share]:
    """Return the shares in force by which the reader itself sees records."""
    if not actor.signed_in:
        return Share.objects.none()
    return _in_force().filter(Q(group_id__in=sorted(actor.groups)) | Q(user_id=actor.subject_id))


def shares_shown(actor: Actor) -> QuerySet[Share]:
    """Return what the reader is told of: given by its agency, or held by itself."""
    told = Q(pk__in=given_shares(actor).values("pk")) | Q(pk__in=held_shares(actor).values("pk"))
    return Share.objects.filter(told)


# What has gone stale --------------------------------------------------------------------------------------------------


def _sits() -> QuerySet[Seat]:
    """Return the seats in force of the reader of a share."""
    now = Seat.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=Now()), valid_from__lte=Now())
    by_name = Q(user_id=OuterRef("user_id"), agency_id=OuterRef("agency_id"))
    return now.filter(Q(group_id=OuterRef("group_id")) | by_name)


def _idle(rows: QuerySet[Share]) -> QuerySet[Share]:
    """Keep what nobody of the receiver has opened, listed or exported for so long, of what was given before that."""
    since = Now() - timedelta(days=IDLE_DAYS)
    agency = Case(When(user__isnull=True, then=F("agency_id")), output_field=UUIDField())
    named = {"agency": OuterRef("reading"), "unit": OuterRef("unit_id"), "person": OuterRef("user_id")}
    uses = uses_of(OuterRef("about_id"), since=since, **named)
    return rows.annotate(reading=agency).filter(~Exists(uses), starts_at__lt=since, about_id__isnull=False)


STALE: Mapping[str, Callable[[QuerySet[Share]], QuerySet[Share]]] = {
    "soon": lambda rows: rows.filter(until__lt=Now() + SOON),
    "idle": _idle,
    "endless": lambda rows: rows.filter(until__isnull=True),
    "left": lambda rows: rows.filter(~Exists(_sits())),
}
