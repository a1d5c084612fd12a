"""How complete a record is: what is wanted when, what each gap blocks, what the score says."""

from typing import Any

import pytest
from uuid6 import uuid7

from seizures.models import Item, Seizure
from seizures.queries.checklist import TOLD, arrests_lacking
from seizures.queries.completeness import BLOCKS, OF_ITEM, OF_SEIZURE, Completeness, Report, completeness

WHOLE = {each.field: "x" for each in OF_SEIZURE}


def drug(**told: str) -> Item:
    """Return an item of a drug that lacks nothing but what is told to be empty."""
    return Item(**{"commodity": "DRG", **{each.field: "x" for each in OF_ITEM}, **told})


def test_whole_is_a_hundred() -> None:
    """And names nothing."""
    found = completeness(Seizure(conveyance="PAX", **WHOLE), [drug()])
    assert (found.score, found.missing, found.blocked()) == (100, (), {})


def test_a_gap_costs_its_weight_and_blocks_its_reports() -> None:
    """Of 20 that a drug of a passenger can have, the substance is 3."""
    found = completeness(Seizure(conveyance="PAX", **WHOLE), [drug(substance="")])
    wanted = sum(each.weight for each in OF_SEIZURE if each.field != "air_waybill") + sum(e.weight for e in OF_ITEM)
    assert found.score == 100 * (wanted - 3) // wanted
    assert found.missing == ("items.substance",)
    assert found.blocked() == {Report.IDS: ["items.substance"], Report.CEN: ["items.substance"]}


@pytest.mark.parametrize(
    ("conveyance", "wanted"), [("PAX", {"flight_number"}), ("CRG", {"air_waybill"}), ("PST", set()), ("UNK", set())]
)
def test_only_what_applies_is_wanted(conveyance: str, wanted: set[str]) -> None:
    """A parcel has no flight, and a passenger no waybill."""
    told = WHOLE | {"flight_number": "", "air_waybill": ""}
    assert set(completeness(Seizure(conveyance=conveyance, **told), []).missing) == wanted


def test_goods_without_substance_are_not_asked_for_one() -> None:
    """Money has no form of a drug."""
    money = Item(commodity="CUR", concealment="FBT", basis="counted", details={"cash_form": "notes", "declared": False})
    assert completeness(Seizure(conveyance="PST", **WHOLE), [money]).missing == ()


def test_what_a_commodity_is_reported_with_is_asked_for() -> None:
    """Each with its own: the form of cash, the species of a parrot; of persons counted no concealment."""
    seizure = Seizure(conveyance="PST", **WHOLE)
    money, persons = Item(commodity="CUR", concealment="FBT", basis="counted"), Item(commodity="SOM", basis="counted")
    assert completeness(seizure, [money]).missing == ("items.details.cash_form", "items.details.declared")
    assert completeness(seizure, [money]).blocked() == {
        Report.CEN: ["items.details.cash_form", "items.details.declared"]
    }
    assert "items.concealment" not in completeness(seizure, [persons]).missing


def test_each_gap_of_items_is_named_once() -> None:
    """However many items lack it."""
    found = completeness(Seizure(conveyance="PST", **WHOLE), [drug(basis=""), drug(basis="")])
    assert found.missing == ("items.basis",)


def test_unknown_is_told() -> None:
    """Not recorded is a gap; not known is an answer."""
    told = WHOLE | {"producing_country": "UNK", "departure_country": ""}
    assert completeness(Seizure(conveyance="PST", **told), []).missing == ("departure_country",)


def arrests(*points: str, person: str = "") -> dict[str, Any]:
    """Return an arrest with these points open, as a seizure keeps it."""
    return {"person": person or str(uuid7()), "open": list(points)}


def test_an_arrest_is_wanted_on_record_and_its_checklist_answered() -> None:
    """Each open point costs, is named once, and blocks the court file."""

    def of(*kept: dict[str, Any]) -> Completeness:
        return completeness(Seizure(conveyance="PST", persons_arrested=2, checklists=[*kept], **WHOLE), [drug()])

    assert of().missing == ("arrests",)
    assert of().blocked() == {Report.COURT: ["arrests"]}
    assert (of(arrests(), arrests()).score, of(arrests(), arrests()).missing) == (100, ())
    lacking = of(arrests("rights_told_at", "search"), arrests("search"))
    assert lacking.missing == ("arrests.rights_told_at", "arrests.search")
    assert max(of().score, lacking.score) < 100
    assert of(arrests(person="1"), arrests(person="1")).missing == ("arrests",), "one person arrested twice is one"


def test_how_many_arrests_are_not_on_record() -> None:
    """Of people, not of arrests; more on record than were told is none too few."""
    for told, kept, lacking in (
        (0, [], 0),
        (2, [], 2),
        (2, [arrests()], 1),
        (2, [arrests(person="1"), arrests(person="1")], 1),
        (1, [arrests(), arrests()], 0),
    ):
        assert arrests_lacking(Seizure(persons_arrested=told, checklists=kept)) == lacking


def test_what_tells_of_minors_is_named_apart_and_weighs_nothing() -> None:
    """Else the score would tell it to those who do not see identities."""
    kept = [arrests("guardian_told", "medical_check")]
    found = completeness(Seizure(conveyance="PST", persons_arrested=1, checklists=kept, **WHOLE), [drug()])
    assert (found.score, found.missing) == (100, ())
    assert found.hidden == ("arrests.guardian_told", "arrests.medical_check")
    assert not {"guardian_told", "medical_check"} & set(TOLD)


def test_every_wanted_field_blocks_something() -> None:
    """Or nobody would want it."""
    assert all(BLOCKS.values())
