"""`/api/v1/threads/`, `/messages/`, `/requests/` and `/groups/`: written and read by programs."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from aircop.accounts.services.token import issue_token
from aircop.files.services.upload import begin_upload, receive_piece
from tests.alerts.api.test_alert import call
from tests.alerts.written import NAME, NUMBER, asked, opened, wrote
from tests.cast import Cast, Member
from tests.factories import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_store")]
API = "/api/v1"


def test_a_thread_is_begun_and_gone_on_with(cast: Cast) -> None:
    assert cast.partner_officer
    body = {"subject": "Two couriers", "units": [str(cast.acc.pk)], "body": "Do you know them?"}
    made = call(cast.officer, "POST", f"{API}/threads/", body)
    assert made.status_code == 201
    thread = made.json()
    assert thread["reference"].startswith("ABJ1-M-")
    assert [each["task_force"] for each in thread["parties"]] == [str(cast.abj.pk), str(cast.acc.pk)]
    sent = call(
        cast.partner_officer, "POST", f"{API}/messages/", {"thread": thread["id"], "body": "Yes.", "kind": "feedback"}
    )
    assert (sent.status_code, sent.json()["kind"]) == (201, "feedback")
    rows = call(cast.officer, "GET", f"{API}/messages/?thread={thread['id']}").json()["results"]
    assert [row["body"] for row in rows] == ["Yes.", "Do you know them?"]
    assert call(cast.officer, "GET", f"{API}/messages/{rows[0]['id']}/").json()["agency"] == str(cast.foreign.pk)
    assert len(call(cast.officer, "GET", f"{API}/threads/").json()["results"]) == 1
    assert call(cast.outsider, "GET", f"{API}/threads/").json()["results"] == []
    assert call(cast.outsider, "GET", f"{API}/messages/").json()["results"] == []
    assert call(cast.outsider, "GET", f"{API}/threads/{thread['id']}/").status_code == 404
    assert call(cast.outsider, "POST", f"{API}/messages/", {"thread": thread["id"], "body": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"units": [str(uuid4())]}, "units"), ({"agencies": [str(uuid4())]}, "agencies"), ({"units": []}, "units"),
     ({"body": " "}, "body"), ({"handling": "H9"}, "handling"), ({"subject": "x" * 121}, "subject")],
)  # fmt: skip
def test_faults_point_to_their_field(cast: Cast, changed: dict[str, Any], field: str) -> None:
    body = {"subject": "Two couriers", "units": [str(cast.acc.pk)], "body": "Do you know them?"} | changed
    answer = call(cast.officer, "POST", f"{API}/threads/", body)
    assert (answer.status_code, field in str(answer.json())) == (400, True)


def test_a_request_is_asked_and_answered(cast: Cast) -> None:
    assert cast.partner_officer
    body = {
        "task_force": str(cast.acc.pk), "clock": "8h", "name": NAME, "number": NUMBER, "subject": "One courier",
        "body": "Known?",
    }  # fmt: skip
    made = call(cast.officer, "POST", f"{API}/requests/", body)
    assert (made.status_code, made.json()["status"]) == (201, "open")
    row = made.json()
    again = call(cast.officer, "POST", f"{API}/requests/", body)
    assert (again.status_code, "again" in str(again.json())) == (400, True)
    inside = call(cast.officer, "POST", f"{API}/requests/", {**body, "again": True, "thread": row["thread"]})
    assert inside.json()["thread"] == row["thread"]
    path = f"{API}/requests/{row['id']}/"
    assert call(cast.partner_officer, "POST", f"{path}ask-back/", {"body": "When?"}).json()["paused_at"]
    assert call(cast.officer, "POST", f"{path}clarify/", {"body": "1990"}).json()["status"] == "open"
    assert call(cast.partner_officer, "POST", f"{path}reply/", {"body": "Yes."}).json()["status"] == "answered"
    other = f"{API}/requests/{inside.json()['id']}/"
    refused = call(cast.partner_officer, "POST", f"{other}refuse/", {"body": "No.", "refusal": "ongoing"})
    assert (refused.json()["status"], refused.json()["refusal"]) == ("refused", "ongoing")
    assert call(cast.officer, "POST", f"{other}withdraw/").status_code == 403
    listed = call(cast.officer, "GET", f"{API}/requests/?status=answered&overdue=false").json()["results"]
    assert [each["id"] for each in listed] == [row["id"]]
    assert call(cast.officer, "GET", f"{API}/requests/?overdue=true").json()["results"] == []
    assert call(cast.outsider, "GET", path).status_code == 404


def test_one_is_asked(cast: Cast) -> None:
    assert cast.acc
    body = {"subject": "One courier", "body": "Known?"}
    both = {"task_force": str(cast.acc.pk), "agency": str(cast.elsewhere.pk)}
    for who in ({}, both, {"agency": str(uuid4())}):
        assert call(cast.officer, "POST", f"{API}/requests/", body | who).status_code == 400
    made = call(cast.officer, "POST", f"{API}/requests/", {**body, "agency": str(cast.elsewhere.pk)})
    assert made.json()["to_agency"] == str(cast.elsewhere.pk)


def test_conditions_and_files(cast: Cast) -> None:
    assert cast.partner_officer
    data, client, actor = pictures.photo(60, 40), uuid4(), cast.officer.actor
    begin_upload(actor=actor, client=client, name="x.jpg", size=len(data))
    receive_piece(actor=actor, client=client, offset=0, data=data)
    thread = opened(cast)
    body = {
        "thread": str(thread.pk), "body": "He pays in Lomé.", "handling": "H3", "handling_words": "Not in any file",
        "uploads": [str(client)],
    }  # fmt: skip
    own = call(cast.officer, "POST", f"{API}/messages/", body).json()
    [file] = own["files"]
    path = f"{API}/messages/{own['id']}/"
    before = call(cast.partner_officer, "GET", path).json()
    assert (before["locked"], before["body"], before["files"]) == (True, None, [])
    assert call(cast.partner_officer, "GET", f"{path}files/{file['id']}/").status_code == 404
    after = call(cast.partner_officer, "POST", f"{path}accept/").json()
    assert (after["locked"], after["body"]) == (False, "He pays in Lomé.")
    assert after["etag"] != before["etag"]
    answer = call(cast.partner_officer, "GET", f"{path}files/{file['id']}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def token(member: Member, *scopes: str) -> dict[str, str]:
    _row, secret = issue_token(actor=member.actor, person=member.user, label="x", scopes=list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_reads_words_only_with_the_right_to_identities(cast: Cast) -> None:
    thread = opened(cast, seizure=cast.seizure())
    message = wrote(cast.officer, thread)
    path = f"{API}/messages/{message.pk}/"
    plain, whole = token(cast.officer, "messages:read"), token(cast.officer, "messages:read", "persons:identities")
    assert Client().get(path, headers=plain).json()["body"] is None
    assert Client().get(path, headers=whole).json()["body"] == "Noted."
    assert Client().get(f"{path}files/{uuid4()}/", headers=plain).status_code == 403
    assert Client().get(f"{API}/threads/{thread.pk}/", headers=plain).json()["seizure"] == str(thread.seizure_id)
    assert Client().post(f"{API}/messages/", {}, headers=plain).status_code == 403
    assert call(cast.partner_officer, "GET", f"{API}/threads/{thread.pk}/").json()["seizure"] is None


def test_a_repeat_is_answered_and_not_sent_twice(cast: Cast) -> None:
    request = asked(cast)
    key = {"Idempotency-Key": str(uuid4())}
    path = f"{API}/requests/{request.pk}/reply/"
    for _each in range(2):
        assert call(cast.partner_officer, "POST", path, {"body": "Yes."}, **key).status_code == 200
    rows = call(cast.officer, "GET", f"{API}/messages/?thread={request.thread_id}&kind=reply").json()["results"]
    assert len(rows) == 1


def test_a_group_is_led_by_a_program(cast: Cast) -> None:
    assert cast.partner_officer
    made = call(cast.supervisor, "POST", f"{API}/groups/", {"name": "Westerlies"})
    assert made.status_code == 201
    path = f"{API}/groups/{made.json()['id']}/"
    joined = call(cast.supervisor, "POST", f"{path}add-member/", {"task_force": str(cast.acc.pk)}).json()
    assert len(joined["members"]) == 2
    assert call(cast.supervisor, "POST", f"{path}add-member/", {}).status_code == 400
    alone = call(cast.supervisor, "POST", f"{path}add-member/", {"person": cast.colleague.user.email}).json()
    assert alone["members"][2]["person"] == cast.colleague.user.name
    assert call(cast.partner_officer, "GET", path).json()["name"] == "Westerlies"
    body = {"subject": "Tonight", "group": made.json()["id"], "body": "Two on the late flight."}
    thread = call(cast.partner_officer, "POST", f"{API}/threads/", body).json()
    assert thread["parties"] == []
    member = next(each for each in joined["members"] if each["task_force"] == str(cast.acc.pk))
    assert call(cast.supervisor, "POST", f"{path}end-member/", {"member": member["id"]}).status_code == 200
    assert call(cast.supervisor, "POST", f"{path}end-member/", {"member": str(uuid4())}).status_code == 404
    assert call(cast.partner_officer, "GET", path).status_code == 404
    assert call(cast.partner_officer, "GET", f"{API}/threads/{thread['id']}/").status_code == 404
    assert call(cast.supervisor, "POST", f"{path}end/").json()["ended_at"]
    assert call(cast.supervisor, "POST", f"{API}/threads/", body).status_code == 403
    assert len(call(cast.supervisor, "GET", f"{API}/groups/").json()["results"]) == 1


def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """Under conditions of their own, too: whether they were accepted is looked up once for all."""
    thread = opened(cast)
    client = Client()
    client.force_login(cast.officer.user)
    wrote(cast.partner_officer, thread, handling="H3", handling_words="Not in any file")
    client.get(f"{API}/messages/")
    with django_assert_max_num_queries(20) as one:
        client.get(f"{API}/messages/")
    for _each in range(19):
        wrote(cast.partner_officer, thread, handling="H3", handling_words="Not in any file")
    with django_assert_max_num_queries(len(one)):
        rows = client.get(f"{API}/messages/").json()["results"]
    assert [row["locked"] for row in rows] == [True] * 20 + [False]
    first = rows[0]
    read = client.get(f"{API}/messages/{first['id']}/")
    assert (read.json()["etag"], read.headers["ETag"]) == (first["etag"], first["etag"])
    taken = call(cast.officer, "POST", f"{API}/messages/{first['id']}/accept/", **{"If-Match": first["etag"]})
    assert (taken.status_code, taken.json()["locked"]) == (200, False)
    assert taken.json()["etag"] != first["etag"]
