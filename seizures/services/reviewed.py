"""What is reviewed of shares: those that an agency gave, and those that it holds."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aircop.access.actor import Actor
from aircop.access.models import ListKind, Share, ShareVia
from seizures.queries.share import given_shares
from seizures.services.share import end_share
from taskforces.models import Agency
from taskforces.queries.access_review import Line, Source


def _lines(shares: QuerySet[Share], *, given: bool) -> list[Line]:
    rows = list(shares.select_related("access_list").order_by("starts_at", "pk"))
    names = dict(Agency.objects.filter(pk__in={row.by_agency for row in rows}).values_list("pk", "name"))
    return [
        Line(
            row.pk,
            row.label if given else (names.get(row.by_agency, "") if row.by_agency else ""),
            f"{row.about_label or row.access_list.label} · {row.get_level_display()}",
            {
                "since": row.starts_at.isoformat(), "until": row.until.isoformat() if row.until else None,
                "identities": row.with_identities,
            },
            may_end=given,
        )
        for row in rows
    ]  # fmt: skip


def _given(actor: Actor, _agency: UUID) -> list[Line]:
    return _lines(given_shares(actor), given=True)


def _held(_actor: Actor, agency_id: UUID) -> list[Line]:
    shares = Share.objects.in_force().filter(agency_id=agency_id).exclude(via=ShareVia.DEFAULT)
    return _lines(shares.exclude(access_list__root__kind=ListKind.RESTRICTED), given=False)


def _end(actor: Actor, pk: UUID, _reason: str) -> None:
    if share := given_shares(actor).filter(pk=pk).first():
        end_share(actor=actor, share=share)


def _keep(_actor: Actor, _pk: UUID, _reason: str) -> None:
    """Nothing: what another agency gave, that agency ends; such lines are confirmed alone."""


SOURCES = {
    "given": Source(_("Shares that your agency gave"), _given, _end),
    "held": Source(_("Shares that your agency holds"), _held, _keep),
}
