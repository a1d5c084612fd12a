"""What is sent: that there is something, of which kind, and where it is read. No word of what it says, and no name."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aircop.accounts.sealing import unseal
from aircop.web import outward
from alerts.enums import Chase, Why
from alerts.models import Delivery

SEALED_FOR = "webhook"
DOT = " \N{MIDDLE DOT} "
PREFIX = "whsec_"  # how the standard writes a secret


def send_mail(row: Delivery) -> None:
    """Ring by e-mail. Raises OSError when it did not go out."""
    assert row.recipient is not None  # noqa: S101  the table holds it
    with translation.override(row.recipient.language):
        words, path = _about(row)
        text = _("Open it in AIRCOP case management:\n\n%(address)s\n\n%(why)s.")
        why = {"address": f"{settings.PUBLIC_URL}{path}", "why": ". ".join(reasons_of(row))}
        _post(row, row.recipient.email, _title(row) % words, text % why)


def send_digest(row: Delivery) -> None:
    """Ring once for all that goes out together: which alerts, of which kind, how much they matter, and where."""
    assert row.recipient is not None  # noqa: S101  the table holds it
    with translation.override(row.recipient.language):
        alerts = [part.alert for part in row.parts if part.alert is not None]
        title = ngettext("%(count)d alert", "%(count)d alerts", len(alerts)) % {"count": len(alerts)}
        lines = [
            f"{DOT.join((str(alert), alert.get_kind_display(), alert.get_severity_display()))}\n"
            f"{settings.PUBLIC_URL}/alerts/{alert.pk}/"
            for alert in alerts
        ]
        text = _("Open them in AIRCOP case management:\n\n%(alerts)s\n\nYou asked for them together: %(address)s")
        told = {"alerts": "\n\n".join(lines), "address": f"{settings.PUBLIC_URL}/alerts/subscriptions/"}
        _post(row, row.recipient.email, title, text % told)


def reasons_of(row: Delivery) -> list[str]:
    """Return why somebody is told, in words: who was addressed or takes part, and whether a subscription asked for it.

    Which one is said on pages alone: its name tells what somebody watches for, and so what the alert says.
    """
    addressed = [] if row.why == Why.OWN else [row.get_why_display()]
    return [*addressed, *([str(Why.OWN.label)] if row.why == Why.OWN or row.subscription_id else [])]


def _about(row: Delivery) -> tuple[Mapping[str, str | None], str]:
    """Return the reference and the kind of what a row tells, and the path at which it is read."""
    if row.thread is not None and row.message is not None:
        told = {"reference": row.thread.reference, "kind": row.message.get_kind_display()}
        return told, f"/messages/{row.thread_id}/"
    assert row.alert is not None  # noqa: S101  the table holds it
    return {"reference": row.alert.reference, "kind": row.alert.get_kind_display()}, f"/alerts/{row.alert_id}/"


def _post(row: Delivery, to: str, title: str, text: str) -> None:
    headers = {"Message-ID": f"<{message_id(row)}@{urlsplit(settings.PUBLIC_URL).hostname}>"}
    EmailMessage(title, text, to=[to], headers=headers).send()


def _title(row: Delivery) -> str:
    if row.recalled_at:
        return _("Recalled: %(reference)s")
    if row.asked == Chase.PAST:
        return _("Your answer is overdue: %(reference)s")
    if row.asked:
        return _("Your answer is wanted: %(reference)s")
    if row.why == Why.UNHEARD:
        return _("Nobody has it in hand: %(reference)s")
    return _("Waits for its review: %(reference)s") if row.why == Why.REVIEW else _("%(kind)s: %(reference)s")


def ring_webhook(row: Delivery) -> None:
    """Ring at an agency's system, signed as the standard for webhooks says. Raises OSError when it did not arrive."""
    assert row.webhook is not None  # noqa: S101  the table holds it
    body, now = body_of(row), int(datetime.now(UTC).timestamp())
    signed = signature(unseal(row.webhook.secret, SEALED_FOR), message_id(row), now, body)
    outward.post(
        row.webhook.url,
        body,
        {
            "Content-Type": "application/json",
            "User-Agent": "AIRCOP-webhooks/1",
            "webhook-id": message_id(row),
            "webhook-timestamp": str(now),
            "webhook-signature": signed,
        },
    )


def message_id(row: Delivery) -> str:
    """Return the name of the message: the same however often it is tried; a recall and another ring are others."""
    if row.recalled_at:
        return f"{row.pk}.recall"
    return f"{row.pk}.{row.rings}" if row.rings else str(row.pk)


def body_of(row: Delivery) -> bytes:
    """Return what a webhook tells: ids, codes and the address at which the alert is read."""
    if row.alert is None:
        told: dict[str, object] = {"type": "webhook.test", "data": {"webhook": str(row.webhook_id)}}
    else:
        data = {
            "id": str(row.alert_id),
            "reference": row.alert.reference,
            "kind": row.alert.kind,
            "url": f"{settings.PUBLIC_URL}/api/v1/alerts/{row.alert_id}/",
        }
        told = {"type": "alert.recalled" if row.recalled_at else "alert.published", "data": data}
    at = row.recalled_at or row.made_at
    return orjson.dumps(told | {"timestamp": at.astimezone(UTC).isoformat()})


def signature(secret: str, name: str, at: int, body: bytes) -> str:
    """Return the signature of a message: HMAC-SHA256 over its name, its time and its body."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, b".".join((name.encode(), str(at).encode(), body)), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
