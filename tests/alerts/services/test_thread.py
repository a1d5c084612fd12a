"""Threads are read and written by who takes part, and by nobody else."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from aircop.access.binding import bind
from aircop.access.roles import Level, Role
from aircop.errors import Invalid, Missing, NotAllowed
from aircop.files.services.upload import begin_upload, receive_piece
from alerts.enums import MessageKind
from alerts.models import Message, Thread
from alerts.queries.thread import (
    locked_messages,
    messages_of,
    record_of,
    threads_still_visible,
    visible_file,
    visible_message,
    visible_thread,
)
from alerts.services.acceptance import accept_conditions
from alerts.services.message import MOST_FILES, send_message
from seizures.services.share import share_seizure
from tests.alerts.written import opened, say, wrote
from tests.cast import Cast, Member
from tests.factories import pictures
from tests.traces import entries, events, mute_audit, payloads, rows

pytestmark = pytest.mark.django_db


def seen(member: Member, thread: Thread) -> bool:
    return Thread.objects.visible_to(member.actor).filter(pk=thread.pk).exists()


def test_who_takes_part_reads_and_nobody_else(cast: Cast) -> None:
    thread = opened(cast)
    assert thread.reference.startswith("ABJ1-M-")
    everybody = (cast.officer, cast.analyst, cast.partner_officer, cast.outsider, cast.coordinator, cast.platform_admin)
    assert [seen(each, thread) for each in everybody] == [True, True, True, False, False, False]
    assert [row.body for row in messages_of(cast.partner_officer.actor, thread)] == ["We arrested two."]
    assert (
        threads_still_visible(cast.outsider.actor, [thread.pk]) == threads_still_visible(cast.officer.actor, []) == []
    )
    [entry] = entries("thread.open")
    assert entry["recipients"] == [str(cast.abj), str(cast.acc)]
    assert len(events("thread_opened")) == len(events("message_sent")) == 1
    assert "We arrested two." not in str(rows("SELECT * FROM audit_auditentry") + rows("SELECT * FROM audit_change"))


def test_an_agency_takes_part_and_answers(cast: Cast) -> None:
    thread = opened(cast, units=[], agencies=[cast.elsewhere])
    assert seen(cast.outsider, thread)
    message = wrote(cast.outsider, thread)
    assert (message.unit_id, message.agency_id) == (None, cast.elsewhere.pk)
    assert not seen(cast.partner_officer, thread)


@pytest.mark.parametrize(
    ("told", "field"),
    [({"subject": " "}, "subject"), ({"units": []}, "units"), ({"said": say(" ")}, "body"),
     ({"said": say(handling="H9")}, "handling"), ({"said": say(handling="H3")}, "handling_words"),
     ({"said": say(source_grade="4x4:Q")}, "source_grade"), ({"said": say(source_grade="ADM:A")}, "source_grade"),
     ({"said": say(information_grade="ADM:1")}, "information_grade")],
)  # fmt: skip
def test_what_cannot_be_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(cast, **told)
    assert refusal.value.field == field
    assert not events("thread_opened")


def test_who_may_not_write_writes_nothing(cast: Cast) -> None:
    thread = opened(cast)
    for member in (cast.coordinator, cast.auditor, cast.platform_admin):
        with pytest.raises(NotAllowed):
            opened(cast, by=member)
    with pytest.raises(NotAllowed) as refusal:
        opened(cast, by=cast.outsider)
    assert refusal.value.code == "no_unit"
    with pytest.raises(Missing):
        wrote(cast.outsider, thread)


def test_too_many_sides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alerts.services.thread.MOST_PARTIES", 1)
    with pytest.raises(Invalid):
        opened(cast, agencies=[cast.elsewhere])


def test_feedback_and_no_other_kind_is_written_freely(cast: Cast) -> None:
    thread = opened(cast)
    actor = cast.partner_officer.actor
    message = send_message(actor=actor, thread=thread, say=say("It led to an arrest."), kind=MessageKind.FEEDBACK)
    assert message.kind == "feedback"
    with pytest.raises(Invalid):
        send_message(actor=actor, thread=thread, say=say(), kind=MessageKind.REPLY)
    assert [each["message_kind"] for each in payloads("message_sent")] == ["general", "feedback"]


def test_a_record_is_named_by_who_sees_it_and_to_who_sees_it(cast: Cast) -> None:
    seizure, case = cast.seizure(), cast.case(by=cast.supervisor)
    thread, other = opened(cast, seizure=seizure), opened(cast, case=case)
    assert record_of(cast.officer.actor, thread) == seizure
    assert record_of(cast.officer.actor, other) == case
    assert record_of(cast.partner_officer.actor, thread) is record_of(cast.partner_officer.actor, other) is None
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same route", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    assert record_of(cast.partner_officer.actor, thread) == seizure
    assert record_of(cast.officer.actor, opened(cast)) is None
    with pytest.raises(Missing):
        opened(cast, by=cast.partner_officer, units=[cast.abj], case=case)


def test_conditions_are_accepted_before_they_are_read(cast: Cast) -> None:
    thread = opened(cast)
    plain = wrote(cast.officer, thread)
    message = wrote(cast.officer, thread, "He pays in Lomé.", handling="H3", handling_words="Not in any file")
    assert visible_thread(cast.officer.actor, thread.pk).handling == "H3"
    assert locked_messages(cast.colleague.actor, [message]) == set()
    reader = cast.partner_officer
    assert locked_messages(reader.actor, [plain, message]) == {message.pk}
    accept_conditions(actor=reader.actor, message=message)
    accept_conditions(actor=reader.actor, message=message)
    assert locked_messages(reader.actor, [message]) == set()
    assert locked_messages(cast.partner_supervisor.actor, [message]) == {message.pk}
    assert len(entries("message.accept")) == len(events("conditions_accepted")) == 1
    with pytest.raises(NotAllowed):
        accept_conditions(actor=reader.actor, message=plain)
    with pytest.raises(Missing):
        accept_conditions(actor=cast.outsider.actor, message=message)


def test_files_lie_behind_the_wall_of_their_thread(cast: Cast, file_store: Path) -> None:
    assert file_store
    data, client, actor = pictures.photo(60, 40), uuid4(), cast.officer.actor
    begin_upload(actor=actor, client=client, name="x.jpg", size=len(data))
    receive_piece(actor=actor, client=client, offset=0, data=data)
    thread = opened(cast, said=say(uploads=[client], files=[("y.jpg", pictures.photo(30, 20))]))
    [message] = messages_of(cast.partner_officer.actor, thread)
    names = [row.file.name for row in message.files.all()]
    assert sorted(names) == ["x.jpg", "y.jpg"]
    first = message.files.order_by("id")[0]
    assert visible_file(cast.partner_officer.actor, thread, first.pk).file == first.file
    with pytest.raises(Missing):
        visible_file(cast.outsider.actor, thread, first.pk)
    assert cast.officer.actor
    with pytest.raises(Invalid):
        wrote(cast.officer, thread, uploads=[client])
    with pytest.raises(Invalid):
        wrote(cast.officer, thread, files=[("z.jpg", data)] * (MOST_FILES + 1))
    bound = wrote(cast.officer, thread, handling="H3", handling_words="Not in any file", files=[("z.jpg", data)])
    file = bound.files.get()
    with pytest.raises(Missing):
        visible_file(cast.partner_officer.actor, thread, file.pk)
    accept_conditions(actor=cast.partner_officer.actor, message=bound)
    assert visible_file(cast.partner_officer.actor, thread, file.pk)


def test_who_sees_no_identities_reads_no_word(cast: Cast) -> None:
    """A coordinator of an agency that takes part: the line above the thread, and nothing that was written."""
    clerk = cast.member("Ines Melo", cast.elsewhere, Role.COORDINATOR)
    thread = opened(cast, units=[], agencies=[cast.elsewhere])
    assert seen(clerk, thread)
    assert messages_of(clerk.actor, thread) == []
    assert not Message.objects.filter(thread=thread).exists()
    with pytest.raises(Missing):
        visible_message(clerk.actor, thread, uuid4())
    bind(cast.officer.actor)
    assert Message.objects.filter(thread=thread).exists()


def test_words_stay_as_they_were_written(cast: Cast) -> None:
    thread = opened(cast)
    [message] = messages_of(cast.officer.actor, thread)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Message.objects.filter(thread=thread).update(body="Nothing")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        message.delete()


def test_an_act_without_its_entry_is_no_act(cast: Cast) -> None:
    thread = opened(cast)
    with mute_audit("message.send"), pytest.raises(IntegrityError), transaction.atomic():
        wrote(cast.partner_officer, thread)
    assert len(messages_of(cast.officer.actor, thread)) == 1
