"""What the stream tells about alerts."""

from dataclasses import dataclass
from uuid import UUID

from aircop.events import kind
from alerts import message_events  # noqa: F401  what is discovered here makes those known too


@kind("alert_drafted", version=1, app="alerts")
@dataclass(frozen=True)
class AlertDrafted:
    """An alert was begun; nobody but its author sees it."""

    alert: UUID


@kind("alert_changed", version=1, app="alerts")
@dataclass(frozen=True)
class AlertChanged:
    """What an alert says was changed before it was published."""

    alert: UUID
    fields: tuple[str, ...]


@kind("alert_discarded", version=1, app="alerts")
@dataclass(frozen=True)
class AlertDiscarded:
    """A draft was thrown away by its author."""

    alert: UUID


@kind("alert_photo_added", version=1, app="alerts")
@dataclass(frozen=True)
class AlertPhotoAdded:
    """A photo was put into an alert before it was published."""

    alert: UUID
    photo: UUID


@kind("alert_photo_removed", version=1, app="alerts")
@dataclass(frozen=True)
class AlertPhotoRemoved:
    """A photo was taken out of an alert before it was published."""

    alert: UUID
    photo: UUID


@kind("alert_submitted", version=1, app="alerts")
@dataclass(frozen=True)
class AlertSubmitted:
    """An alert waits for its reviewer."""

    alert: UUID
    author: UUID


@kind("alert_returned", version=1, app="alerts")
@dataclass(frozen=True)
class AlertReturned:
    """The reviewer gave an alert back to its author."""

    alert: UUID
    author: UUID


@kind("alert_published", version=1, app="alerts")
@dataclass(frozen=True)
class AlertPublished:
    """An alert was told to its addressees: deliver it."""

    alert: UUID
    author: UUID
    urgent: bool


@kind("alert_reviewed", version=1, app="alerts")
@dataclass(frozen=True)
class AlertReviewed:
    """A warning that had gone out at once was looked at by a supervisor afterwards, and stands."""

    alert: UUID
    author: UUID


@kind("alert_recalled", version=1, app="alerts")
@dataclass(frozen=True)
class AlertRecalled:
    """An alert was taken back: whoever got it must be told, and act on it no more."""

    alert: UUID


@kind("alert_erased", version=1, app="alerts")
@dataclass(frozen=True)
class AlertErased:
    """An alert was emptied by order of the law: drop what you hold of it."""

    alert: UUID


@kind("alert_expired", version=1, app="alerts")
@dataclass(frozen=True)
class AlertExpired:
    """The time of an alert ran out."""

    alert: UUID


@kind("alert_conditions_accepted", version=1, app="alerts")
@dataclass(frozen=True)
class AlertConditionsAccepted:
    """Somebody took note of the conditions of an alert, and may read it."""

    alert: UUID


@kind("alert_answered", version=1, app="alerts")
@dataclass(frozen=True)
class AlertAnswered:
    """An addressed unit or agency said what it did about an alert, and what came of it."""

    alert: UUID
    answer: UUID
    author: UUID
    result: str


@kind("alert_acknowledged", version=1, app="alerts")
@dataclass(frozen=True)
class AlertAcknowledged:
    """Somebody of an addressed unit or agency said that the alert arrived and is in hand."""

    alert: UUID
    addressee: UUID


@kind("answer_chased", version=1, app="alerts")
@dataclass(frozen=True)
class AnswerChased:
    """The time in which an addressee was asked to answer is nearly over, or over, and it was silent: ask it again."""

    alert: UUID
    addressee: UUID
    reminder: UUID
    step: str


@kind("alert_escalated", version=1, app="alerts")
@dataclass(frozen=True)
class AlertEscalated:
    """Nobody of an addressed unit had reacted to an urgent warning: it went on to others there."""

    alert: UUID
    addressee: UUID
    step: str


@kind("alert_review_overdue", version=1, app="alerts")
@dataclass(frozen=True)
class AlertReviewOverdue:
    """Nobody has reviewed in time a warning that went out at once: the supervisors of its unit were told."""

    alert: UUID


@kind("webhook_added", version=1, app="alerts")
@dataclass(frozen=True)
class WebhookAdded:
    """An agency named an address of its own systems at which alerts ring."""

    webhook: UUID
    agency: UUID


@kind("webhook_tried", version=1, app="alerts")
@dataclass(frozen=True)
class WebhookTried:
    """Somebody wants to know whether a webhook arrives: ring it once, about nothing."""

    webhook: UUID


@kind("webhook_stopped", version=1, app="alerts")
@dataclass(frozen=True)
class WebhookStopped:
    """A webhook was switched off for good."""

    webhook: UUID


@kind("delivery_resent", version=1, app="alerts")
@dataclass(frozen=True)
class DeliveryResent:
    """A delivery that had been set aside, or had arrived, goes out once more under its own id."""

    delivery: UUID


@kind("subscription_added", version=1, app="alerts")
@dataclass(frozen=True)
class SubscriptionAdded:
    """A person began to watch for alerts; for what stands with the subscription, which is that person's alone."""

    subscription: UUID


@kind("subscription_changed", version=1, app="alerts")
@dataclass(frozen=True)
class SubscriptionChanged:
    """A subscription lets something else pass, comes otherwise, or was switched on or off."""

    subscription: UUID


@kind("subscription_removed", version=1, app="alerts")
@dataclass(frozen=True)
class SubscriptionRemoved:
    """A subscription is no more."""

    subscription: UUID


@kind("quiet_hours_kept", version=1, app="alerts")
@dataclass(frozen=True)
class QuietHoursKept:
    """A person said when it is not to be woken by e-mail."""

    person: UUID


@kind("quiet_hours_ended", version=1, app="alerts")
@dataclass(frozen=True)
class QuietHoursEnded:
    """A person is woken by e-mail at every hour again."""

    person: UUID
