"""What is swept away by the clock."""

from celery import shared_task
from django.db.models.functions import Now
from oauth2_provider.models import AccessToken

from aircop.accounts.lockout import forget_old_misses
from aircop.accounts.models import Session


@shared_task
def forget_ended_sign_ins_task() -> None:
    """Delete ended sessions, ended partner tokens and old misses; nothing of them is needed any more."""
    Session.objects.filter(expire_date__lt=Now()).delete()
    AccessToken.objects.filter(expires__lt=Now()).delete()
    forget_old_misses()
