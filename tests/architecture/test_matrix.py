"""The authorisation matrix, asked of the running application: each role, each route, own and foreign records."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from aircop.access.roles import Level
from aircop.accounts.public import API, PUBLIC
from aircop.accounts.services.token import issue_token
from aircop.accounts.sessions import HANDLE
from aircop.files.models import KEPT, Upload
from alerts.models import Delivery
from alerts.services.addressee import Chosen
from alerts.services.group import add_member, end_membership_in_group
from alerts.services.telling import submit_alert
from seizures.models import Seizure
from seizures.services.arrest import record_arrest
from seizures.services.attachment import attach_file
from seizures.services.case_link import link_person
from seizures.services.case_share import share_case
from seizures.services.case_task import add_task
from seizures.services.consent import ask_consent
from seizures.services.item import add_item
from seizures.services.person import PersonFacts, add_person
from seizures.services.referral import offer_referral
from seizures.services.share import Terms, share_seizure
from seizures.services.verification import reject_seizure, verify_seizure
from tests.alerts import written
from tests.alerts.hooks import hook_of
from tests.alerts.told import drafted, published, warned
from tests.architecture.matrix import MATRIX, ROLES, UNNAMED, Row
from tests.architecture.routes import routes
from tests.cast import WHEN, Cast
from tests.databases import as_owner
from tests.factories import pictures
from tests.taskforces.rostered import on_duty

pytestmark = pytest.mark.django_db
BY_NAME = {route.name: route for route in routes()}
DIFFER = {"X-Request-ID", "Content-Security-Policy", "Set-Cookie"}
TOKEN = re.compile(r'"csrfmiddlewaretoken" value="([^"]+)"|X-CSRFToken": "([^"]+)"')
RECORD = re.compile(r"/api/v1/[a-z-]+/[^/]+/")
NOTHING = SimpleNamespace(pk=uuid4())
NONCE = re.compile(r'nonce="([^"]+)"')


@dataclass
class World:
    """The records of one unit in each state, one of another unit, and who asks."""

    cast: Cast
    role: str
    own: dict[str, Any]
    foreign: Seizure
    share: Any
    consent: Any
    cases: tuple[Any, Any]
    case_share: Any
    referral: Any
    persons: tuple[Any, Any]  # of the submitted record, and of the foreign one
    arrest: Any
    attachment: Any
    contacts: tuple[Any, Any]
    shifts: tuple[Any, Any]  # one that runs, and one of another unit that is to come
    milestones: tuple[Any, Any]
    their_alert: Any
    webhook: Any
    delivery: Any
    client: Client
    own_cases: dict[str, Any]  # by state; beside them a task of the open one
    written: dict[str, tuple[Any, Any]]  # threads, messages, requests and groups: what we read, and what we do not

    def thing(self, name: str, state: str, *, foreign: bool) -> Any:
        """Return what the address of a route names, of our own or of somebody else."""
        if name == "accounts:token-revoke":
            return self._token(self.cast.colleague if foreign else getattr(self.cast, self.role))
        if name == "accounts:session-end":
            return self._session(self.cast.colleague if foreign else getattr(self.cast, self.role))
        if name.startswith(("cases:", "api:case-")):
            return self.cases[1] if foreign else self.own_cases[state]
        for prefixes, pair in (
            (("persons:", "api:person-"), self.persons),
            (("shares:case-",), self.cases),
            (("shares:referral-", "api:referral-"), (self.referral, NOTHING)),
            (("shares:", "api:share-"), (self.share, NOTHING)),
            (("api:arrest-",), (self.arrest, NOTHING)),
            (("api:agency-",), (self.cast.customs, self.cast.foreign)),
            (("api:consent-",), (self.consent, NOTHING)),
            (("messages:thread-", "api:thread-"), self.written["thread"]),
            (("messages:group-", "api:group-"), self.written["group"]),
            (("api:message-",), self.written["message"]),
            (("api:request-",), self.written["request"]),
            (("people:", "api:people-"), (self.cast.officer.user, self.cast.partner_officer.user)),
        ):
            if name.startswith(prefixes):
                return pair[foreign]
        if name.startswith("api:upload-"):
            return self.uploads[foreign]
        word = "task-force" if name.startswith("taskforces:") else name.partition(":")[2].rpartition("-")[0]
        ours, theirs = {
            "task-force": (self.cast.abj, self.cast.acc),
            "milestone": self.milestones,
            "handover": (NOTHING, NOTHING) if name == "api:handover-detail" else (self.cast.abj, self.cast.acc),
            "leaver": (self.cast.abj, self.cast.acc),
            "access-review": (NOTHING, NOTHING),
            "access-review-line": (NOTHING, NOTHING),
            "contact": self.contacts,
            "duty-shift": self.shifts,
            "contact-point": self.contacts,
            "hit": (NOTHING, NOTHING),
            "alert": (self.own.get(state), self.their_alert),
            "photo": (self.own.get(state), self.their_alert),
            "webhook": (self.webhook, NOTHING),
            "webhook-try": (self.webhook, NOTHING),
            "delivery": (self.delivery, NOTHING),
        }.get(word, (self.own[state], self.foreign))
        return theirs if foreign else ours

    def _token(self, member: Any) -> Any:
        return issue_token(actor=member.actor, person=member.user, label="script", scopes=["seizures:read"])[0]

    @staticmethod
    def _session(member: Any) -> Any:
        elsewhere = Client()
        elsewhere.force_login(member.user)
        return SimpleNamespace(pk=elsewhere.session[HANDLE])

    @cached_property
    def uploads(self) -> tuple[Any, Any]:
        """Return things whose keys are the addresses of an upload of one's own, and of a colleague's."""
        owners, ends = (getattr(self.cast, self.role).user, self.cast.colleague.user), timezone.now() + KEPT
        rows = [Upload(owner=owner, client=uuid4(), name="x", size=9, expires_at=ends) for owner in owners]
        with as_owner():
            own, foreign = Upload.objects.bulk_create(rows)
        return SimpleNamespace(pk=own.client), SimpleNamespace(pk=foreign.client)

    @property
    def version(self) -> int:
        """Return the version of the submitted record as it stands."""
        with as_owner():
            return Seizure.objects.values_list("version", flat=True).get(pk=self.own["submitted"].pk)

    def path(self, name: str, row: Row, *, foreign: bool) -> str:
        """Return the address to ask for."""
        route = BY_NAME[name]
        if "<uuid:pk>" not in route.pattern:
            return route.path(pk=row.key)
        thing = self.thing(name, row.state, foreign=foreign)
        seat = (self.cast.partner_officer if foreign else self.cast.officer).membership
        parts = {
            "share": (self.case_share if ":case-" in name else self.share).pk,
            "consent": self.consent.pk,
            "attachment": self.attachment.pk,
            "photo": self.attachment.pk,
            "milestone": self.milestones[foreign].pk,
            "shift": self.shifts[foreign].pk,
            "part": self.share.pk,
            "membership": seat.pk,
            "arrest": self.arrest.pk,
            "seizure": self.own["submitted"].pk,
            "person": self.persons[0].pk,
            "agency": self.cast.foreign.pk,
            "task": self.own_cases["task"].pk,
            "row": self.own_cases["task"].pk,
            "message": self.written["message"][0].pk,
            "question": self.written["request"][0].pk,
            "member": self.written["member"][0].pk,
        }
        return route.path(pk=thing.pk, **parts)

    def ask(self, asked: str, row: Row, *, foreign: bool = False) -> Any:
        """Send one request, and undo what it did."""
        method, name = asked.split()
        with transaction.atomic():
            path = self.path(name, row, foreign=foreign)
            answer = self._send(method.lower(), path, row)
            transaction.set_rollback(True)
        return answer

    def _send(self, method: str, path: str, row: Row) -> Any:
        words = {
            "{desk}": str(self.contacts[0].pk),
            "{agency}": str(self.cast.elsewhere.pk),
            "{share}": str(self.share.pk),
            "{case}": str(self.cases[0].pk),
            "{h2}": str(self.own["h2"].pk),
            "{customs}": str(self.cast.customs.pk),
            "{arrest}": str(self.arrest.pk),
            "{several}": str(self.own["several"].pk),
            "{submitted}": str(self.own["submitted"].pk),
            "{unit}": str(self.cast.abj.pk),
            "{version}": str(self.version),
            "{thread}": str(self.written["thread"][0].pk),
            "{member}": str(self.written["member"][0].pk),
            "{colleague}": str(self.cast.colleague.user.pk),
            "{later}": (timezone.now() + timedelta(days=3, hours=8)).isoformat(),
            "{soon}": (timezone.now() + timedelta(days=3)).isoformat(),
        }
        body = {name: _filled(value, words) for name, value in row.body.items()}
        if method == "get" or not path.startswith(API):
            return getattr(self.client, method)(path, body or None)
        headers = {}
        if method in {"patch", "delete"}:
            record = RECORD.match(path)  # a part is changed under the tag of its record
            headers = {"If-Match": self.client.get(record[0] if record else path).headers.get("ETag", '"1"')}
        return getattr(self.client, method)(path, body, content_type="application/json", headers=headers)


def _filled(value: Any, words: dict[str, str]) -> Any:
    """Return a value of a body with the ids for which words stand in it."""
    return [words.get(str(each), each) for each in value] if isinstance(value, list) else words.get(str(value), value)


def _written(cast: Cast) -> dict[str, tuple[Any, Any]]:
    """Let the other unit ask ours, under conditions; and write in a group of its own."""
    group, theirs = written.grouped(cast), written.grouped_by(cast.partner_supervisor)
    request = written.asked(cast, by=cast.partner_officer, receiver=cast.abj)
    bound = {"handling": "H3", "handling_words": "Not in any file"}
    message = written.wrote(cast.partner_officer, request.thread, **bound)
    about = {"group": theirs}
    add_member(actor=cast.partner_supervisor.actor, group=theirs, receiver=cast.programme)
    hidden = written.asked(cast, by=cast.partner_officer, receiver=cast.programme, opening=about)
    end_membership_in_group(actor=cast.partner_supervisor.actor, member=theirs.members.get(agency=cast.programme))
    pairs: dict[str, tuple[Any, Any]] = {
        "thread": (request.thread, hidden.thread),
        "message": (message, hidden.message),
        "request": (request, hidden),
        "group": (group, theirs),
    }
    return pairs | {"member": (_led_by(cast.supervisor, group), _led_by(cast.partner_supervisor, theirs))}


def _led_by(member: Any, group: Any) -> Any:
    return member.actor and group.members.get(unit=group.owner_unit)


@pytest.fixture
def world(cast: Cast, file_store: Path, request: pytest.FixtureRequest) -> World:
    """Return the records, and a client signed in as the role. Whoever a request names is made here, not undone."""
    assert all((cast.elsewhere, cast.colleague, cast.acc))
    own: dict[str, Any] = {
        state: cast.seizure(submit=state != "draft") for state in ("draft", "submitted", "verified", "rejected")
    }
    own["shared"] = cast.seizure()
    own["several"] = cast.seizure()
    add_item(actor=cast.officer.actor, seizure=own["several"], version=2, found=cast.found())
    supervisor = cast.supervisor.actor
    verify_seizure(actor=supervisor, seizure=own["verified"])
    reject_seizure(actor=supervisor, seizure=own["rejected"], rejection="INC")
    share = share_seizure(
        actor=supervisor, seizure=own["shared"], agency=cast.foreign, level=Level.VIEW, reason="Same route", until=None
    )
    own["h2"] = cast.seizure(handling="H2")
    asked = ask_consent(actor=supervisor, about=own["h2"], kind="share", to_agency=cast.elsewhere, reason="Their case")
    own |= {
        "begun": drafted(cast),
        "review": submit_alert(actor=cast.officer.actor, alert=drafted(cast)),
        "told": published(cast),
        "warned": warned(cast),
    }
    case = cast.case(own["h2"], by=cast.supervisor)
    terms = Terms(level=Level.VIEW, reason="Same route", until=None)
    case_share = share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    referral = offer_referral(actor=supervisor, case=case, to_unit=cast.acc, kind="refer", reason="They live there")
    cases = (case, cast.case(by=cast.partner_officer, lead_agency=cast.foreign))
    foreign = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    courier = PersonFacts(role="courier")
    theirs = add_person(actor=cast.partner_officer.actor, seizure=foreign, facts=courier)
    ours = add_person(actor=cast.officer.actor, seizure=own["submitted"], facts=courier)
    told = {"agency": cast.customs, "arrested_at": WHEN, "lawyer_asked": False}
    arrest = record_arrest(actor=cast.officer.actor, person=ours, facts=told)
    case = cast.case(own["submitted"], by=cast.officer)
    link_person(actor=cast.officer.actor, case=case, person=ours, role="courier")
    own_cases: dict[str, Any] = {
        "submitted": case,
        "draft": cast.case(by=cast.officer, draft=True),
        "task": add_task(actor=cast.officer.actor, case=case, kind="phone"),
    }
    contacts = (cast.desk(cast.abj), cast.desk(cast.acc))
    ahead: dict[str, Any] = {
        "starts_at": timezone.now() + timedelta(days=2),
        "ends_at": timezone.now() + timedelta(days=3),
    }
    shifts = (on_duty(cast.officer), on_duty(cast.partner_officer, **ahead))
    milestones = (cast.milestone(cast.abj), cast.milestone(cast.acc))
    alert = submit_alert(
        actor=cast.partner_officer.actor,
        alert=drafted(cast, by=cast.partner_officer, chosen=Chosen(units=[cast.abj])),
    )
    webhook = hook_of(cast.agency_admin).webhook
    parked = Delivery(alert=alert, recipient=cast.supervisor.user, agency=cast.police, channel="email", why="unit")
    parked.next_at = parked.parked_at = timezone.now()
    with as_owner():
        parked.save(force_insert=True)
    client = Client()
    client.force_login(getattr(cast, request.param).user)
    photo = attach_file(actor=cast.officer.actor, seizure=own["submitted"], name="x.jpg", data=pictures.photo(40, 30))
    world = World(
        cast,
        request.param,
        own,
        foreign,
        share,
        asked,
        cases,
        case_share,
        referral,
        (ours, theirs),
        arrest,
        photo,
        contacts,
        shifts,
        milestones,
        alert,
        webhook,
        parked,
        client,
        own_cases,
        _written(cast),
    )
    assert world.uploads
    return world


def test_every_route_is_listed() -> None:
    """Each method of the API, and each page with at least one of its methods."""
    listed = {asked.split()[1] for asked in MATRIX}
    wanted = {f"{method} {route.name}" for route in routes() for method in route.actions}
    assert wanted - set(MATRIX) == set()
    assert set(BY_NAME) - listed - PUBLIC - UNNAMED == set()
    assert listed <= set(BY_NAME)


@pytest.mark.parametrize("world", ROLES, indirect=True)
def test_each_role_gets_what_the_matrix_says(world: World) -> None:
    """For records of ABJ1, in the state that the row names."""
    got = {asked: world.ask(asked, row).status_code for asked, row in MATRIX.items()}
    wrong = {asked: (status, MATRIX[asked].own[world.role]) for asked, status in got.items()
             if status != MATRIX[asked].own[world.role]}  # fmt: skip
    assert wrong == {}, "got, wanted"


@pytest.mark.parametrize("world", ROLES, indirect=True)
def test_records_of_another_unit_answer_as_if_they_were_not(world: World) -> None:
    """404 to each role on each route; what is open to everybody is said so in the matrix."""
    rows = {asked: row for asked, row in MATRIX.items() if row.foreign is not None}
    assert rows
    got = {asked: world.ask(asked, row, foreign=True).status_code for asked, row in rows.items()}
    assert {asked: status for asked, status in got.items() if status != rows[asked].abroad(world.role)} == {}


def test_every_route_with_a_record_says_what_strangers_get() -> None:
    """A row without it would skip the test above."""
    silent = [asked for asked, row in MATRIX.items() if "<uuid:pk>" in BY_NAME[asked.split()[1]].pattern
              and row.foreign is None]  # fmt: skip
    assert silent == []


@pytest.mark.parametrize("world", ["officer", "outsider", "coordinator"], indirect=True)
def test_hidden_and_missing_are_one_answer(world: World) -> None:
    """Same status, same headers, same length, same words, once the address itself is taken out."""
    rows = {asked: row for asked, row in MATRIX.items() if row.foreign == 404 and asked.startswith("GET ")}
    for asked, row in rows.items():
        name = asked.split()[1]
        hidden = world.ask(asked, row, foreign=True)
        path = world.path(name, row, foreign=True)
        missing_path = BY_NAME[name].path(pk=uuid4(), share=uuid4(), arrest=uuid4())
        missing = world.client.get(missing_path)
        assert _plain(hidden, path) == _plain(missing, missing_path), asked


def _plain(answer: Any, path: str) -> tuple[int, list[tuple[str, str]], str]:
    """Return an answer without what differs from one request to the next."""
    text = answer.content.decode()
    for changing in (path, answer.headers.get("X-Request-ID", "?"), *TOKEN.findall(text), *NONCE.findall(text)):
        text = text.replace(changing, "*" * 8)
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in DIFFER)
    return answer.status_code, headers, text
