"""An order of the law empties an alert and what came back on it."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from aircop.errors import Invalid, Missing, NotAllowed
from alerts.models import Thread
from alerts.services.answer import answer_alert
from alerts.services.erasure import erase_alert, erase_thread
from alerts.services.group import add_member
from alerts.services.message_delivery import tell_message
from alerts.services.sending import send_due
from tests.alerts.told import published
from tests.alerts.written import asked, grouped, opened, say, wrote
from tests.cast import Cast
from tests.factories import pictures
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db
ORDER = "Court of Abidjan, 12/2026"


def test_it_is_emptied_once_and_seen_by_nobody(cast: Cast) -> None:
    alert = published(cast, person_details="Traoré")
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked", words="Traoré was not on board")
    reference = alert.reference or ""
    assert erase_alert(actor=cast.agency_admin.actor, reference=reference, order=ORDER)
    assert not erase_alert(actor=cast.agency_admin.actor, reference=str(alert.pk), order=ORDER)
    [row] = rows("SELECT person_details, body, erased_at, withdrawn_at FROM alerts_alert WHERE id = %s", alert.pk)
    assert (row["person_details"], row["body"]) == ("", "")
    assert row["erased_at"]
    assert row["withdrawn_at"]
    assert [each["words"] for each in rows("SELECT words FROM alerts_answer WHERE alert_id = %s", alert.pk)] == [""]
    assert entries("alert.erase")[0]["purpose"] == ORDER
    assert len(events("alert_erased")) == 1


def test_refusals(cast: Cast) -> None:
    alert = published(cast)
    with pytest.raises(Missing):
        erase_alert(actor=cast.agency_admin.actor, reference="ABJ1-A-1999-000001", order=ORDER)
    with pytest.raises(Invalid):
        erase_alert(actor=cast.agency_admin.actor, reference=str(alert.pk), order=" ")
    with pytest.raises(NotAllowed):
        erase_alert(actor=cast.supervisor.actor, reference=str(alert.pk), order=ORDER)


def test_a_thread_is_emptied_whoever_wrote_in_it(cast: Cast, file_store: Path) -> None:
    assert file_store
    thread = opened(cast, said=say("Traoré pays in Lomé.", files=[("x.jpg", pictures.photo(30, 20))]))
    wrote(cast.partner_officer, thread, "Traoré was here.", handling="H3", handling_words="Ask Traoré")
    request = asked(cast, subject="Traoré")
    with pytest.raises(NotAllowed):
        erase_thread(actor=cast.supervisor.actor, reference=thread.reference, order=ORDER)
    for each in (thread, request.thread):
        assert erase_thread(actor=cast.agency_admin.actor, reference=each.reference, order=ORDER)
    assert not erase_thread(actor=cast.agency_admin.actor, reference=str(thread.pk), order=ORDER)
    told = rows("SELECT body, handling_words, asked_name, asked_number, asked_key FROM alerts_message")
    assert "Traoré" not in str(told)
    assert "traore" not in str(told)
    assert {row["subject"] for row in rows("SELECT subject FROM alerts_thread")} == {"-"}
    assert rows("SELECT 1 FROM alerts_messagefile") == []
    assert len(entries("thread.erase")) == len(events("thread_erased")) == 2
    assert not Thread.objects.visible_to(cast.partner_officer.actor).exists()


def test_nobody_is_rung_for_what_was_erased(cast: Cast, settings: Any) -> None:
    settings.MAIL = True
    thread = opened(cast)
    tell_message(wrote(cast.partner_officer, thread, "Traoré was here.").pk)
    erase_thread(actor=cast.agency_admin.actor, reference=thread.reference, order=ORDER)
    assert send_due() > 0
    assert mail.outbox == []
    assert all(row["withheld_at"] for row in rows("SELECT * FROM alerts_delivery WHERE channel = 'email'"))


def test_a_closed_group_goes_with_all_that_was_written_in_it(cast: Cast) -> None:
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    opened(cast, group=group, said=say("Traoré flies on Friday."))
    opened(cast, by=cast.partner_officer, group=group, said=say("Traoré again."))
    call_command("erase_group", group.reference, order=ORDER, by=cast.platform_admin.user.email, stdout=StringIO())
    assert {row["body"] for row in rows("SELECT body FROM alerts_message")} == {""}
    assert [row["name"] for row in rows("SELECT name FROM alerts_closedgroup")] == ["-"]
    assert len(events("thread_erased")) == 2
    assert len(events("group_erased")) == 1
    with pytest.raises(CommandError):
        call_command("erase_thread", "ABJ1-M-1999-000001", order=ORDER, by=cast.agency_admin.user.email)
