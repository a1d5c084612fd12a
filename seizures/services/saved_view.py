"""Filters kept under a name: saved, called otherwise, removed, each by its author for itself."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures import events
from seizures.enums import Listed
from seizures.models import SavedView
from seizures.queries import case_search
from seizures.queries.saved_view import query_of
from seizures.queries.search import NAMES, PLAIN
from seizures.rules import can_change_view, can_save_view

MOST = 20
LONGEST_NAME, LONGEST_QUERY = 40, 1000
# What the lists of pages can be asked, as their addresses say it.
ASKABLE = (NAMES - set(PLAIN) - {"task_force", "lead_agency", "route"}) | {"unit", "agency", "order"}
ASKABLE_OF_CASES = (case_search.NAMES - {"task_force", "id"}) | {"unit", "order"}
OF: Mapping[str, frozenset[str]] = {
    Listed.SEIZURES: frozenset(ASKABLE),
    Listed.CASES: frozenset(ASKABLE_OF_CASES),
}


@transaction.atomic
def save_view(
    *, actor: Actor, name: str, filters: Mapping[str, str], chosen: bool = False, shows: str = Listed.SEIZURES
) -> SavedView:
    """Keep filters of the list of seizures or of cases under a name; the list opens with them when they are `chosen`.

    Refuses filters that the list does not know, none at all, a name that is taken, and more than twenty views of one
    list.
    """
    require(can_save_view(actor))
    query = query_of(filters)
    if not filters or not set(filters) <= OF[shows] or len(query) > LONGEST_QUERY:
        raise Invalid(_("These filters cannot be kept. Choose others in the list, then save them again."))
    if sum(each.shows == shows for each in _locked(actor)) >= MOST:
        raise Invalid(_("You have twenty views already. Remove one of them first."), code="too_many")
    view = SavedView(author_id=actor.subject_id, shows=shows, name=_named(name), query=query)  # type: ignore[misc]
    _write(actor, view, chosen=chosen)
    record(actor, "view.save", about=view, changes={"name": (None, view.name), "query": (None, query)})
    append(events.ViewSaved(view=view.pk), about=view, actor=actor)
    return view


@transaction.atomic
def rename_view(*, actor: Actor, view: SavedView, name: str, chosen: bool) -> SavedView:
    """Call a view otherwise, and say whether the list opens with it."""
    view = _own(actor, view)
    require(can_change_view(actor, view))
    before = {"name": view.name, "chosen": view.chosen}
    view.name = _named(name)
    _write(actor, view, chosen=chosen)
    changes = {each: (old, getattr(view, each)) for each, old in before.items() if old != getattr(view, each)}
    if changes:
        record(actor, "view.rename", about=view, changes=changes)
        append(events.ViewRenamed(view=view.pk), about=view, actor=actor)
    return view


@transaction.atomic
def remove_view(*, actor: Actor, view: SavedView) -> None:
    """Forget a view; the records that it showed are not touched."""
    view = _own(actor, view)
    require(can_change_view(actor, view))
    record(actor, "view.remove", about=view)
    append(events.ViewRemoved(view=view.pk), about=view, actor=actor)
    SavedView.objects.visible_to(actor).filter(pk=view.pk).delete()


def _locked(actor: Actor) -> list[SavedView]:
    """Return the actor's views, locked: which of them is chosen is decided by one request at a time."""
    return list(SavedView.objects.visible_to(actor).select_for_update().order_by("pk"))


def _own(actor: Actor, view: SavedView) -> SavedView:
    found = next((each for each in _locked(actor) if each.pk == view.pk), None)
    if found is None:
        raise Missing
    return found


def _named(name: str) -> str:
    """Return a name as it is kept: one line, no longer than a tab can show."""
    told = " ".join(name.split())
    if not told or len(told) > LONGEST_NAME or "\x00" in told:
        raise Invalid(_("Give the view a name of at most forty letters."), field="name")
    return told


def _write(actor: Actor, view: SavedView, *, chosen: bool) -> None:
    """Write the row, and take the choice from the one that had it."""
    own = SavedView.objects.visible_to(actor).filter(shows=view.shows)
    if chosen:
        own.filter(chosen=True).exclude(pk=view.pk).update(chosen=False)
    view.chosen = chosen
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Invalid(_("You have a view of that name already. Choose another name."), field="name") from None
