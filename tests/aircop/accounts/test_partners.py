"""Partner systems: registered by administrators, served by OAuth2 client credentials."""

import hashlib
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from oauth2_provider.models import AccessToken, Application

from aircop.access.models import Seat
from aircop.access.roles import Role
from aircop.accounts.services.client import Registration, close_client, register_client, renew_client_secret
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, NotAllowed
from aircop.events.models import Event
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.aircop.accounts.api_probe")]

TOKEN = "/oauth/token"
SCOPES = ["seizures:read", "units:read"]


@pytest.fixture
def partner(cast: Cast) -> Registration:
    """Return a partner's system of the Ghanaian commission, with its membership."""
    registration = register_client(
        actor=founder(), name="Gateway", agency_id=cast.foreign.pk, scopes=SCOPES, purpose="exchange of seizures"
    )
    start_membership(actor=founder(), person=registration.client.user, agency=cast.foreign, role=Role.PARTNER)
    return registration


def ask_token(client_id: str, secret: str, *, basic: bool = True, client: Client | None = None, **body: Any) -> Any:
    """Ask for a token as a programme does."""
    body = {"grant_type": "client_credentials"} | body
    headers = {}
    if basic:
        headers["Authorization"] = "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()
    else:
        body |= {"client_id": client_id, "client_secret": secret}
    return (client or Client(enforce_csrf_checks=True)).post(TOKEN, body, headers=headers)


def probe(token: str) -> Any:
    """Use a token."""
    return Client().get("/api/v1/probe/", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("basic", [True, False])
def test_id_and_secret_give_a_short_token(partner: Registration, basic: bool) -> None:
    answer = ask_token(partner.client_id, partner.secret, basic=basic)
    assert answer.status_code == 200
    told = answer.json()
    assert told["expires_in"] == 900
    assert told["token_type"] == "Bearer"
    assert set(told["scope"].split()) == set(SCOPES)
    assert "refresh_token" not in told
    assert probe(told["access_token"]).json() == {
        "subject": str(partner.client.user_id),
        "client": f"client {partner.client_id}",
        "scopes": sorted(SCOPES),
    }


def test_it_may_ask_for_less_but_not_for_more(partner: Registration) -> None:
    less = ask_token(partner.client_id, partner.secret, scope="units:read").json()
    assert probe(less["access_token"]).json()["scopes"] == ["units:read"]
    more = ask_token(partner.client_id, partner.secret, scope="seizures:write")
    assert more.status_code == 400
    assert more.json()["error"] == "invalid_scope"


def test_secret_and_token_are_kept_as_digests(partner: Registration) -> None:
    told = ask_token(partner.client_id, partner.secret).json()
    kept = AccessToken.objects.get()
    assert kept.token == ""
    assert kept.token_checksum == hashlib.sha256(told["access_token"].encode()).hexdigest()
    assert partner.secret not in Application.objects.get().client_secret


@pytest.mark.parametrize("why", ["wrong", "unknown", "closed", "nothing", "nul", "garbage"])
def test_every_refusal_reads_the_same(partner: Registration, why: str) -> None:
    name, secret = partner.client_id, partner.secret
    if why == "wrong":
        secret = "x" * 43
    elif why == "unknown":
        name = "nobody"
    elif why == "closed":
        close_client(actor=founder(), client=partner.client, reason="contract ended")
    elif why == "nothing":
        name = secret = ""
    elif why == "nul":
        name = "a\0b"
    if why == "garbage":
        header = {"Authorization": "Basic %%%"}
        answer = Client().post(TOKEN, {"grant_type": "client_credentials"}, headers=header)
    else:
        answer = ask_token(name, secret)
    assert answer.status_code == 401
    assert answer.json() == {"error": "invalid_client"}


def test_five_misses_lock_the_client(partner: Registration) -> None:
    for number in range(5):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        assert ask_token(partner.client_id, "wrong", client=client).status_code == 401
    answer = ask_token(partner.client_id, partner.secret, client=Client(REMOTE_ADDR="198.51.100.99"))
    assert answer.status_code == 429
    assert answer.json()["error"] == "slow_down"
    assert int(answer["Retry-After"]) > 0


def test_many_right_answers_lock_nobody(partner: Registration) -> None:
    assert {ask_token(partner.client_id, partner.secret).status_code for _ in range(8)} == {200}


@pytest.mark.parametrize(
    "grant",
    ["password", "authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code", "", "\0"],
)
def test_no_other_grant_is_offered(partner: Registration, grant: str) -> None:
    answer = ask_token(partner.client_id, partner.secret, grant_type=grant, username="a", password="b", code="c")
    assert answer.status_code == 400
    assert not AccessToken.objects.exists()


def test_only_posts_are_answered() -> None:
    assert Client().get(TOKEN).status_code == 405


def test_the_credentials_in_the_address_are_nothing(partner: Registration) -> None:
    query = f"?grant_type=client_credentials&client_id={partner.client_id}&client_secret={partner.secret}"
    assert Client().post(TOKEN + query).status_code in {400, 401}


@pytest.mark.parametrize("why", ["expired", "closed", "renewed", "unseated", "narrowed"])
def test_a_token_ends(partner: Registration, why: str) -> None:
    token = ask_token(partner.client_id, partner.secret).json()["access_token"]
    if why == "expired":
        AccessToken.objects.update(expires=Now() - timedelta(seconds=1))
    elif why == "closed":
        close_client(actor=founder(), client=partner.client)
    elif why == "renewed":
        renew_client_secret(actor=founder(), client=partner.client)
    elif why == "unseated":
        with as_owner():
            Seat.objects.update(valid_from=Now() - timedelta(days=1), valid_to=Now() - timedelta(seconds=1))
    else:
        partner.client.scopes = ["units:read"]
        partner.client.save()
        assert probe(token).json()["scopes"] == ["units:read"]
        return
    assert probe(token).status_code == 401


def test_a_new_secret_ends_the_old_one(partner: Registration) -> None:
    fresh = renew_client_secret(actor=founder(), client=partner.client)
    assert ask_token(partner.client_id, partner.secret).status_code == 401
    assert ask_token(fresh.client_id, fresh.secret).status_code == 200


def test_acts_on_partners_are_audited_and_announced(partner: Registration) -> None:
    renew_client_secret(actor=founder(), client=partner.client)
    close_client(actor=founder(), client=partner.client)
    with as_owner():
        verbs = set(AuditEntry.objects.filter(object_id=partner.client.pk).values_list("verb", flat=True))
        kinds = set(Event.objects.filter(object_id=partner.client.pk).values_list("kind", flat=True))
    assert verbs == {"client.register", "client.renew_secret", "client.close"}
    assert kinds == {"client_registered", "client_secret_changed", "client_closed"}


def test_a_partner_is_let_in_by_the_administrator_of_its_agency(cast: Cast) -> None:
    told: dict[str, Any] = {"name": "Gate", "scopes": SCOPES, "purpose": "exchange"}
    assert register_client(actor=cast.agency_admin.actor, agency_id=cast.customs.pk, **told).secret
    for actor, agency in (
        (cast.agency_admin, cast.foreign),
        (cast.supervisor, cast.police),
        (cast.coordinator, cast.customs),
    ):
        with pytest.raises(NotAllowed):
            register_client(actor=actor.actor, agency_id=agency.pk, **told)


@pytest.mark.parametrize(("changed", "field"), [({"purpose": " "}, "purpose"), ({"scopes": ["x"]}, "scopes")])
def test_what_a_registration_needs(cast: Cast, changed: dict[str, Any], field: str) -> None:
    told: dict[str, Any] = {"name": "Gate", "scopes": SCOPES, "purpose": "exchange"} | changed
    with pytest.raises(Invalid) as fault:
        register_client(actor=founder(), agency_id=cast.customs.pk, **told)
    assert fault.value.field == field


def test_a_partner_cannot_sign_in_to_pages(partner: Registration) -> None:
    client = Client()
    client.force_login(partner.client.user)
    assert client.get("/account/").status_code == 302
