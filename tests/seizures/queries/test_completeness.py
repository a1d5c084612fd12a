"""How complete a record is: what is wanted when, what each gap blocks, what the score says."""

import pytest

from seizures.models import Item, Seizure
from seizures.queries.completeness import BLOCKS, OF_ITEM, OF_SEIZURE, Report, completeness

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


def test_every_wanted_field_blocks_something() -> None:
    """Or nobody would want it."""
    assert all(BLOCKS.values())
