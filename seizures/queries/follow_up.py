"""What followed the seizures: in how many of them something was done beyond the seizure itself."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from aircop.access.actor import Actor
from seizures.enums import SeizureStatus
from seizures.models import Case, CaseSeizure, CaseTask, Seizure
from seizures.models.case_task import CHECKLIST

type Period = tuple[date, date]  # from one day to another, both counted


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


def follow_up(actor: Actor, periods: Sequence[Period]) -> list[FollowUp]:
    """Count, per period by the local date, the seizures that the actor sees, and what followed them in its cases.

    Drafts and what was set aside as a duplicate count in nothing; a task that does not apply is no follow-up. One
    statement for any number of periods.
    """
    whole = min(since for since, _until in periods), max(until for _since, until in periods)
    cases = Case.objects.visible_to(actor)
    links = CaseSeizure.objects.filter(seizure=OuterRef("pk"), ended_at__isnull=True, case__in=cases)
    done = CaseTask.objects.filter(
        case__seizure_links__seizure=OuterRef("pk"), case__seizure_links__ended_at__isnull=True, case__in=cases,
        kind__in=CHECKLIST, done_at__isnull=False, not_applicable=False,
    )  # fmt: skip
    rows = Seizure.objects.visible_to(actor).filter(occurred_on__range=whole)
    rows = rows.exclude(status__in=[SeizureStatus.DRAFT, SeizureStatus.DUPLICATE])
    told: dict[str, int] = rows.annotate(in_case=Exists(links), followed=Exists(done)).aggregate(
        **{f"{name}_{at}": count for at, period in enumerate(periods) for name, count in _counts(period).items()}
    )
    names = [each.name for each in fields(FollowUp)]
    return [FollowUp(**{name: told[f"{name}_{at}"] for name in names}) for at in range(len(periods))]


def _counts(period: Period) -> dict[str, Count]:
    within = Q(occurred_on__range=period)
    return {
        "seizures": Count("pk", filter=within),
        "in_case": Count("pk", filter=within & Q(in_case=True)),
        "followed": Count("pk", filter=within & Q(followed=True)),
    }
