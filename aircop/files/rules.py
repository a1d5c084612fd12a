"""Who may send files."""

from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from aircop.access.verdict import Verdict, allow, lacks, refuse, rule
from aircop.files.models import Upload

MOST_OPEN = 40  # uploads of one person on their way at a time


@rule
def can_send_file(actor: Actor, _scope: None = None) -> Verdict:
    """Whoever may add to records sends files, so many at a time."""
    if not actor.may(Permission.EDIT_SEIZURE):
        return lacks(Permission.EDIT_SEIZURE)
    if Upload.objects.filter(owner_id=actor.subject_id, filed_as__isnull=True).count() >= MOST_OPEN:
        words = _("%(count)d of your files are on their way already. Let them arrive, or cancel some.")
        return refuse(words % {"count": MOST_OPEN}, "quota")
    return allow()
