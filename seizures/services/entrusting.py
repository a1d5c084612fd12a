"""Entrusting a restricted record whose reader has left to somebody else, by the owner's login."""

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access import erasure, grants
from aircop.access.actor import Actor
from aircop.access.endings import end_by_name
from aircop.access.events import AccessGranted
from aircop.access.models import Share, ShareVia
from aircop.access.roles import Level, Role
from aircop.access.verdict import require
from aircop.accounts.models import normal_email
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.models import Case, Seizure
from seizures.queries.share import readers_of
from seizures.services.erasure import which
from seizures.sharing_rules import can_entrust_record
from taskforces.models import Membership

NOUNS: dict[type[Seizure | Case], str] = {Seizure: "seizure", Case: "case"}


@transaction.atomic(using="owner")
@transaction.atomic
def entrust_record(
    *, actor: Actor, model: type[Seizure | Case], reference: str, to: str, order: str, instead: bool = False
) -> str:
    """Let a supervisor of the record's unit, named by e-mail, manage a restricted record that nobody manages any more.

    With its identities, in the seats of the agency for which he or she serves there; return the name. Whoever managed
    it before reads it no more, whatever becomes of the account. `instead` takes it from who manages it still. Refuses
    what `can_entrust_record` refuses, an order without words, who is no supervisor there, and the administrator itself.
    The entry stands among those of the agency whose record it is, with the order.
    """
    found = erasure.find(model, **which(reference))
    if found is None:
        raise Missing
    require(can_entrust_record(actor, found, instead=instead))
    if not order.strip():
        raise Invalid(_("Name the order: who decided it, number, date."), field="order")
    seat = _supervisor(found, to)
    if seat.person_id == actor.subject_id:
        raise Invalid(_("Name somebody else: nobody entrusts a record to himself or herself."), field="to")
    for share in Share.objects.in_force().filter(access_list=found.root_list, user__isnull=False).order_by("pk"):
        end_by_name(actor, share)
    (reader,) = readers_of(seat)
    share = grants.give(
        found.root_list,
        reader,
        level=Level.MANAGE,
        with_identities=True,
        reason=order.strip()[:500],
        via=ShareVia.DIRECT,
        by=actor.subject_id,
        by_agency=found.owner_agency,
    )
    record(actor, f"{NOUNS[model]}.entrust", about=found, purpose=order.strip(), recipients=[reader.label])
    told = AccessGranted(found.root_list_id, share.pk, share.group_id, share.user_id, share.level)
    append(told, about=found, actor=actor)
    return reader.label


def _supervisor(found: Seizure | Case, email: str) -> Membership:
    seats = Membership.objects.in_force().filter(task_force_id=found.owner_unit, role=Role.SUPERVISOR)
    theirs = seats.filter(person__email=normal_email(email), person__is_active=True).order_by("pk")
    seat = theirs.filter(agency=found.owner_agency).first() or theirs.first()
    if seat is None:
        raise Invalid(_("%(email)s is no supervisor of the record's task force.") % {"email": email}, field="to")
    return seat
