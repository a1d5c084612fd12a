"""Pages of subscriptions and quiet hours: one's own, and why one got an alert."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alerts.models import Delivery, Subscription
from alerts.services.delivery import fan_out
from tests.alerts.told import published
from tests.alerts.watched import watching
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import rows

pytestmark = pytest.mark.django_db
PAGE = "/alerts/subscriptions/"


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def typed(**changed: Any) -> dict[str, Any]:
    return {"name": "Couriers", "severity": "info", "mail": "daily", "hour": "6", "weekday": "0"} | changed


def page(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_is_kept_changed_switched_and_removed(cast: Cast) -> None:
    alert = published(cast)
    assert alert
    client = signed(cast.analyst)
    assert "You watch for nothing yet" in page(client)
    assert "The route begins at" in page(client, f"{PAGE}new/")
    refused = client.post(f"{PAGE}new/", typed(origin="QQQ", weight_kg="x")).content.decode()
    assert "Enter a number" in refused
    assert "No airport and no country" in client.post(f"{PAGE}new/", typed(origin="QQQ")).content.decode()
    assert client.post(f"{PAGE}new/", typed(via="gh", concealment="", weight_kg="")).status_code == 302
    listed = page(client)
    assert "through Ghana" in listed
    assert "once a day at 06:00" in listed
    assert "would have told you of 1 alert<" in listed
    [row] = rows("SELECT * FROM alerts_subscription")
    own = f"{PAGE}{row['id']}/"
    assert 'value="GH"' in page(client, own)
    everything = typed(
        via="",
        origin="CI",
        destination="LFW",
        substance="cocaine",
        substance_group="COC",
        concealment="BODY",
        conveyance="PAX",
        kind="drug",
        severity="high",
        weight_kg="2,5",
        mail="weekly",
        version="1",
    )
    assert client.post(own, everything).status_code == 302
    assert "changed meanwhile" in client.post(own, everything).content.decode()
    listed = page(client)
    for words in (
        "from Côte",
        "to Lom",
        "Cocaine",
        "On or in the body",
        "Drug alert",
        "at least: Important",
        "2.5",
        "Monday at 06:00",
        "of 0 alerts",
    ):
        assert words in listed, words
    assert client.post(f"{own}switch/", {"on": "no"}).status_code == 302
    assert "switched off" in page(client)
    assert client.post(f"{own}switch/", {"on": "yes"}).status_code == 302
    assert client.post(f"{own}remove/").status_code == 302
    assert "You watch for nothing yet" in page(client)
    assert client.get(own).status_code == 404


def test_everything_is_watched_for_when_nothing_is_said(cast: Cast) -> None:
    client = signed(cast.analyst)
    client.post(f"{PAGE}new/", typed(mail="none"))
    assert "every alert that you may see" in page(client)
    assert "Not by e-mail" in page(client)


def test_it_is_nobody_elses(cast: Cast) -> None:
    own = f"{PAGE}{watching(cast.analyst).pk}/"
    client = signed(cast.officer)
    assert client.get(own).status_code == 404
    for act in ("switch/", "remove/"):
        assert client.post(f"{own}{act}").status_code == 404
    assert "Couriers" not in page(client)
    office = signed(cast.platform_admin)
    assert "you read no alerts" in page(office)
    assert office.get(f"{PAGE}new/").status_code == 403


def test_quiet_hours_are_set_in_the_zone_of_the_airport_and_ended(cast: Cast) -> None:
    client = signed(cast.officer)
    hours = "/alerts/quiet-hours/"
    blank = page(client, hours)
    assert 'value="Africa/Abidjan" selected' in blank
    assert 'value="22:00"' in blank
    assert 'value="UTC" selected' in page(signed(cast.outsider), hours)
    told = {"begins": "23:00", "ends": "05:30", "timezone": "Africa/Accra"}
    assert "differs" in client.post(hours, told | {"ends": "23:00"}).content.decode()
    assert "24 hours" in client.post(hours, told | {"ends": "late"}).content.decode()
    assert client.post(hours, told).status_code == 302
    assert "from 23:00 to 05:30 (Africa/Accra)" in page(client)
    assert 'value="05:30"' in page(client, hours)
    assert client.post(f"{hours}end/").status_code == 302
    assert "comes at every hour" in page(client)
    assert client.post(f"{hours}end/").status_code == 404


def test_an_alert_says_why_it_was_told(cast: Cast) -> None:
    watching(cast.analyst)
    watching(cast.partner_officer, name="Through Ghana", via="GH")
    alert = published(cast)
    fan_out(alert.pk)
    told = page(signed(cast.analyst), f"/alerts/{alert.pk}/")
    assert "Why you got this" in told
    assert "It fits your subscription “Couriers”" in told
    assert "addressed</bdi>" not in told
    both = page(signed(cast.partner_officer), f"/alerts/{alert.pk}/")
    assert "Your task force was addressed" in both
    assert "It fits your subscription “Through Ghana”" in both
    with as_owner():
        Subscription.objects.all().delete()
    assert "that you have removed" in page(signed(cast.analyst), f"/alerts/{alert.pk}/")
    assert "Why you got this" not in page(signed(cast.officer), f"/alerts/{alert.pk}/")


def test_whoever_follows_deliveries_sees_why_and_not_what_for(cast: Cast) -> None:
    watching(cast.partner_officer, name="Through Ghana", via="GH", mail="weekly")
    alert = published(cast)
    fan_out(alert.pk)
    client = signed(cast.partner_supervisor)
    listed = page(client, "/alerts/deliveries/?state=later")
    assert "task force addressed · own subscription" in listed
    assert "Waits for its hour" in listed
    assert "Through Ghana" not in listed
    with as_owner():
        row = Delivery.objects.get(alert=alert, channel="email")
        digest = Delivery(recipient_id=row.recipient_id, agency_id=row.agency_id, channel="digest", why="own")
        digest.next_at = timezone.now()
        digest.save(force_insert=True)
    assert "several alerts" in page(client, "/alerts/deliveries/?channel=digest")


def test_pages_cost_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = signed(cast.analyst)
    watching(cast.analyst)
    fan_out(published(cast).pk)
    page(client)
    with django_assert_max_num_queries(14):
        page(client)
    for number in range(9):
        watching(cast.analyst, name=str(number), via="GH", substance="cocaine")
        published(cast)
    with django_assert_max_num_queries(14):
        page(client)
