"""Who can see this, and why: the shares in force on a record, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import ListKind, Protected, Share, ShareVia
from aircop.access.roles import ROLE_LABELS, Level, Role


@dataclass(frozen=True, slots=True)
class Sight:
    """One reason for which somebody may see a record."""

    share_id: UUID
    label: str
    agency_id: UUID | None
    level: str
    level_label: str
    with_identities: bool
    via: str
    via_label: str
    reason: str
    until: datetime | None
    by_agency: UUID | None  # for which agency it was given
    own: bool  # lies on the record's own list, so that it can be taken back by itself


def _reader(share: Share) -> str:
    """Return whom a share is for; what a role of a unit is called depends on who reads it."""
    unit, found, role = share.label.partition(": ")
    if share.via != ShareVia.DEFAULT or not found or role not in set(Role):
        return share.label
    return _("%(unit)s: %(role)s") % {"unit": unit, "role": ROLE_LABELS[Role(role)]}


def _sight(share: Share, record: Protected) -> Sight:
    return Sight(
        share_id=share.pk,
        label=_reader(share),
        agency_id=share.agency_id,
        level=share.level,
        level_label=share.get_level_display(),
        with_identities=share.with_identities,
        via=share.via,
        via_label=share.get_via_display(),
        reason=_("Role in the unit") if share.via == ShareVia.DEFAULT else share.reason,
        until=share.until,
        by_agency=share.by_agency,
        own=share.access_list_id == record.access_list_id and record.access_list.kind == ListKind.DERIVED,
    )


class Unseen:
    """What a share is about, told from the share: for who takes it back without seeing the record."""

    def __init__(self, share: Share) -> None:
        self.pk = self.id = share.about_id or share.pk
        self._meta = apps.get_model(share.about_type)._meta if share.about_type else share._meta
        self.reference = share.about_label
        self.access_list_id = share.access_list_id
        self.root_list_id = share.access_list.root_id
        self.owner_agency, self.owner_unit = share.access_list.owner_agency, share.access_list.owner_unit


def who_can_see(record: Protected, actor: Actor) -> list[Sight]:
    """Return the reasons in force, the unit's own roles first. The record comes from `visible_to(actor)`.

    Those who serve with the owner are told all of them; a reader from outside only those by which it reads itself,
    and those that its agency gave.
    """
    lists = Q(access_list_id__in={record.access_list_id, record.root_list_id})
    shares: Iterable[Share] = Share.objects.in_force().filter(lists).order_by("starts_at", "id")
    if not actor.serves(record.owner_agency, record.owner_unit):
        shares = [share for share in shares if _concerns(share, actor)]
    whole = {share.pk for share in shares}
    heads = [share for share in shares if share.unit_id is None or share.under_id not in whole]
    return sorted((_sight(share, record) for share in heads), key=lambda sight: sight.own)


def _concerns(share: Share, actor: Actor) -> bool:
    """Whether somebody reads by a share, or sits with the agency that gave it."""
    given = share.by_agency is not None and share.by_agency in {each.agency_id for each in actor.memberships}
    return given or share.group_id in actor.groups or share.user_id == actor.subject_id


def terms_of(record: Protected, agency_id: UUID) -> list[Share]:
    """Return the shares in force by which an agency may share a record onward: those at the level `manage`.

    What was left to one of its people by name, when the record was restricted, is not the agency's.
    """
    lists = {record.access_list_id, record.root_list_id}
    rows = Share.objects.in_force().filter(access_list_id__in=lists, agency_id=agency_id, level=Level.MANAGE)
    return list(rows.filter(user__isnull=True).exclude(via=ShareVia.DEFAULT))


def given_by(record: Protected, agency_id: UUID) -> list[Share]:
    """Return the shares in force of a record that an agency gave."""
    rows = Share.objects.in_force().filter(access_list_id=record.access_list_id, by_agency=agency_id)
    return list(rows.exclude(via=ShareVia.DEFAULT))


def shares_under(share: Share) -> list[Share]:
    """Return the shares in force that came by another one: they end with it."""
    return list(Share.objects.in_force().filter(under=share).order_by("id"))


def own_shares_of(records: Iterable[Protected]) -> dict[UUID, list[Share]]:
    """Return, per access list, the shares in force that were made for one record alone. One query for a page."""
    lists = {record.access_list_id for record in records if record.access_list_id != record.root_list_id}
    found: dict[UUID, list[Share]] = {}
    if lists:
        shares = list(Share.objects.in_force().filter(access_list_id__in=lists).order_by("starts_at", "id"))
        whole = {share.pk for share in shares}
        for share in shares:
            if share.unit_id is None or share.under_id not in whole:  # one role's part stands for no share of its own
                found.setdefault(share.access_list_id, []).append(share)
    return found
