"""Partner systems: let in, given a new secret, shut out."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from oauth2_provider.models import AccessToken, Application

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.accounts import events, rules
from aircop.accounts.enums import Kind
from aircop.accounts.models import ApiClient, User
from aircop.accounts.scopes import known_scopes
from aircop.audit import record
from aircop.errors import Invalid
from aircop.events import append


@dataclass(frozen=True, slots=True)
class Registration:
    """What the partner is told, once."""

    client: ApiClient
    client_id: str
    secret: str


@transaction.atomic
def register_client(
    *,
    actor: Actor,
    name: str,
    agency_id: UUID,
    scopes: Iterable[str],
    purpose: str,
    client_id: str = "",
) -> Registration:
    """Let a partner's system in, bound to one agency; its membership there then gives it rights.

    Refuses unknown scopes and a registration without a purpose: every export of the client is done for that one.
    """
    require(rules.can_register_client(actor, agency_id))
    allowed = known_scopes(scopes)
    if not purpose.strip():
        raise Invalid(_("Say what the partner may use the data for."), field="purpose")
    known_as, secret = client_id or secrets.token_hex(12), secrets.token_urlsafe(32)
    user = User.objects.create_user(f"{known_as}@clients.invalid", name=name.strip(), kind=Kind.CLIENT)
    application = Application.objects.create(
        user=user,
        name=name.strip(),
        client_id=known_as,
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
    client = ApiClient.objects.create(
        user=user,
        application=application,
        agency_id=agency_id,
        scopes=allowed,
        purpose=purpose.strip(),
    )
    record(
        actor,
        "client.register",
        about=client,
        changes={"scopes": (None, allowed)},
        purpose=client.purpose,
    )
    append(
        events.ClientRegistered(client=client.pk, agency=agency_id),
        about=client,
        actor=actor,
    )
    return Registration(client, known_as, secret)


def _locked(client: ApiClient) -> ApiClient:
    return ApiClient.objects.select_for_update(of=("self",)).select_related("user", "application").get(pk=client.pk)


@transaction.atomic
def renew_client_secret(*, actor: Actor, client: ApiClient) -> Registration:
    """Give a client a new secret; the old one and the tokens got with it end now."""
    client = _locked(client)
    require(rules.can_manage_client(actor, client))
    secret = secrets.token_urlsafe(32)
    application = client.application
    application.client_secret = secret
    application.save()
    AccessToken.objects.filter(application=application).delete()
    record(actor, "client.renew_secret", about=client)
    append(events.ClientSecretChanged(client=client.pk), about=client, actor=actor)
    return Registration(client, application.client_id, secret)


@transaction.atomic
def close_client(*, actor: Actor, client: ApiClient, reason: str = "") -> ApiClient:
    """Shut a client out, at once and for good."""
    client = _locked(client)
    require(rules.can_manage_client(actor, client))
    if client.user.is_active:
        User.objects.filter(pk=client.user_id).update(
            is_active=False, disabled_at=Now(), session_epoch=F("session_epoch") + 1
        )
        AccessToken.objects.filter(application=client.application).delete()
        record(actor, "client.close", about=client, reason=reason)
        append(events.ClientClosed(client=client.pk), about=client, actor=actor)
    return client
