"""Adding, changing and removing an item of a seizure."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aircop.access.actor import Actor
from aircop.access.requests import ActorRequest
from aircop.access.verdict import require
from aircop.errors import Invalid, StaleWrite
from aircop.web.versions import seen_version
from seizures.enums import EntryForm
from seizures.forms.entry_draft import put_typed, typed_of
from seizures.forms.item import ItemForm
from seizures.forms.verification import VersionForm
from seizures.forms.wording import amount, what
from seizures.models import Item, Seizure
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_change_seizure
from seizures.services.item import add_item, change_item, remove_item
from seizures.views.kept import KeptPage
from seizures.views.part_forms import item_form, numbered
from seizures.views.tabs import FOUND, sections


@require_http_methods(["GET", "POST"])
def item_add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask for another item; its fields are those of the commodity that the address, or the form, names."""
    return _asked(request, visible_seizure(request.actor, pk), None)


@require_http_methods(["GET", "POST"])
def item_change(request: ActorRequest, pk: UUID, sequence: int) -> HttpResponse:
    """Change an item, or make it another commodity."""
    seizure = visible_seizure(request.actor, pk)
    return _asked(request, seizure, numbered(seizure, sequence))


def _asked(request: ActorRequest, seizure: Seizure, item: Item | None) -> HttpResponse:
    require(can_change_seizure(request.actor, seizure))
    page = KeptPage(
        request=request,
        seizure=seizure,
        kind=EntryForm.ITEM,
        part=str(item.sequence) if item else "",
        template="seizures/item/form.html",
        make=partial(item_form, request, seizure, item),
        context={"item": item, "sections": sections(seizure, FOUND), "items": _items(seizure, item)},
    )
    if "show" in request.POST:
        typed = typed_of(request.POST)
        form = page.make(typed=typed)
        put_typed(form, typed)
        return page.show(form)
    return page.answer(partial(_save, request.actor, seizure, item))


def _items(seizure: Seizure, item: Item | None) -> list[dict[str, Any]]:
    """Return the items of the seizure, and another one, as tabs."""
    rows = [
        {
            "label": f"{each.sequence} · {what(each)}",
            "href": reverse("seizures:item-change", args=[seizure.pk, each.sequence]),
            "current": item is not None and each.sequence == item.sequence,
        }
        for each in seizure.items.all()
    ]
    another = {"label": _("Another item"), "href": reverse("seizures:item-add", args=[seizure.pk])}
    return [*rows, another | {"current": item is None}]


def _save(actor: Actor, seizure: Seizure, item: Item | None, form: ItemForm) -> str | None:
    terms: dict[str, Any] = {"actor": actor, "seizure": seizure, "version": form.cleaned_data["version"]}
    if item is not None:
        change_item(sequence=item.sequence, told=form.told(), **terms)
        return None
    added = add_item(found=form.found(), **terms)
    return _("Added: %(what)s, %(quantity)s.") % {"what": what(added), "quantity": amount(added.quantity, added.unit)}


@require_http_methods(["GET", "POST"])
def item_remove(request: ActorRequest, pk: UUID, sequence: int) -> HttpResponse:
    """Ask first, then take out an item that was added by mistake."""
    seizure = visible_seizure(request.actor, pk)
    item = numbered(seizure, sequence)
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
