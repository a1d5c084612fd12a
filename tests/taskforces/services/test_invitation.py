"""Inviting people: who into which agency and role, lists that are faulty, links that are used, old or forged."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from aircop.access.roles import Role
from aircop.accounts import rules as accounts
from aircop.accounts.consumers import send_invitation
from aircop.accounts.events import PersonInvited
from aircop.accounts.models import Invitation, User
from aircop.accounts.services.invitation import issue_invitation, link_token, read_link
from aircop.accounts.services.person import create_person, disable_person, enable_person, end_sessions, set_password
from aircop.audit.models import AuditEntry
from aircop.errors import Missing, NotAllowed
from taskforces.services.invitation import FaultyList, Invitee, invite_people
from taskforces.services.membership import end_membership
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
LONG = "another long phrase 9"


def someone(**changed: str) -> Invitee:
    """Return a dull newcomer."""
    return Invitee(**{"email": "nia@example.org", "name": "Nia Kouamé", "role": "officer", "unit": "ABJ1"} | changed)


def client_of(member: Member) -> Client:
    """Return a client signed in."""
    client = Client()
    client.force_login(member.user)
    return client


def invited(cast: Cast, **changed: str) -> Invitation:
    """Invite a newcomer of the customs."""
    _ = cast.abj
    return invite_people(actor=cast.agency_admin.actor, agency=cast.customs, people=[someone(**changed)])[0]


@pytest.mark.parametrize(
    ("who", "agency", "role", "unit", "allowed"),
    [
        ("agency_admin", "customs", "officer", "ABJ1", True),
        ("agency_admin", "customs", "supervisor", "ABJ1", True),
        ("agency_admin", "customs", "agency_admin", "", True),
        ("agency_admin", "customs", "auditor", "", True),
        ("agency_admin", "customs", "officer", "ACC1", False),
        ("agency_admin", "customs", "platform_admin", "", False),
        ("agency_admin", "customs", "coordinator", "", False),
        ("agency_admin", "customs", "partner", "", False),
        ("agency_admin", "customs", "auditor", "ABJ1", False),
        ("agency_admin", "police", "officer", "ABJ1", False),
        ("agency_admin", "foreign", "auditor", "", False),
        ("platform_admin", "foreign", "auditor", "", True),
        ("platform_admin", "programme", "coordinator", "", True),
        ("officer", "customs", "officer", "ABJ1", False),
        ("supervisor", "police", "officer", "ABJ1", False),
        ("coordinator", "programme", "officer", "", False),
        ("auditor", "customs", "officer", "ABJ1", False),
        ("outsider", "elsewhere", "officer", "", False),
    ],
)
def test_who_invites_whom(cast: Cast, who: str, agency: str, role: str, unit: str, allowed: bool) -> None:
    """Nobody gives more than the office may give, and nobody into another agency."""
    _ = cast.abj, cast.acc
    actor, into = getattr(cast, who).actor, getattr(cast, agency)
    if allowed:
        made = invite_people(actor=actor, agency=into, people=[someone(role=role, unit=unit)])
        assert made[0].person.email == "nia@example.org"
    else:
        with pytest.raises((NotAllowed, FaultyList)):
            invite_people(actor=actor, agency=into, people=[someone(role=role, unit=unit)])
        assert not User.objects.filter(email="nia@example.org").exists()


def test_one_faulty_line_invites_nobody_and_every_fault_is_named(cast: Cast) -> None:
    _ = cast.abj, cast.acc
    people = [
        someone(),
        someone(email="NIA@example.org"),
        someone(email="no address"),
        someone(email="b@example.org", role="chief"),
        someone(email="c@example.org", unit="XXX9"),
        someone(email="d@example.org", unit="ACC1"),
        someone(email="e@example.org", name=" "),
        someone(email=cast.officer.user.email),
        someone(email="f@example.org", role="platform_admin", unit=""),
        someone(email="g@example.org", staff_id="x" * 40),
    ]
    assert cast.agency_admin
    before = User.objects.count()
    with pytest.raises(FaultyList) as faulty:
        invite_people(actor=cast.agency_admin.actor, agency=cast.customs, people=people)
    assert [line for line, _fault in faulty.value.faults] == list(range(2, 11))
    assert all(fault for _line, fault in faulty.value.faults)
    assert User.objects.count() == before
    assert not Invitation.objects.exists()
    for wrong in ([], [someone(email=f"p{number}@example.org") for number in range(201)]):
        with pytest.raises(FaultyList):
            invite_people(actor=cast.agency_admin.actor, agency=cast.customs, people=wrong)


def test_the_link_opens_once(cast: Cast) -> None:
    found = invited(cast)
    address = f"/invitation/{link_token(found)}/"
    client = Client()
    assert "nia@example.org" in client.get(address).content.decode()
    assert client.post(address, {"password": "short"}).status_code == 200
    assert client.post(address, {"password": LONG})["Location"] == "/account/sign-in/"
    found.person.refresh_from_db()
    assert found.person.check_password(LONG)
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": LONG + "x"}).status_code == 404
    found.person.refresh_from_db()
    assert found.person.check_password(LONG)
    with as_owner():
        verbs = list(AuditEntry.objects.filter(object_id=found.person_id).values_list("verb", flat=True))
        assert {"person.create", "person.invite", "person.accept"} <= set(verbs)


def test_old_replaced_closed_and_forged_links_open_nothing(cast: Cast) -> None:
    """All with the same answer, which names nobody."""
    found = invited(cast)
    token = link_token(found)
    bent = token[:-1] + ("A" if token[-1] != "A" else "B")
    forged = ("x", bent, f"{found.pk.hex}:forged", found.pk.hex, ":", "%00")
    answers = [Client().get(f"/invitation/{wrong}/") for wrong in forged]
    with as_owner():
        Invitation.objects.filter(pk=found.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    answers.append(Client().post(f"/invitation/{token}/", {"password": LONG}))
    later = issue_invitation(actor=cast.agency_admin.actor, person=found.person, agency_id=cast.customs.pk)
    again = issue_invitation(actor=cast.agency_admin.actor, person=found.person, agency_id=cast.customs.pk)
    answers.append(Client().get(f"/invitation/{link_token(later)}/"))
    disable_person(actor=cast.agency_admin.actor, person=found.person)
    found.person.refresh_from_db()
    assert "closed" in accounts.can_invite_person(cast.agency_admin.actor, found.person).reason
    answers.append(Client().get(f"/invitation/{link_token(again)}/"))
    assert {answer.status_code for answer in answers} == {404}
    assert not any("nia@example.org" in answer.content.decode() for answer in answers)
    enable_person(actor=cast.agency_admin.actor, person=found.person)
    assert Client().get(f"/invitation/{link_token(again)}/").status_code == 200
    with pytest.raises(Missing):
        read_link("nothing")
    with pytest.raises(Missing):
        read_link(link_token(Invitation(pk=uuid4())))


def test_who_has_a_password_is_not_invited_again(cast: Cast) -> None:
    found = invited(cast)
    Client().post(f"/invitation/{link_token(found)}/", {"password": LONG})
    person = User.objects.get(pk=found.person_id)
    assert accounts.can_invite_person(cast.agency_admin.actor, person).code == "state"
    assert accounts.can_accept_invitation(cast.officer.actor, found).code == "state"


def test_the_mail_is_a_doorbell(cast: Cast) -> None:
    """Addressed to the person, with the link and no name of anything else; a link that ended is not sent."""
    found = invited(cast)
    event: Any = SimpleNamespace(payload=PersonInvited(found.pk, found.person_id))
    send_invitation(event)
    assert [message.to for message in mail.outbox] == [["nia@example.org"]]
    assert link_token(found) in mail.outbox[0].body
    assert "ABJ1" not in mail.outbox[0].body
    with as_owner():
        Invitation.objects.filter(pk=found.pk).update(revoked_at=timezone.now())
    send_invitation(event)
    assert len(mail.outbox) == 1


# Who manages an account without a seat ----------------------------------------


def test_an_unseated_account_is_its_openers(cast: Cast) -> None:
    person = create_person(actor=cast.agency_admin.actor, email="new@example.org", name="New")
    other = cast.member("Eva Lima", cast.elsewhere, Role.AGENCY_ADMIN)
    assert accounts.can_manage_person(cast.agency_admin.actor, person)
    assert accounts.can_manage_person(other.actor, person).code == "agency"
    assert accounts.can_manage_person(cast.platform_admin.actor, person)


def test_who_left_is_managed_where_it_sat_last(cast: Cast) -> None:
    member = cast.member("Past Officer", cast.customs, Role.OFFICER, cast.abj)
    end_membership(actor=cast.agency_admin.actor, membership=member.membership, reason="Left")
    other = cast.member("Eva Lima", cast.elsewhere, Role.AGENCY_ADMIN)
    assert accounts.can_manage_person(cast.agency_admin.actor, member.user)
    assert accounts.can_manage_person(other.actor, member.user).code == "agency"


def test_sessions_of_a_person_are_ended_by_an_administrator(cast: Cast) -> None:
    client = client_of(cast.officer)
    assert client.get("/").status_code == 200
    end_sessions(actor=cast.agency_admin.actor, person=cast.officer.user, reason="Desk left open")
    assert client.get("/").status_code == 302
    with pytest.raises(NotAllowed):
        end_sessions(actor=cast.supervisor.actor, person=cast.officer.user)


# Pages ----------------------------------------


def test_an_administrator_sees_the_people_of_the_own_agency(cast: Cast) -> None:
    _ = cast.officer, cast.colleague, cast.partner_officer
    rows = client_of(cast.agency_admin).get("/people/").context["people"]
    assert {row["person"].name for row in rows} == {"Awa Kone", "Aya Diallo"}
    found = client_of(cast.agency_admin).get("/people/?q=awa").context["people"]
    assert [row["person"].name for row in found] == ["Awa Kone"]
    assert len(client_of(cast.platform_admin).get("/people/").context["people"]) == 5


def test_the_list_of_people_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    _ = cast.officer
    client = client_of(cast.agency_admin)
    for number in range(6):
        cast.member(f"Person {number}", cast.customs, Role.OFFICER, cast.abj)
    with django_assert_max_num_queries(9):
        client.get("/people/")


def test_one_is_invited_by_form_and_the_link_is_shown_once(cast: Cast) -> None:
    _ = cast.abj
    client = client_of(cast.agency_admin)
    told = {"name": "Nia", "email": "nia@example.org", "language": "fr", "agency": str(cast.customs.pk),
            "role": "officer", "unit": "ABJ1"}  # fmt: skip
    answer = client.post("/people/invite/", told)
    link = answer.context["rows"][0]["link"]
    assert "/invitation/" in link
    assert Client().get(link).status_code == 200
    again = client.post("/people/invite/", told)
    assert "account with this e-mail already" in again.content.decode()
    assert "nia" not in client.get("/people/invite/list/").content.decode()


def test_a_list_is_looked_through_then_invited(cast: Cast) -> None:
    _ = cast.abj
    client = client_of(cast.agency_admin)
    good = "email;name;role;unit\nnia@example.org;Nia;officer;abj1\nba@example.org;Ba;auditor\n"
    sent = {"agency": str(cast.customs.pk), "people": good}
    looked = client.post("/people/invite/list/", sent)
    assert [line["fault"] for line in looked.context["lines"]] == ["", ""]
    assert not User.objects.filter(email="nia@example.org").exists()
    assert [str(line["role"]) for line in looked.context["lines"]] == ["Officer", "Auditor"]
    by_words = client.post("/people/invite/list/", sent | {"people": "ka@example.org;Ka;Agency administrator"})
    assert [(line["told"].role, line["fault"]) for line in by_words.context["lines"]] == [("agency_admin", "")]
    faulty = client.post("/people/invite/list/", sent | {"people": good + "x;X;officer;ABJ1", "invite": "1"})
    assert faulty.context["faults"] == 1
    assert not User.objects.filter(email="nia@example.org").exists()
    done = client.post("/people/invite/list/", sent | {"invite": "1"})
    assert len(done.context["rows"]) == 2
    for rubbish in ('"', "a,b,c,d,e,f,g", "\x00", "a" * 100_000):
        assert client.post("/people/invite/list/", sent | {"people": rubbish}).status_code == 200


def test_a_role_is_given_and_ended_on_the_page(cast: Cast) -> None:
    page = f"/people/{cast.officer.user.pk}/"
    client = client_of(cast.agency_admin)
    told = {"agency": str(cast.customs.pk), "role": "auditor", "unit": "", "until": "2999-01-01"}
    assert client.post(f"{page}roles/", told).status_code == 302
    assert client.post(f"{page}roles/", told | {"role": "platform_admin"}).status_code == 200
    seats = client.get(page).context["every_seat"]
    assert [str(seat["role"]) for seat in seats] == ["Auditor", "Officer"]
    end = f"{page}roles/{seats[0]['membership'].pk}/end/"
    assert client.post(end, {"reason": "Done"}).status_code == 302
    assert client.post(end, {"reason": "Twice"}).status_code == 403


def test_a_link_opens_nothing_once_there_is_a_password(cast: Cast) -> None:
    """An administrator gave the person a password meanwhile: who finds the mail cannot take the account over."""
    made = invited(cast)
    set_password(actor=cast.platform_admin.actor, person=made.person, password=LONG)
    address = f"/invitation/{link_token(made)}/"
    assert Client().get(address).status_code == 404
    assert (
        Client().post(address, {"password": "yet another phrase 8", "again": "yet another phrase 8"}).status_code == 404
    )
    assert User.objects.get(pk=made.person_id).check_password(LONG)
