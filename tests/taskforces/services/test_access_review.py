"""A review of access: everything that gives access on one day, each line decided by somebody, and kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.actor import NOBODY
from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.accounts.models import ApiClient, Token
from aircop.accounts.services.client import register_client
from aircop.accounts.services.token import issue_token, revoke_token
from aircop.audit.models import AuditEntry
from aircop.errors import Invalid, InvalidTransition, Missing, NotAllowed
from aircop.events.models import Event
from seizures.services.share import share_seizure
from taskforces.models import AccessReview, Decision, Membership, ReviewLine
from taskforces.queries.access_review import review_is_due, review_of, reviews_of
from taskforces.rules import can_review_access
from taskforces.services.access_review import begin_review, decide_lines
from taskforces.services.membership import end_membership
from taskforces.services.network import founder
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> Cast:
    """An agency with something of each kind."""
    ours = cast.seizure()
    theirs = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    share_seizure(
        actor=cast.supervisor.actor, seizure=cast.seizure(), agency=cast.foreign, level=Level.VIEW, reason="Police",
        until=None,
    )  # fmt: skip
    chief = cast.member("Koffi Chief", cast.customs, Role.SUPERVISOR, cast.abj)
    share_seizure(actor=chief.actor, seizure=ours, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None)
    share_seizure(
        actor=cast.partner_supervisor.actor, seizure=theirs, agency=cast.customs, level=Level.VIEW, reason="Ring",
        until=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    issue_token(actor=cast.officer.actor, person=cast.officer.user, label="nightly", scopes=["seizures:read"])
    gone = issue_token(actor=cast.officer.actor, person=cast.officer.user, label="old", scopes=["seizures:read"])[0]
    revoke_token(actor=cast.officer.actor, token=gone)
    register_client(
        actor=cast.agency_admin.actor, name="Gateway", agency_id=cast.customs.pk, scopes=["units:read"], purpose="Feed"
    )
    return cast


def begun(world: Cast) -> AccessReview:
    """Begin it."""
    return begin_review(actor=world.agency_admin.actor, agency=world.customs)


def line(review: AccessReview, kind: str, who: str = "") -> ReviewLine:
    """Return a line."""
    rows = review.lines.filter(kind=kind)
    return (rows.filter(who=who) if who else rows).get()


def decide(world: Cast, review: AccessReview, *lines: ReviewLine, end: bool = False, reason: str = "") -> AccessReview:
    """Decide lines, as the administrator."""
    decision = Decision.ENDED if end else Decision.CONFIRMED
    return decide_lines(
        actor=world.agency_admin.actor, review=review, lines=[each.pk for each in lines], decision=decision,
        reason=reason,
    )  # fmt: skip


def test_it_lists_all_that_gives_access(world: Cast) -> None:
    """Of this agency, with what is known of each; nothing of others."""
    review = begun(world)
    found = {(each.kind, each.who, each.may_end) for each in review.lines.all()}
    assert found == {
        ("seat", "Awa Kone", True),
        ("seat", "Koffi Chief", True),
        ("seat", "Aya Diallo", False),
        ("token", "Awa Kone", True),
        ("client", "Gateway", True),
        ("given", "Agency GH-NCC", True),
        ("held", "Agency GH-NCC", False),
    }
    facts = line(review, "seat", "Awa Kone").facts
    assert (facts["factor"], facts["open"], facts["last_sign_in"]) == (False, True, None)
    assert line(review, "seat", "Awa Kone").what == "Officer · ABJ1"
    assert str(review) == f"{world.customs.pk} {review.begun_at:%Y-%m-%d}"
    assert str(line(review, "client")) == "client: Gateway"
    entry = AuditEntry.objects.get(verb="access_review.begin")
    assert (entry.owner_agency, entry.object_id) == (world.customs.pk, review.pk)
    assert Event.objects.get(kind="access_review_begun").payload["lines"] == 7
    with pytest.raises(InvalidTransition):
        begun(world)


def test_each_line_is_ended_by_its_own_act(world: Cast) -> None:
    """Seat, token, system and share; the last decision finishes the review, which is kept."""
    review = begun(world)
    for kind, who in (("seat", "Awa Kone"), ("token", ""), ("client", ""), ("given", "")):
        decide(world, review, line(review, kind, who), end=True, reason="No longer needed")
    assert not Membership.objects.in_force().filter(person=world.officer.user).exists()
    assert not Token.objects.usable().exists()
    assert not ApiClient.objects.get().user.is_active
    assert Share.objects.get(by_agency=world.customs.pk, reason="Ring").revoked_at is not None
    assert Share.objects.get(by_agency=world.police.pk, reason="Police").revoked_at is None
    review = decide(world, review, *review.lines.filter(decision=""))
    assert review.finished_at is not None
    decided = line(review, "token")
    assert (decided.decision, decided.reason) == ("ended", "No longer needed")
    assert (decided.decided_by, decided.decided_at is not None) == (world.agency_admin.user, True)
    assert AuditEntry.objects.filter(verb="access_review.finish", object_id=review.pk).count() == 1
    assert Event.objects.filter(kind="access_review_lines_decided").count() == 5
    assert Event.objects.filter(kind="access_review_finished").count() == 1
    with pytest.raises(InvalidTransition):
        decide(world, review, decided)


def test_what_has_ended_meanwhile_is_no_fault(world: Cast) -> None:
    """The seat ended and the share was taken back between the list and the click."""
    review = begun(world)
    seat, given = line(review, "seat", "Awa Kone"), line(review, "given")
    end_membership(actor=founder(), membership=world.officer.membership, reason="Left")
    decide(world, review, given, end=True, reason="Over")
    ReviewLine.objects.filter(pk=given.pk).update(decision="", decided_at=None, decided_by=None)
    decide(world, review, seat, given, end=True, reason="Over")
    assert line(review, "given").decision == "ended"


@pytest.mark.parametrize(
    ("kind", "who", "told", "field"),
    [
        ("token", "", {"end": True}, "reason"),
        ("held", "", {"end": True, "reason": "Over"}, "lines"),
        ("seat", "Aya Diallo", {"end": True, "reason": "Over"}, "lines"),
    ],
)
def test_what_is_refused(world: Cast, kind: str, who: str, told: dict[str, Any], field: str) -> None:
    """An end without a reason, of what another agency gave, of one's own seat."""
    review = begun(world)
    with pytest.raises(Invalid) as fault:
        decide(world, review, line(review, kind, who), **told)
    assert fault.value.field == field
    assert line(review, kind, who).decision == ""


def test_a_line_is_decided_once(world: Cast) -> None:
    """And there must be one."""
    review = begun(world)
    decide(world, review, line(review, "client"))
    for lines in ([], [line(review, "client")], [line(review, "client"), line(review, "token")]):
        with pytest.raises(Invalid):
            decide(world, review, *lines)


def test_who_reviews(world: Cast) -> None:
    """The agency's own administrator, acting for it; reviews of others are not found."""
    table = {
        "agency_admin": "yes", "officer": "role", "supervisor": "role", "auditor": "role", "coordinator": "role",
        "platform_admin": "other_agency",
    }  # fmt: skip
    found = {who: can_review_access(getattr(world, who).actor, world.customs).code or "yes" for who in table}
    assert found == table
    other = world.member("Eva Lima", world.elsewhere, Role.AGENCY_ADMIN)
    review = begun(world)
    assert can_review_access(other.actor, world.customs).code == "other_agency"
    assert review_of(world.agency_admin.actor, review.pk) == review
    for actor in (other.actor, world.officer.actor, NOBODY):
        with pytest.raises(Missing):
            review_of(actor, review.pk)
    with pytest.raises(NotAllowed):
        begin_review(actor=world.officer.actor, agency=world.customs)
    with pytest.raises(NotAllowed):
        decide_lines(actor=other.actor, review=review, lines=[], decision=Decision.CONFIRMED)


def test_it_is_due_after_ninety_days(world: Cast) -> None:
    """To the administrator alone, until one is finished."""
    admin = world.agency_admin
    assert review_is_due(admin.actor)
    assert not any(review_is_due(actor) for actor in (world.officer.actor, world.auditor.actor, NOBODY))
    review = begun(world)
    assert review_is_due(admin.actor)
    decide(world, review, *review.lines.all())
    assert not review_is_due(admin.actor)
    with as_owner():
        reviews_of(admin.actor).update(finished_at=timezone.now() - timedelta(days=91))
    assert review_is_due(admin.actor)
