"""What else happens when something happened to an agency: its administrators get a doorbell mail."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from aircop.access.roles import Role
from aircop.events import EventView, consumer
from taskforces.models import Membership


@consumer("reviews_that_are_due", kinds={"access_review_due"}, from_start=False)
def ring_administrators(event: EventView) -> None:
    """Tell who administers the agency now that its access waits for a review, if mail is set up."""
    if not settings.MAIL:
        return
    seats = Membership.objects.in_force().filter(agency_id=event.payload.agency, role=Role.AGENCY_ADMIN)
    for person in {seat.person_id: seat.person for seat in seats.select_related("person")}.values():
        with translation.override(person.language):
            text = _(
                "Nobody has reviewed for ninety days who has access through your agency. Look through the lines in "
                "AIRCOP case management:\n\n%(address)s"
            )
            address = f"{settings.PUBLIC_URL}/people/reviews/"
            EmailMessage(_("A review of access is due"), text % {"address": address}, to=[person.email]).send()
