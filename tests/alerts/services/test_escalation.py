"""Nobody reacts: it goes on to who is on duty, then to the supervisors; each step once, and stopped by one word."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from aircop.access.roles import Role
from alerts.enums import Severity
from alerts.models import Addressee, Alert, EscalationStep
from alerts.queries.alert import inbox
from alerts.services.addressee import Chosen
from alerts.services.answer import acknowledge_alert
from alerts.services.delivery import fan_out, mark_read, tell_recall
from alerts.services.escalation import run_clocks, start_clocks
from alerts.services.sending import send_due
from alerts.services.telling import recall_alert, review_warning, warn_at_once
from alerts.tasks import escalate_alerts_task
from taskforces.services.membership import end_membership, start_membership
from taskforces.services.network import founder
from tests.alerts.clocks import brought, let_review_be_due, ring_out
from tests.alerts.told import drafted, published, warned
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.services.test_concurrency import at_once
from tests.taskforces.rostered import on_duty
from tests.traces import entries, events, mute_audit, payloads, rows

pytestmark = pytest.mark.django_db


def clock(alert: Alert) -> dict[str, Any]:
    """Return the clock of the one unit that was addressed."""
    [row] = rows("SELECT * FROM alerts_addressee WHERE alert_id = %s AND unit_id IS NOT NULL", alert.pk)
    return row


def steps(alert: Alert) -> list[tuple[str, list[Any]]]:
    """Return the steps that were taken, and who was rung."""
    found = rows("SELECT step, people FROM alerts_escalationstep WHERE alert_id = %s ORDER BY at, id", alert.pk)
    return [(row["step"], row["people"]) for row in found]


def mailed() -> list[tuple[str, str]]:
    """Send what is due, and return to whom and in what words."""
    mail.outbox.clear()
    send_due()
    return sorted((letter.to[0], letter.subject.split(":")[0]) for letter in mail.outbox)


def test_a_clock_starts_for_each_unit_that_an_urgent_warning_reached(cast: Cast) -> None:
    alert = warned(cast)
    assert (start_clocks(alert.pk), start_clocks(alert.pk)) == (1, 0)
    assert timedelta(minutes=14) < clock(alert)["due_at"] - timezone.now() <= timedelta(minutes=15)
    reviewed = published(cast)
    assert start_clocks(reviewed.pk) == 0
    assert clock(reviewed)["due_at"] is None
    assert run_clocks() == 0


def test_it_goes_on_to_who_is_on_duty_and_then_to_the_supervisors(cast: Cast) -> None:
    officer, chief = cast.partner_officer, cast.partner_supervisor
    night = cast.member("Yaw Night", cast.foreign, Role.OFFICER, cast.acc)
    on_duty(night)
    alert = brought(cast)
    assert [subject for _to, subject in mailed()] == ["Warning about a person, a parcel or a flight"] * 3
    ring_out(alert)
    assert (run_clocks(), run_clocks()) == (1, 0)
    assert steps(alert) == [("duty", [night.user.pk])]
    assert mailed() == [(night.user.email, "Nobody has it in hand")]
    assert "nobody on your side has it in hand yet" in mail.outbox[0].body
    assert (clock(alert)["escalated"], clock(alert)["due_at"] is not None) == (1, True)
    ring_out(alert)
    assert run_clocks() == 1
    assert steps(alert)[1:] == [("senior", [chief.user.pk])]
    assert mailed() == [(chief.user.email, "Nobody has it in hand")]
    assert (clock(alert)["escalated"], clock(alert)["due_at"]) == (2, None)
    assert run_clocks() == 0
    assert officer.user.pk not in {each for _step, people in steps(alert) for each in people}


def test_each_step_leaves_its_entry_and_its_event(cast: Cast) -> None:
    on_duty(cast.partner_officer)
    alert = brought(cast)
    ring_out(alert)
    run_clocks()
    [entry] = entries("alert.escalate")
    assert (entry["object_id"], entry["recipients"], entry["object_ids"]) == (
        alert.pk,
        ["ACC1"],
        [],
    ), "who is on duty there is no matter of the agency that told it"
    [told] = payloads("alert_escalated")
    assert told == {"alert": str(alert.pk), "addressee": str(clock(alert)["id"]), "step": "duty"}


def test_with_nobody_on_duty_it_goes_straight_on(cast: Cast) -> None:
    assert cast.partner_officer
    chief = cast.partner_supervisor
    alert = brought(cast)
    ring_out(alert)
    assert run_clocks() == 1
    assert steps(alert) == [("duty", []), ("senior", [chief.user.pk])]
    assert clock(alert)["due_at"] is None


def test_a_unit_without_anybody_leaves_its_steps_all_the_same(cast: Cast) -> None:
    alert = brought(cast)
    ring_out(alert)
    assert run_clocks() == 1
    assert steps(alert) == [("duty", []), ("senior", [])]


def test_who_stands_in_is_rung_when_nobody_else_is_on_duty(cast: Cast) -> None:
    on_duty(cast.partner_supervisor, backup=True)
    first, second = brought(cast), brought(cast)
    ring_out(first)
    run_clocks()
    assert steps(first) == [("duty", [cast.partner_supervisor.user.pk])]
    on_duty(cast.partner_officer)
    ring_out(second)
    run_clocks()
    assert ("duty", [cast.partner_officer.user.pk]) in steps(second)


def test_who_left_the_unit_is_on_duty_no_more(cast: Cast) -> None:
    on_duty(cast.partner_officer)
    assert cast.partner_supervisor
    alert = brought(cast)
    end_membership(actor=founder(), membership=cast.partner_officer.membership, reason="Moved")
    ring_out(alert)
    run_clocks()
    assert steps(alert) == [("duty", []), ("senior", [cast.partner_supervisor.user.pk])]


def test_whoever_sent_it_is_not_rung_in_another_unit(cast: Cast) -> None:
    """The author serves in both; somebody else there has to react."""
    start_membership(
        actor=founder(), person=cast.officer.user, agency=cast.foreign, role=Role.OFFICER, task_force=cast.acc
    )
    on_duty(cast.officer, unit=cast.acc)
    assert cast.partner_supervisor
    alert = brought(cast)
    ring_out(alert)
    run_clocks()
    assert steps(alert) == [("duty", []), ("senior", [cast.partner_supervisor.user.pk])]


def test_whoever_wrote_at_it_is_not_rung_either(cast: Cast) -> None:
    on_duty(cast.partner_officer)
    alert = brought(cast)
    hands = [cast.partner_officer.user.pk, cast.partner_supervisor.user.pk]
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(written_by=hands)
    ring_out(alert)
    run_clocks()
    assert steps(alert) == [("duty", []), ("senior", [])]


def test_what_was_read_rings_anew_as_another_message_in_the_same_row(cast: Cast) -> None:
    officer = cast.partner_officer
    on_duty(officer)
    alert = brought(cast)
    send_due()
    names = {mail.outbox[0].extra_headers["Message-ID"]}
    mark_read(actor=officer.actor, alert_id=alert.pk)
    ring_out(alert)
    run_clocks()
    assert [row.why for row in inbox(officer.actor, unread=True)] == ["unheard"]
    mailed()
    names.add(mail.outbox[0].extra_headers["Message-ID"])
    assert len(names) == 2
    told = rows("SELECT * FROM alerts_delivery WHERE recipient_id = %s", officer.user.pk)
    assert sorted((row["channel"], row["rings"]) for row in told) == [("app", 1), ("email", 1)]


@pytest.mark.parametrize("stop", ["acknowledged", "recalled", "expired", "erased"])
def test_what_stops_a_clock(cast: Cast, stop: str) -> None:
    assert cast.partner_officer
    alert = brought(cast)
    if stop == "acknowledged":
        assert acknowledge_alert(actor=cast.partner_officer.actor, alert=alert).due_at is None
    elif stop == "recalled":
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    else:
        with as_owner():
            gone = {"expired": {"valid_until": timezone.now()}, "erased": {"withdrawn_at": timezone.now()}}[stop]
            Alert._base_manager.filter(pk=alert.pk).update(**gone)
    ring_out(alert)
    assert run_clocks() == 0
    assert (clock(alert)["due_at"], steps(alert)) == (None, [])


def test_an_acknowledged_clock_that_still_runs_is_stopped(cast: Cast) -> None:
    """As a restored or imported row may stand."""
    alert = brought(cast)
    with as_owner():
        Addressee.objects.filter(alert=alert).update(acknowledged_at=timezone.now(), due_at=timezone.now())
    assert run_clocks() == 0
    assert clock(alert)["due_at"] is None


def test_whoever_was_rung_anew_and_got_no_second_mail_is_told_of_the_recall(cast: Cast) -> None:
    on_duty(cast.partner_officer)
    alert = brought(cast)
    send_due()
    ring_out(alert)
    run_clocks()
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    tell_recall(alert.pk)
    assert mailed() == [(cast.partner_officer.user.email, "Recalled")]


def test_rights_are_asked_again_before_it_rings(cast: Cast) -> None:
    on_duty(cast.partner_officer)
    alert = brought(cast)
    send_due()
    ring_out(alert)
    run_clocks()
    end_membership(actor=founder(), membership=cast.partner_officer.membership, reason="Moved")
    assert mailed() == []
    assert len(entries("alert.withhold")) == 1


def test_a_review_that_is_late_is_told_to_the_supervisors_of_the_unit_once(cast: Cast) -> None:
    chiefs = {cast.supervisor.user.pk, cast.owner_supervisor.user.pk}
    alert = brought(cast)
    assert run_clocks() == 0
    let_review_be_due(alert)
    assert (run_clocks(), run_clocks()) == (1, 0)
    [(step, people)] = steps(alert)
    assert (step, set(people)) == ("review", chiefs)
    assert {subject for _to, subject in mailed()} == {"Waits for its review"}
    assert [row.why for row in inbox(cast.supervisor.actor, unread=True)] == ["review"]
    assert len(events("alert_review_overdue")) == len(entries("alert.escalate")) == 1


def test_what_was_reviewed_in_time_reminds_nobody(cast: Cast) -> None:
    alert = brought(cast)
    review_warning(actor=cast.supervisor.actor, alert=alert)
    let_review_be_due(alert)
    assert run_clocks() == 0


def test_a_supervisor_who_wrote_it_need_not_be_told(cast: Cast) -> None:
    alert = warn_at_once(actor=cast.supervisor.actor, alert=drafted(cast, by=cast.supervisor))
    let_review_be_due(alert)
    run_clocks()
    assert steps(alert) == [("review", [])]


def test_the_clock_asks_for_it(cast: Cast, broker: Any) -> None:
    alert = brought(cast)
    ring_out(alert)
    assert (escalate_alerts_task(), escalate_alerts_task()) == (1, 0)


def test_no_more_steps_than_asked_for(cast: Cast) -> None:
    for alert in (brought(cast), brought(cast)):
        ring_out(alert)
    assert (run_clocks(1), run_clocks(1), run_clocks(1)) == (1, 1, 0)


def test_steps_are_seen_with_the_alert_and_written_by_the_system_alone(cast: Cast) -> None:
    alert = brought(cast)
    ring_out(alert)
    run_clocks()

    def seen(member: Member) -> int:
        assert member.actor.signed_in
        return EscalationStep.objects.filter(alert_id=alert.pk).count()

    assert (seen(cast.officer), seen(cast.partner_officer), seen(cast.outsider)) == (2, 2, 0)
    fan_out(alert.pk)


def test_a_step_that_fails_half_way_leaves_nothing_and_is_taken_again(cast: Cast) -> None:
    """As when its worker is killed: the transaction is gone, the clock is still due."""
    on_duty(cast.partner_officer)
    alert = brought(cast)
    ring_out(alert)
    with mute_audit("alert.escalate"), pytest.raises(IntegrityError), transaction.atomic():
        run_clocks()
    assert (steps(alert), clock(alert)["escalated"], events("alert_escalated")) == ([], 0, [])
    with as_owner(), connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DROP CONSTRAINT mute")
    assert run_clocks() == 1
    assert len(steps(alert)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_one_step(cast: Cast) -> None:
    """And a third, that acknowledges at the same moment, waits for nobody for long."""
    with transaction.atomic():
        on_duty(cast.partner_officer)
        alert = brought(cast)
    start_clocks(alert.pk)
    Addressee._base_manager.using("owner").filter(alert=alert).update(due_at=timezone.now())
    assert sum(at_once(run_clocks, run_clocks, run_clocks)) == 1
    found = EscalationStep._base_manager.using("owner").filter(alert=alert)
    assert [row.step for row in found] == ["duty"]


@pytest.mark.django_db(transaction=True)
def test_a_step_passes_by_what_is_being_recalled_or_acknowledged(cast: Cast) -> None:
    """Its lock is held by somebody who acts on it: the next round looks again."""
    with transaction.atomic():
        alert = brought(cast)
        assert cast.partner_officer
    start_clocks(alert.pk)
    Addressee._base_manager.using("owner").filter(alert=alert).update(due_at=timezone.now())
    with transaction.atomic():
        recall_alert(actor=cast.officer.actor, alert=alert, reason="Wrong flight")
        assert at_once(run_clocks) == [0]
    with transaction.atomic():
        assert run_clocks() == 0
    assert not EscalationStep._base_manager.using("owner").exists()


def test_a_clock_runs_on_what_was_reviewed_and_is_urgent(cast: Cast) -> None:
    chief = cast.partner_supervisor
    alert = published(cast, severity=Severity.URGENT)
    fan_out(alert.pk)
    assert start_clocks(alert.pk) == 1
    ring_out(alert)
    run_clocks()
    assert steps(alert) == [("duty", []), ("senior", [chief.user.pk])]


def test_an_agency_has_its_supervisors_alone(cast: Cast) -> None:
    """It has no roster: at the first step all its supervisors are rung, wherever they serve."""
    assert cast.partner_officer
    chiefs = {cast.partner_supervisor.user.pk, cast.member("Efua Asante", cast.foreign, Role.SUPERVISOR).user.pk}
    alert = brought(cast, chosen=Chosen(agencies=[cast.foreign]))
    send_due()
    ring_out(alert)
    assert (run_clocks(), run_clocks()) == (1, 0)
    [(step, people)] = steps(alert)
    assert (step, set(people)) == ("senior", chiefs)
    [row] = rows("SELECT * FROM alerts_addressee WHERE alert_id = %s", alert.pk)
    assert (row["escalated"], row["due_at"]) == (1, None)
    assert {subject for _to, subject in mailed()} == {"Nobody has it in hand"}
    assert [entry["recipients"] for entry in entries("alert.escalate")] == [[str(cast.foreign)]]
    assert payloads("alert_escalated")[0]["addressee"] == str(row["id"])


def test_an_agency_that_has_it_in_hand_is_left_alone(cast: Cast) -> None:
    assert cast.partner_supervisor
    alert = brought(cast, chosen=Chosen(agencies=[cast.foreign]))
    acknowledge_alert(actor=cast.partner_officer.actor, alert=alert)
    ring_out(alert)
    assert (run_clocks(), steps(alert)) == (0, [])
