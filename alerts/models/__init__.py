"""Alerts and threads of messages, whom they are for, what reached whom, and what came back."""

from alerts.models.acceptance import Acceptance
from alerts.models.addressee import Addressee
from alerts.models.alert import Alert, AlertQuerySet
from alerts.models.answer import Answer
from alerts.models.delivery import Delivery
from alerts.models.escalation import EscalationStep
from alerts.models.group import ClosedGroup, GroupMember
from alerts.models.message import Message, MessageFile
from alerts.models.photo import AlertPhoto
from alerts.models.quiet_hours import QuietHours
from alerts.models.reminder import Reminder
from alerts.models.request import InformationRequest
from alerts.models.subscription import Subscription
from alerts.models.thread import Party, Thread, ThreadQuerySet
from alerts.models.webhook import Webhook

__all__ = [
    "Acceptance",
    "Addressee",
    "Alert",
    "AlertPhoto",
    "AlertQuerySet",
    "Answer",
    "ClosedGroup",
    "Delivery",
    "EscalationStep",
    "GroupMember",
    "InformationRequest",
    "Message",
    "MessageFile",
    "Party",
    "QuietHours",
    "Reminder",
    "Subscription",
    "Thread",
    "ThreadQuerySet",
    "Webhook",
]
