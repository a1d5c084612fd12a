"""Pages of answers: who is silent, what came of an alert, and of which alert a seizure came."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aircop.access.roles import Level, Role
from alerts.models import Alert
from alerts.services.addressee import Chosen
from alerts.services.answer import answer_alert
from alerts.services.telling import submit_alert
from seizures.services.share import share_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.alerts.told import drafted, published
from tests.alerts.views.test_alert import signed
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
UNANSWERED = "/alerts/unanswered/"


def page(member: Any, path: str) -> str:
    answer = signed(member).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_both_sides_see_who_is_silent_until_it_answers(cast: Cast) -> None:
    assert cast.partner_officer
    alert = published(cast)
    assert alert.title in page(cast.partner_officer, UNANSWERED)
    ours = page(cast.officer, UNANSWERED)
    assert alert.title in ours
    assert str(cast.acc) in ours
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    for member in (cast.partner_officer, cast.officer):
        assert alert.title not in page(member, UNANSWERED)


def test_an_alert_that_was_read_but_not_answered_still_waits(cast: Cast) -> None:
    alert = published(cast)
    assert "Nothing waits." in page(cast.outsider, "/")
    for _each in ("before it was read", "after"):
        text = page(cast.partner_officer, "/")
        assert text.count(alert.title) == 1, "in one place"
        assert 'id="alerts"' not in text
        assert 'id="answers"' in text
        assert "Nothing waits." not in text
        page(cast.partner_officer, f"/alerts/{alert.pk}/")


def test_the_unit_answers_before_its_agency(cast: Cast) -> None:
    """Whoever acts in a unit that is addressed answers for the unit; who acts for the agency alone, for that."""
    alert = published(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.foreign]))
    desk = cast.member("Esi Annan", cast.foreign, Role.SUPERVISOR)
    made = answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    assert made.addressee.unit_id == cast.acc.pk
    assert alert.title not in page(cast.partner_officer, UNANSWERED)
    assert alert.title in page(desk, UNANSWERED)
    assert answer_alert(actor=desk.actor, alert=alert, result="noted").addressee.agency_id == cast.foreign.pk
    assert alert.title not in page(desk, UNANSWERED)


def test_a_list_without_alerts_says_so(cast: Cast) -> None:
    for member in (cast.outsider, cast.coordinator):
        text = page(member, UNANSWERED)
        assert "Nothing: every alert that asked you has its answer." in text
        assert "Nobody: everybody whom your unit asked has answered." in text


def test_strangers_see_nothing_of_it(cast: Cast) -> None:
    alert = published(cast)
    assert alert.title not in page(cast.outsider, UNANSWERED)


def test_what_asked_long_ago_or_nobody_stands_there_no_more(cast: Cast) -> None:
    old, unasked = published(cast, title="Last spring"), published(cast, title="For all to know")
    with as_owner():
        Alert.objects.filter(pk=old.pk).update(answer_by=timezone.now() - timedelta(days=31))
        Alert.objects.filter(pk=unasked.pk).update(answer_by=None)
    text = page(cast.partner_officer, UNANSWERED)
    assert "Last spring" not in text
    assert "For all to know" not in text


def test_a_seizure_says_of_which_alert_it_came_to_who_sees_both(cast: Cast) -> None:
    alert = published(cast)
    seizure = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=seizure)
    where = f"/seizures/{seizure.pk}/alerts/"
    assert str(alert) in page(cast.partner_officer, where)
    assert where in page(cast.partner_officer, f"/seizures/{seizure.pk}/")
    assert str(seizure) in page(cast.partner_officer, f"/alerts/{alert.pk}/")
    assert str(seizure) not in page(cast.supervisor, f"/alerts/{alert.pk}/"), "the record is not theirs to see"
    for pk in (seizure.pk, uuid4()):
        assert signed(cast.supervisor).get(f"/seizures/{pk}/alerts/").status_code == 404
    share_seizure(
        actor=cast.partner_supervisor.actor,
        seizure=seizure,
        agency=cast.customs,
        level=Level.VIEW,
        reason="Theirs",
        until=None,
    )
    assert str(seizure) in page(cast.officer, f"/alerts/{alert.pk}/")
    assert str(alert) in page(cast.officer, where)


def test_who_sees_the_seizure_alone_is_told_of_no_alert(cast: Cast) -> None:
    """Nor is another addressee, which sees both: addressees do not learn of each other."""
    alert = published(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.elsewhere]))
    seizure = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=seizure)
    terms: dict[str, Any] = {"seizure": seizure, "level": Level.VIEW, "reason": "Same ring", "until": None}
    for agency in (cast.elsewhere, cast.programme):
        share_seizure(actor=cast.partner_supervisor.actor, agency=agency, **terms)
        seizure.refresh_from_db()
    for member in (cast.outsider, cast.coordinator):
        assert str(alert) not in page(member, f"/seizures/{seizure.pk}/alerts/")
        assert "No alert that you see" in page(member, f"/seizures/{seizure.pk}/alerts/")


def test_a_seizure_says_which_alerts_tell_of_it(cast: Cast) -> None:
    seizure = cast.seizure()
    told, begun = published(cast, seizure=seizure), drafted(cast, seizure=seizure, title="Only begun")
    text = page(cast.colleague, f"/seizures/{seizure.pk}/alerts/")
    assert str(told) in text
    assert begun.title not in text


def test_answers_may_be_in_words_whatever_the_alert_tells(cast: Cast) -> None:
    """An alert that names nobody is answered by who sees identities: the answer may name somebody."""
    alert = published(cast)
    where = f"/alerts/{alert.pk}/answer/"
    assert 'name="words"' in page(cast.partner_officer, where)
    told = {"result": "arrest", "words": "Kofi Traoré, in the lining"}
    assert signed(cast.partner_officer).post(where, told).status_code == 302
    assert "Kofi Traoré" in page(cast.officer, f"/alerts/{alert.pk}/")


def test_who_sees_no_names_answers_without_words_and_is_told_so(cast: Cast) -> None:
    alert = published(cast, chosen=Chosen(agencies=[cast.programme]))
    both = cast.member("Tiago Lima", cast.programme, Role.SUPERVISOR)
    cast_as_coordinator(cast, both)
    where = f"/alerts/{alert.pk}/answer/"
    text = page(both, where)
    assert 'name="words"' not in text
    assert "You see no names here" in text
    assert signed(both).post(where, {"result": "noted"}).status_code == 302
    assert "Your role does not allow you to answer alerts." in page(cast.coordinator, f"/alerts/{alert.pk}/")


def cast_as_coordinator(cast: Cast, member: Any) -> None:
    """Let somebody sit as coordinator too: then it sees no identities in any seat."""
    start_membership(actor=founder(), person=member.user, agency=cast.programme, role=Role.COORDINATOR, task_force=None)


def test_the_reviewer_says_until_when_answers_are_wanted(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    client, where = signed(cast.supervisor), f"/alerts/{alert.pk}/publish/"
    assert 'name="answer_by_0"' in client.get(where).content.decode()
    late = timezone.now() + timedelta(days=60)
    told = {"version": alert.version, "answer_by_0": f"{late:%Y-%m-%d}", "answer_by_1": "10:00", "answer_by_2": "UTC"}
    assert "while the alert is valid" in client.post(where, told, follow=True).content.decode()
    past = {**told, "answer_by_0": "2026-01-01"}
    assert "has passed" in client.post(where, past, follow=True).content.decode()
    assert client.post(where, {"version": alert.version, "no_answer": "on"}).status_code == 302
    with as_owner():
        alert.refresh_from_db()
    assert (alert.status, alert.answer_by) == ("published", None)


def test_the_costs_are_constant(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _each in range(6):
        alert = published(cast)
        seizure = cast.seizure(by=cast.partner_officer, lead_agency=cast.foreign)
        answer_alert(actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=seizure)
        published(cast)
    client = signed(cast.partner_officer)
    client.get(UNANSWERED)
    for path, most in ((UNANSWERED, 12), (f"/seizures/{seizure.pk}/alerts/", 15), (f"/alerts/{alert.pk}/", 22)):
        with django_assert_max_num_queries(most):
            client.get(path)
