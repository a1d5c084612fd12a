"""`/metrics`: for listed networks that ask this process itself, and figures alone."""

import re
from ipaddress import ip_network
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from aircop.audit import record
from aircop.events import consumers
from aircop.files.models import KEPT, Upload
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
LABELS = {"route", "method", "status", "consumer", "queue", "part", "le"}
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|@|ABJ1-S-")


def figures(client: Client | None = None, **meta: Any) -> dict[tuple[str, ...], float]:
    """Return what is told: (name, value of the label, ...) -> figure."""
    answer = (client or Client()).get("/metrics", **meta)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    found = text_string_to_metric_families(answer.content.decode())
    return {(each.name, *each.labels.values()): each.value for family in found for each in family.samples}


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "10.1.2.3"}, 200),
        ({"REMOTE_ADDR": "::ffff:10.1.2.3"}, 200),
        ({"REMOTE_ADDR": "2001:db8::1"}, 200),
        ({"REMOTE_ADDR": "10.2.0.1"}, 404),
        ({"REMOTE_ADDR": "2001:db8::2"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "not an address"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"HTTP_X_FORWARDED_FOR": ""}, 404),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 404),
    ],
    ids=str,
)
def test_who_may_ask(settings: Any, meta: Any, status: int) -> None:
    """A listed network, directly; to others the address does not exist, whatever they claim."""
    settings.METRICS_NETWORKS = [ip_network(each) for each in ("127.0.0.0/8", "10.1.0.0/16", "2001:db8::1/128")]
    assert Client().get("/metrics", **meta).status_code == status


def test_a_sign_in_opens_nothing(cast: Cast, settings: Any) -> None:
    """A platform administrator elsewhere is nobody here."""
    settings.METRICS_NETWORKS = []
    client = Client()
    client.force_login(cast.platform_admin.user)
    assert client.get("/metrics").status_code == 404
    assert client.post("/metrics").status_code == 405


def test_requests_are_counted_by_route_method_and_status(cast: Cast) -> None:
    """Never by what stands in the address."""
    client = Client()
    client.force_login(cast.officer.user)
    before = figures()
    seizure = cast.seizure()
    for path in (f"/seizures/{seizure.pk}/", "/seizures/?q=secret", "/nowhere/secret/"):
        client.get(path)
    client.generic("BREW", "/healthz")
    after = figures()
    asked = [
        ("aircop_requests_total", "GET", "seizures:seizure-detail", "200"),
        ("aircop_requests_total", "GET", "seizures:seizure-list", "200"),
        ("aircop_requests_total", "GET", "unrouted", "404"),
        ("aircop_requests_total", "OTHER", "healthz", "405"),
        ("aircop_request_seconds_count", "GET", "seizures:seizure-list"),
    ]
    assert [after[each] - before.get(each, 0) for each in asked] == [1] * 5
    assert not any("secret" in value for key in after for value in key)


def test_the_machinery_is_told_in_figures(cast: Cast) -> None:
    """Events, consumers, seals, uploads, queues."""
    assert cast.officer
    before = figures()
    record(cast.officer.actor, "seizure.search")
    sent = {"owner": cast.officer.user, "name": "x.jpg", "size": 9, "received": 4}
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT statement_timestamp() + %s", [KEPT])  # type: ignore[list-item]  # the driver knows it
        (ends,) = cursor.fetchone()
        Upload.objects.create(**sent, client="01890000-0000-7000-8000-000000000001", expires_at=ends)
        Upload.objects.create(**sent, client="01890000-0000-7000-8000-000000000002", expires_at=ends - 2 * KEPT)
    after = figures()
    assert after["aircop_audit_unsealed",] == before["aircop_audit_unsealed",] + 1
    assert after["aircop_uploads_open",] == before["aircop_uploads_open",] + 1
    assert after["aircop_uploads_open_bytes",] == before["aircop_uploads_open_bytes",] + 4
    assert after["aircop_events_unsequenced",] > 0
    assert after["aircop_audit_unsealed_oldest_seconds",] >= 0
    assert {key[1] for key in after if key[0] == "aircop_consumer_lag_events"} == set(consumers.names())
    assert after["aircop_queue_length", "celery"] >= 0
    assert (after["aircop_part_up", "database"], after["aircop_part_up", "broker"]) == (1, 1)


def test_a_part_that_is_down_is_told_and_the_rest_too(settings: Any) -> None:
    """Where the broker is away, the figures of the database are there."""
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    told = figures()
    assert (told["aircop_part_up", "database"], told["aircop_part_up", "broker"]) == (1, 0)
    assert ("aircop_events_appended_total",) in told
    assert ("aircop_queue_length", "celery") not in told


def test_labels_are_few_and_name_no_record(cast: Cast) -> None:
    """No id, no address, no reference, no e-mail."""
    client = Client()
    client.force_login(cast.officer.user)
    client.get(f"/seizures/{cast.seizure().pk}/")
    found = list(text_string_to_metric_families(client.get("/metrics").content.decode()))
    labels = {name for family in found for each in family.samples for name in each.labels}
    assert labels <= LABELS
    assert not [value for family in found for each in family.samples for value in each.labels.values()
                if IDS.search(value)]  # fmt: skip
