"""Saved views: a name given to what the list shows, another name, and the end of it."""

from collections.abc import Callable
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
from seizures.forms.faults import put_fault
from seizures.forms.filter import FilterForm, kept
from seizures.forms.saved_view import ViewForm
from seizures.models import SavedView
from seizures.queries.saved_view import own_view, own_views, query_of
from seizures.services.saved_view import remove_view, rename_view, save_view

ALL = "order=-occurred"  # the address of the whole list, where another view opens by itself


def shown_query(form: FilterForm, order: str) -> str:
    """Return what the list shows, as a view of it would be kept."""
    return query_of(dict(kept(form, order)))


def tabs(request: ActorRequest, form: FilterForm, order: str) -> dict[str, Any]:
    """Return the tabs above the list, and what can be done with what it shows: save it, or change the view it is."""
    views, now = own_views(request.actor), shown_query(form, order)
    current = next((view for view in views if view.query == now), None)
    everything = {"label": _("All"), "href": f"?{ALL}", "current": now in {"", ALL}, "count": None}
    rows = [{"label": view.name, "href": f"?{view.query}", "current": view is current, "count": None} for view in views]
    save = "" if current or now in {"", ALL} else f"{reverse('seizures:saved-view-create')}?{now}"
    change = reverse("seizures:saved-view-change", args=[current.pk]) if current else ""
    return {"tabs": [everything, *rows] if rows else [], "save": save, "change": change}


def opening(request: ActorRequest) -> HttpResponse | None:
    """Lead to the view that the person chose, from the bare address of the list."""
    if request.GET:
        return None
    chosen = SavedView.objects.visible_to(request.actor).filter(chosen=True).first()
    return HttpResponseRedirect(list_address(chosen)) if chosen else None


def list_address(view: SavedView) -> str:
    """Return where the list shows a view."""
    return f"{reverse('seizures:seizure-list')}?{view.query}"


@require_http_methods(["GET", "POST"])
def saved_view_create(request: ActorRequest) -> HttpResponse:
    """Give a name to the filters that stand in the address."""
    filters, order = FilterForm(request.GET), request.GET.get("order", "")
    asked = dict(kept(filters, order))
    form = ViewForm(request.POST if request.method == "POST" else None)
    made = _sent(form, lambda told: save_view(actor=request.actor, filters=asked, **told))
    if made:
        messages.success(request, _("“%(name)s” is saved. It is a tab above the list.") % {"name": made})
        return redirect(list_address(made))
    context = {"form": form, "words": ", ".join(filters.words().values()), "back": _back(request.GET)}
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
    words = ", ".join(FilterForm(QueryDict(view.query)).words().values())
    context = {"form": form, "view": view, "words": words, "back": list_address(view)}
    return render(request, "seizures/saved_view/change.html", context)


@require_POST
def saved_view_remove(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Forget a view; the list then shows what the view showed."""
    view = own_view(request.actor, pk)
    remove_view(actor=request.actor, view=view)
    messages.success(request, _("“%(name)s” is removed. The seizures in it are untouched.") % {"name": view})
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


def _back(query: QueryDict) -> str:
    return f"{reverse('seizures:seizure-list')}?{query.urlencode() or ALL}"
