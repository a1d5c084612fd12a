"""Webhooks of an agency: named, tried, switched off."""

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts.sealing import seal
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.web.outward import BadAddress, read_address
from alerts.enums import AlertKind
from alerts.events import WebhookAdded, WebhookStopped, WebhookTried
from alerts.models import Webhook
from alerts.queries.webhook import webhooks_of
from alerts.rules import can_manage_webhooks
from alerts.services.doorbell import PREFIX, SEALED_FOR

MOST = 20
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A new webhook, and its secret, which is shown this once."""

    webhook: Webhook
    secret: str


@transaction.atomic
def add_webhook(*, actor: Actor, url: str, kinds: Iterable[str]) -> Named:
    """Name an address of the agency's own systems at which alerts of these kinds ring.

    Refuses others than the agency's administrator, addresses that are not public ones under https, and more than a
    few. What the name of the address leads to is looked at each time before something is sent.
    """
    require(can_manage_webhooks(actor))
    stand = webhooks_of(actor).filter(stopped_at__isnull=True)
    address, chosen = url.strip(), [kind for kind in AlertKind.values if kind in set(kinds)]
    _require_public(address)
    if not chosen:
        raise Invalid(_("Choose at least one kind of alert."), field="kinds")
    if stand.filter(url=address).exists():
        raise Invalid(_("This address is on the list already."), field="url")
    if stand.count() >= MOST:
        raise Invalid(_("Switch off an old one first: %(most)d at most.") % {"most": MOST}, field="url")
    secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    webhook = Webhook(
        agency_id=actor.acting.agency_id,  # type: ignore[union-attr]  # whoever may, acts for an agency
        url=address,
        secret=seal(secret, SEALED_FOR),
        kinds=chosen,
        made_by_id=actor.subject_id,  # type: ignore[misc]
    )
    webhook.save(force_insert=True)
    record(actor, "webhook.add", about=webhook, changes={"url": (None, address), "kinds": (None, chosen)})
    append(WebhookAdded(webhook.pk, webhook.agency_id), about=webhook, actor=actor)
    return Named(webhook, secret)


@transaction.atomic
def try_out_webhook(*, actor: Actor, webhook: Webhook) -> None:
    """Ring a webhook once, about nothing; what came of it stands among the deliveries."""
    webhook = _locked(actor, webhook)
    require(can_manage_webhooks(actor, webhook))
    Webhook.objects.filter(pk=webhook.pk).update(resting_until=None)
    record(actor, "webhook.try", about=webhook)
    append(WebhookTried(webhook.pk), about=webhook, actor=actor)


@transaction.atomic
def stop_webhook(*, actor: Actor, webhook: Webhook) -> Webhook:
    """Switch a webhook off for good; what waits for it is held back."""
    webhook = _locked(actor, webhook)
    require(can_manage_webhooks(actor, webhook))
    webhook.stopped_at = timezone.now()
    webhook.save(update_fields=["stopped_at"])
    record(actor, "webhook.stop", about=webhook, changes={"stopped_at": (None, webhook.stopped_at)})
    append(WebhookStopped(webhook.pk), about=webhook, actor=actor)
    return webhook


# The parts ----------------------------------------------------------------------------------------------------------


def _locked(actor: Actor, webhook: Webhook) -> Webhook:
    stands = webhooks_of(actor).select_for_update(of=("self",)).filter(pk=webhook.pk).first()
    if stands is None:
        raise Missing
    return stands


def _require_public(address: str) -> None:
    if len(address) > LONGEST:
        raise Invalid(_("Use an address of %(most)d characters at most.") % {"most": LONGEST}, field="url")
    try:
        read_address(address)
    except BadAddress as fault:
        words = {
            "scheme": _("Begin the address with https://: nothing goes out unencrypted."),
            "private": _("This address is not on the open network: nothing is sent there."),
            "name": _("Give the full name of a system on the open network, such as alerts.example.org."),
        }
        usual = _("This is not an address to which anything can be sent. Write it as https://name/path.")
        raise Invalid(words.get(fault.code, usual), field="url") from fault
