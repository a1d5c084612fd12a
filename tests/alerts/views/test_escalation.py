"""Where clocks and steps are shown: on the alert, and on My work of those who have to react."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aircop.access.roles import Role
from alerts.enums import Severity
from alerts.services.addressee import Chosen
from alerts.services.answer import acknowledge_alert
from alerts.services.delivery import fan_out
from alerts.services.escalation import run_clocks, start_clocks
from alerts.services.telling import review_warning
from tests.alerts.clocks import brought, let_review_be_due, ring_out
from tests.alerts.told import published
from tests.cast import Cast, Member
from tests.taskforces.rostered import on_duty

pytestmark = pytest.mark.django_db


def signed(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def day(member: Member) -> Any:
    return signed(member).get("/")


def test_the_alert_shows_each_unit_its_clock_and_its_steps(cast: Cast) -> None:
    """Names to colleagues; the telling unit is told how many."""
    on_duty(cast.partner_officer)
    assert cast.partner_supervisor
    alert = brought(cast)
    page = f"/alerts/{alert.pk}/"
    assert "14 min" in signed(cast.officer).get(page).content.decode()
    ring_out(alert)
    run_clocks()
    theirs, ours = (signed(who).get(page).content.decode() for who in (cast.partner_supervisor, cast.officer))
    assert "To who is on duty" in theirs
    assert "To who is on duty" in ours
    assert (cast.partner_officer.user.name in theirs, cast.partner_officer.user.name in ours) == (True, False)
    acknowledge_alert(actor=cast.partner_officer.actor, alert=alert)
    theirs, ours = (signed(who).get(page).content.decode() for who in (cast.partner_supervisor, cast.officer))
    assert f", <bdi>{cast.partner_officer.user.name}</bdi>" in theirs
    assert cast.partner_officer.user.name not in ours
    assert "in hand since" in ours


def test_nobody_was_there_is_said(cast: Cast) -> None:
    alert = brought(cast)
    ring_out(alert)
    run_clocks()
    assert "nobody was there" in signed(cast.officer).get(f"/alerts/{alert.pk}/").content.decode()


def test_my_work_shows_what_nobody_has_in_hand(cast: Cast) -> None:
    alert = brought(cast)
    [waiting] = day(cast.partner_officer).context["unheard"]
    assert waiting.alert == alert
    text = day(cast.officer).content.decode()
    assert "Urgent alerts of your task force that others do not have in hand yet" in text
    assert "ACC1" in text
    for who in (cast.outsider, cast.agency_admin):
        page = day(who)
        assert (page.context["unheard"], page.context["unanswered"], page.context["reviews"]) == ([], [], [])
    on_duty(cast.partner_officer)
    ring_out(alert)
    run_clocks()
    assert "told to who is on duty" in day(cast.officer).content.decode()
    ring_out(alert)
    run_clocks()
    assert "told to its supervisors: call its desk" in day(cast.officer).content.decode()
    acknowledge_alert(actor=cast.partner_officer.actor, alert=alert)
    assert day(cast.partner_officer).context["unheard"] == day(cast.officer).context["unanswered"] == []


def test_my_work_of_a_supervisor_shows_what_waits_for_its_review(cast: Cast) -> None:
    alert = brought(cast)
    assert day(cast.supervisor).context["reviews"] == [alert]
    assert day(cast.officer).context["reviews"] == []
    let_review_be_due(alert)
    run_clocks()
    assert "Overdue" in day(cast.supervisor).content.decode()
    assert "for its review" in signed(cast.supervisor).get(f"/alerts/{alert.pk}/").content.decode()
    review_warning(actor=cast.supervisor.actor, alert=alert)
    assert day(cast.supervisor).context["reviews"] == []


def test_a_program_reads_the_clock(cast: Cast) -> None:
    alert = brought(cast)
    [row] = signed(cast.officer).get(f"/api/v1/alerts/{alert.pk}/").json()["recipients"]
    assert (row["acknowledged_at"], row["escalated"]) == (None, 0)
    assert row["due_at"] > (timezone.now() + timedelta(minutes=10)).isoformat()


def test_the_page_costs_the_same_for_one_step_and_for_several(cast: Cast, django_assert_max_num_queries: Any) -> None:
    on_duty(cast.partner_officer)
    assert cast.partner_supervisor
    alert = brought(cast)
    client, page = signed(cast.partner_officer), f"/alerts/{alert.pk}/"
    client.get(page)
    for _step in range(2):
        ring_out(alert)
        run_clocks()
        with django_assert_max_num_queries(17):
            client.get(page)


def test_my_work_shows_what_was_reviewed_and_is_urgent(cast: Cast) -> None:
    """It was reviewed: nobody has to review it."""
    assert cast.partner_officer
    alert = published(cast, severity=Severity.URGENT)
    fan_out(alert.pk)
    start_clocks(alert.pk)
    ring_out(alert)
    run_clocks()
    assert [each.alert for each in day(cast.partner_officer).context["unheard"]] == [alert]
    page = day(cast.owner_supervisor)
    assert [each.alert for each in page.context["unanswered"]] == [alert]
    assert page.context["reviews"] == []
    assert "nobody was there" in signed(cast.officer).get(f"/alerts/{alert.pk}/").content.decode()


def test_what_an_agency_has_not_in_hand_is_seen_on_both_sides(cast: Cast) -> None:
    outpost = cast.member("Efua Asante", cast.foreign, Role.SUPERVISOR)
    alert = brought(cast, chosen=Chosen(agencies=[cast.foreign]))
    for member in (cast.partner_officer, outpost):
        assert [each.alert for each in day(member).context["unheard"]] == [alert]
    assert day(outpost).context["unanswered"] == []
    ring_out(alert)
    run_clocks()
    text = day(cast.officer).content.decode()
    assert f"<bdi>{cast.foreign}</bdi>" in text
    assert "told to its supervisors" in text
    ours, theirs = (signed(who).get(f"/alerts/{alert.pk}/").content.decode() for who in (cast.officer, outpost))
    assert ("To the supervisors" in ours, outpost.user.name in ours) == (True, False)
    assert outpost.user.name in theirs
    acknowledge_alert(actor=outpost.actor, alert=alert)
    assert day(cast.partner_officer).context["unheard"] == day(cast.officer).context["unanswered"] == []


def test_a_unit_that_was_addressed_beside_its_agency_answers_for_itself(cast: Cast) -> None:
    outpost = cast.member("Efua Asante", cast.foreign, Role.SUPERVISOR)
    alert = brought(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.foreign]))
    [waits] = day(cast.partner_officer).context["unheard"]
    assert waits.unit == cast.acc
    acknowledge_alert(actor=cast.partner_officer.actor, alert=alert)
    assert day(cast.partner_officer).context["unheard"] == []
    [waits] = day(outpost).context["unheard"]
    assert waits.agency == cast.foreign
