"""The Celery app, and everything that runs by the clock in one table."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aircop.settings")

app = Celery("aircop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What runs by the clock: name -> task, seconds between runs.
app.conf.beat_schedule = {
    "a worker is alive": {"task": "aircop.events.tasks.heartbeat_task", "schedule": 20.0},
    "consumers that were not woken": {"task": "aircop.events.tasks.run_consumers_task", "schedule": 30.0},
    "shares that ended by themselves": {"task": "aircop.access.tasks.announce_endings_task", "schedule": 60.0},
    "ended sessions and tokens": {"task": "aircop.accounts.tasks.forget_ended_sign_ins_task", "schedule": 3_600.0},
    "old idempotency keys": {"task": "aircop.rest.tasks.purge_idempotency_keys_task", "schedule": 3_600.0},
    "pictures that were not drawn": {"task": "aircop.files.tasks.prepare_files_task", "schedule": 60.0},
    "uploads and files that nobody wants": {"task": "aircop.files.tasks.sweep_files_task", "schedule": 3_600.0},
    "files that wait for their record": {"task": "seizures.tasks.attach_waiting_task", "schedule": 300.0},
    "entries begun and left": {"task": "seizures.tasks.forget_old_entries_task", "schedule": 3_600.0},
    "alerts and messages that wait to be sent": {"task": "alerts.tasks.send_deliveries_task", "schedule": 15.0},
    "webhooks that wait to be rung": {"task": "alerts.tasks.ring_webhooks_task", "schedule": 15.0},
    "alerts that go out together": {"task": "alerts.tasks.gather_digests_task", "schedule": 60.0},
    "the queue of deliveries lives": {"task": "alerts.tasks.delivery_beat_task", "schedule": 60.0},
    "urgent alerts to which nobody reacted": {"task": "alerts.tasks.escalate_alerts_task", "schedule": 30.0},
    "alerts whose time ran out": {"task": "alerts.tasks.expire_alerts_task", "schedule": 60.0},
    "answers that are due or overdue": {"task": "alerts.tasks.chase_answers_task", "schedule": 60.0},
    "closed groups that end": {"task": "alerts.tasks.announce_ends_of_groups_task", "schedule": 900.0},
    "cases with something left to do": {"task": "seizures.tasks.remind_of_cases_task", "schedule": 3_600.0},
    "referrals whose clock ran out": {"task": "seizures.tasks.remind_of_referrals_task", "schedule": 900.0},
    "reviews of access that are due": {"task": "taskforces.tasks.remind_of_reviews_task", "schedule": 21_600.0},
    "head of the audit chain": {"task": "aircop.audit.tasks.publish_head_task", "schedule": 86_400.0},
}


@worker_ready.connect
def show_life(sender: Any, **_: Any) -> None:
    """Let a new worker's first tasks be signs of life: `/readyz` need not wait for the clock."""
    sender.app.send_task("aircop.events.tasks.heartbeat_task")
    sender.app.send_task("alerts.tasks.delivery_beat_task")
