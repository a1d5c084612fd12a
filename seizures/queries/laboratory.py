"""Reads of what tests indicate and laboratories confirm, and of what figures make of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from aircop.access.actor import Actor
from aircop.access.roles import Permission
from seizures.models import FieldTest, Item, LabRequest, LabResult, Seizure
from seizures.models.laboratory import POSITIVE

NEWEST = ("-reported_on", "-number")


@dataclass(frozen=True, slots=True)
class Figure:
    """What figures use of one item. `substance` is empty where nothing under control was found.

    The quantity is always the one that was recorded; `net_weight` of the laboratory and its purity are extras.
    """

    substance: str
    quantity: Decimal
    unit: str
    kg: Decimal | None
    basis: str  # presumptive or confirmed


def figure_of(item: Item) -> Figure:
    """Return what figures use of an item, and on which basis."""
    return Figure(item.figure_substance, item.quantity, item.unit, item.figure_kg, item.figure_basis)


def standing_result(item: Item) -> LabResult | None:
    """Return the laboratory's result that counts: of those not superseded, the one reported last."""
    rows = LabResult.objects.filter(seizure=item.seizure_id, item=item, corrected_by__isnull=True)
    found: LabResult | None = rows.order_by(*NEWEST).first()
    return found


@dataclass(frozen=True, slots=True)
class Examined:
    """One item with what was tested, sent and found, each in the order in which it was recorded."""

    item: Item
    tests: list[FieldTest]
    requests: list[LabRequest]
    results: list[LabResult]

    @property
    def waiting(self) -> LabRequest | None:
        """The request that no result has answered yet."""
        return next((each for each in self.requests if each.answered_at is None), None)

    @property
    def test(self) -> FieldTest | None:
        """The field test that stands: the last positive one, else the last."""
        standing = [each for each in self.tests if not superseded(each, self.tests)]
        last = sorted(standing, key=lambda each: (each.result == POSITIVE, each.tested_at, each.number))
        return last[-1] if last else None

    @property
    def result(self) -> LabResult | None:
        """The laboratory's result that stands."""
        standing = [each for each in self.results if not superseded(each, self.results)]
        last = sorted(standing, key=lambda each: (each.reported_on, each.number))
        return last[-1] if last else None


def superseded(row: FieldTest | LabResult, rows: Iterable[FieldTest | LabResult]) -> bool:
    """Whether another row of the item corrects this one."""
    return any(each.supersedes_id == row.pk for each in rows)


def examined(seizure: Seizure) -> list[Examined]:
    """Return the items of a visible seizure with tests, requests and results. Four queries, for any number of rows."""
    rows = Item.objects.filter(seizure=seizure).order_by("sequence")
    rows = rows.prefetch_related(
        Prefetch("field_tests", FieldTest.objects.filter(seizure=seizure).order_by("number"), to_attr="tests"),
        Prefetch("lab_requests", LabRequest.objects.filter(seizure=seizure).order_by("number"), to_attr="requests"),
        Prefetch("lab_results", LabResult.objects.filter(seizure=seizure).order_by("number"), to_attr="results"),
    )
    return [Examined(row, row.tests, row.requests, row.results) for row in rows]


def parts_of(model: type[FieldTest | LabRequest | LabResult], seizure: Seizure) -> QuerySet[FieldTest]:
    """Return the rows of one kind that belong to a visible seizure."""
    return model.objects.filter(seizure=seizure).select_related("item")  # type: ignore[return-value]


def waiting_at_laboratories(actor: Actor, limit: int = 20) -> list[LabRequest]:
    """Return what the unit in which the actor acts sent away and has no result of, the longest waiting first."""
    unit: UUID | None = actor.acting.unit_id if actor.acting else None
    if unit is None or not actor.may(Permission.EDIT_SEIZURE):
        return []
    seizures = Seizure.objects.visible_to(actor).filter(task_force_id=unit)
    rows = LabRequest.objects.filter(seizure__in=seizures.values("pk"), answered_at__isnull=True)
    return list(rows.select_related("seizure__airport", "item").order_by("sent_on", "id")[:limit])
