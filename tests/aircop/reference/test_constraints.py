"""What the database itself refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from aircop.reference.models import (
    Airport,
    Code,
    CodeAlias,
    CodeLabel,
    CodeList,
    ConversionFactor,
    Country,
    Edition,
    Substance,
    SubstanceSchedule,
    Unit,
)

pytestmark = pytest.mark.django_db


def refused(name: str):
    return pytest.raises(IntegrityError, match=name)


def code(**values: object) -> Code:
    return Code.objects.create(**{"code_list_id": "sex", "code": "T", "source": "s", **values})


def test_periods_of_a_code_never_overlap():
    code(valid_to=date(2025, 12, 31))
    with refused("code_periods_apart"), transaction.atomic():
        code(valid_from=date(2025, 12, 31))
    code(valid_from=date(2026, 1, 1))
    with refused("code_once_per_start|code_periods_apart"), transaction.atomic():
        code()
    code(code_list_id="tlp")


def test_a_period_runs_forward():
    with refused("code_period_forward|lower bound"), transaction.atomic():
        code(valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))


@pytest.mark.parametrize("values", [{"code": " "}, {"source": ""}])
def test_codes_say_something(values):
    with refused("code_texts_given"):
        code(**values)


def test_labels_and_aliases_say_something_once():
    row = code()
    for model, values, name in (
        (CodeLabel, {"language": "en", "label": "  "}, "code_label_given"),
        (CodeAlias, {"alias": ""}, "code_alias_given"),
    ):
        with refused(name), transaction.atomic():
            model.objects.create(code=row, **values)
    CodeLabel.objects.create(code=row, language="en", label="Test")
    with refused("code_label_once"):
        CodeLabel.objects.create(code=row, language="en", label="Other")


def factor(**values: object) -> ConversionFactor:
    fixed = {"unit": "joint", "grams": Decimal("0.5"), "version": "t", "source": "s"}
    return ConversionFactor.objects.create(**{**fixed, **values})


def test_factors():
    factor(valid_to=date(2025, 12, 31))
    factor(valid_from=date(2026, 1, 1))
    with refused("factor_periods_apart"), transaction.atomic():
        factor(valid_from=date(2025, 6, 1))
    factor(group="CAN")
    with refused("factor_one_scope"), transaction.atomic():
        factor(group="CAN", substance="cannabis")
    for grams in (0, -1):
        with refused("factor_positive"), transaction.atomic():
            factor(sub_region="WCA", grams=grams)


def test_schedules_overlap_only_between_countries():
    cocaine = Substance.objects.get(code__code="cocaine")
    more = {"substance": cocaine, "schedule": "N61-I", "source": "s", "valid_from": date(2020, 1, 1)}
    SubstanceSchedule.objects.create(**more, country_id="CI")
    with refused("schedule_periods_apart"):
        SubstanceSchedule.objects.create(**more)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"iata": "ab1"}, "airport_iata_shape"),
        ({"name": " "}, "airport_name_given"),
        ({"latitude": 91}, "airport_on_earth"),
    ],
)
def test_airports(values, name):
    place = {"iata": "Z9Z", "name": "N", "country_id": "CI", "latitude": 1, "longitude": 1, "timezone": "UTC"}
    with refused(name):
        Airport.objects.create(**{**place, **values})


def test_small_truths():
    row = code()
    with refused("unit_dimension_known"), transaction.atomic():
        Unit.objects.create(code=row, dimension="length")
    with refused("country_alpha2_shape"), transaction.atomic():
        Country.objects.create(alpha2="x1", alpha3="XXX", code=row)
    with refused("code_list_source_given"), transaction.atomic():
        CodeList.objects.create(name="new", source="")
    with refused("edition_single"):
        Edition.objects.create(id=2, stamp=Edition.objects.get().stamp, changed_at="2026-01-01T00:00Z")


def test_every_change_renews_the_stamp():
    stamps = [Edition.objects.get().stamp]
    row = code()
    stamps.append(Edition.objects.get().stamp)
    row.delete()
    stamps.append(Edition.objects.get().stamp)
    Airport.objects.filter(pk="ABJ").update(city="Abidjan")
    stamps.append(Edition.objects.get().stamp)
    assert len(set(stamps)) == 4


def test_rows_say_what_they_are():
    row = Code.objects.get(code_list="unit", code="kg")
    assert str(row) == str(row.unit) == "unit:kg"
    assert str(row.code_list) == "unit"
    assert str(row.labels.get(language="fr")) == "Kilogramme"
    assert str(row.aliases.order_by("pk").first()) == "kilo"
    assert str(row.code_list.labels.get(language="en")) == "Units"
    assert str(Substance.objects.get(code__code="cocaine")) == "substance:cocaine"
    assert str(SubstanceSchedule.objects.filter(substance__code__code="cocaine").get()).endswith(" N61-I")
    assert str(Country.objects.get(pk="CI")) == "CI"
    assert str(Airport.objects.get(pk="ABJ")) == "Abidjan (ABJ)"
    assert str(ConversionFactor.objects.get(unit="viss")) == "1633 g / viss"
    assert str(Edition.objects.get()) == str(Edition.objects.get().stamp)
