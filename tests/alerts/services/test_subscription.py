"""Subscriptions: kept by their person, matched in one statement, and never further than the person reads."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from aircop.access.actor import NOBODY
from aircop.access.roles import Role
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.events.models import Event
from alerts.models import Alert, Subscription
from alerts.queries.subscription import own_subscription, own_subscriptions, told_why, would_have_told
from alerts.services.addressee import Chosen
from alerts.services.delivery import fan_out
from alerts.services.subscription import (
    MOST,
    Wanted,
    add_subscription,
    change_subscription,
    remove_subscription,
    switch_subscription,
)
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.alerts.told import drafted, published, warned
from tests.alerts.watched import brought, watching
from tests.cast import Cast
from tests.clock import end_a_second_ago
from tests.databases import as_owner
from tests.traces import entries, payloads

pytestmark = pytest.mark.django_db


def test_it_is_kept_changed_switched_and_removed(cast: Cast) -> None:
    actor, row = (
        cast.officer.actor,
        watching(cast.officer, name=" Couriers \n of ABJ ", via="add", weight_kg=Decimal(2)),
    )
    assert (str(row), row.via, row.weight_kg, row.agency_id, row.unit_id) == (
        "Couriers of ABJ",
        "ADD",
        Decimal("2.000"),
        cast.customs.pk,
        cast.abj.pk,
    )
    row = change_subscription(actor=actor, subscription=row, told={"mail": "daily", "hour": 6}, version=1)
    assert change_subscription(actor=actor, subscription=row, told={"hour": 6}).version == 2
    row = switch_subscription(actor=actor, subscription=row, on=False)
    assert switch_subscription(actor=actor, subscription=row, on=False).stopped_at
    assert switch_subscription(actor=actor, subscription=row, on=True).stopped_at is None
    remove_subscription(actor=actor, subscription=row)
    assert own_subscriptions(actor) == []
    verbs = ["add", "change", "switch", "switch", "remove"]
    assert [entry["verb"] for entry in entries("subscription.%")] == [f"subscription.{verb}" for verb in verbs]
    assert {entry["owner_agency"] for entry in entries("subscription.%")} == {cast.customs.pk}
    for kind, number in (("added", 1), ("changed", 3), ("removed", 1)):
        assert payloads(f"subscription_{kind}") == [{"subscription": str(row.pk)}] * number


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"origin": "QQQ"}, "origin"),
        ({"destination": "Q"}, "destination"),
        ({"substance": "nonsense"}, "substance"),
        ({"substance_group": "nonsense"}, "substance_group"),
        ({"concealment": "nonsense"}, "concealment"),
        ({"kind": "nonsense"}, "kind"),
        ({"severity": "nonsense"}, "severity"),
        ({"weight_kg": Decimal(0)}, "weight_kg"),
        ({"weight_kg": Decimal(2_000_000)}, "weight_kg"),
        ({"mail": "nonsense"}, "mail"),
        ({"hour": 24}, "hour"),
        ({"weekday": 7}, "weekday"),
    ],
)
def test_what_cannot_be_watched_for_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        watching(cast.officer, **told)
    assert refused.value.field == field


def test_names_are_taken_once_versions_are_kept_and_there_are_not_too_many(cast: Cast) -> None:
    actor, first = cast.officer.actor, watching(cast.officer)
    with pytest.raises(Invalid, match="already"):
        watching(cast.officer, name="COURIERS")
    with pytest.raises(StaleWrite):
        change_subscription(actor=actor, subscription=first, told={"via": "ADD"}, version=7)
    with pytest.raises(Invalid, match="cannot be changed"):
        change_subscription(actor=actor, subscription=first, told={"person": "x"})
    for number in range(MOST - 1):
        watching(cast.officer, name=str(number))
    with pytest.raises(Invalid, match="thirty"):
        watching(cast.officer, name="one more")


def test_it_is_its_persons_alone(cast: Cast) -> None:
    """Neither by the query, nor past it, nor changed by naming it."""
    row = watching(cast.officer)
    for stranger in (cast.colleague, cast.owner_supervisor, cast.platform_admin, cast.auditor):
        actor = stranger.actor
        assert own_subscriptions(actor) == []
        assert Subscription._default_manager.count() == 0
        with pytest.raises(Missing):
            own_subscription(actor, row.pk)
        with pytest.raises(Missing):
            remove_subscription(actor=actor, subscription=row)
    with pytest.raises(NotAllowed):
        add_subscription(actor=NOBODY, wanted=Wanted(name="x"))
    assert not Subscription.objects.visible_to(NOBODY).exists()
    with connections["system"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("DELETE FROM alerts_subscription")


# What fits ----------------------------------------------------------------------------------------------------------

FITS: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    ({}, {}, True),
    ({"origin": "ABJ"}, {}, True),
    ({"origin": "CI"}, {}, True),
    ({"origin": "ACC"}, {}, False),
    ({"via": "ACC"}, {}, True),
    ({"via": "GH"}, {}, True),
    ({"via": "ABJ"}, {}, True),
    ({"via": "CDG"}, {}, False),
    ({"destination": "LFW"}, {}, True),
    ({"destination": "TG"}, {}, True),
    ({"destination": "ACC"}, {}, False),
    ({"origin": "ABJ"}, {"route": []}, False),
    ({"via": "ABJ"}, {"route": []}, False),
    ({"substance": "cannabis"}, {"substance": "cannabis-herb"}, True),
    ({"substance": "cannabis-herb"}, {"substance": "cannabis"}, False),
    ({"substance": "cocaine"}, {}, False),
    ({"substance_group": "CAN"}, {"substance": "cannabis-herb"}, True),
    ({"substance_group": "CAN-HERB"}, {"substance": "cannabis-herb"}, True),
    ({"substance_group": "COC"}, {"substance": "cannabis-herb"}, False),
    ({"substance_group": "COC"}, {}, False),
    ({"concealment": "BODY"}, {"concealment": "ING"}, True),
    ({"concealment": "ING"}, {"concealment": "ING"}, True),
    ({"concealment": "INS"}, {"concealment": "ING"}, False),
    ({"conveyance": "PAX"}, {"conveyance": "PAX"}, True),
    ({"conveyance": "PAX"}, {"conveyance": "CRG"}, False),
    ({"kind": "warning"}, {}, True),
    ({"kind": "drug"}, {}, False),
    ({"severity": "high"}, {}, True),
    ({"severity": "urgent"}, {}, False),
    ({"severity": "high"}, {"severity": "info"}, False),
    ({"weight_kg": Decimal(2)}, {"weight_kg": Decimal(2)}, True),
    ({"weight_kg": Decimal(2)}, {"weight_kg": Decimal("1.999")}, False),
    ({"weight_kg": Decimal(2)}, {}, False),
    ({"via": "GH", "substance": "cocaine"}, {"substance": "cocaine"}, True),
    ({"via": "GH", "substance": "cocaine"}, {"substance": "heroin"}, False),
]


@pytest.mark.parametrize(("wanted", "told", "fits"), FITS)
def test_what_fits_is_brought_and_counted_the_same(
    cast: Cast, wanted: dict[str, Any], told: dict[str, Any], fits: bool
) -> None:
    """An analyst of the telling unit is no addressee; what would have been told is what is told."""
    row = watching(cast.analyst, **wanted)
    alert = published(cast, **told)
    fan_out(alert.pk)
    assert bool(brought(alert, cast.analyst)) is fits
    assert would_have_told(cast.analyst.actor).get(row.pk, 0) == int(fits)


# Whom it reaches ----------------------------------------------------------------------------------------------------


def test_it_brings_what_its_person_sees_and_says_why(cast: Cast) -> None:
    row = watching(cast.analyst)
    alert = published(cast)
    assert (fan_out(alert.pk), fan_out(alert.pk)) == (2, 0)
    found = brought(alert, cast.analyst)
    assert {each["why"] for each in found.values()} == {"own"}
    assert {each["agency_id"] for each in found.values()} == {cast.police.pk}
    told = told_why(cast.analyst.actor, [alert.pk])[alert.pk]
    assert (told.why, told.subscription) == ("own", row)
    remove_subscription(actor=cast.analyst.actor, subscription=row)
    assert told_why(cast.analyst.actor, [alert.pk])[alert.pk].subscription is None


def test_who_was_addressed_is_told_both(cast: Cast) -> None:
    row = watching(cast.partner_officer, mail="none")
    alert = published(cast)
    assert fan_out(alert.pk) == 2
    found = brought(alert, cast.partner_officer)
    assert {(each["why"], each["subscription_id"]) for each in found.values()} == {("unit", row.pk)}
    assert found["email"]["next_at"], "who is addressed gets the mail, whatever was said of the subscription"


def test_nobody_is_told_what_it_does_not_see(cast: Cast) -> None:
    """Neither an outsider, nor who told it, nor who left, nor who has another seat from which it is seen."""
    watching(cast.outsider)
    watching(cast.supervisor)
    watching(cast.colleague)
    end_a_second_ago(cast.colleague.membership)
    alert = published(cast)
    assert fan_out(alert.pk) == 0
    assert would_have_told(cast.outsider.actor) == {}
    assert would_have_told(cast.supervisor.actor) == {}


def test_it_holds_in_the_frame_in_which_it_was_made(cast: Cast) -> None:
    """Kept at an agency without a unit: what the unit reads by another seat of the person is not brought by it."""
    row = watching(cast.outsider)
    start_membership(
        actor=founder(), person=cast.outsider.user, agency=cast.customs, role=Role.ANALYST, task_force=cast.abj
    )
    alert = published(cast)
    assert fan_out(alert.pk) == 0
    assert would_have_told(cast.outsider.actor) == {}
    assert row.unit_id is None
    to_agency = published(cast, chosen=Chosen(agencies=[cast.elsewhere]))
    assert fan_out(to_agency.pk) == 2


def test_what_is_off_brings_nothing(cast: Cast) -> None:
    row = watching(cast.analyst)
    switch_subscription(actor=cast.analyst.actor, subscription=row, on=False)
    alert = published(cast)
    assert fan_out(alert.pk) == 0
    assert would_have_told(cast.analyst.actor) == {}


def test_a_draft_is_in_no_figure(cast: Cast) -> None:
    row = watching(cast.analyst)
    assert drafted(cast)
    told = published(cast)
    with as_owner():
        Alert.objects.filter(pk=told.pk).update(published_at=timezone.now() - timedelta(days=31))
    warned(cast)
    assert would_have_told(cast.analyst.actor) == {row.pk: 1}


def test_of_several_the_soonest_counts(cast: Cast) -> None:
    watching(cast.analyst, name="a", mail="none")
    watching(cast.analyst, name="b", mail="weekly")
    watching(cast.analyst, name="c", mail="daily")
    soonest = watching(cast.analyst, name="d", mail="once")
    watching(cast.analyst, name="e", via="FR")
    alert = published(cast)
    fan_out(alert.pk)
    mail = brought(alert, cast.analyst)["email"]
    assert (mail["subscription_id"], mail["in_digest"], mail["due_at"]) == (soonest.pk, False, None)


def test_who_wants_no_mail_gets_none(cast: Cast) -> None:
    watching(cast.analyst, mail="none")
    alert = published(cast)
    assert fan_out(alert.pk) == 1
    assert set(brought(alert, cast.analyst)) == {"app"}


def test_matching_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_num_queries: Any) -> None:
    """The consumer asks once for the hours of digests and once for everybody; the request that publishes not at all."""
    watching(cast.analyst, mail="daily")
    first, second = published(cast), published(cast)
    with django_assert_num_queries(4, using="system"):
        fan_out(first.pk)
    for member in (cast.analyst, cast.officer, cast.colleague, cast.partner_officer):
        for number in range(5):
            watching(member, name=f"more {number}", mail="weekly", hour=number)
    with django_assert_num_queries(4, using="system"):
        fan_out(second.pk)
    with as_owner():
        assert Event.objects.filter(kind="alert_published").count() == 2
