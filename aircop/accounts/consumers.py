"""What happens after an act on accounts: the invited person gets a doorbell mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from aircop.accounts.models import Invitation
from aircop.accounts.services.invitation import link_token
from aircop.events import EventView, consumer


@consumer("invitations", kinds={"person_invited"})
def send_invitation(event: EventView) -> None:
    """Send the link to the invited person, if it still opens anything and mail is set up."""
    found = Invitation.objects.select_related("person").filter(pk=event.payload.invitation).first()
    if found is None or not found.open or not settings.MAIL:
        return
    address = f"{settings.PUBLIC_URL}/invitation/{link_token(found)}/"
    with translation.override(found.person.language):
        text = _(
            "You are invited to AIRCOP case management. Choose your password within seven days:\n\n%(address)s\n\n"
            "The link works once. If you do not expect this message, tell your agency's administrator."
        )
        EmailMessage(_("Your account"), text % {"address": address}, to=[found.person.email]).send()
