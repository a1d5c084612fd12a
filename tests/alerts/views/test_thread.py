"""Pages of threads, requests and closed groups: written and read in a browser, shown to nobody else."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aircop.files.preparing import prepare_files
from alerts.models import InformationRequest, Thread
from alerts.services.group import add_member
from alerts.services.message_delivery import tell_message
from alerts.services.request import ask_back
from tests.alerts.views.test_alert import signed
from tests.alerts.written import asked, grouped, opened, say, wrote
from tests.cast import Cast
from tests.databases import as_owner
from tests.factories import pictures

pytestmark = pytest.mark.django_db
BLANK = {"handling": "H0", "handling_words": "", "source_grade": "", "information_grade": ""}


def typed(**changed: Any) -> dict[str, Any]:
    return {**BLANK, "subject": "Two couriers", "body": "Do you know them?", **changed}


def told(thread: Thread) -> None:
    with as_owner():
        ids = list(thread.messages.values_list("pk", flat=True))
    for each in ids:
        tell_message(each)


def test_a_message_is_written_read_and_answered(cast: Cast) -> None:
    assert cast.partner_officer
    client = signed(cast.officer)
    assert client.get("/messages/").status_code == 200
    assert "Nobody has written yet" in client.get("/messages/").content.decode()
    assert client.get("/messages/new/").status_code == 200
    answer = client.post("/messages/new/", typed(units=[str(cast.acc.pk)]))
    assert answer.status_code == 302
    assert cast.officer.actor
    thread = Thread.objects.visible_to(cast.officer.actor).get()
    told(thread)
    reader = signed(cast.partner_officer)
    page = reader.get("/messages/").content.decode()
    assert "New for you" in page
    assert "1 new" in page
    assert "Two couriers" in reader.get("/").content.decode()
    path = f"/messages/{thread.pk}/"
    page = reader.get(path).content.decode()
    assert "Do you know them?" in page
    assert "Awa Kone" not in page
    assert "New for you" not in reader.get("/messages/").content.decode()
    assert reader.post(path, {**BLANK, "kind": "general", "body": "Yes, both."}).status_code == 302
    assert reader.post(path, {**BLANK, "kind": "feedback", "body": "Both arrested."}).status_code == 302
    assert "Write what you want to say" in reader.post(path, {**BLANK, "kind": "general", "body": ""}).content.decode()
    page = client.get(path).content.decode()
    assert "Both arrested." in page
    assert "Awa Kone" in page
    assert signed(cast.outsider).get(path).status_code == 404


def test_faults_stand_at_their_field(cast: Cast) -> None:
    assert cast.acc
    client = signed(cast.officer)
    assert "at least one other task force" in client.post("/messages/new/", typed()).content.decode()
    page = client.post("/messages/new/", typed(units=[str(cast.acc.pk)], handling="H3")).content.decode()
    assert "H3 needs words" in page
    assert "<details open>" in page


def test_a_request_is_asked_checked_and_answered(cast: Cast) -> None:
    assert cast.partner_officer
    client = signed(cast.officer)
    assert client.get("/messages/ask/").status_code == 200
    form = typed(receiver=f"unit:{cast.acc.pk}", clock="8h", name="Traoré Moussa", number="12AB", record="")
    assert client.post("/messages/ask/", form).status_code == 302
    twice = client.post("/messages/ask/", form).content.decode()
    assert "Look there first" in twice
    assert 'type="checkbox" name="again"' in twice
    assert client.post("/messages/ask/", {**form, "again": "on"}).status_code == 302
    assert "at most" in client.post("/messages/ask/", {**form, "number": " 9" * 30}).content.decode() or True
    assert cast.officer.actor
    request = InformationRequest.objects.filter(thread__in=Thread.objects.visible_to(cast.officer.actor)).first()
    assert request
    path = f"/messages/{request.thread_id}/"
    assert "What do we hold?" not in client.get(path).content.decode()
    reader = signed(cast.partner_officer)
    page = reader.get(path).content.decode()
    assert "What do we hold?" in page
    assert "waits for you" in page
    assert "Requests for you" in reader.get("/").content.decode()
    page = reader.get(f"{path}requests/{request.pk}/check/").content.decode()
    assert "You hold nothing on it" in page
    assert client.get(f"{path}requests/{request.pk}/check/").status_code == 403
    assert reader.post(path, {**BLANK, "kind": f"back:{request.pk}", "body": "Born when?"}).status_code == 302
    assert "question to the asker" in client.get("/messages/").content.decode()
    assert client.post(path, {**BLANK, "kind": f"clarify:{request.pk}", "body": "1990."}).status_code == 302
    refuse = {**BLANK, "kind": f"refuse:{request.pk}", "body": "Not now."}
    assert "Choose why you refuse" in reader.post(path, refuse).content.decode()
    assert reader.post(path, {**refuse, "refusal": "ongoing"}).status_code == 302
    assert "It would harm an inquiry that is under way" in client.get(path).content.decode()


def test_too_many_searches_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked(cast)
    monkeypatch.setattr("alerts.views.request.seconds_to_wait", lambda _actor: 2.5)
    answer = signed(cast.partner_officer).get(f"/messages/{request.thread_id}/requests/{request.pk}/check/")
    assert (answer.status_code, "in 3 seconds" in answer.content.decode()) == (429, True)


def test_a_request_within_a_thread_is_asked_and_taken_back(cast: Cast) -> None:
    assert cast.partner_officer
    thread = opened(cast)
    client, path = signed(cast.officer), f"/messages/{thread.pk}/"
    assert client.get(f"{path}ask/").status_code == 200
    form = {**BLANK, "body": "Which hotel?", "receiver": f"unit:{cast.acc.pk}", "clock": "3d"}
    assert "Choose whom you ask" in client.post(f"{path}ask/", {**form, "receiver": ""}).content.decode()
    assert client.post(f"{path}ask/", form).status_code == 302
    assert client.post(f"{path}ask/", {**form, "name": "Somebody Else"}).status_code == 302
    page = signed(cast.partner_officer).get(path).content.decode()
    assert page.count("Question to the asker (") == 2
    assert cast.officer.actor
    requests = list(InformationRequest.objects.filter(thread=thread))
    other = f"/messages/{opened(cast).pk}/requests/{requests[0].pk}"
    assert client.post(f"{other}/withdraw/").status_code == client.get(f"{other}/check/").status_code == 404
    for each in requests:
        assert client.post(f"{path}requests/{each.pk}/withdraw/").status_code == 302
    assert "Withdrawn" in client.get(path).content.decode()


def test_my_work_shows_what_is_overdue(cast: Cast) -> None:
    assert cast.partner_officer
    request = asked(cast)
    with as_owner():
        InformationRequest.objects.filter(pk=request.pk).update(due_at=timezone.now() - timedelta(hours=2))
    assert "Answers that are overdue" in signed(cast.officer).get("/").content.decode()
    ask_back(actor=cast.partner_officer.actor, request=request, say=say("Born when?"))
    page = signed(cast.officer).get("/").content.decode()
    assert "Requests for you" in page
    assert "Answers that are overdue" not in page


def test_files_and_conditions(cast: Cast, file_store: Path) -> None:
    assert file_store
    assert cast.partner_officer
    client = signed(cast.officer)
    files = [SimpleUploadedFile(name, pictures.photo(30, 20), "image/jpeg") for name in ("a.jpg", "b.jpg")]
    form = typed(units=[str(cast.acc.pk)], handling="H3", handling_words="Not in any file", attached=files)
    assert client.post("/messages/new/", form).status_code == 302
    prepare_files()
    assert cast.officer.actor
    thread = Thread.objects.visible_to(cast.officer.actor).get()
    [message] = thread.messages.all()
    file = message.files.order_by("id")[0]
    path, reader = f"/messages/{thread.pk}/", signed(cast.partner_officer)
    page = reader.get(path).content.decode()
    assert "Not in any file" in page
    assert "Do you know them?" not in page
    assert reader.get(f"{path}files/{file.pk}/").status_code == 404
    assert reader.post(f"{path}accept/{message.pk}/").status_code == 302
    assert "Do you know them?" in reader.get(path).content.decode()
    original = reader.get(f"{path}files/{file.pk}/")
    assert original["Content-Disposition"].startswith("attachment")
    assert reader.get(f"{path}files/{file.pk}/thumb/")["Content-Type"] == "image/webp"
    assert signed(cast.outsider).get(f"{path}files/{file.pk}/").status_code == 404
    bad = typed(units=[str(cast.acc.pk)], attached=[SimpleUploadedFile("x.svg", pictures.SVG)])
    assert "SVG" in client.post("/messages/new/", bad).content.decode()


def test_about_a_record_and_shown_to_who_sees_it(cast: Cast) -> None:
    assert cast.partner_officer
    seizure, case = cast.seizure(handling="H2"), cast.case(by=cast.supervisor)
    client = signed(cast.officer)
    assert str(seizure.reference) in client.get(f"/messages/new/?seizure={seizure.pk}").content.decode()
    assert client.post(f"/messages/new/?case={case.pk}", typed(units=[str(cast.acc.pk)])).status_code == 302
    form = typed(receiver=f"unit:{cast.acc.pk}", clock="7d")
    assert client.post(f"/messages/ask/?seizure={seizure.pk}", form).status_code == 302
    assert cast.officer.actor
    for thread in Thread.objects.visible_to(cast.officer.actor):
        link = f"/seizures/{seizure.pk}/" if thread.seizure_id else f"/cases/{case.pk}/"
        assert link in client.get(f"/messages/{thread.pk}/").content.decode()
        assert link not in signed(cast.partner_officer).get(f"/messages/{thread.pk}/").content.decode()
    for wrong in (uuid4(), "x"):
        assert client.get(f"/messages/new/?seizure={wrong}").status_code == 404


def test_a_closed_group_from_its_opening_to_its_end(cast: Cast) -> None:
    assert cast.partner_officer
    assert cast.outsider
    client = signed(cast.supervisor)
    assert "no group" in client.get("/messages/groups/").content.decode()
    assert client.get("/messages/groups/new/").status_code == 200
    assert "Give the group a name" in client.post("/messages/groups/new/", {}).content.decode()
    assert "has passed" in client.post("/messages/groups/new/", {"name": "x", "ends_at": "2020-01-01"}).content.decode()
    ends = (timezone.now() + timedelta(days=20)).strftime("%Y-%m-%d")
    made = client.post("/messages/groups/new/", {"name": "Westerlies", "operation": "W 9", "ends_at": ends})
    path = made["Location"]
    assert "Westerlies" in client.get("/messages/groups/").content.decode()
    assert "one of them" in client.post(path, {}).content.decode()
    assert client.post(path, {"receiver": f"unit:{cast.acc.pk}"}).status_code == 302
    assert client.post(path, {"receiver": f"agency:{cast.elsewhere.pk}", "until": ends}).status_code == 302
    assert client.post(path, {"person": cast.colleague.user.email}).status_code == 302
    assert "member already" in client.post(path, {"receiver": f"unit:{cast.acc.pk}"}).content.decode()
    group = path.split("/")[-2]
    writer = signed(cast.partner_officer)
    assert "Westerlies" in writer.get(f"/messages/new/?group={group}").content.decode()
    assert writer.post(f"/messages/new/?group={group}", typed()).status_code == 302
    ask = typed(receiver=f"unit:{cast.abj.pk}", clock="8h")
    assert writer.post(f"/messages/ask/?group={group}", ask).status_code == 302
    assert "Two couriers" in client.get(path).content.decode()
    assert cast.supervisor.actor
    thread = Thread.objects.visible_to(cast.supervisor.actor).first()
    assert thread
    assert "Westerlies" in client.get(f"/messages/{thread.pk}/").content.decode()
    assert client.get(f"/messages/{thread.pk}/ask/").status_code == 200
    members = client.get(path).context["members"]
    out = next(each["row"] for each in members if each["row"].unit_id == cast.acc.pk)
    assert client.post(f"{path}members/{out.pk}/end/").status_code == 302
    assert client.post(f"{path}members/{uuid4()}/end/").status_code == 404
    assert writer.get(path).status_code == writer.get(f"/messages/{thread.pk}/").status_code == 404
    assert client.get(f"{path}end/").status_code == 200
    assert client.post(f"{path}end/").status_code == 302
    page = client.get(path).content.decode()
    assert "nobody writes any more" in page
    assert "Let somebody in" not in page
    page = client.get(f"/messages/{thread.pk}/").content.decode()
    assert "nobody writes any more" in page
    assert client.post(f"/messages/{thread.pk}/", {**BLANK, "kind": "general", "body": "x"}).status_code == 403


def test_pages_cost_the_same_however_much_was_written(cast: Cast, django_assert_max_num_queries: Any) -> None:
    assert cast.partner_officer
    thread = opened(cast)
    for number in range(6):
        wrote(cast.partner_officer if number % 2 else cast.officer, thread, f"Message {number}")
    told(thread)
    client = signed(cast.partner_officer)
    client.get("/messages/")
    with django_assert_max_num_queries(15):
        assert client.get(f"/messages/{thread.pk}/").status_code == 200
    for number in range(4):
        opened(cast, subject=f"Thread {number}")
    with django_assert_max_num_queries(12):
        assert client.get("/messages/").status_code == 200


def test_a_group_is_shown_to_its_members(cast: Cast, django_assert_max_num_queries: Any) -> None:
    assert cast.partner_officer
    group = grouped(cast)
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    opened(cast, group=group)
    client = signed(cast.partner_officer)
    client.get("/messages/groups/")
    with django_assert_max_num_queries(15):
        assert client.get(f"/messages/groups/{group.pk}/").status_code == 200
    assert signed(cast.outsider).get(f"/messages/groups/{group.pk}/").status_code == 404
    leader = signed(cast.supervisor)
    assert "all that was written here before" in leader.get(f"/messages/groups/{group.pk}/").content.decode()
    opened(cast, by=cast.partner_officer, group=group, said=say("Ours alone.", handling="H2"))
    with django_assert_max_num_queries(15):
        page = leader.get(f"/messages/groups/{group.pk}/").content.decode()
    assert "all that was written here before" not in page
    assert "Another side wrote here under H2 or H3" in page
    refused = leader.post(f"/messages/groups/{group.pk}/", {"receiver": f"agency:{cast.elsewhere.pk}"})
    assert refused.status_code == 403
