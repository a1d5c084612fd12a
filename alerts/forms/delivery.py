"""How deliveries read: where they stand, why one failed, and by what they are narrowed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from aircop.web.forms import ChoicesForm
from alerts.enums import Channel, Why
from alerts.models import Delivery

STATES: Mapping[str, Any] = {
    "later": pgettext_lazy("delivery", "Waits for its hour"),
    "waiting": pgettext_lazy("delivery", "On its way"),
    "failing": pgettext_lazy("delivery", "Failed, tried again later"),
    "parked": pgettext_lazy("delivery", "Set aside after too many failures"),
    "sent": pgettext_lazy("delivery", "Arrived"),
    "withheld": pgettext_lazy("delivery", "Held back: the right had ended"),
}
TONES: Mapping[str, str] = {"failing": "warn", "parked": "bad", "sent": "good"}
# Why it failed, as the sender notes it; whatever is not here is told as a connection that failed.
FAULTS: Mapping[str, Any] = {
    "timeout": gettext_lazy("It took longer than ten seconds."),
    "too_big": gettext_lazy("The answer was too long."),
    "private": gettext_lazy("The name leads to an address that is not on the open network."),
    "no_such_name": gettext_lazy("No system has this name."),
    "ConnectionRefusedError": gettext_lazy("The other side refuses connections."),
    "SSLCertVerificationError": gettext_lazy("The certificate of the other side is not right."),
}
# Why its recipient is told, as who follows a delivery reads it. Which subscription it was is the recipient's own.
REASONS: Mapping[str, Any] = {
    Why.UNIT: pgettext_lazy("delivery", "task force addressed"),
    Why.AGENCY: pgettext_lazy("delivery", "agency addressed"),
    Why.REGION: pgettext_lazy("delivery", "sub-region addressed"),
    Why.CORRIDOR: pgettext_lazy("delivery", "airport on the route"),
    Why.UNHEARD: pgettext_lazy("delivery", "nobody has it in hand"),
    Why.REVIEW: pgettext_lazy("delivery", "nobody has reviewed it"),
    Why.THREAD: pgettext_lazy("delivery", "takes part in the thread"),
}
SUBSCRIBED: Any = pgettext_lazy("delivery", "own subscription")
ANSWERED: Any = gettext_lazy("The other side answered with %(status)s.")
FAILED: Any = gettext_lazy("The connection failed.")
ALL: Any = pgettext_lazy("deliveries", "All")


class DeliveryFilterForm(ChoicesForm):
    """Where deliveries stand, and how they go."""

    state = forms.ChoiceField(label=gettext_lazy("Status"), choices=[("", ALL), *STATES.items()], required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("Way"),
        choices=[
            ("", ALL),
            *[each for each in Channel.choices if each[0] in {Channel.EMAIL, Channel.DIGEST, Channel.WEBHOOK}],
        ],
        required=False,
    )


def fault_words(fault: str) -> Any:
    """Return why a delivery failed, in words."""
    if fault.startswith("status_"):
        return ANSWERED % {"status": fault.removeprefix("status_")}
    return FAULTS.get(fault, FAILED) if fault else ""


def reasons(row: Delivery) -> list[Any]:
    """Return why the recipient of a delivery is told, in words."""
    addressed = [REASONS[row.why]] if row.why in REASONS else []
    return [*addressed, *([SUBSCRIBED] if row.why == Why.OWN or row.subscription_id else [])]
