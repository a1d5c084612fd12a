"""Workflow states and other fixed choices of alerts."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AlertStatus(models.TextChoices):
    """Where an alert stands."""

    DRAFT = "draft", pgettext_lazy("alert", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("alert", "In review")
    PUBLISHED = "published", pgettext_lazy("alert", "Published")
    RECALLED = "recalled", pgettext_lazy("alert", "Recalled")
    EXPIRED = "expired", pgettext_lazy("alert", "Expired")


class AlertKind(models.TextChoices):
    """What an alert is for."""

    SEIZURE = "seizure", pgettext_lazy("alert", "Seizure alert")
    WARNING = "warning", pgettext_lazy("alert", "Warning about a person, a parcel or a flight")
    DRUG = "drug", pgettext_lazy("alert", "Drug alert")
    METHOD = "method", pgettext_lazy("alert", "New method")
    LOCATE = "locate", pgettext_lazy("alert", "Request to locate")
    GENERAL = "general", pgettext_lazy("alert", "General")


class Severity(models.TextChoices):
    """How much it matters, and how soon."""

    INFO = "info", pgettext_lazy("severity", "For information")
    HIGH = "high", pgettext_lazy("severity", "Important")
    URGENT = "urgent", pgettext_lazy("severity", "Urgent")


class AddresseeKind(models.TextChoices):
    """How addressees were chosen."""

    UNIT = "unit", pgettext_lazy("addressee", "Task force")
    AGENCY = "agency", pgettext_lazy("addressee", "Agency")
    REGION = "region", pgettext_lazy("addressee", "All task forces of a sub-region")
    CORRIDOR = "corridor", pgettext_lazy("addressee", "All task forces on the route")


class Channel(models.TextChoices):
    """By what way people and systems are told."""

    APP = "app", pgettext_lazy("channel", "In the application")
    EMAIL = "email", pgettext_lazy("channel", "By e-mail")
    WEBHOOK = "webhook", pgettext_lazy("channel", "To a system of the agency")
    BEAT = "beat", pgettext_lazy("channel", "Sign of life of the queue")
    DIGEST = "digest", pgettext_lazy("channel", "By e-mail, several together")


class Why(models.TextChoices):
    """Why somebody is told."""

    UNIT = "unit", pgettext_lazy("why", "Your task force was addressed")
    AGENCY = "agency", pgettext_lazy("why", "Your agency was addressed")
    REGION = "region", pgettext_lazy("why", "All task forces of your sub-region were addressed")
    CORRIDOR = "corridor", pgettext_lazy("why", "Your airport lies on the route")
    TRIAL = "trial", pgettext_lazy("why", "Somebody tries whether it arrives")
    OWN = "own", pgettext_lazy("why", "It fits a subscription of yours")
    UNHEARD = "unheard", pgettext_lazy("why", "It is urgent, and nobody on your side has it in hand yet")
    REVIEW = "review", pgettext_lazy("why", "Your task force sent it at once, and nobody has reviewed it in time")
    THREAD = "thread", pgettext_lazy("why", "You take part in this thread")


class Mail(models.TextChoices):
    """How what fits a subscription comes by e-mail; in the application it is there at once."""

    ONCE = "once", pgettext_lazy("subscription", "At once")
    DAILY = "daily", pgettext_lazy("subscription", "Once a day, together")
    WEEKLY = "weekly", pgettext_lazy("subscription", "Once a week, together")
    NONE = "none", pgettext_lazy("subscription", "Not by e-mail")


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")
    SATURDAY = 5, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 6, pgettext_lazy("weekday", "Sunday")


class Step(models.TextChoices):
    """To whom an alert goes on when nobody reacts."""

    DUTY = "duty", pgettext_lazy("escalation", "To who is on duty")
    SUPERVISORS = "senior", pgettext_lazy("escalation", "To the supervisors")
    REVIEW = "review", pgettext_lazy("escalation", "To the supervisors, for its review")


class Result(models.TextChoices):
    """What came of an alert at an addressed unit."""

    NOTED = "noted", pgettext_lazy("answer", "Noted, nothing to check yet")
    CHECKED = "checked", pgettext_lazy("answer", "Checked, nothing found")
    SEIZURE = "seizure", pgettext_lazy("answer", "A seizure was made")
    ARREST = "arrest", pgettext_lazy("answer", "A person was stopped or arrested")
    MISSED = "missed", pgettext_lazy("answer", "Too late: already left")
    UNABLE = "unable", pgettext_lazy("answer", "Could not be checked")


class Chase(models.TextChoices):
    """When an addressee that has not answered is asked again."""

    NEAR = "near", pgettext_lazy("chase", "The time to answer is nearly over")
    PAST = "past", pgettext_lazy("chase", "The time to answer is over")


class MessageKind(models.TextChoices):
    """What a message in a thread is."""

    GENERAL = "general", pgettext_lazy("message", "Message")
    REQUEST = "request", pgettext_lazy("message", "Request for information")
    REPLY = "reply", pgettext_lazy("message", "Reply")
    REFUSAL = "refusal", pgettext_lazy("message", "Refusal")
    CLARIFICATION = "clarification", pgettext_lazy("message", "Clarification")
    FEEDBACK = "feedback", pgettext_lazy("message", "Feedback")


class RequestStatus(models.TextChoices):
    """Where a request for information stands."""

    OPEN = "open", pgettext_lazy("request", "Open")
    CLARIFYING = "clarifying", pgettext_lazy("request", "Question to the asker")
    ANSWERED = "answered", pgettext_lazy("request", "Answered")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")


class Clock(models.TextChoices):
    """How soon an answer is needed."""

    URGENT = "8h", pgettext_lazy("clock", "Within 8 hours")
    USUAL = "3d", pgettext_lazy("clock", "Within 3 days")
    WEEK = "7d", pgettext_lazy("clock", "Within 7 days")


class GroupClock(models.TextChoices):
    """What the clock announced of a closed group: that its last day has begun, that it is over."""

    LAST_DAY = "last_day", pgettext_lazy("closed group", "last day")
    OVER = "over", pgettext_lazy("closed group", "over")
