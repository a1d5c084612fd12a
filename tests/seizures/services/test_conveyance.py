"""What is told of the conveyance: by variant, checked, guarded, in the history by class, behind the wall."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.models import Conveyance, Seizure
from seizures.models.conveyance import DETAILS, ON_SEIZURE, VARIANTS
from seizures.services.conveyance import set_conveyance
from seizures.services.seizure import change_seizure, discard_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import verify_seizure
from tests.cast import Cast
from tests.traces import entries, events, values

pytestmark = pytest.mark.django_db


def tell(cast: Cast, seizure: Seizure, **told: Any) -> Seizure:
    """Tell more, as the officer."""
    return set_conveyance(actor=cast.officer.actor, seizure=seizure, version=seizure.version, told=told)


def test_identifiers_are_stored_in_one_spelling(cast: Cast) -> None:
    """Whatever was typed."""
    seizure = cast.seizure()
    told = {
        "flight_number": "af 0702",
        "seat": "012a",
        "bag_tags": ["0074 123456", "0074123456"],
        "booking_reference": " abc123 ",
    }
    done = tell(cast, seizure, **told)
    row = done.conveyance_details
    assert (done.flight_number, row.seat, row.bag_tags, row.booking_reference) == (
        "AF702",
        "12A",
        ["0074123456"],
        "ABC123",
    )
    assert done.version == seizure.version + 1


def test_it_leaves_entry_event_and_history(cast: Cast) -> None:
    """The history tells each field by its own class."""
    seizure = tell(cast, cast.seizure(), seat="12A", flight_number="AF702")
    assert len(entries("seizure.set_conveyance")) == 1
    assert len(events("seizure_changed")) == 1
    assert values("seizure.set_conveyance")[-1]["values"]["conveyance_details.seat"] == ["", "12A"]
    share_seizure(
        actor=cast.supervisor.actor,
        seizure=seizure,
        agency=cast.foreign,
        level=Level.VIEW,
        reason="Same ring",
        until=None,
    )
    told = {each.field: each for each in history(seizure, cast.partner_officer.actor)[0].differences}
    assert told["conveyance_details.seat"].hidden
    assert told["flight_number"].new == "AF702"


@pytest.mark.parametrize("code", VARIANTS)
def test_each_variant_takes_its_own_fields_alone(cast: Cast, code: str) -> None:
    """What belongs to another conveyance is refused by name."""
    seizure = cast.seizure(conveyance=code)
    for name in set(DETAILS) - set(VARIANTS[code]):
        with pytest.raises(Invalid) as caught:
            tell(cast, seizure, **{name: "x"})
        assert caught.value.field == f"conveyance_details.{name}"


def test_every_field_belongs_to_some_conveyance() -> None:
    """And every field of a variant exists."""
    assert {name for names in VARIANTS.values() for name in names} == {*DETAILS, *ON_SEIZURE}


@pytest.mark.parametrize(
    ("code", "told", "field"),
    [
        ("PAX", {"flight_number": "702"}, "flight_number"),
        ("PAX", {"seat": "12I"}, "conveyance_details.seat"),
        ("PAX", {"bag_tags": ["123"]}, "conveyance_details.bag_tags"),
        ("PAX", {"bag_tags": [f"00741{n:05d}" for n in range(21)]}, "conveyance_details.bag_tags"),
        ("PAX", {"booking_reference": "x" * 14}, "conveyance_details.booking_reference"),
        ("CRG", {"air_waybill": "176-12345678"}, "air_waybill"),
        ("CRG", {"hs_code": "30"}, "conveyance_details.hs_code"),
        ("CRG", {"weight_kg": Decimal(0)}, "conveyance_details.weight_kg"),
        ("CRG", {"weight_kg": Decimal("1.2345")}, "conveyance_details.weight_kg"),
        ("CRG", {"pieces": 2**40}, "conveyance_details.pieces"),
        ("CRG", {"declared_value": Decimal(5)}, "conveyance_details.currency"),
        ("CRG", {"currency": "XOF"}, "conveyance_details.declared_value"),
        ("CRG", {"currency": "XO", "declared_value": Decimal(5)}, "conveyance_details.currency"),
        ("PST", {"postal_item": "RR123456784GB"}, "conveyance_details.postal_item"),
    ],
)
def test_what_cannot_be_right_is_refused(cast: Cast, code: str, told: dict[str, Any], field: str) -> None:
    """By the name of its field; nothing is written."""
    seizure = cast.seizure(conveyance=code)
    with pytest.raises(Invalid) as caught:
        tell(cast, seizure, **told)
    assert caught.value.field == field
    assert not Conveyance.objects.filter(seizure=seizure).exists()


def test_the_suspect_character_is_named(cast: Cast) -> None:
    """In brackets, with its neighbours, and what it may have been."""
    with pytest.raises(Invalid) as caught:
        tell(cast, cast.seizure(conveyance="CRG"), air_waybill="176-I2345675")
    assert "176[I]234567" in caught.value.reason
    assert "1 instead of I" in caught.value.reason


def test_another_conveyance_empties_what_is_not_its_own(cast: Cast) -> None:
    """The history keeps what stood there."""
    seizure = tell(cast, cast.seizure(), seat="12A", bag_tags=["0074123456"])
    facts = {"conveyance": "UNB"}
    seizure = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)
    row = Conveyance.objects.get(seizure=seizure)
    assert (row.seat, row.bag_tags) == ("", ["0074123456"])
    assert values("seizure.change")[-1]["values"]["conveyance_details.seat"] == ["12A", None]


def test_a_stale_version_tells_both_texts(cast: Cast) -> None:
    """Of what was sent and differs."""
    seizure = cast.seizure()
    tell(cast, seizure, seat="12A", booking_reference="ABC123")
    with pytest.raises(StaleWrite) as caught:
        tell(cast, seizure, seat="14C", booking_reference="ABC123")
    assert [(clash.field, clash.sent, clash.current) for clash in caught.value.clashes] == [("seat", "14C", "12A")]


def test_nothing_new_changes_nothing(cast: Cast) -> None:
    """No entry, no event, no version."""
    seizure = tell(cast, cast.seizure(), seat="12A")
    assert tell(cast, seizure, seat="12A").version == seizure.version


def test_who_may_not_change_the_seizure_is_refused(cast: Cast) -> None:
    """By role, by state, by sight."""
    seizure = cast.seizure()
    told: dict[str, Any] = {
        "actor": cast.analyst.actor,
        "seizure": seizure,
        "version": seizure.version,
        "told": {"seat": "12A"},
    }
    with pytest.raises(NotAllowed):
        set_conveyance(**told)
    with pytest.raises(Missing):
        set_conveyance(**told | {"actor": cast.outsider.actor})
    seizure = verify_seizure(actor=cast.supervisor.actor, seizure=seizure, version=seizure.version)
    with pytest.raises(NotAllowed):
        tell(cast, seizure, seat="12A")


def test_it_goes_with_a_draft(cast: Cast) -> None:
    """Whoever throws a draft away throws its details away."""
    seizure = tell(cast, cast.seizure(submit=False), seat="12A")
    discard_seizure(actor=cast.officer.actor, seizure=seizure)
    assert not Conveyance.objects.filter(seizure_id=seizure.pk).exists()


def test_the_outsider_reads_no_row(cast: Cast) -> None:
    """The wall follows the seizure."""
    tell(cast, cast.seizure(), seat="12A")
    assert cast.outsider.actor
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seizures_conveyance")
        assert cursor.fetchone() == (0,)


def test_another_conveyance_of_a_record_without_details_empties_nothing(cast: Cast) -> None:
    """There is no row to empty, and none is made."""
    seizure = cast.seizure()
    facts = {"conveyance": "UNB"}
    seizure = change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)
    assert (seizure.conveyance, Conveyance.objects.filter(seizure=seizure).exists()) == ("UNB", False)
    assert set(values("seizure.change")[-1]["values"]) == {"conveyance"}
