"""Loading brings everything in, twice changes nothing, and local rows stay."""

from collections import Counter
from datetime import date
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command

from aircop.reference import queries, seed
from aircop.reference.models import (
    Airport,
    Code,
    CodeAlias,
    CodeLabel,
    ConversionFactor,
    Country,
    Edition,
    SubstanceSchedule,
)
from aircop.reference.services import load_reference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bare_database")]


@pytest.fixture(autouse=True)
def fresh_snapshot():
    queries.forget()
    yield
    queries.forget()


def rows() -> Counter[str]:
    models = (Airport, Code, CodeAlias, CodeLabel, ConversionFactor, Country, SubstanceSchedule)
    return Counter({model.__name__: model.objects.count() for model in models})


def test_the_template_database_holds_the_lists():
    assert rows()["Airport"] == len(seed.read_airports())
    assert rows()["Code"] == sum(len(seed.read_codes(shipped)) for shipped in seed.read_lists())
    assert Airport.objects.get(pk="ABJ").country.code.labels.get(language="fr").label == "Côte d'Ivoire"


def test_loading_again_changes_nothing():
    before, stamp = rows(), Edition.objects.get().stamp
    assert not load_reference().changed_anything
    assert rows() == before
    assert Edition.objects.get().stamp == stamp


def test_an_empty_database_is_filled():
    before = rows()
    for model in (SubstanceSchedule, ConversionFactor, Airport, CodeAlias, CodeLabel):
        model.objects.all().delete()
    result = load_reference()
    assert rows() == before
    assert result.tables["airport"].added == before["Airport"]
    assert result.lists["substance"] == 122


def test_what_was_changed_by_hand_is_put_right():
    CodeLabel.objects.filter(code__code="cocaine", language="fr").update(label="Farine")
    Airport.objects.filter(pk="ABJ").update(city="Elsewhere")
    ConversionFactor.objects.filter(unit="kg").update(grams=1)
    result = load_reference()
    assert [result.tables[name].changed for name in ("codelabel", "airport", "conversionfactor")] == [1, 1, 1]
    assert queries.label("substance", "cocaine", "fr") == "Cocaïne"
    assert Airport.objects.get(pk="ABJ").city == "Abidjan"


def test_a_code_of_an_agency_stays():
    agency = UUID(int=7)
    own = Code.objects.create(
        code_list_id="place", code="VIP", source="Own list", owner_agency_id=agency, sort_order=900
    )
    CodeLabel.objects.create(code=own, language="en", label="VIP lounge")
    assert not load_reference().changed_anything
    assert ("VIP", "VIP lounge") in queries.codes("place", "en", agency=agency)
    assert ("VIP", "VIP lounge") not in queries.codes("place", "en")


def test_a_code_may_end_and_another_follow_in_one_load(monkeypatch: pytest.MonkeyPatch, tmp_path):
    for file in seed.DATA.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    shipped = (tmp_path / "factors.csv").read_text(encoding="utf-8")
    ended = shipped.replace("dose,heroin,,,0.030,2026-1,,,", "dose,heroin,,,0.030,2026-1,,2027-12-31,")
    (tmp_path / "factors.csv").write_text(f"{ended}dose,heroin,,,0.050,2028-1,2028-01-01,,New\n", encoding="utf-8")
    monkeypatch.setattr(seed, "DATA", tmp_path)
    result = load_reference()
    assert (result.tables["conversionfactor"].added, result.tables["conversionfactor"].changed) == (1, 1)
    versions = ConversionFactor.objects.filter(unit="dose", substance="heroin").order_by("valid_from")
    assert list(versions.values_list("version", "valid_to")) == [("2026-1", date(2027, 12, 31)), ("2028-1", None)]


def test_a_faulty_file_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path):
    before = rows()
    (tmp_path / "lists.csv").write_text("name,en,fr,source\nsex,Sex,Sexe,s\n", encoding="utf-8")
    (tmp_path / "sex.csv").write_text("code,parent,en,fr\nA,B,a,a\nB,A,b,b\n", encoding="utf-8")
    monkeypatch.setattr(seed, "DATA", tmp_path)
    with pytest.raises(seed.BadSeed, match="stands above itself"):
        load_reference()
    assert rows() == before


def test_the_command_says_what_is_there():
    out = StringIO()
    call_command("load_reference", stdout=out)
    assert "substance: 122 codes" in out.getvalue()
    assert "rows, 0 added, 0 changed" in out.getvalue()
    quiet = StringIO()
    call_command("load_reference", stdout=quiet, verbosity=0)
    assert not quiet.getvalue()
