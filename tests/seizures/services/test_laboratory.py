"""Field tests, laboratories, and what figures make of both."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.models import FieldTest, Item, LabRequest, LabResult, Seizure
from seizures.queries.laboratory import examined, figure_of, standing_result, waiting_at_laboratories
from seizures.rules import can_correct_finding
from seizures.services.item import change_item, remove_item
from seizures.services.laboratory import (
    FieldTestFacts,
    LabResultFacts,
    record_field_test,
    record_lab_result,
    send_to_laboratory,
)
from seizures.services.seizure import discard_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import WHEN, Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit, values

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 20)
TEST = FieldTestFacts(result="positive", tested_at=WHEN, kit="scott", lot="B-17", substance="cocaine")
RESULT = LabResultFacts(
    laboratory="National laboratory", method="gc-ms", finding="identified", substance="ketamine", salt="hydrochloride",
    purity=Decimal("82.4"), uncertainty=Decimal("1.5"), net_weight=Decimal("2.31"), weight_unit="kg",
    report_number="LAB/26/118", reported_on=DAY,
)  # fmt: skip


def closed(cast: Cast) -> Seizure:
    seizure = cast.seizure()
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    return lock_seizure(actor=cast.supervisor.actor, seizure=seizure)


def indicated(cast: Cast, seizure: Seizure, by: Member | None = None, **changed: Any) -> FieldTest:
    supersedes = changed.pop("supersedes", None)
    facts = replace(TEST, **changed)
    return record_field_test(
        actor=(by or cast.officer).actor, seizure=seizure, item=1, facts=facts, supersedes=supersedes
    )


def reported(cast: Cast, seizure: Seizure, by: Member | None = None, **changed: Any) -> LabResult:
    supersedes = changed.pop("supersedes", None)
    facts = replace(RESULT, **changed)
    return record_lab_result(
        actor=(by or cast.officer).actor, seizure=seizure, item=1, facts=facts, supersedes=supersedes
    )


def item_of(seizure: Seizure) -> Item:
    with as_owner():
        return Item.objects.get(seizure=seizure)


def test_a_late_result_is_an_addition_to_a_locked_record(cast: Cast) -> None:
    seizure = closed(cast)
    row = reported(cast, seizure)
    stands = Seizure.objects.visible_to(cast.officer.actor).get()
    assert (stands.status, stands.version) == ("locked", seizure.version + 1)
    assert (row.number, row.recorded_by_id) == (1, cast.officer.user.pk)
    (entry,), (event,) = entries("laboratory.result"), events("lab_result_recorded")
    assert entry["object_id"] == event["object_id"] == seizure.pk
    told = values("laboratory.result")[0]["values"]
    assert told["lab_results.substance"] == [None, "ketamine"]
    assert told["lab_results.purity"] == [None, "82.4"]


def test_both_stay_visible_and_figures_say_which(cast: Cast) -> None:
    seizure = cast.seizure()
    before = figure_of(item_of(seizure))
    assert (before.substance, before.basis, before.kg) == ("cocaine", "presumptive", Decimal("2.5"))
    indicated(cast, seizure)
    assert figure_of(item_of(seizure)).basis == "presumptive"
    reported(cast, seizure)
    after = figure_of(item_of(seizure))
    assert (after.substance, after.basis, after.quantity, after.unit) == ("ketamine", "confirmed", Decimal("2.5"), "kg")
    assert after.kg == Decimal("2.5"), "the laboratory's net weight is an extra"
    (found,) = examined(seizure)
    assert found.test is not None
    assert found.result is not None
    assert (found.item.substance, found.test.substance, found.result.substance) == ("cocaine", "cocaine", "ketamine")


def test_tablets_are_weighed_by_the_factor_of_what_they_are(cast: Cast) -> None:
    """Ecstasy has a factor; without one for what was identified there are no kilograms."""
    seizure = cast.seizure()
    told = {"substance": "ecstasy", "quantity": Decimal(1000), "unit": "tablet"}
    change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    seizure.refresh_from_db()
    presumptive = figure_of(item_of(seizure)).kg
    assert presumptive is not None
    reported(cast, seizure, substance="lsd")
    assert figure_of(item_of(seizure)).kg is None
    with as_owner():
        seizure.refresh_from_db()
    told = {"quantity": Decimal(2000)}
    change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    item = item_of(seizure)
    assert (item.confirmed_substance, item.confirmed_kg, item.kg_equivalent) == ("lsd", None, presumptive * 2)


def test_nothing_found_leaves_the_figures_and_could_not_tell_changes_nothing(cast: Cast) -> None:
    seizure = cast.seizure()
    nothing: dict[str, Any] = {
        "finding": "inconclusive", "substance": "", "salt": "", "purity": None, "uncertainty": None,
    }  # fmt: skip
    first = reported(cast, seizure, **nothing)
    assert (figure_of(item_of(seizure)).substance, item_of(seizure).figure_basis) == ("cocaine", "presumptive")
    reported(cast, seizure, **nothing | {"finding": "none", "report_number": "LAB/26/119", "supersedes": first.pk})
    assert (figure_of(item_of(seizure)).substance, item_of(seizure).figure_basis) == ("", "confirmed")


def test_a_correction_supersedes_and_never_edits(cast: Cast) -> None:
    seizure = cast.seizure()
    wrong = reported(cast, seizure, reported_on=DAY + timedelta(days=3))
    right = reported(cast, seizure, substance="methamphetamine", supersedes=wrong.pk)
    assert standing_result(item_of(seizure)) == right
    assert item_of(seizure).confirmed_substance == "methamphetamine"
    assert [row.substance for row in examined(seizure)[0].results] == ["ketamine", "methamphetamine"]
    with pytest.raises(Invalid) as fault:
        reported(cast, seizure, report_number="Z", supersedes=wrong.pk)
    assert fault.value.code == "superseded"
    test = indicated(cast, seizure)
    indicated(cast, seizure, result="negative", substance="", supersedes=test.pk)
    found = examined(seizure)[0]
    assert found.test is not None
    assert (found.test.result, len(found.tests)) == ("negative", 2)
    with pytest.raises(Missing):
        indicated(cast, cast.seizure(), supersedes=test.pk)


def test_who_corrects_what(cast: Cast) -> None:
    """Another agency adds; what the unit recorded it does not correct, what it recorded itself it does."""
    seizure = closed(cast)
    ours = reported(cast, seizure)
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.CONTRIBUTE, "reason": "Joint", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    partner = cast.partner_officer
    with pytest.raises(NotAllowed) as refusal:
        reported(cast, seizure, by=partner, report_number="ACC/1", supersedes=ours.pk)
    assert refusal.value.code == "other_unit"
    theirs = reported(cast, seizure, by=partner, report_number="ACC/1")
    theirs.seizure = Seizure.objects.visible_to(partner.actor).get(pk=seizure.pk)
    assert can_correct_finding(partner.actor, theirs)
    assert can_correct_finding(cast.officer.actor, theirs)
    assert can_correct_finding(cast.analyst.actor, theirs).code == "role"


def test_who_sees_no_names_writes_none(cast: Cast) -> None:
    seizure = closed(cast)
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.CONTRIBUTE, "reason": "Joint", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)
    with pytest.raises(NotAllowed) as refusal:
        indicated(cast, seizure, by=cast.partner_officer, operator="Sgt Mensah")
    assert refusal.value.code == "identity"
    indicated(cast, seizure, operator="Sgt Kone")
    steps = history(Seizure.objects.visible_to(cast.partner_officer.actor).get(), cast.partner_officer.actor)
    told = {each.field: each for step in steps for each in step.differences}
    assert (told["field_tests.operator"].hidden, told["field_tests.kit"].hidden) == (True, False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kit": ""}, "kit"),
        ({"substance": ""}, "substance"),
        ({"result": "perhaps"}, "result"),
        ({"kit": "litmus"}, "kit"),
        ({"tested_at": timezone.now() + timedelta(days=2)}, "tested_at"),
        ({"tested_at": WHEN - timedelta(days=1)}, "tested_at"),
    ],
)
def test_faults_of_a_test(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        indicated(cast, cast.seizure(), **changed)
    assert fault.value.field == field
    assert entries("field_test.record") == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"laboratory": " "}, "laboratory"),
        ({"report_number": " "}, "report_number"),
        ({"method": "guess"}, "method"),
        ({"substance": ""}, "substance"),
        ({"finding": "none"}, "substance"),
        ({"finding": "none", "substance": ""}, "purity"),
        ({"purity": Decimal(0)}, "purity"),
        ({"purity": Decimal("100.001")}, "purity"),
        ({"purity": Decimal("NaN")}, "purity"),
        ({"uncertainty": Decimal(-1)}, "uncertainty"),
        ({"purity": None}, "uncertainty"),
        ({"net_weight": None}, "net_weight"),
        ({"weight_unit": ""}, "weight_unit"),
        ({"weight_unit": "l"}, "weight_unit"),
        ({"net_weight": Decimal(0)}, "net_weight"),
        ({"others": ("caffeine",)}, "others"),
        ({"others": ("ketamine",)}, "others"),
        ({"reported_on": date(2026, 3, 13)}, "reported_on"),
        ({"reported_on": timezone.now().date() + timedelta(days=3)}, "reported_on"),
    ],
)
def test_faults_of_a_result(cast: Cast, changed: dict[str, Any], field: str) -> None:
    seizure = cast.seizure()
    with pytest.raises(Invalid) as fault:
        reported(cast, seizure, **changed)
    assert fault.value.field == field
    assert item_of(seizure).confirmed_finding == ""


def test_the_same_report_is_not_recorded_twice(cast: Cast) -> None:
    seizure = cast.seizure()
    for make in (indicated, reported):
        make(cast, seizure)
        with pytest.raises(Invalid) as fault:
            make(cast, seizure)
        assert fault.value.code == "twice"
    assert len(entries("laboratory.result")) == len(entries("field_test.record")) == 1


def test_what_was_sent_waits_until_its_result(cast: Cast) -> None:
    seizure = cast.seizure()
    terms: dict[str, Any] = {"seizure": seizure, "item": 1, "laboratory": " National laboratory ", "sent_on": DAY}
    sent = send_to_laboratory(actor=cast.officer.actor, **terms)
    assert sent.laboratory == "National laboratory"
    assert [each.pk for each in waiting_at_laboratories(cast.supervisor.actor)] == [sent.pk]
    assert waiting_at_laboratories(cast.partner_supervisor.actor) == []
    assert waiting_at_laboratories(cast.analyst.actor) == []
    with pytest.raises(Invalid) as fault:
        send_to_laboratory(actor=cast.officer.actor, **terms)
    assert fault.value.code == "waiting"
    reported(cast, seizure)
    assert waiting_at_laboratories(cast.supervisor.actor) == []
    assert examined(seizure)[0].waiting is None
    assert [entry["object_id"] for entry in entries("laboratory.send")] == [seizure.pk]
    assert len(events("sent_to_laboratory")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"laboratory": " "}, "laboratory"),
        ({"sent_on": date(2026, 3, 1)}, "sent_on"),
        ({"sent_on": date(2100, 1, 1)}, "sent_on"),
    ],
)
def test_faults_of_sending(cast: Cast, changed: dict[str, Any], field: str) -> None:
    told: dict[str, Any] = {"item": 1, "laboratory": "National laboratory", "sent_on": DAY} | changed
    with pytest.raises(Invalid) as fault:
        send_to_laboratory(actor=cast.officer.actor, seizure=cast.seizure(), **told)
    assert fault.value.field == field


def test_what_is_hidden_is_missing_and_an_item_is_the_seizures_own(cast: Cast) -> None:
    seizure = cast.seizure()
    for item, member in ((1, cast.outsider), (1, cast.partner_officer), (2, cast.officer)):
        with pytest.raises(Missing):
            record_lab_result(actor=member.actor, seizure=seizure, item=item, facts=RESULT)


def test_an_examined_item_stays_and_a_draft_takes_all_with_it(cast: Cast) -> None:
    draft = cast.seizure(submit=False)
    test = indicated(cast, draft)
    indicated(cast, draft, result="negative", substance="", supersedes=test.pk)
    reported(cast, draft)
    with pytest.raises(Invalid):
        remove_item(actor=cast.officer.actor, seizure=draft, sequence=1, version=draft.version + 3)
    discard_seizure(actor=cast.officer.actor, seizure=draft)
    with as_owner():
        left = [model.objects.filter(seizure=draft.pk).exists() for model in (FieldTest, LabRequest, LabResult)]
    assert left == [False] * 3
    assert values("laboratory.result")[0]["values"] == {}, "a draft has no history"


def test_nothing_stands_when_the_audit_fails(cast: Cast) -> None:
    seizure = cast.seizure()
    with mute_audit("laboratory.result"), pytest.raises(Exception, match="mute"):
        reported(cast, seizure)
