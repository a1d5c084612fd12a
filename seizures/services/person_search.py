"""Looking for persons by name: for a purpose, with an entry that keeps no names."""

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid
from seizures.queries.person_search import Asked, Hit, persons_found
from seizures.rules import can_search_persons

LETTERS = 2  # fewer would be no name, and find everybody


@transaction.atomic
def search_persons(*, actor: Actor, asked: Asked, purpose: str) -> tuple[list[Hit], bool]:
    """Return the persons found, the likest first, and whether there are more.

    Only those whose identities the actor sees are looked at. The entry keeps the purpose, who was shown, and a keyed
    digest of what was asked: who knows a name can ask whether it was searched, nobody reads it there. Refuses no name
    and no number, and an empty purpose.
    """
    require(can_search_persons(actor))
    if not purpose.strip():
        raise Invalid(_("Say why you look for this person: it is kept."), field="purpose")
    if not asked.number and sum(len(word) for word in asked.words) < LETTERS:
        raise Invalid(_("Enter a name of at least two letters, or the number of a document."), field="name")
    hits, more = persons_found(actor, asked)
    rows, words = [hit.person for hit in hits], {"words": (None, asked.told)}
    record(actor, "person.search", rows=rows, changes=words, keep=False, purpose=purpose.strip())
    return hits, more
