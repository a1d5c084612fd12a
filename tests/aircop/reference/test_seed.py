"""The shipped files are whole: labels, sources, links between lists, facts. No database."""

from collections import Counter
from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from aircop.reference import seed
from aircop.reference.models import BEGINNING, Dimension

LISTS = seed.read_lists()
CODES = {shipped.name: seed.read_codes(shipped) for shipped in LISTS}


def known(name: str) -> set[str]:
    return {code.code for code in CODES[name]}


@pytest.mark.parametrize("name", CODES)
def test_each_list_has_codes_with_labels_and_sources(name):
    assert CODES[name]
    for code in CODES[name]:
        assert code.labels["en"]
        assert code.labels["fr"]
        assert code.source


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("language", ["en", "fr", "ar", "es", "pt"])
def test_no_two_codes_look_alike(name, language):
    in_force = [code for code in CODES[name] if code.selectable and code.valid_to is None and language in code.labels]
    headings = {code.code for code in CODES[name] if not code.selectable}
    seen = Counter((code.parent * (code.parent in headings), code.labels[language]) for code in in_force)
    assert not [label for label, times in seen.items() if times > 1]


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("language", ["ar", "es", "pt"])
def test_a_further_language_is_whole_or_absent(name, language):
    with_label = [code for code in CODES[name] if code.labels.get(language)]
    top = [code for code in CODES[name] if not code.parent]
    assert len(with_label) in {0, len(top), len(CODES[name])}


@pytest.mark.parametrize("name", ["direction", "conveyance", "place", "detection", "concealment", "form", "commodity"])
def test_other_and_unknown_are_two_things(name):
    assert {"OTH", "UNK"} <= known(name)


def test_every_file_belongs_to_a_list():
    files = {path.stem for path in seed.DATA.glob("*.csv")}
    assert files == {shipped.name for shipped in LISTS} | {"lists", "factors", "airport", "national_control"}


def test_substances_name_known_groups_and_schedules():
    for code in CODES["substance"]:
        assert code.facts["group"] in known("drug_group"), code.code
        assert code.facts["subgroup"] in known("drug_group") | {""}, code.code
        assert code.facts["nps_group"] in known("nps_group") | {""}, code.code
        for row in seed.read_schedules(code.facts["schedules"]):
            assert row.schedule in known("schedule"), code.code


def test_a_subgroup_lies_in_its_group():
    parents = {code.code: code.parent for code in CODES["drug_group"]}
    for code in CODES["substance"]:
        if code.facts["subgroup"]:
            assert parents[code.facts["subgroup"]] == code.facts["group"], code.code


def test_units_have_a_dimension_and_countries_a_region():
    assert {code.facts["dimension"] for code in CODES["unit"]} == set(Dimension.values)
    regions = {code.facts["sub_region"] for code in CODES["country"]}
    assert regions - {""} == known("sub_region")
    assert len(CODES["country"]) == 250
    assert "XK" in known("country")
    assert len({code.facts["alpha3"] for code in CODES["country"]}) == 250


def test_factors_name_known_codes():
    for factor in seed.read_factors():
        assert factor.unit in known("unit")
        assert factor.substance in known("substance") | {""}
        assert factor.group in known("drug_group") | {""}
        assert factor.sub_region in known("sub_region") | {""}
        assert factor.grams > 0
        assert factor.version
        assert factor.source


def test_no_factor_for_blotters_pellets_or_capsules():
    assert {factor.unit for factor in seed.read_factors()} <= known("unit") - {"blotter", "pellet", "capsule"}


def test_airports_lie_in_known_countries_and_zones():
    airports = seed.read_airports()
    assert len(airports) > 7_500
    assert {airport.country_id for airport in airports} <= known("country")
    assert {airport.timezone for airport in airports} <= available_timezones()
    assert {airport.kind for airport in airports} <= known("airport_kind") | {""}
    by_code = {airport.iata: airport for airport in airports}
    assert by_code["ABJ"].city == "Abidjan"
    assert by_code["ABJ"].search_text.startswith(" abj diap abidjan ")
    assert " felix" in by_code["ABJ"].search_text
    assert by_code["DKR"].kind == "closed"
    with (seed.DATA / "airport.csv").open(encoding="utf-8") as file:
        assert {line.split(",")[0] for line in file} - {"iata"} <= set(by_code)


def test_schedules_are_read_with_their_days():
    assert seed.read_schedules("N61-I;N61-IV:..2020-12-01;T88-I:2001-12-31..") == [
        seed.SeedSchedule("N61-I", BEGINNING, None),
        seed.SeedSchedule("N61-IV", BEGINNING, date(2020, 12, 1)),
        seed.SeedSchedule("T88-I", date(2001, 12, 31), None),
    ]


FAULTS = {
    "unknown columns": "code,en,fr,colour\nA,a,a,red\n",
    "needs its text": "code,en,fr\nA,a,\n",
    "unknown parent": "code,parent,en,fr\nA,B,a,a\n",
    "begins twice": "code,en,fr\nA,a,a\nA,b,b\n",
    "more or fewer values": "code,en,fr\nA,a\n",
    "is not a day": "code,en,fr,valid_from\nA,a,a,yesterday\n",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_line_is_named(fault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "sex.csv").write_text(FAULTS[fault], encoding="utf-8")
    monkeypatch.setattr(seed, "DATA", tmp_path)
    with pytest.raises(seed.BadSeed, match=rf"sex\.csv.*{fault}"):
        seed.read_codes(seed.SeedList("sex", "source", {}))


def test_a_factor_that_is_no_number_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    header = "unit,substance,group,sub_region,grams,version,valid_from,valid_to,source"
    (tmp_path / "factors.csv").write_text(f"{header}\nkg,,,,much,1,,,s\n", encoding="utf-8")
    monkeypatch.setattr(seed, "DATA", tmp_path)
    with pytest.raises(seed.BadSeed, match="'much' is not a number"):
        seed.read_factors()
