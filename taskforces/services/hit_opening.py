"""Switching hit / no hit on and off for an agency: off until its administrator says otherwise."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append
from taskforces.events import HitsClosed, HitsOpened
from taskforces.models import Agency, ContactPoint, HitOpening
from taskforces.queries.hit_opening import desks_for_hits
from taskforces.rules import can_close_hits, can_open_hits


@transaction.atomic
def open_hits(*, actor: Actor, agency: Agency, contact: ContactPoint) -> HitOpening:
    """Let an agency be told that another one holds the same number of a travel document, and the other way round.

    `contact` is the desk that the other side is told, the same for every hit. What the agency holds already is compared
    too. Refuses everybody but the administrator who acts for it, an agency that takes part already, and a desk that is
    neither its own nor that of its units.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    require(can_open_hits(actor, agency))
    desk = desks_for_hits(actor, agency).filter(pk=contact.pk).first()
    if desk is None:
        raise Invalid(_("Choose a desk of your agency, or of a unit in which it takes part."), field="contact")
    opened = HitOpening.objects.create(agency=agency, contact=desk, opened_by_id=cast("UUID", actor.subject_id))
    record(actor, "agency.open_hits", about=agency, changes={"hits": (False, True), "contact": (None, desk.reference)})
    append(HitsOpened(agency.pk), about=agency, actor=actor)
    return opened


@transaction.atomic
def close_hits(*, actor: Actor, agency: Agency) -> HitOpening:
    """End that an agency takes part: nothing of it is compared any more. What both sides were told, they know."""
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    require(can_close_hits(actor, agency))
    opened = HitOpening.objects.get(agency=agency, closed_at__isnull=True)
    opened.closed_at, opened.closed_by_id = timezone.now(), actor.subject_id
    opened.save(update_fields=["closed_at", "closed_by"])
    record(actor, "agency.close_hits", about=agency, changes={"hits": (True, False)})
    append(HitsClosed(agency.pk), about=agency, actor=actor)
    return opened
