"""Items of a seizure: added, changed, removed while it is open, each with its own fields and units."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.reference.models import Airport
from aircop.reference.queries import codes
from seizures.models import Item, Seizure
from seizures.models.commodity import CLASSES
from seizures.models.detail import Kind
from seizures.services.item import add_item, change_item, remove_item
from seizures.services.laboratory import FieldTestFacts, record_field_test
from seizures.services.seizure import log_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import lock_seizure, reject_seizure, verify_seizure
from tests.cast import WHEN, Cast
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit, values

pytestmark = pytest.mark.django_db

CASH: dict[str, Any] = {
    "commodity": "CUR", "substance": "", "quantity": Decimal(10_000), "unit": "EUR",
    "details": {"cash_form": "notes", "declared": False, "instrument_numbers": "4970 1111"},
}  # fmt: skip
PASSPORT: dict[str, Any] = {
    "commodity": "DOC", "substance": "", "quantity": Decimal(1), "unit": "piece",
    "details": {"document_type": "passport", "document_number": "X1234567"},
}  # fmt: skip


def added(cast: Cast, seizure: Seizure, **told: Any) -> Item:
    return add_item(actor=cast.officer.actor, seizure=seizure, version=fresh(cast, seizure), found=cast.found(**told))


def fresh(cast: Cast, seizure: Seizure) -> int:
    return Seizure.objects.visible_to(cast.officer.actor).values_list("version", flat=True).get(pk=seizure.pk)


def items(seizure: Seizure) -> list[Item]:
    with as_owner():
        return list(Item.objects.filter(seizure=seizure).order_by("sequence"))


def test_an_item_is_added_audited_and_announced(cast: Cast) -> None:
    seizure = cast.seizure()
    item = added(cast, seizure, **CASH)
    assert (item.sequence, item.kg_equivalent, item.details["cash_form"]) == (2, None, "notes")
    [entry] = entries("item.add")
    assert (entry["outcome"], entry["object_id"], entry["owner_unit"]) == ("done", seizure.pk, cast.abj.pk)
    [kept] = values("item.add")
    assert kept["values"]["items.2.quantity"] == [None, "10000"]
    assert kept["values"]["items.2.details.declared"] == [None, False]
    [news] = events("item_added")
    assert (news["object_id"], news["actor"]) == (seizure.pk, cast.officer.user.pk)
    assert fresh(cast, seizure) == seizure.version + 1


def test_an_item_is_changed_field_by_field(cast: Cast) -> None:
    """What is not told stays, and so does each detail that is not named."""
    seizure = cast.seizure()
    added(cast, seizure, **CASH)
    told = {"quantity": Decimal(9_500), "details": {"declared": True}}
    version = fresh(cast, seizure)
    item = change_item(actor=cast.colleague.actor, seizure=seizure, sequence=2, version=version, told=told)
    assert item.details == {"cash_form": "notes", "declared": True, "instrument_numbers": "4970 1111"}
    assert values("item.change")[0]["values"] == {
        "items.2.quantity": ["10000", "9500"],
        "items.2.details.declared": [False, True],
    }
    assert [news["object_id"] for news in events("item_changed")] == [seizure.pk]
    with as_owner():
        assert Seizure.objects.get(pk=seizure.pk).changed_by == cast.colleague.user


def test_a_change_that_changes_nothing_leaves_nothing(cast: Cast) -> None:
    seizure = cast.seizure()
    told = {"quantity": Decimal("2.50"), "unit": "kg"}
    change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    assert (fresh(cast, seizure), entries("item.change")) == (seizure.version, [])


def test_with_another_commodity_go_the_fields_that_it_does_not_have(cast: Cast) -> None:
    seizure = cast.seizure()
    added(cast, seizure, form="powder", gross_weight=Decimal(3), weight_unit="kg", details={"salt": "base"})
    told = {"commodity": "CUR", "quantity": Decimal(500), "unit": "USD", "details": {"cash_form": "coins"}}
    version = fresh(cast, seizure)
    item = change_item(actor=cast.officer.actor, seizure=seizure, sequence=2, version=version, told=told)
    assert (item.substance, item.form, item.gross_weight, item.details) == ("", "", None, {"cash_form": "coins"})
    assert values("item.change")[0]["values"]["items.2.details.salt"] == ["base", None]


def test_a_removed_item_lives_on_in_the_history(cast: Cast) -> None:
    """The others keep their numbers."""
    seizure = cast.seizure()
    added(cast, seizure, **CASH)
    added(cast, seizure, **PASSPORT)
    remove_item(actor=cast.officer.actor, seizure=seizure, sequence=2, version=fresh(cast, seizure))
    assert [item.sequence for item in items(seizure)] == [1, 3]
    assert values("item.remove")[0]["values"]["items.2.unit"] == ["EUR", None]
    assert len(events("item_removed")) == 1


def test_the_only_item_stays(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(Invalid, match="change it instead"):
        remove_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version)


def test_another_items_number_is_missing(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(Missing):
        remove_item(actor=cast.officer.actor, seizure=seizure, sequence=7, version=seizure.version)


ACTS: dict[str, Any] = {
    "item.add": lambda cast, actor, seizure: add_item(
        actor=actor, seizure=seizure, version=seizure.version, found=cast.found()
    ),
    "item.change": lambda _cast, actor, seizure: change_item(
        actor=actor, seizure=seizure, sequence=1, version=seizure.version, told={"markings": "A star"}
    ),
    "item.remove": lambda _cast, actor, seizure: remove_item(
        actor=actor, seizure=seizure, sequence=1, version=seizure.version
    ),
}


@pytest.mark.parametrize("verb", ACTS)
def test_who_may_not_change_the_seizure_changes_no_item(cast: Cast, verb: str) -> None:
    """By role, by state, by a version not seen; and the outsider finds nothing."""
    seizure = log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), more=[cast.found(**CASH)])
    with pytest.raises(NotAllowed):
        ACTS[verb](cast, cast.analyst.actor, seizure)
    for stranger in (cast.outsider, cast.partner_officer):
        with pytest.raises(Missing):
            ACTS[verb](cast, stranger.actor, seizure)
    verified = verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    with pytest.raises(NotAllowed) as refused:
        ACTS[verb](cast, cast.officer.actor, verified)
    assert refused.value.code == "state"
    with pytest.raises(NotAllowed):
        ACTS[verb](cast, cast.officer.actor, lock_seizure(actor=cast.supervisor.actor, seizure=verified))
    assert entries(verb) == []


@pytest.mark.parametrize("verb", ACTS)
def test_a_stale_writer_is_told(cast: Cast, verb: str) -> None:
    seizure = log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), more=[cast.found(**CASH)])
    added(cast, seizure, **PASSPORT)
    with pytest.raises(StaleWrite):
        ACTS[verb](cast, cast.officer.actor, seizure)


@pytest.mark.parametrize("verb", ACTS)
def test_what_cannot_be_audited_is_undone(cast: Cast, verb: str) -> None:
    seizure = log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), more=[cast.found(**CASH)])
    actor = cast.officer.actor
    with mute_audit(verb), pytest.raises(IntegrityError), transaction.atomic():
        ACTS[verb](cast, actor, seizure)
    assert [item.sequence for item in items(seizure)] == [1, 2]
    assert fresh(cast, seizure) == seizure.version


def test_a_rejected_seizure_takes_items_again(cast: Cast) -> None:
    seizure = reject_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(), rejection="INC")
    assert ACTS["item.add"](cast, cast.officer.actor, seizure).sequence == 2


def test_what_changes_in_a_draft_is_nobodys_history(cast: Cast) -> None:
    draft = cast.seizure(submit=False)
    added(cast, draft, **CASH)
    assert [row["values"] for row in values("item.add")] == [{}]
    assert "items.2.unit" not in str(values("seizure.log"))


def test_the_database_keeps_items_of_what_is_verified(cast: Cast) -> None:
    """The wall lets an item go with an open seizure alone, whatever the code asks."""
    seizure = log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), more=[cast.found(**CASH)])
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    assert cast.officer.actor.signed_in
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM seizures_item WHERE seizure_id = %s", [seizure.pk])
        assert cursor.rowcount == 0
    assert len(items(seizure)) == 2


# Identities -----------------------------------------------------------------------------------------------------------


def test_who_sees_no_identities_reads_and_writes_none(cast: Cast) -> None:
    """Numbers of documents are hidden in the history, and cannot be guessed by writing them."""
    seizure = cast.seizure()
    added(cast, seizure, **PASSPORT)
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    step = next(step for step in history(seizure, cast.partner_officer.actor) if step.verb == "item.add")
    told = {each.field: each for each in step.differences}
    assert told["items.2.details.document_type"].new == "passport"
    number = told["items.2.details.document_number"]
    assert (number.hidden, number.new) == (True, None)
    own = {each.field: each.new for step in history(seizure, cast.officer.actor) for each in step.differences}
    assert own["items.2.details.document_number"] == "X1234567"


# Classes, units, details ----------------------------------------------------------------------------------------------


def a_value(detail: Any) -> Any:
    match detail.kind:
        case Kind.CODE | Kind.COUNTRY:
            return codes(detail.code_list)[0][0]
        case Kind.DECIMAL:
            return Decimal("12.50")
        case Kind.WHOLE:
            return 3
        case Kind.DAY:
            return date(2026, 5, 1)
        case Kind.FLAG:
            return False
    return detail.example or "Word"


@pytest.mark.parametrize("code", CLASSES)
def test_every_class_takes_its_units_and_all_its_details(cast: Cast, code: str) -> None:
    """And keeps them as declared: decimals and days as text, nothing lost."""
    kind, seizure = CLASSES[code], cast.seizure()
    units = kind.units or ([row[0] for row in codes("currency")][:3] if kind.unit_list == "currency" else ("kg",))
    for unit in units:
        item = added(cast, seizure, commodity=code, substance="", quantity=Decimal(3), unit=unit)
        assert (item.kg_equivalent is None) == (item.factor is None)
    told = {detail.name: a_value(detail) for detail in kind.details}
    item = added(cast, seizure, commodity=code, substance="", quantity=Decimal(1), unit=units[0], details=told)
    stands = next(each for each in items(seizure) if each.sequence == item.sequence)
    assert stands.details.keys() == told.keys()
    for detail in kind.details:
        expected = {Kind.DECIMAL: "12.5", Kind.DAY: "2026-05-01"}.get(detail.kind, told[detail.name])
        assert stands.details[detail.name] == (expected.upper() if detail.pattern else expected)


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"commodity": "GLD", "unit": "tablet"}, "unit", "one of these units: Gram"),
        ({"commodity": "AMM", "unit": "ml"}, "unit", "Round of ammunition"),
        ({"commodity": "TIP", "unit": "kg"}, "unit", "Person"),
        ({"commodity": "TIP", "unit": "person", "quantity": Decimal("1.5")}, "quantity", "whole numbers"),
        ({"commodity": "CUR", "unit": "kg"}, "unit", "three letters of the currency"),
        ({"commodity": "CUR", "unit": "QQQ"}, "unit", "not in the list"),
        ({"commodity": "DRG", "unit": "EUR"}, "unit", "one of these units"),
        ({"commodity": "FIR", "unit": "piece", "substance": "cocaine"}, "substance", "Leave this empty"),
        ({"commodity": "TIP", "unit": "person", "packages": 2}, "packages", "Leave this empty"),
        ({"quantity": Decimal(0)}, "quantity", "above zero"),
        ({"quantity": Decimal("NaN")}, "quantity", "above zero"),
        ({"gross_weight": Decimal(2)}, "weight_unit", "weight and its unit"),
        ({"weight_unit": "kg"}, "gross_weight", "weight and its unit"),
        ({"gross_weight": Decimal(-1), "weight_unit": "kg"}, "gross_weight", "above zero"),
        ({"gross_weight": Decimal(2), "weight_unit": "l"}, "weight_unit", "unit of weight"),
        ({"gross_weight": Decimal(2), "net_weight": Decimal(3), "weight_unit": "kg"}, "net_weight", "above the gross"),
        ({"value": Decimal(5)}, "currency", "its currency"),
        ({"currency": "EUR"}, "value", "its currency"),
        ({"value": Decimal(5), "currency": "QQQ"}, "currency", "not in the list"),
        ({"value_source": "Price list"}, "value", "value first"),
        ({"value": Decimal(5), "currency": "EUR", "valued_on": date(2999, 1, 1)}, "valued_on", "to come"),
        ({"packaging": "nonsense"}, "packaging", "not in the list"),
        ({"details": {"calibre": "9 mm"}}, "details.calibre", "no such field"),
        ({"details": {"salt": "nonsense"}}, "details.salt", "not in the list"),
        ({"details": {"salt": 3}}, "details.salt", "text"),
        ({"commodity": "GLD", "unit": "g", "details": {"fineness": "1000.5"}}, "details.fineness", "more than 1000"),
        ({"commodity": "GLD", "unit": "g", "details": {"fineness": 999}}, "details.fineness", "as a string"),
        ({"commodity": "GLD", "unit": "g", "details": {"pieces": True}}, "details.pieces", "whole number"),
        ({"commodity": "GLD", "unit": "g", "details": {"pieces": 10**9}}, "details.pieces", "more than"),
        ({"commodity": "GLD", "unit": "g", "details": {"hallmark": "a\nb"}}, "details.hallmark", "one line"),
        ({"commodity": "GLD", "unit": "g", "details": {"hallmark": "x" * 101}}, "details.hallmark", "Shorten"),
        ({"commodity": "GLD", "unit": "g", "details": {"declared": "yes"}}, "details.declared", "yes or no"),
        ({"commodity": "MED", "unit": "pack", "details": {"expires_on": "soon"}}, "details.expires_on", "a day"),
        ({"commodity": "DGR", "unit": "kg", "details": {"un_number": "3480"}}, "details.un_number", "UN3480"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(cast: Cast, told: dict[str, Any], field: str, said: str) -> None:
    seizure = cast.seizure()
    plain = {"substance": ""} if told.get("commodity", "DRG") != "DRG" else {}
    with pytest.raises(Invalid) as refused:
        added(cast, seizure, **plain | told)
    assert refused.value.field == field
    assert said in refused.value.reason
    assert len(items(seizure)) == 1


def test_a_fault_of_a_further_item_names_its_place(cast: Cast) -> None:
    wrong = cast.found(commodity="GLD", substance="", unit="tablet")
    with pytest.raises(Invalid) as refused:
        log_seizure(actor=cast.officer.actor, facts=cast.facts(), found=cast.found(), more=[wrong])
    assert refused.value.field == "items.2.unit"


def test_a_code_that_ended_stays_where_it_stood(cast: Cast) -> None:
    """Only what is told anew is asked of today's list."""
    seizure = cast.seizure()
    with as_owner():
        Item.objects.filter(seizure=seizure).update(packaging="gone", unit="tola", details={"salt": "gone"})
    told = {"markings": "Scorpion"}
    item = change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    assert (item.packaging, item.unit, item.details, item.markings) == ("gone", "tola", {"salt": "gone"}, "Scorpion")


def test_a_detail_whose_code_ended_goes_along_to_another_commodity(cast: Cast) -> None:
    """Both classes declare it alike: nobody told it anew. Told anew it is asked of today's list."""
    seizure = cast.seizure()
    shared = next(name for name, each in CLASSES["DRG"].by_name.items() if CLASSES["NPS"].by_name.get(name) == each
                  and each.kind == Kind.CODE)  # fmt: skip
    with as_owner():
        Item.objects.filter(seizure=seizure).update(details={shared: "gone"})
    told: dict[str, Any] = {"commodity": "NPS"}
    item = change_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told=told)
    assert (item.commodity, item.details) == ("NPS", {shared: "gone"})
    with pytest.raises(Invalid) as refused:
        added(cast, seizure, details={shared: "went"})
    assert refused.value.field == f"details.{shared}"


# The worked examples, by real records ---------------------------------------------------------------------------------

with Path("tests/aircop/reference/normalisation.csv").open(encoding="utf-8") as file:
    EXAMPLES = list(csv.DictReader(file))


@pytest.mark.parametrize("row", EXAMPLES, ids=[f"{row['example']}-{row['substance']}" for row in EXAMPLES])
def test_the_worked_examples_hold_for_records(cast: Cast, row: dict[str, str]) -> None:
    """Through the service into the table, at an airport of the sub-region."""
    place = Airport.objects.filter(country__sub_region__in=_region(row["sub_region"])).order_by("iata")[0]
    seizure = cast.seizure(airport=place)
    cash = row["substance"] == "cash"
    told = {"commodity": "CUR" if cash else "DRG", "substance": "" if cash else row["substance"].lower()}
    item = added(cast, seizure, quantity=Decimal(row["quantity"]), unit=row["unit"], **told)
    stands = next(each for each in items(seizure) if each.sequence == item.sequence)
    assert (stands.quantity, stands.unit) == (Decimal(row["quantity"]), row["unit"])
    if row["kg_equivalent"] == "not convertible":
        assert (stands.kg_equivalent, stands.factor, stands.factor_text) == (None, None, "")
    else:
        assert stands.kg_equivalent == Decimal(row["kg_equivalent"])
        assert (stands.factor_text, stands.factor_version) == (row["factor"], "2026-1")


def _region(name: str) -> list[str]:
    return [code for code, words in codes("sub_region", "en") if words == name]


def test_tomorrow_is_no_day_of_a_value(cast: Cast) -> None:
    """The day may run ahead of GMT by one, at the airport."""
    seizure = cast.seizure()
    terms: dict[str, Any] = {"value": Decimal(5), "currency": "EUR"}
    today = timezone.now().date()
    assert added(cast, seizure, valued_on=today + timedelta(days=1), **terms).valued_on
    with pytest.raises(Invalid):
        added(cast, seizure, valued_on=today + timedelta(days=2), **terms)


def test_a_seizure_holds_no_more_items_than_a_person_adds_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seizure = cast.seizure()
    monkeypatch.setattr("seizures.services.item.MOST", 1)
    with pytest.raises(Invalid, match="at most 1 items"):
        added(cast, seizure, **CASH)


def test_a_field_that_no_item_has_is_refused(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(Invalid) as refusal:
        change_item(
            actor=cast.officer.actor, seizure=seizure, sequence=1, version=seizure.version, told={"kg_equivalent": 1}
        )
    assert refusal.value.field == "kg_equivalent"


def test_what_was_tested_stays(cast: Cast) -> None:
    seizure = cast.seizure()
    added(cast, seizure, **CASH)
    facts = FieldTestFacts(result="negative", tested_at=WHEN, kit="scott")
    record_field_test(actor=cast.officer.actor, seizure=seizure, item=1, facts=facts)
    with pytest.raises(Invalid) as refusal:
        remove_item(actor=cast.officer.actor, seizure=seizure, sequence=1, version=fresh(cast, seizure))
    assert refusal.value.code == "examined"
