"""The declaration of the commodity classes agrees with the code lists and with itself. No database."""

from collections import defaultdict

import pytest

from aircop.access.models import FieldClass
from aircop.reference import seed
from seizures.models import Item
from seizures.models.commodity import ANY, CLASSES, DETAILS, SOME, commodity
from seizures.models.detail import Kind

LISTS = {shipped.name: {code.code: code for code in seed.read_codes(shipped)} for shipped in seed.read_lists()}
DIMENSION = {code: row.facts["dimension"] for code, row in LISTS["unit"].items()}


def test_every_class_of_the_list_is_declared_and_no_other():
    assert set(CLASSES) == set(LISTS["commodity"])
    assert commodity("an agency's own") is ANY


@pytest.mark.parametrize("kind", CLASSES.values(), ids=lambda kind: kind.code)
def test_units_and_lists_exist(kind):
    assert set(kind.units) <= set(LISTS[kind.unit_list])
    assert {detail.code_list for detail in kind.details} - {""} <= set(LISTS)
    assert kind.columns <= SOME
    assert set(kind.wanted) <= {field.name for field in Item._meta.concrete_fields}
    assert len({detail.name for detail in kind.details}) == len(kind.details)


def test_a_name_means_one_kind_of_thing():
    """So that answers have one shape, whatever the commodity."""
    kinds = defaultdict(set)
    for kind in CLASSES.values():
        for detail in kind.details:
            kinds[detail.name].add((detail.kind, detail.code_list, detail.field_class, str(detail.label)))
    assert {name: said for name, said in kinds.items() if len(said) > 1} == {}
    assert set(kinds) == set(DETAILS)


def test_details_never_share_a_name_with_a_column():
    assert not set(DETAILS) & {field.name for field in Item._meta.concrete_fields}


@pytest.mark.parametrize("code", ["TIP", "SOM"])
def test_persons_are_counts_and_nothing_else(code):
    """Persons in whole numbers, no weights, no free text, nothing that names anybody."""
    kind = CLASSES[code]
    assert (kind.units, kind.columns) == (("person",), frozenset())
    assert all(detail.kind in {Kind.CODE, Kind.WHOLE} for detail in kind.details)


def test_pieces_and_weights_stay_apart():
    """Nothing is recorded in an area but plants, and money only in its own list."""
    for code in ("GLD", "WLD", "AMM", "TOB"):
        assert {DIMENSION[unit] for unit in CLASSES[code].units} == {"mass", "count"}
    for code in ("FIR", "DOC", "TIP", "SOM"):
        assert {DIMENSION[unit] for unit in CLASSES[code].units} == {"count"}
    assert not set(LISTS["currency"]) & set(LISTS["unit"])
    assert all(len(code) == 3 and code.isupper() for code in LISTS["currency"])
    assert not [code for code in LISTS["unit"] if len(code) == 3 and code.isupper()]


def test_numbers_of_documents_and_free_words_are_identities():
    hidden = {name for name, detail in DETAILS.items() if detail.field_class == FieldClass.IDENTITY}
    assert hidden == {
        "document_number", "instrument_numbers", "declared_as", "care_place", "disposal", "description",
    }  # fmt: skip
    assert Item.field_class("details.document_number") == FieldClass.IDENTITY
    assert Item.field_class("details.calibre") == FieldClass.CASE
    assert Item.field_class("details.unheard_of") == FieldClass.IDENTITY
    assert Item.field_class("unheard_of") == FieldClass.IDENTITY


def test_species_stand_in_an_appendix_each_period():
    """Pangolins and grey parrots went up on the second of January 2017."""
    by_day = {(row.code, row.valid_from.year): row.parent for row in seed.read_codes(
        next(shipped for shipped in seed.read_lists() if shipped.name == "species"))}  # fmt: skip
    assert by_day["manis", 2017] == by_day["psittacus-erithacus", 2017] == "I"
    assert by_day["manis", 1995] == "II"
    assert {row.parent for row in LISTS["species"].values() if row.selectable and row.code not in {"OTH", "UNK"}} <= {
        "I", "II", "III", "SPLIT", "NOT",
    }  # fmt: skip
