"""Adding, changing and removing an item of a seizure."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access import grants
from aircop.access.requests import ActorRequest
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import require
from aircop.errors import Invalid, Missing, StaleWrite
from aircop.reference.queries import codes
from seizures.forms.faults import put_fault
from seizures.forms.item import CommodityForm, ItemForm, initial_of
from seizures.forms.verification import VersionForm
from seizures.forms.wording import amount, what
from seizures.models import Item, Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_change_seizure
from seizures.services.item import add_item, change_item, remove_item
from seizures.views.acts import seen_version

USUAL = "DRG"
CONFLICT = 412


@require_http_methods(["GET", "POST"])
def item_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask for another item; its fields are those of the commodity that the address, or the form, names."""
    return _asked(request, visible_seizure(request.actor, pk), None)


@require_http_methods(["GET", "POST"])
def item_change(request: ActorRequest, pk: UUID, sequence: int) -> HttpResponse:
    """Change an item, or make it another commodity."""
    seizure = visible_seizure(request.actor, pk)
    return _asked(request, seizure, _numbered(seizure, sequence))


def _asked(request: ActorRequest, seizure: Seizure, item: Item | None) -> HttpResponse:
    require(can_change_seizure(request.actor, seizure))
    form, stale = _form(request, seizure, item), False
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, seizure, item, form)
        except StaleWrite as refused:
            form, stale = _form(request, seizure, item, version=refused.version), True
        except Invalid as fault:
            put_fault(form, fault)
        else:
            return redirect("seizures:seizure-detail", pk=seizure.pk)
    context = {
        "seizure": seizure,
        "item": item,
        "stale": stale,
        "form": form,
        "chooser": CommodityForm(initial={"commodity": form.kind.code}),
    }
    part = "#fields" if request.htmx else ""  # type: ignore[attr-defined]  # set by its middleware
    return render(request, f"seizures/item/form.html{part}", context, status=CONFLICT if stale else 200)


def _form(request: ActorRequest, seizure: Seizure, item: Item | None, version: int | None = None) -> ItemForm:
    """Return the form for the commodity that was chosen; after a stale write with the typing kept."""
    sent = request.POST.copy() if request.method == "POST" else None
    code = _chosen((sent or request.GET).get("commodity"), item)
    if sent is not None and version is not None:
        sent["version"] = str(version)
    start: dict[str, Any] = {**(initial_of(item) if item else {}), "commodity": code, "version": seizure.version}
    held = grants.held(request.actor, seizure)
    return ItemForm(sent, initial=start, commodity_code=code, identities=SEE_IDENTITY in held)


def _chosen(asked: str | None, item: Item | None) -> str:
    """Return the commodity that is asked for, if there is one of that name; else what stands, or the usual one."""
    known = dict(codes("commodity"))
    return asked if asked in known else item.commodity if item else USUAL


def _save(request: ActorRequest, seizure: Seizure, item: Item | None, form: ItemForm) -> None:
    terms: dict[str, Any] = {"actor": request.actor, "seizure": seizure, "version": form.cleaned_data["version"]}
    if item is None:
        added = add_item(found=form.found(), **terms)
        words = {"what": what(added), "quantity": amount(added.quantity, added.unit)}
        messages.success(request, _("Added: %(what)s, %(quantity)s.") % words)
    else:
        change_item(sequence=item.sequence, told=form.told(), **terms)
        messages.success(request, _("Saved."))


@require_http_methods(["GET", "POST"])
def item_remove(request: ActorRequest, pk: UUID, sequence: int) -> HttpResponse:
    """Ask first, then take out an item that was added by mistake."""
    seizure = visible_seizure(request.actor, pk)
    item = _numbered(seizure, sequence)
    require(can_change_seizure(request.actor, seizure))
    if request.method == "POST":
        return _removed(request, seizure, item)
    context = {
        "seizure": seizure,
        "what": what(item),
        "quantity": amount(item.quantity, item.unit),
        "form": VersionForm(initial={"version": seizure.version}),
    }
    return render(request, "seizures/item/remove.html", context)


def _removed(request: ActorRequest, seizure: Seizure, item: Item) -> HttpResponse:
    seen = seen_version(request)
    version = seizure.version if seen is None else seen
    try:
        remove_item(actor=request.actor, seizure=seizure, sequence=item.sequence, version=version)
    except StaleWrite:
        messages.warning(request, _("Somebody changed this record meanwhile. Read it again before you go on."))
    except Invalid as fault:
        messages.warning(request, fault.reason)
    else:
        messages.success(request, _("%(what)s is no longer an item of this seizure.") % {"what": what(item)})
    return redirect("seizures:seizure-detail", pk=seizure.pk)


def _numbered(seizure: Seizure, sequence: int) -> Item:
    item = next((each for each in seizure.items.all() if each.sequence == sequence), None)
    if item is None:
        raise Missing
    return item
