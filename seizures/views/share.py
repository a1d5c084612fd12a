"""Sharing a seizure with an agency, and taking that back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import LEVEL_WORDS, SEE_IDENTITY
from aircop.access.sharing import who_can_see
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing
from seizures.forms.faults import put_fault
from seizures.forms.share import ShareForm
from seizures.models import Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_share_seizure, can_unshare_seizure, takes_back
from seizures.services.share import share_record, unshare_record
from seizures.views.found import items
from seizures.views.previewed import parts
from seizures.views.shown import facts

PREVIEW = "preview"


@require_http_methods(["GET", "POST"])
def share_create(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Share with an agency, a unit or a person, after a look at what they will see."""
    seizure = visible_seizure(request.actor, pk)
    require(can_share_seizure(request.actor, seizure))
    preview = PREVIEW in request.POST
    form = _form(seizure, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not preview and form.is_valid():
        try:
            share = share_record(actor=request.actor, about=seizure, receiver=form.receiver(), terms=form.terms())
        except Invalid as fault:
            put_fault(form, fault)
        else:
            messages.success(request, _("Shared with %(agency)s.") % {"agency": share.label})
            return redirect("seizures:seizure-detail", pk=pk)
    return render(request, "seizures/share/create.html", _context(seizure, form, preview=preview))


def _form(seizure: Seizure, sent: Any = None, **initial: Any) -> ShareForm:
    return ShareForm(sent, about=seizure, zone=seizure.airport.timezone, **initial)


def _context(seizure: Seizure, form: ShareForm, *, preview: bool) -> dict[str, object]:
    """Return the form, and the record as the receiver would see it; a preview finds no faults."""
    level, with_identities = form.would_see()
    held = frozenset(grants.permissions(level, with_identities=with_identities))
    if preview:
        form = _form(seizure, initial=form.data.dict())  # type: ignore[attr-defined]
    shown = {"facts": facts(seizure, held), "items": items(seizure, held), "identities": SEE_IDENTITY in held}
    return {"form": form, "seizure": seizure, "parts": parts(held), "may": LEVEL_WORDS[level], **shown}


@require_http_methods(["GET", "POST"])
def share_end(request: ActorRequest, pk: UUID, share: UUID) -> HttpResponse:
    """Ask first, then take a share back."""
    seizure = visible_seizure(request.actor, pk)
    require(can_unshare_seizure(request.actor, seizure))
    if request.method == "POST":
        ended = unshare_record(actor=request.actor, about=seizure, share_id=share)
        messages.success(request, _("%(agency)s no longer sees it by this share.") % {"agency": ended.label})
        return redirect("seizures:seizure-detail", pk=pk)
    sight = next((each for each in who_can_see(seizure, request.actor) if each.own and each.share_id == share), None)
    if sight is None or not takes_back(request.actor, seizure, sight.by_agency):
        raise Missing
    return render(request, "seizures/share/end.html", {"seizure": seizure, "sight": sight})
