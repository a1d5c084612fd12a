"""How the machinery stands, in figures: the log and its readers, seals, uploads, queues. Asked for at `/metrics`.

A part that cannot be asked is told as down; the others are told all the same.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error as DatabaseError
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from aircop.access.unscoped import unscoped
from aircop.audit.queries import last_sealed, unsealed
from aircop.celery import app
from aircop.events.standing import standing
from aircop.files.sweeping import open_uploads
from alerts.services.sending import standing as deliveries


class Gauges(Collector):
    """What is asked for anew at each reading; labels are names of consumers, queues and parts."""

    def collect(self) -> Iterator[Metric]:
        """Return every figure that can be had."""
        parts: dict[str, Callable[[], list[Metric]]] = {"database": _of_the_database, "broker": _of_the_broker}
        up = GaugeMetricFamily("aircop_part_up", "1 when the part answers, else 0.", labels=["part"])
        for name, ask in parts.items():
            try:
                figures = ask()
            except (DatabaseError, redis.RedisError):
                up.add_metric([name], 0)
            else:
                up.add_metric([name], 1)
                yield from figures
        yield up


def _of_the_database() -> list[Metric]:
    with unscoped("figures about the machinery: counts and ages alone") as alias:
        log, (waiting, age), sealed = standing(alias), unsealed(alias), last_sealed(alias)
        uploads, received = open_uploads(alias)
    waiting_out, set_aside, oldest_out = deliveries()
    lags = {name: behind.events for name, behind in log.consumers.items()}
    ages = {name: behind.oldest for name, behind in log.consumers.items()}
    return [
        CounterMetricFamily("aircop_events_appended", "Events that have their position.", value=log.position),
        _one("aircop_events_unsequenced", "Events that wait for their position.", log.unsequenced.events),
        _one("aircop_events_unsequenced_oldest_seconds", "Age of the oldest of them.", log.unsequenced.oldest),
        _each("aircop_consumer_lag_events", "Positions between a consumer and the head of the log.", "consumer", lags),
        _each("aircop_consumer_oldest_seconds", "Age of the oldest event not dealt with.", "consumer", ages),
        _one("aircop_events_parked", "Events set aside after three failures.", log.parked),
        _one("aircop_audit_unsealed", "Audit entries that wait for their seal.", waiting),
        _one("aircop_audit_unsealed_oldest_seconds", "Age of the oldest of them.", age),
        *([_one("aircop_audit_sealed_seconds", "Seconds since the last seal.", sealed)] if sealed else []),
        _one("aircop_deliveries_waiting", "Mails and webhooks that did not go out yet.", waiting_out),
        _one("aircop_deliveries_oldest_seconds", "Age of the oldest of them.", oldest_out),
        _one("aircop_deliveries_parked", "Those set aside after too many failures.", set_aside),
        _one("aircop_uploads_open", "Uploads on their way.", uploads),
        _one("aircop_uploads_open_bytes", "Bytes of them that are here.", received),
    ]


def _of_the_broker() -> list[Metric]:
    queues = [app.conf.task_default_queue]
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
        lengths = {name: int(client.llen(name)) for name in queues}
    return [_each("aircop_queue_length", "Tasks that wait for a worker.", "queue", lengths)]


def _figure(value: float | timedelta) -> float:
    return max(value.total_seconds(), 0.0) if isinstance(value, timedelta) else float(value)


def _one(name: str, words: str, value: float | timedelta) -> Metric:
    return GaugeMetricFamily(name, words, value=_figure(value))


def _each(name: str, words: str, label: str, values: Mapping[str, float | timedelta]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], _figure(value))
    return family
