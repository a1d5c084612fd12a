"""Saved views: a name given to what the list shows, another name, and the end of it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aircop.access.requests import ActorRequest
from aircop.errors import Invalid
from seizures.enums import Listed
from seizures.forms.faults import put_fault
from seizures.forms.listing import LISTINGS, SEIZURES, Listing
from seizures.forms.saved_view import ViewForm
from seizures.models import SavedView
from seizures.queries.saved_view import own_view, query_of
from seizures.services.saved_view import remove_view, rename_view, save_view


def tabs(views: Sequence[SavedView], form: Any, order: str, listing: Listing = SEIZURES) -> dict[str, Any]:
    """Return the tabs above a list, and what can be done with what it shows: save it, or change the view it is."""
    now = query_of(dict(listing.asked(form, order)))
    current, whole = next((view for view in views if view.query == now), None), now in {"", listing.everything}
    everything = {"label": _("All"), "href": f"?{listing.everything}", "current": whole, "count": None}
    rows = [{"label": view.name, "href": f"?{view.query}", "current": view is current, "count": None} for view in views]
    save = "" if current or whole else f"{reverse(listing.save)}?{now}"
    change = reverse("seizures:saved-view-change", args=[current.pk]) if current else ""
    return {"tabs": [everything, *rows] if rows else [], "save": save, "change": change}


def opening(request: ActorRequest, views: Sequence[SavedView]) -> HttpResponse | None:
    """Lead to the view that the person chose, from the bare address of a list."""
    chosen = None if request.GET else next((view for view in views if view.chosen), None)
    return HttpResponseRedirect(list_address(chosen)) if chosen else None


def list_address(view: SavedView) -> str:
    """Return where its list shows a view."""
    return f"{reverse(LISTINGS[view.shows].page)}?{view.query}"


@require_http_methods(["GET", "POST"])
def saved_view_create(request: ActorRequest, shows: str = Listed.SEIZURES) -> HttpResponse:
    """Give a name to the filters that stand in the address."""
    listing = LISTINGS[shows]
    filters = listing.form(request.GET, request.actor)
    asked = dict(listing.asked(filters, request.GET.get("order", "")))
    form = ViewForm(request.POST if request.method == "POST" else None)
    made = _sent(form, lambda told: save_view(actor=request.actor, filters=asked, shows=shows, **told))
    if made:
        messages.success(request, _("“%(name)s” is saved. It is a tab above the list.") % {"name": made})
        return redirect(list_address(made))
    back = f"{reverse(listing.page)}?{request.GET.urlencode() or listing.everything}"
    context = {"form": form, "words": _words(listing, filters), "back": back}
    return render(request, "seizures/saved_view/create.html", context)


@require_http_methods(["GET", "POST"])
def saved_view_change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call a view otherwise, or say that the list opens with it."""
    view = own_view(request.actor, pk)
    sent = request.POST if request.method == "POST" else None
    form = ViewForm(sent, initial={"name": view.name, "chosen": view.chosen})
    if changed := _sent(form, lambda told: rename_view(actor=request.actor, view=view, **told)):
        messages.success(request, _("“%(name)s” is changed.") % {"name": changed})
        return redirect(list_address(changed))
    listing = LISTINGS[view.shows]
    words = _words(listing, listing.form(QueryDict(view.query), request.actor))
    context = {"form": form, "view": view, "words": words, "back": list_address(view)}
    return render(request, "seizures/saved_view/change.html", context)


@require_POST
def saved_view_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Forget a view; the list then shows what the view showed."""
    view = own_view(request.actor, pk)
    remove_view(actor=request.actor, view=view)
    messages.success(request, _("“%(name)s” is removed. The records in it are untouched.") % {"name": view})
    return redirect(list_address(view))


def _sent(form: ViewForm, act: Callable[[dict[str, Any]], SavedView]) -> SavedView | None:
    """Do the act when the form is whole; what is refused stands in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Invalid as fault:
        put_fault(form, fault)
        return None


def _words(listing: Listing, filters: Any) -> str:
    """Return what a view shows: of which list, and by which filters."""
    said = ", ".join(filters.words().values())
    return _("%(list)s: %(filters)s") % {"list": listing.shows.label, "filters": said} if said else ""
