"""The route: replaced as a whole, checked, guarded, audited, behind the wall; countries and methods beside it."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.reference.models import Airport
from seizures.models import RouteLeg, Seizure
from seizures.services.route import MOST_LEGS, Leg, set_route
from seizures.services.seizure import change_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit, values

pytestmark = pytest.mark.django_db


def leg(kind: str, airport: str = "", **told: Any) -> Leg:
    """Return a leg at an airport."""
    return Leg(kind=kind, airport=Airport.objects.get(pk=airport) if airport else None, **told)


def write(cast: Cast, seizure: Seizure, *legs: Leg) -> Seizure:
    """Write a route as the officer."""
    return set_route(actor=cast.officer.actor, seizure=seizure, version=seizure.version, legs=legs)


def route(seizure: Seizure) -> list[str]:
    """Return the places in order."""
    return [str(row.airport_id or row.country) for row in RouteLeg.objects.filter(seizure=seizure).order_by("sequence")]


def test_a_route_is_written_and_written_over(cast: Cast) -> None:
    """Fewer legs, more legs, another order; rows that stand keep their ids."""
    seizure = write(
        cast, cast.seizure(), leg("DEP", "ABJ", flight_number="AF 0702", date=date(2026, 3, 14)), leg("DST", "CDG")
    )
    first = RouteLeg.objects.get(seizure=seizure, sequence=1)
    assert (first.country, first.flight_number) == ("CI", "AF702")
    seizure = write(cast, seizure, leg("ORG", country="BR"), leg("DEP", "ABJ"), leg("DST", "CDG"))
    assert route(seizure) == ["BR", "ABJ", "CDG"]
    assert RouteLeg.objects.get(seizure=seizure, sequence=1).pk == first.pk
    seizure = write(cast, seizure, leg("DEP", "ABJ"))
    assert route(seizure) == ["ABJ"]
    seizure = write(cast, seizure)
    assert route(seizure) == []
    assert seizure.version == 6


def test_it_leaves_entry_event_and_history(cast: Cast) -> None:
    """Leg by leg."""
    write(cast, cast.seizure(), leg("DEP", "ABJ", date=date(2026, 3, 14), source="TKT"))
    assert len(entries("seizure.set_route")) == 1
    assert len(events("seizure_changed")) == 1
    told = {"kind": "DEP", "airport": "ABJ", "country": "CI", "date": "2026-03-14", "source": "TKT"}
    assert values("seizure.set_route")[-1]["values"] == {"legs.1": [None, told]}


def test_without_its_audit_it_is_not_written(cast: Cast) -> None:
    """The entry and the act are one transaction."""
    seizure = cast.seizure()
    with mute_audit("seizure.set_route"), pytest.raises(IntegrityError), transaction.atomic():
        write(cast, seizure, leg("DEP", "ABJ"))
    assert route(seizure) == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "XXX", "country": "BR"}, "legs.0.kind"),
        ({"kind": "", "country": "BR"}, "legs.0.kind"),
        ({"kind": "ORG"}, "legs.0.airport"),
        ({"kind": "ORG", "country": "ZZ"}, "legs.0.country"),
        ({"kind": "ORG", "country": "BR", "flight_number": "702"}, "legs.0.flight_number"),
        ({"kind": "ORG", "country": "BR", "confidence": "9"}, "legs.0.confidence"),
        ({"kind": "ORG", "country": "BR", "source": "9"}, "legs.0.source"),
    ],
)
def test_what_cannot_be_right_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    """By leg and field."""
    with pytest.raises(Invalid) as caught:
        write(cast, cast.seizure(), Leg(**told))
    assert caught.value.field == field


def test_a_country_may_be_unknown(cast: Cast) -> None:
    """Which is another thing than not recorded."""
    assert route(write(cast, cast.seizure(), Leg(kind="ORG", country="UNK"))) == ["UNK"]


def test_one_place_of_seizure_and_not_too_many_legs(cast: Cast) -> None:
    """The second one is pointed to."""
    seizure = cast.seizure()
    with pytest.raises(Invalid) as caught:
        write(cast, seizure, leg("SEI", "ABJ"), leg("TRN", "CDG"), leg("SEI", "ABJ"))
    assert caught.value.field == "legs.2.kind"
    with pytest.raises(Invalid) as caught:
        write(cast, seizure, *[leg("TRN", "ABJ")] * (MOST_LEGS + 1))
    assert caught.value.field == "legs"


def test_a_stale_version_is_refused(cast: Cast) -> None:
    """The first writer's route stands."""
    seizure = cast.seizure()
    write(cast, seizure, leg("DEP", "ABJ"))
    with pytest.raises(StaleWrite):
        write(cast, seizure, leg("DEP", "CDG"))


def test_who_may_not_change_the_seizure_is_refused(cast: Cast) -> None:
    """By role, by sight, by state."""
    seizure = cast.seizure()
    terms: dict[str, Any] = {"seizure": seizure, "version": seizure.version, "legs": [leg("DEP", "ABJ")]}
    with pytest.raises(NotAllowed):
        set_route(actor=cast.analyst.actor, **terms)
    with pytest.raises(Missing):
        set_route(actor=cast.outsider.actor, **terms)
    seizure = write(cast, seizure, leg("DEP", "ABJ"))
    seizure = verify_seizure(actor=cast.supervisor.actor, seizure=seizure, version=seizure.version)
    seizure = lock_seizure(actor=cast.supervisor.actor, seizure=seizure, version=seizure.version)
    with pytest.raises(NotAllowed):
        write(cast, seizure)
    assert cast.officer.actor
    RouteLeg.objects.filter(seizure=seizure).delete()
    assert route(seizure) == ["ABJ"], "the wall keeps the legs of a locked record"


def test_the_outsider_reads_no_leg(cast: Cast) -> None:
    """The wall follows the seizure."""
    write(cast, cast.seizure(), leg("DEP", "ABJ"))
    assert cast.outsider.actor
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM seizures_routeleg")
        assert cursor.fetchone() == (0,)


# Countries and methods beside the route -------------------------------------------------------------------------------


def change(cast: Cast, seizure: Seizure, **facts: Any) -> Seizure:
    """Change facts as the officer."""
    return change_seizure(actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts=facts)


def test_empty_unknown_and_a_country_are_three_things(cast: Cast) -> None:
    """And what is no country is refused."""
    seizure = cast.seizure()
    assert seizure.producing_country == ""
    seizure = change(cast, seizure, producing_country="UNK", departure_country="BR", destination_country="FR")
    assert (seizure.producing_country, seizure.departure_country) == ("UNK", "BR")
    with pytest.raises(Invalid) as caught:
        change(cast, seizure, destination_country="QQ")
    assert caught.value.field == "destination_country"


def test_methods_that_helped_are_others_than_the_primary(cast: Cast) -> None:
    """Each once, of the list."""
    seizure = change(cast, cast.seizure(), detection="K9", contributing_detections=["XRB", "K9", "XRB"], trigger="TGT")
    assert (seizure.detection, seizure.contributing_detections, seizure.trigger) == ("K9", ["XRB"], "TGT")
    seizure = change(cast, seizure, detection="XRB")
    assert seizure.contributing_detections == []
    with pytest.raises(Invalid) as caught:
        change(cast, seizure, contributing_detections=["NOPE"])
    assert caught.value.field == "contributing_detections"
    with pytest.raises(Invalid) as caught:
        change(cast, seizure, detection="", contributing_detections=["K9"])
    assert caught.value.field == "detection"


def test_the_same_route_again_changes_nothing(cast: Cast) -> None:
    seizure = write(cast, cast.seizure(), leg("DEP", "ABJ"))
    before = (seizure.version, len(entries("seizure.set_route")))
    seizure = write(cast, seizure, leg("DEP", "ABJ"))
    assert (seizure.version, len(entries("seizure.set_route"))) == before


def test_codes_that_ended_stay_on_the_legs_where_they_stood(cast: Cast) -> None:
    seizure = write(cast, cast.seizure(), leg("ORG", "GRU", confidence="CON"))
    with as_owner():
        RouteLeg.objects.filter(seizure=seizure).update(confidence="gone")
    seizure = write(cast, seizure, leg("ORG", "GRU", confidence="gone"), leg("DST", "CDG"))
    assert route(seizure) == ["GRU", "CDG"]
    with pytest.raises(Invalid):
        write(cast, seizure, leg("ORG", "GRU", confidence="went"))
