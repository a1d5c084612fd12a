"""Reads for the share of a case: what is linked to it, and what of that a share holds already."""

from collections.abc import Mapping
from uuid import UUID

from aircop.access.actor import Actor
from aircop.access.models import Share
from aircop.errors import Missing
from seizures.models import Case, Seizure
from seizures.queries.case_link import linked_to


def shared_case(actor: Actor, pk: UUID) -> Case:
    """Return a case with what the pages of its shares need; Missing when it is not there or not for this reader."""
    rows = Case.objects.visible_to(actor).select_related("access_list", "task_force__airport", "lead_agency")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def linked_seizures(actor: Actor, case: Case) -> list[Seizure]:
    """Return the seizures linked to a case that the actor sees itself, the oldest first."""
    rows = linked_to(actor, case).with_rows().select_related("access_list", "root_list")
    return list(rows.order_by("occurred_at", "id"))


def case_shares(case: Case) -> list[Share]:
    """Return the shares in force that were made for a case alone, a share with a unit once."""
    if case.access_list_id == case.root_list_id:
        return []
    rows = list(Share.objects.in_force().filter(access_list_id=case.access_list_id, about_id=case.pk).order_by("id"))
    ids = {share.pk for share in rows}
    return [share for share in rows if share.under_id not in ids]


def shared_items(share: Share) -> Mapping[UUID, Share]:
    """Return the shares in force that came by a share of a case, by their seizure."""
    rows = Share.objects.in_force().filter(under=share).exclude(access_list_id=share.access_list_id)
    return {each.about_id: each for each in rows.order_by("-id") if each.about_id is not None}
