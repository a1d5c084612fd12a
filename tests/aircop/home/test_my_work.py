"""The first page of the day, and the consumer that brings back what others did."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.roles import Level, Role
from aircop.events import EventView
from aircop.home.consumers import tell_the_author
from aircop.home.models import CameBack
from alerts.services.addressee import Chosen
from alerts.services.answer import answer_alert
from alerts.services.delivery import fan_out
from alerts.services.escalation import start_clocks
from seizures.case_events import CaseReminderDue, ReferralLate
from seizures.events import SeizureRejected, SeizureVerified
from seizures.models import Case, Referral, Seizure
from seizures.services.case_task import add_task, finish_task
from seizures.services.referral import accept_referral, offer_referral
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import reject_seizure, verify_seizure
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.alerts.told import published, warned
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries

pytestmark = pytest.mark.django_db


def client_of(member: Member) -> Client:
    """Return a client signed in as the member."""
    client = Client()
    client.force_login(member.user)
    return client


def day(member: Member) -> Any:
    """Return the first page as the member gets it."""
    return client_of(member).get("/")


def ids(rows: list[dict[str, Any]]) -> list[Any]:
    """Return the ids of the records in rows."""
    return [row["record"].pk for row in rows]


def event(seizure: Seizure, by: Member, payload: Any = None) -> EventView:
    """Return what the consumer is handed when a seizure was verified."""
    return EventView(
        position=1, id=uuid7(), kind="seizure_verified", version=1, object_type="seizures.seizure",
        object_id=seizure.pk, access_list=seizure.access_list_id, root_list=seizure.root_list_id,
        at=timezone.now(), actor=by.user.pk,
        payload=payload or SeizureVerified(seizure.pk, seizure.recorded_by_id),
    )  # fmt: skip


def test_nothing_waits(cast: Cast) -> None:
    """The page says what to do instead."""
    assert "Nothing waits. Log a seizure or look at the network." in day(cast.officer).content.decode()
    assert "Nothing waits. Look at the network." in day(cast.auditor).content.decode()


def test_the_supervisor_finds_what_others_submitted_the_longest_waiting_first(cast: Cast) -> None:
    """Not its own, not of other units, and an officer finds none of it."""
    first, second, own = cast.seizure(), cast.seizure(by=cast.colleague), cast.seizure(by=cast.supervisor)
    assert ids(day(cast.supervisor).context["waiting"]) == [first.pk, second.pk]
    assert own.pk not in ids(day(cast.supervisor).context["waiting"])
    assert day(cast.officer).context["waiting"] == []
    assert day(cast.partner_supervisor).context["waiting"] == []


def test_the_author_finds_rejected_ones_before_drafts(cast: Cast) -> None:
    """And nobody else's."""
    draft = cast.seizure(submit=False)
    rejected = reject_seizure(actor=cast.supervisor.actor, seizure=cast.seizure(), rejection="INC")
    assert ids(day(cast.officer).context["unfinished"]) == [rejected.pk, draft.pk]
    assert day(cast.colleague).context["unfinished"] == []


def test_what_was_shared_is_there_while_it_is_shared(cast: Cast) -> None:
    """With the reason; the unit's own records are not news to it."""
    seizure = cast.seizure()
    share = share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Same ring",
        until=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    page = day(cast.partner_officer)
    assert ids(page.context["received"]) == [seizure.pk]
    assert "Same ring" in page.content.decode()
    assert day(cast.officer).context["received"] == []
    unshare_seizure(actor=cast.supervisor.actor, seizure=seizure, share_id=share.pk)
    assert day(cast.partner_officer).context["received"] == []


def test_the_unit_lately_without_anybodys_drafts(cast: Cast) -> None:
    """The last seizures of the unit in which the reader acts."""
    seizure, _draft = cast.seizure(), cast.seizure(submit=False)
    assert ids(day(cast.officer).context["lately"]) == [seizure.pk]
    assert day(cast.outsider).context["lately"] == []


def test_the_author_is_told_once_per_event(cast: Cast) -> None:
    """The consumer may see an event twice; the person sees it once."""
    seizure = verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())
    told = event(seizure, cast.supervisor)
    tell_the_author(told)
    tell_the_author(told)
    page = day(cast.officer)
    assert ids(page.context["news"]) == [seizure.pk]
    assert "was verified." in page.content.decode()
    assert day(cast.supervisor).context["news"] == []


def test_nobody_is_told_of_an_act_of_ones_own(cast: Cast) -> None:
    """Who did it knows."""
    seizure = cast.seizure()
    tell_the_author(event(seizure, cast.officer))
    assert not CameBack.objects.exists()


def test_rows_hold_ids_only(cast: Cast) -> None:
    """No text of the case is copied out of the wall."""
    seizure = cast.seizure()
    tell_the_author(event(seizure, cast.supervisor, SeizureRejected(seizure.pk, seizure.recorded_by_id, "INC")))
    assert {field.name for field in CameBack._meta.fields} == {
        "id", "person", "event_id", "kind", "object_id", "at", "seen_at",
    }  # fmt: skip


def test_what_can_no_longer_be_seen_did_not_come_back(cast: Cast) -> None:
    """The person serves elsewhere now: the row is there, the record is not."""
    seizure = cast.seizure()
    tell_the_author(event(seizure, cast.supervisor))
    person = cast.officer.user
    assert ids(day(cast.officer).context["news"]) == [seizure.pk]
    start_membership(actor=founder(), person=person, agency=cast.elsewhere, role=Role.OFFICER)
    end_membership(actor=founder(), membership=cast.officer.membership, reason="Moved")
    page = day(cast.officer)
    assert page.status_code == 200
    assert page.context["news"] == page.context["lately"] == []
    assert CameBack.objects.filter(person=person).exists()


def test_seen_is_what_the_page_showed(cast: Cast) -> None:
    """What comes in while somebody reads stays new."""
    seizure = cast.seizure()
    tell_the_author(event(seizure, cast.supervisor))
    officer = client_of(cast.officer)
    newest = officer.get("/").context["newest"]
    tell_the_author(event(seizure, cast.supervisor))
    assert officer.post("/seen/", {"until": newest.isoformat()}).status_code == 302
    assert len(officer.get("/").context["news"]) == 1
    for until in ("", "x", "2026-13-45T00:00:00Z", "2026-03-14T00:00:00"):
        officer.post("/seen/", {"until": until})
    assert officer.get("/").context["news"] == []


def test_marking_as_seen_touches_only_ones_own(cast: Cast) -> None:
    """Another person's news stay."""
    seizure = cast.seizure()
    tell_the_author(event(seizure, cast.supervisor))
    client_of(cast.colleague).post("/seen/", {})
    assert CameBack.objects.filter(seen_at__isnull=True).count() == 1


def test_the_page_costs_the_same_for_few_records_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """Each part reads its rows once."""
    supervisor = client_of(cast.supervisor)
    for _ in range(6):
        seizure = cast.seizure()
        tell_the_author(event(seizure, cast.supervisor))
    supervisor.get("/")
    with django_assert_max_num_queries(27):
        supervisor.get("/")


def test_tasks_and_what_is_left_to_do_wait(cast: Cast) -> None:
    """A task for the person it was given to; a case that was reminded of for everybody who works in its unit."""
    case = cast.case(cast.seizure(), title="One workshop")
    task = add_task(actor=cast.officer.actor, case=case, kind="phone", assignee=cast.colleague.user)
    with as_owner():
        Case.objects.filter(pk=case.pk).update(reminded=30)
    page = day(cast.colleague)
    assert page.context["tasks"] == [task]
    assert page.context["left"] == [case]
    assert "open for more than 30 days" in page.content.decode()
    assert day(cast.officer).context["tasks"] == []
    assert (day(cast.analyst).context["left"], day(cast.partner_officer).context["left"]) == ([], [])
    finish_task(actor=cast.colleague.actor, task=task)
    assert day(cast.colleague).context["tasks"] == []


def test_news_of_a_case_lead_to_it(cast: Cast) -> None:
    """By the clock nobody acts: its author is told."""
    case = cast.case(by=cast.officer)
    told = EventView(
        position=1, id=uuid7(), kind="case_reminder_due", version=1, object_type="seizures.case", object_id=case.pk,
        access_list=case.access_list_id, root_list=case.root_list_id, at=timezone.now(), actor=None,
        payload=CaseReminderDue(case.pk, case.recorded_by_id, 30),
    )  # fmt: skip
    tell_the_author(told)
    page = day(cast.officer)
    assert [each["href"] for each in page.context["news"]] == [f"/cases/{case.pk}/"]
    assert "still has things to do" in page.content.decode()
    assert [entry["object_ids"] for entry in entries("case.list")][-1] == [case.pk]


def test_both_sides_of_a_late_referral_are_told(cast: Cast) -> None:
    case = cast.case(by=cast.supervisor)
    referral = offer_referral(
        actor=cast.supervisor.actor, case=case, to_unit=cast.acc, kind="refer", reason="He lives there"
    )
    accept_referral(actor=cast.partner_supervisor.actor, referral=referral)
    with as_owner():
        Referral.objects.filter(pk=referral.pk).update(work_due_at=timezone.now() - timedelta(hours=1))
    author, other = cast.supervisor.user.pk, cast.partner_supervisor.user.pk
    late = ReferralLate(case.pk, referral.pk, author, other, "work")
    told = EventView(
        position=1, id=uuid7(), kind="referral_late", version=1, object_type="seizures.case", object_id=case.pk,
        access_list=case.access_list_id, root_list=case.root_list_id, at=timezone.now(), actor=None, payload=late,
    )  # fmt: skip
    tell_the_author(told)
    for member in (cast.supervisor, cast.partner_supervisor):
        page = client_of(member).get("/").content.decode()
        assert "was referred to another unit, and the clock ran out" in page
        assert "has not handed it back" in page


def test_what_presses_elsewhere_on_the_page_takes_no_place_from_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each list is cut after what stands above it was left out."""
    monkeypatch.setattr("aircop.home.views.my_work.NEWS", 1)
    assert cast.partner_officer
    read, silent, urgent = published(cast), published(cast), warned(cast)
    answer_alert(actor=cast.partner_officer.actor, alert=read, result="checked")
    for each in (read, silent, urgent):
        fan_out(each.pk)
        start_clocks(each.pk)
    page = day(cast.partner_officer).context
    assert [each.alert for each in page["unheard"]] == [urgent]
    assert (page["silent"], page["alerts"]) == ([silent], [read])


def test_alerts_on_the_page_are_in_the_audit_and_not_unread_as_well(cast: Cast) -> None:
    """An urgent one of the own unit, sent to an own agency too, is chased and reviewed: it is no news beside that."""
    news = published(cast, chosen=Chosen(agencies=[cast.customs]))
    answer_alert(actor=cast.owner_supervisor.actor, alert=news, result="checked")
    own = warned(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.customs]))
    silent = published(cast, chosen=Chosen(agencies=[cast.customs]))
    for each in (news, own, silent):
        fan_out(each.pk)
        start_clocks(each.pk)
    page = day(cast.owner_supervisor).context
    assert ([each.alert for each in page["unanswered"]], page["reviews"]) == ([own], [own])
    assert (set(page["silent"]), page["alerts"]) == ({own, silent}, [news])
    [entry] = entries("alert.list")
    assert set(entry["object_ids"]) == {own.pk, silent.pk, news.pk}


def test_alerts_cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    assert cast.partner_officer
    client, costs = client_of(cast.partner_officer), []
    for more in (1, 3):
        for _each in range(more):
            for alert in (published(cast), warned(cast)):
                fan_out(alert.pk)
                start_clocks(alert.pk)
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 27
