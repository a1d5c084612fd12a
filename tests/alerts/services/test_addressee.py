"""Whom an alert is for: named, ahead on its route, in a sub-region; looked up again until it is told."""

import pytest

from aircop.errors import Invalid
from alerts.enums import AddresseeKind
from alerts.models import Alert
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert
from alerts.services.telling import publish_alert, submit_alert, warn_at_once
from seizures.services.consent import answer_consent, ask_consent
from taskforces.models import Agency, TaskForce
from tests.alerts.told import drafted
from tests.cast import Cast
from tests.traces import entries, values

pytestmark = pytest.mark.django_db


def test_the_corridor_is_what_lies_ahead(cast: Cast) -> None:
    """Units at airports after the own one; the own unit is never addressed."""
    unit = lome(cast)
    alert = drafted(cast, chosen=Chosen(corridor=True), route=["BKO", "ABJ", "LFW"])
    rows = [(row.unit_id, row.kind) for row in alert.addressees.all()]
    assert rows == [(unit.pk, AddresseeKind.CORRIDOR)]
    assert cast.acc
    told = change_alert(
        actor=cast.officer.actor, alert=alert, told={"route": ["ACC", "LFW"]}, chosen=Chosen(corridor=True)
    )
    assert {row.unit_id for row in told.addressees.all()} == {unit.pk, cast.acc.pk}


def lome(cast: Cast) -> TaskForce:
    """Open a unit at an airport of the route."""
    return cast.unit("LFW1", "LFW", cast.agency("TG-CUS", "TG"))


def test_who_comes_to_the_route_before_it_is_told_is_told_too(cast: Cast) -> None:
    """Nobody stands ahead yet: that all are meant is remembered."""
    alert = drafted(cast, chosen=Chosen(corridor=True), route=["ABJ", "LFW"])
    assert (alert.corridor, alert.addressees.count()) == (True, 0)
    with pytest.raises(Invalid) as refusal:
        submit_alert(actor=cast.officer.actor, alert=alert)
    assert refusal.value.field == "units"
    unit = lome(cast)
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    assert [row.unit_id for row in alert.addressees.all()] == [unit.pk]
    assert values("alert.submit")[0]["values"]["addressees"] == [[], [str(unit)]]
    later = cast.unit("LFW2", "LFW", cast.agency("TG-CUS", "TG"))
    publish_alert(actor=cast.supervisor.actor, alert=alert)
    assert [entry["recipients"] for entry in entries("alert.publish")] == [[str(unit), str(later)]]
    assert values("alert.publish")[0]["values"]["addressees"] == [[str(unit)], [str(unit), str(later)]]


def test_a_warning_goes_to_who_stands_ahead_now(cast: Cast) -> None:
    """And to who serves in a sub-region now; who was named stays."""
    assert cast.acc
    region = cast.acc.airport.country.sub_region
    alert = drafted(cast, chosen=Chosen(corridor=True, units=[cast.acc]), route=["ABJ", "LFW"])
    other = drafted(cast, chosen=Chosen(regions=[region]), route=[])
    unit = lome(cast)
    for each, kind in ((alert, AddresseeKind.CORRIDOR), (other, AddresseeKind.REGION)):
        told = warn_at_once(actor=cast.officer.actor, alert=each)
        assert [row.kind for row in told.addressees.filter(unit=unit)] == [kind]
        assert told.addressees.filter(unit=cast.acc).exists()


def test_who_comes_to_the_route_is_not_told_of_what_its_consent_does_not_name(cast: Cast) -> None:
    seizure, police = cast.seizure(handling="H2"), cast.colleague
    asked = ask_consent(
        actor=cast.supervisor.actor, about=seizure, kind="share", to_agency=cast.foreign, reason="Their courier too"
    )
    answer_consent(actor=cast.owner_supervisor.actor, consent=asked, answer="granted")
    chosen = Chosen(agencies=[cast.foreign], corridor=True)
    alert = drafted(cast, by=police, seizure=seizure, handling="H2", chosen=chosen, route=["ABJ", "LFW"])
    lome(cast)
    with pytest.raises(Invalid, match="names other agencies") as refusal:
        warn_at_once(actor=police.actor, alert=alert)
    assert refusal.value.field == "units"


def test_who_was_named_and_lies_ahead_is_one_or_the_other(cast: Cast) -> None:
    """Named before, meant by the route now: on another route it is told no more. The history says so."""
    assert cast.acc
    alert = drafted(cast, chosen=Chosen(units=[cast.acc], corridor=True))
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    reviewer, along = cast.supervisor.actor, Chosen(corridor=True)
    alert = change_alert(actor=reviewer, alert=alert, told={}, chosen=along)
    assert [row.kind for row in alert.addressees.all()] == [AddresseeKind.CORRIDOR]
    assert values("alert.change")[0]["values"] == {"addressees.unit": [[str(cast.acc)], []]}
    version = alert.version
    assert change_alert(actor=reviewer, alert=alert, told={}, chosen=along).version == version
    alert = change_alert(actor=reviewer, alert=alert, told={"route": ["ABJ", "LFW"]})
    assert (alert.corridor, alert.addressees.count()) == (True, 0)
    alert = change_alert(actor=reviewer, alert=alert, told={}, chosen=Chosen())
    assert (alert.corridor, alert.version) == (False, version + 2)


def test_regions_and_agencies(cast: Cast) -> None:
    assert cast.acc
    chosen = Chosen(regions=[cast.acc.airport.country.sub_region], agencies=[cast.elsewhere], units=[cast.acc])
    alert = drafted(cast, chosen=chosen)
    kinds = {(row.unit_id or row.agency_id): row.kind for row in alert.addressees.all()}
    assert kinds == {cast.acc.pk: "unit", cast.elsewhere.pk: "agency"}
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    publish_alert(actor=cast.supervisor.actor, alert=alert)
    assert Alert.objects.visible_to(cast.outsider.actor).filter(pk=alert.pk).exists()
    with pytest.raises(Invalid):
        drafted(cast, chosen=Chosen(regions=["atlantis"]))


def test_no_more_than_five_hundred_are_addressed(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(cast, chosen=Chosen(agencies=[Agency() for _each in range(501)]))
    assert refused.value.field == "units"
