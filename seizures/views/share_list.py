"""What an agency gave and holds: the shares in force, those that have gone stale, and the way to end one."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aircop.access.actor import Actor
from aircop.access.models import Share
from aircop.access.requests import ActorRequest
from aircop.access.roles import Permission
from aircop.audit import record
from aircop.errors import Missing
from aircop.paging import Mark, keyset
from aircop.web.pagination import pager, place_asked
from seizures.queries.share import IDLE_DAYS, STALE, given_shares, held_shares
from seizures.services.share import end_share
from taskforces.models import Agency

SIZE = 50
GIVEN, HELD = "given", "held"
STALE_WORDS: Mapping[str, Any] = {
    "soon": gettext_lazy("ending soon"),
    "idle": gettext_lazy("unused"),
    "endless": gettext_lazy("without an end"),
    "left": gettext_lazy("of somebody who has left"),
}


def _answers(actor: Actor) -> bool:
    """Whether somebody answers for what the agency gave: a supervisor or an administrator."""
    return actor.may(Permission.SHARE_SEIZURE) or actor.may(Permission.MANAGE_PEOPLE)


@require_GET
def share_list(request: ActorRequest) -> HttpResponse:
    """Show what was given, by what has gone stale, or what is held."""
    actor, answers = request.actor, _answers(request.actor)
    side = HELD if request.GET.get("side") == HELD or not answers else GIVEN
    stale = request.GET.get("stale", "") if side == GIVEN else ""
    rows = given_shares(actor) if side == GIVEN else held_shares(actor)
    if stale in STALE:
        rows = STALE[stale](rows)
    marks = {name: Mark(*place) for name, place in place_asked(request).items()}
    found = keyset(rows.select_related("by"), order="-starts_at", size=SIZE, **marks)
    record(actor, "share.list", ids=[share.pk for share in found.rows])
    context = {
        "rows": _rows(found.rows, ends=side == GIVEN, reads=not actor.may(Permission.MANAGE_PEOPLE)),
        "sides": _sides(side) if answers else [],
        "chosen": side,
        "stale": stale,
        "kinds": _kinds(stale) if side == GIVEN else [],
        "idle_days": IDLE_DAYS,
        "pager": pager(request, next_mark=found.next, previous_mark=found.previous),
    }
    return render(request, "seizures/share/list.html", context)


def _sides(side: str) -> list[dict[str, Any]]:
    here = reverse("shares:share-list")
    return [
        {"label": _("Given by your agency"), "href": here, "current": side == GIVEN},
        {"label": _("Shared with you"), "href": f"{here}?side={HELD}", "current": side == HELD},
    ]


def _kinds(stale: str) -> list[dict[str, Any]]:
    every = [("", _("all")), *STALE_WORDS.items()]
    return [{"label": words, "name": name, "current": name == stale} for name, words in every]


def _rows(shares: Iterable[Share], *, ends: bool, reads: bool) -> list[dict[str, Any]]:
    """Return each share with the name of its giver, and where it is ended."""
    every = list(shares)
    names = dict(Agency.objects.filter(pk__in={share.by_agency for share in every}).values_list("pk", "name"))
    return [
        {
            "share": share,
            "what": share.about_label or share.access_list.label,
            "href": _record_page(share) if reads else "",
            "giver": names.get(share.by_agency, "") if share.by_agency else "",
            "end": reverse("shares:share-stop", args=[share.pk]) if ends else "",
        }
        for share in every
    ]


PAGES = {"seizures.seizure": "seizures:seizure-detail", "seizures.case": "cases:case-detail"}


def _record_page(share: Share) -> str:
    name = PAGES.get(share.about_type)
    return reverse(name, args=[share.about_id]) if name else ""


@require_http_methods(["GET", "POST"])
def share_stop(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask first, then take back what the agency gave."""
    share = given_shares(request.actor).filter(pk=pk).first()
    if share is None:
        raise Missing
    if request.method == "POST":
        ended = end_share(actor=request.actor, share=share)
        messages.success(request, _("%(agency)s no longer sees it by this share.") % {"agency": ended.label})
        return redirect("shares:share-list")
    return render(request, "seizures/share/stop.html", {"share": share})
