"""By the clock: reminders of reviews of access."""

from celery import shared_task

from taskforces.services.access_reminder import remind_of_reviews


@shared_task
def remind_of_reviews_task() -> int:
    """Announce the agencies whose access nobody has reviewed for ninety days."""
    return remind_of_reviews()
