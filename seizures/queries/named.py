"""A record that somebody names in another one: an alert, a thread of messages."""

from aircop.access.actor import Actor
from aircop.errors import Missing
from seizures.models import Case, Seizure


def named_record[R: (Seizure, Case)](actor: Actor, named: R | None) -> R | None:
    """Return the record that was named, if the actor sees it; Missing if not, nothing where none was named."""
    if named is None:
        return None
    found: R | None = type(named).objects.visible_to(actor).filter(pk=named.pk).first()
    if found is None:
        raise Missing
    return found
