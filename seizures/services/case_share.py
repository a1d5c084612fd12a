"""Sharing a case, and of what is linked to it each seizure that was chosen: with identities, without, or not."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.models import Share, ShareVia
from aircop.access.roles import Level
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.events import append
from seizures.case_events import CaseItemsShared
from seizures.enums import ItemChoice
from seizures.models import Case, Seizure
from seizures.queries.case_share import linked_seizures
from seizures.queries.share import Receiver, receiver_of
from seizures.services.case import locked_case
from seizures.services.share import Terms, share_record
from seizures.sharing_rules import can_share_case, can_unshare_case


@transaction.atomic
def share_case(
    *,
    actor: Actor,
    case: Case,
    receiver: Receiver,
    terms: Terms,
    items: Mapping[UUID, str] | None = None,
    via: ShareVia = ShareVia.DIRECT,
) -> Share:
    """Let an agency, a unit or a person see a case, and each linked seizure as it was chosen.

    `items` says for each seizure `included`, `without` (identities) or `not`; what is not named is not shared, and a
    seizure linked later is in no share until somebody says so. Each chosen one is a share on its own list, by the
    rules of that seizure: one that may not be shared refuses the whole. Taking the share of the case back takes them
    back; a share of the same seizure by another way stays.
    """
    case = locked_case(actor, case)
    require(can_share_case(actor, case))
    head = share_record(actor=actor, about=case, receiver=receiver, terms=terms, via=via)
    _share_items(actor, case, head, receiver, terms, items or {})
    return head


@transaction.atomic
def share_case_items(
    *, actor: Actor, case: Case, share_id: UUID, items: Mapping[UUID, str], conditions_accepted: bool = False
) -> Share:
    """Add seizures to a share of a case that runs, on its terms: those that were linked later, or left out at first.

    A seizure that the share holds already is left alone. Who may take the share back adds to it, so what came by a
    referral grows no further: what goes along was said in the offer.
    """
    case = locked_case(actor, case)
    require(can_share_case(actor, case))
    rows = Share.objects.in_force().filter(pk=share_id, access_list_id=case.access_list_id)
    head = rows.exclude(via=ShareVia.DEFAULT).first()
    if head is None or head.about_id != case.pk:
        raise Missing
    require(can_unshare_case(actor, case, head))
    terms = Terms(
        level=Level(head.level),
        reason=head.reason,
        until=head.until,
        with_identities=head.with_identities,
        conditions_accepted=conditions_accepted,
    )
    _share_items(actor, case, head, receiver_of(head), terms, items)
    return head


def _share_items(
    actor: Actor, case: Case, head: Share, receiver: Receiver, terms: Terms, items: Mapping[UUID, str]
) -> None:
    linked = {seizure.pk: seizure for seizure in linked_seizures(actor, case)}
    if unknown := items.keys() - linked.keys():
        raise Invalid(_("This seizure is not linked to the case, or not shown to you."), field=f"items.{min(unknown)}")
    if wrong := {pk for pk, choice in items.items() if choice not in ItemChoice}:
        raise Invalid(_("Choose: included, without identities, or not."), field=f"items.{min(wrong)}")
    held = set(Share.objects.in_force().filter(under=head).values_list("about_id", flat=True))
    chosen = [pk for pk in linked if items.get(pk, ItemChoice.NOT) != ItemChoice.NOT and pk not in held]
    for pk in chosen:
        names = terms.with_identities and items[pk] == ItemChoice.INCLUDED
        _share_item(actor, linked[pk], head, receiver, replace(terms, with_identities=names))
    if chosen:
        record(actor, "case.extend_share", about=case, changes={"shared_items": (None, len(chosen))})
        append(CaseItemsShared(case.pk, head.pk, len(chosen)), about=case, actor=actor)


def _share_item(actor: Actor, seizure: Seizure, head: Share, receiver: Receiver, terms: Terms) -> None:
    """Share one seizure under the share of the case; say which one it is that may not be."""
    try:
        share_record(actor=actor, about=seizure, receiver=receiver, terms=terms, via=ShareVia.CASE, under=head)
    except (Invalid, NotAllowed) as fault:
        words = {"seizure": seizure.reference, "reason": fault.reason}
        raise Invalid(_("%(seizure)s: %(reason)s") % words, field=f"items.{seizure.pk}") from fault
