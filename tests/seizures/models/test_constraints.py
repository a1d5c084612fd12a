"""What the database itself refuses, whoever asks: its owner too."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from aircop.access.models import AccessList, FieldClass, ListKind
from seizures.models import Item, Seizure
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"status": "verified"}, "seizure_verified_has_verifier"),
        ({"verified_by": "supervisor", "verified_at": timezone.now()}, "seizure_verified_has_verifier"),
        ({"status": "verified", "verified_by": "officer"}, "seizure_verifier_is_not_author"),
        ({"status": "rejected"}, "seizure_rejected_has_reason"),
        ({"rejection": "INC"}, "seizure_rejected_has_reason"),
        ({"reference": None}, "seizure_submitted_has_reference"),
        ({"handling": "H3"}, "seizure_h3_has_words"),
    ],
)
def test_a_seizure_that_cannot_be(cast: Cast, broken: dict[str, Any], constraint: str) -> None:
    seizure = cast.seizure()
    told = {name: getattr(cast, value).user if name == "verified_by" else value for name, value in broken.items()}
    with as_owner(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Seizure.objects.filter(pk=seizure.pk).update(**told)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"quantity": 0}, "item_quantity_positive"),
        ({"quantity": -1}, "item_quantity_positive"),
        ({"factor": None}, "item_factor_with_equivalent"),
        ({"kg_equivalent": None}, "item_factor_with_equivalent"),
        ({"value": 10}, "item_value_with_currency"),
        ({"value": 10, "currency": "eur"}, "item_value_with_currency"),
        ({"currency": "EUR"}, "item_value_with_currency"),
    ],
)
def test_an_item_that_cannot_be(cast: Cast, broken: dict[str, Any], constraint: str) -> None:
    seizure = cast.seizure()
    with as_owner(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Item.objects.filter(seizure=seizure).update(**broken)


def test_a_record_cannot_name_a_root_that_is_not_its_lists(cast: Cast) -> None:
    seizure = cast.seizure()
    with as_owner(), pytest.raises(IntegrityError, match="seizures_seizure_root"), transaction.atomic():
        Seizure.objects.filter(pk=seizure.pk).update(root_list=cast.acc.default_list)


def test_a_derived_list_hangs_on_a_root(cast: Cast) -> None:
    """One step and no more, so that a list and its root are all that a reader has to be probed for."""
    terms: dict[str, Any] = {"label": "x", "owner_agency": cast.customs.pk, "owner_unit": None}
    with as_owner():
        derived = AccessList.objects.create(kind=ListKind.DERIVED, root=cast.abj.default_list, **terms)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="access_list_one_step"), transaction.atomic():
            AccessList.objects.create(kind=ListKind.DERIVED, root=derived, **terms)


def test_words_of_the_record() -> None:
    """How a record names itself, and how far each field travels."""
    assert str(Seizure(reference="ABJ1-S-2026-000001")) == "ABJ1-S-2026-000001"
    assert str(Seizure(occurred_on=date(2026, 3, 14))) == "draft of 14 Mar 2026"
    fields = {name: Seizure.field_class(name) for name in ("id", "summary", "narrative", "unheard_of")}
    assert fields == {
        "id": FieldClass.OPEN,
        "summary": FieldClass.CASE,
        "narrative": FieldClass.IDENTITY,
        "unheard_of": FieldClass.IDENTITY,
    }


def test_an_item_in_words(cast: Cast) -> None:
    seizure = cast.seizure()
    with as_owner():
        assert str(Item.objects.get(seizure=seizure)) == "2.5 kg cocaine"
