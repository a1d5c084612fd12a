"""Alerts, whom they are for, what reached whom, and what came back."""

from alerts.models.addressee import Addressee
from alerts.models.alert import Alert, AlertQuerySet
from alerts.models.answer import Answer
from alerts.models.delivery import Delivery
from alerts.models.photo import AlertPhoto

__all__ = ["Addressee", "Alert", "AlertPhoto", "AlertQuerySet", "Answer", "Delivery"]
