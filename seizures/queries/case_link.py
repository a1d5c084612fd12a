"""What is linked to a case: only what its reader sees anyway."""

from django.db.models import Exists, OuterRef

from aircop.access.actor import Actor
from seizures.models import Case, CaseSeizure, Seizure, SeizureQuerySet


def linked_to(actor: Actor, case: Case) -> SeizureQuerySet:
    """Return the seizures linked to a case that the actor sees themselves."""
    links = CaseSeizure.objects.filter(case=case, seizure=OuterRef("pk"), ended_at__isnull=True)
    return Seizure.objects.visible_to(actor).filter(Exists(links))
