"""What followed the seizures: in how many of them something was done beyond the seizure itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from aircop.access.actor import Actor
from seizures.enums import SeizureStatus
from seizures.models import CaseSeizure, CaseTask, Seizure
from seizures.models.case_task import CHECKLIST


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Of so many seizures so many are in a case, and in so many something of the checklist was done."""

    seizures: int
    in_case: int
    followed: int

    @property
    def share(self) -> int | None:
        """Return the share of seizures with a follow-up in per cent, rounded down; None without seizures."""
        return 100 * self.followed // self.seizures if self.seizures else None


def follow_up(actor: Actor, since: date, until: date) -> FollowUp:
    """Count the seizures of a period that the actor sees, by the local date, and what followed them in its cases.

    Drafts and what was set aside as a duplicate count in nothing; a task that does not apply is no follow-up.
    """
    rows = Seizure.objects.visible_to(actor).filter(occurred_on__range=(since, until))
    rows = rows.exclude(status__in=[SeizureStatus.DRAFT, SeizureStatus.DUPLICATE])
    links = CaseSeizure.objects.filter(seizure=OuterRef("pk"), ended_at__isnull=True)
    done = CaseTask.objects.filter(
        case__seizure_links__seizure=OuterRef("pk"), case__seizure_links__ended_at__isnull=True,
        kind__in=CHECKLIST, done_at__isnull=False, not_applicable=False,
    )  # fmt: skip
    found = rows.aggregate(
        seizures=Count("pk"), in_case=Count("pk", filter=Exists(links)), followed=Count("pk", filter=Exists(done))
    )
    return FollowUp(**found)
