"""Reads of saved views, each by its author alone."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.enums import Listed
from seizures.models import SavedView


def own_views(actor: Actor, shows: str = Listed.SEIZURES) -> list[SavedView]:
    """Return the actor's views of one list by their names."""
    return sorted(SavedView.objects.visible_to(actor).filter(shows=shows), key=lambda view: view.name.casefold())


def own_view(actor: Actor, pk: UUID) -> SavedView:
    """Return one of the actor's views; Missing for everybody else's, as for one that never was."""
    found = SavedView.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def query_of(filters: Mapping[str, str]) -> str:
    """Return filters and order in the one spelling that is kept, so that the same view is known again."""
    return urlencode(sorted(filters.items()))
