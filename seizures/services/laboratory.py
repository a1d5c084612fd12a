"""What tests indicate and laboratories confirm: added to a seizure, a locked one too, and corrected by another row."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.queries import local_date, require_code
from seizures.enums import SeizureStatus
from seizures.events import FieldTestRecorded, LabResultRecorded, SentToLaboratory
from seizures.models import FieldTest, Item, LabRequest, LabResult, Seizure
from seizures.models.commodity import MASS
from seizures.models.figure import IDENTIFIED
from seizures.models.laboratory import POSITIVE
from seizures.queries.laboratory import standing_result
from seizures.rules import can_add_to_seizure, can_correct_finding, can_handle_identities
from seizures.services.found import check_codes, plain, weigh
from seizures.services.seizure import CLOCK_DRIFT, locked
from seizures.services.sighting import note_first_sightings

HUNDRED = Decimal(100)
MOST_OTHERS = 10

type Finding = FieldTest | LabResult


@dataclass(frozen=True, kw_only=True)
class FieldTestFacts:
    """What a field test was and what it indicates."""

    result: str
    tested_at: datetime
    kit: str = ""
    lot: str = ""
    device: str = ""
    substance: str = ""
    operator: str = ""


@dataclass(frozen=True, kw_only=True)
class LabResultFacts:
    """What a laboratory reports of one item."""

    laboratory: str
    method: str
    finding: str
    report_number: str
    reported_on: date
    substance: str = ""
    others: tuple[str, ...] = ()
    salt: str = ""
    purity: Decimal | None = None
    uncertainty: Decimal | None = None
    net_weight: Decimal | None = None
    weight_unit: str = ""


@transaction.atomic
def record_field_test(
    *, actor: Actor, seizure: Seizure, item: int, facts: FieldTestFacts, supersedes: UUID | None = None
) -> FieldTest:
    """Write down a field test of an item, or a correction that supersedes one.

    Refuses a test by neither kit nor device, a positive one for nothing, times before the seizure's day or to come,
    and the operator's name from who sees no identities.
    """
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    if facts.operator:
        require(can_handle_identities(actor, seizure))
    row = FieldTest(seizure=seizure, item=_numbered(seizure, item), **asdict(facts))
    row.supersedes = _superseded(actor, seizure, row, supersedes)
    check_codes(row, asdict(facts))
    _check_test(seizure, row)
    _add(actor, row)
    _record(actor, "field_test.record", row, asdict(facts))
    append(FieldTestRecorded(seizure.pk, row.pk, row.result), about=seizure, actor=actor)
    return row


@transaction.atomic
def send_to_laboratory(*, actor: Actor, seizure: Seizure, item: int, laboratory: str, sent_on: date) -> LabRequest:
    """Note that an item was sent to a laboratory: it waits there until a result is recorded.

    Refuses an item that waits already, a laboratory without a name, a day before the seizure or to come.
    """
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    found = _numbered(seizure, item)
    if found.lab_requests.filter(answered_at__isnull=True).exists():
        raise Invalid(_("It is at a laboratory already. Record the result when it comes."), code="waiting")
    row = LabRequest(seizure=seizure, item=found, laboratory=laboratory.strip(), sent_on=sent_on)
    if not row.laboratory:
        raise Invalid(_("Name the laboratory."), field="laboratory")
    _check_day(seizure, sent_on, "sent_on")
    _add(actor, row)
    _record(actor, "laboratory.send", row, {"laboratory": row.laboratory, "sent_on": sent_on})
    append(SentToLaboratory(seizure.pk, row.pk), about=seizure, actor=actor)
    return row


@transaction.atomic
def record_lab_result(
    *, actor: Actor, seizure: Seizure, item: int, facts: LabResultFacts, supersedes: UUID | None = None
) -> LabResult:
    """Write down what a laboratory found in an item, or a correction that supersedes a result.

    The quantity that was recorded stays; figures take the substance from here. Refuses a purity that is none, a
    finding without its substance, a report from before the seizure, and the same report a second time.
    """
    seizure = locked(actor, seizure)
    require(can_add_to_seizure(actor, seizure))
    found = _numbered(seizure, item)
    row = LabResult(seizure=seizure, item=found, **asdict(facts) | {"others": list(facts.others)})
    row.supersedes = _superseded(actor, seizure, row, supersedes)
    row.laboratory, row.report_number = facts.laboratory.strip(), facts.report_number.strip()
    check_codes(row, asdict(facts))
    _check_result(seizure, row)
    _add(actor, row)
    found.lab_requests.filter(answered_at__isnull=True).update(answered_at=Now())
    _settle(seizure, found)
    _record(actor, "laboratory.result", row, asdict(facts))
    append(LabResultRecorded(seizure.pk, row.pk, row.finding), about=seizure, actor=actor)
    if seizure.status != SeizureStatus.DRAFT:
        note_first_sightings(actor, seizure)
    return row


# The parts --------------------------------------------------------------------------------------------------------


def _numbered(seizure: Seizure, sequence: int) -> Item:
    item: Item | None = seizure.items.filter(sequence=sequence).first()
    if item is None:
        raise Missing
    return item


def _superseded(actor: Actor, seizure: Seizure, row: Finding, pk: UUID | None) -> Any:
    """Return the row that a correction takes the place of; it is of the same item, and stands."""
    if pk is None:
        return None
    model: Any = type(row)
    before = model.objects.filter(seizure=seizure, item=row.item, pk=pk).first()
    if before is None:
        raise Missing
    require(can_correct_finding(actor, before))
    if model.objects.filter(seizure=seizure, supersedes=before).exists():
        raise Invalid(_("It was corrected already. Correct the one that stands now."), code="superseded")
    return before


def _check_test(seizure: Seizure, row: FieldTest) -> None:
    if not (row.kit or row.device):
        raise Invalid(_("Choose the kit or the device that was used."), field="kit")
    if row.result == POSITIVE and not row.substance:
        raise Invalid(_("Choose the substance that the test indicates."), field="substance")
    if row.tested_at > timezone.now() + CLOCK_DRIFT:
        raise Invalid(_("This time is still to come. Check the date and the time zone."), field="tested_at")
    if local_date(seizure.airport_id, row.tested_at) < seizure.occurred_on:
        raise Invalid(_("This is before the day of the seizure. Check the date."), field="tested_at")


def _check_result(seizure: Seizure, row: LabResult) -> None:
    if not row.laboratory:
        raise Invalid(_("Name the laboratory."), field="laboratory")
    if not row.report_number:
        raise Invalid(_("Enter the number of the report."), field="report_number")
    _check_day(seizure, row.reported_on, "reported_on")
    _check_substance(row)
    _check_purity(row)
    _check_weight(row)


def _check_substance(row: LabResult) -> None:
    if row.finding == IDENTIFIED and not row.substance:
        raise Invalid(_("Choose the substance that the laboratory identified."), field="substance")
    if row.finding != IDENTIFIED and row.substance:
        raise Invalid(_("Leave this empty: the laboratory identified nothing."), field="substance")
    if len(row.others) > MOST_OTHERS or len(set(row.others)) < len(row.others) or row.substance in row.others:
        raise Invalid(_("Name each other substance once, ten at most."), field="others")
    for code in row.others:
        require_code("substance", code, field="others")


def _check_purity(row: LabResult) -> None:
    given = {"purity": row.purity, "uncertainty": row.uncertainty}
    for name, value in given.items():
        if value is not None and not _is_percentage(value, above_zero=name == "purity"):
            raise Invalid(_("Enter a percentage above 0 and not above 100, with three decimals at most."), field=name)
    if row.finding != IDENTIFIED and (row.purity is not None or row.salt):
        raise Invalid(
            _("Leave this empty: the laboratory identified nothing."), field="purity" if row.purity else "salt"
        )
    if row.uncertainty is not None and row.purity is None:
        raise Invalid(_("Enter the purity first: the uncertainty belongs to it."), field="uncertainty")


def _is_percentage(value: Decimal, *, above_zero: bool) -> bool:
    if not value.is_finite() or value < 0 or value > HUNDRED or (above_zero and value == 0):
        return False
    return value == round(value, 3)


def _check_weight(row: LabResult) -> None:
    if (row.net_weight is None) != (row.weight_unit == ""):
        lacking = "net_weight" if row.net_weight is None else "weight_unit"
        raise Invalid(_("Enter a weight and its unit, or neither."), field=lacking)
    if row.net_weight is not None and (not row.net_weight.is_finite() or row.net_weight <= 0):
        raise Invalid(_("Give a weight above zero, or none."), field="net_weight")
    if row.weight_unit and row.weight_unit not in MASS:
        raise Invalid(_("Choose a unit of weight, for example kg."), field="weight_unit", code="wrong_unit")


def _check_day(seizure: Seizure, day: date, field: str) -> None:
    if day > local_date(seizure.airport_id, timezone.now() + CLOCK_DRIFT):
        raise Invalid(_("This day is still to come. Check the date."), field=field)
    if day < seizure.occurred_on:
        raise Invalid(_("This is before the day of the seizure. Check the date."), field=field)


def _add(actor: Actor, row: FieldTest | LabRequest | LabResult) -> None:
    """Write the row under the next number; the same one a second time is refused in words."""
    model: Any = type(row)
    last = model.objects.filter(seizure=row.seizure).aggregate(last=Max("number"))["last"] or 0
    row.number, row.recorded_by_id = last + 1, actor.subject_id  # type: ignore[assignment]  # who may add is signed in
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(_("This was recorded already."), code="twice") from error
    row.seizure.version += 1
    row.seizure.save(update_fields=["version"])


def _settle(seizure: Seizure, item: Item) -> None:
    """Put onto the item what the result that stands says, for lists and figures."""
    stands = standing_result(item)
    item.confirmed_finding = stands.finding if stands else ""
    item.confirmed_substance = stands.substance if stands else ""
    weigh(seizure, item)
    item.save(update_fields=["confirmed_finding", "confirmed_substance", "confirmed_kg"])


def _record(actor: Actor, verb: str, row: FieldTest | LabRequest | LabResult, facts: dict[str, Any]) -> None:
    part = {FieldTest: "field_tests", LabRequest: "lab_requests", LabResult: "lab_results"}[type(row)]
    told: dict[str, tuple[Any, Any]] = {f"{part}.item": (None, row.item.sequence)}
    told |= {f"{part}.{name}": (None, _plain(value)) for name, value in facts.items() if value not in (None, "", ())}
    if getattr(row, "supersedes", None) is not None:
        told[f"{part}.supersedes"] = (None, str(row.supersedes))  # type: ignore[union-attr]
    record(actor, verb, about=row.seizure, changes=told, keep=row.seizure.status != SeizureStatus.DRAFT)


def _plain(value: Any) -> Any:
    return _listed(value) if isinstance(value, tuple) else plain(value)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes)
