"""What an agency asks first about its records: who opened them, who exported them, who was told of them.

Kinds follow from the verb: a verb of reading ends in one of a few words, an export in its own, and whoever was told of
something stands in the sentence of the act.
"""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aircop.audit.sentences import SENTENCES

READING = r"\.(read|read_identity|list|people|search|download)$"
EXPORTING = (".export", ".export_end")
OTHERS = "others"  # whoever reads for another agency than the one that owns the record


class Side(TextChoices):
    """Whose entries: an agency's log holds what was done to its records, and what its people did."""

    RECORDS = "records", _("Done to our records, by whomever")
    PEOPLE = "people", _("Done by our people, to whatever")


class ActKind(TextChoices):
    """What was done, in one word."""

    OPENED = "opened", pgettext_lazy("kind of act", "Opened: read, listed, searched")
    EXPORTED = "exported", pgettext_lazy("kind of act", "Exported")
    TOLD = "told", pgettext_lazy("kind of act", "Told to others: shared, taken back")


def verbs_of(kind: str) -> list[str]:
    """Return the verbs of a kind that is rare; opening is not, and goes by `condition_of`."""
    if kind == ActKind.EXPORTED:
        return [verb for verb in SENTENCES if verb.endswith(EXPORTING)]
    return [verb for verb, words in SENTENCES.items() if "%(recipients)s" in str(words)]


def condition_of(kind: str) -> Q:
    """Return the condition of a kind of act."""
    return Q(verb__regex=READING) if kind == ActKind.OPENED else Q(verb__in=verbs_of(kind))
