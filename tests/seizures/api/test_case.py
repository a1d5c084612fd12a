"""Cases over the API: opened, read, changed, taken on, linked; tasks and notes below them."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.models import new_id
from aircop.access.roles import Level
from aircop.accounts.services.token import issue_token
from seizures.services.case_note import add_note
from tests.cast import Cast, Member
from tests.seizures.api.test_laboratory import client, post
from tests.seizures.api.test_query_counts import DETAIL, LIST, statements
from tests.seizures.people import courier
from tests.seizures.rules.test_case_rules import share
from tests.traces import entries

pytestmark = pytest.mark.django_db
URL = "/api/v1/cases/"


def token(member: Member, *scopes: str) -> Client:
    _token, secret = issue_token(actor=member.actor, person=member.user, label="script", scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def test_opened_once_over_what_is_seen(cast: Cast) -> None:
    one, two = cast.seizure(), cast.seizure()
    hidden = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    officer = client(cast.officer)
    body = {"title": "Two couriers", "seizures": [str(one.pk), str(two.pk)], "offences": ["drug-trafficking"]}
    made = post(officer, URL, body, **{"Idempotency-Key": "once"})
    assert made.status_code == 201
    told = made.json()
    assert (told["status"], told["seizures"], told["narrative"]) == ("open", body["seizures"], "")
    assert post(officer, URL, body, **{"Idempotency-Key": "once"}).json()["id"] == told["id"]
    read = officer.get(f"{URL}{told['id']}/")
    assert (read.json(), read["ETag"]) == (told, made["ETag"])
    for wrong in ({"seizures": [str(hidden.pk)]}, {"parent": str(new_id())}, {"offences": ["x"]}, {"colour": 1}):
        assert post(officer, URL, {"title": "x"} | wrong).status_code == 400
    draft = post(officer, URL, {"title": "x", "draft": True, "lead_agency": str(cast.police.pk)}).json()
    assert (draft["reference"], draft["lead_agency"]) == (None, str(cast.police.pk))


def test_changed_under_its_tag(cast: Cast) -> None:
    above, case = cast.case(), cast.case()
    officer, at = client(cast.officer), f"{URL}{case.pk}/"
    tag = officer.get(at)["ETag"]
    body = {"title": "New", "parent": str(above.pk), "lead_agency": str(cast.police.pk)}

    def patch(told: dict[str, Any], **headers: str) -> Any:
        return officer.patch(at, told, content_type="application/json", headers=headers)

    assert patch(body).status_code == 428
    changed = patch(body, **{"If-Match": tag})
    assert (changed.status_code, changed.json()["parent"], changed.json()["title"]) == (200, str(above.pk), "New")
    assert patch(body, **{"If-Match": tag}).status_code == 412
    draft = cast.case(by=cast.officer, draft=True)
    officer = client(cast.officer)
    gone = officer.delete(f"{URL}{draft.pk}/", headers={"If-Match": officer.get(f"{URL}{draft.pk}/")["ETag"]})
    assert gone.status_code == 204


def test_linked_and_taken_off(cast: Cast) -> None:
    case, other, seizure = cast.case(), cast.case(), cast.seizure()
    person = courier(cast, seizure)
    officer, at = client(cast.officer), f"{URL}{case.pk}/"
    before = officer.get(at)["ETag"]
    linked = post(officer, f"{at}link/", {"person": str(person.pk), "role": "courier"}).json()
    assert (linked["seizures"], linked["persons"]) == (
        [str(seizure.pk)], [{"person": str(person.pk), "role": "courier"}],
    )  # fmt: skip
    assert officer.get(at)["ETag"] != before
    assert post(officer, f"{at}link/", {"case": str(other.pk)}).json()["related"] == [str(other.pk)]
    assert officer.get(f"{URL}{other.pk}/").json()["related"] == [str(case.pk)]
    assert post(officer, f"{at}link/", {"seizure": str(seizure.pk)}).status_code == 400
    assert post(officer, f"{at}link/", {}).status_code == 400
    assert post(officer, f"{at}link/", {"seizure": str(new_id())}).status_code == 404
    for end in ({"person": str(person.pk)}, {"seizure": str(seizure.pk)}, {"case": str(other.pk)}):
        assert post(officer, f"{at}unlink/", end).status_code == 200
        assert post(officer, f"{at}unlink/", end).status_code == 404
    assert post(officer, f"{at}add-agency/", {"agency": str(cast.foreign.pk)}).status_code == 200
    ended = post(officer, f"{at}end-agency/", {"agency": str(cast.foreign.pk)}).json()
    assert [row["until"] is None for row in ended["agencies"]] == [True, False]


def test_its_way_is_the_supervisors(cast: Cast) -> None:
    case, into = cast.case(cast.seizure(persons_arrested=0)), cast.case()
    supervisor, at = client(cast.supervisor), f"{URL}{case.pk}/"
    assert post(client(cast.officer), f"{at}step/", {"status": "court", "reason": "x"}).status_code == 403
    assert post(supervisor, f"{at}step/", {"status": "court", "reason": "Charged"}).json()["status"] == "court"
    closed = post(supervisor, f"{at}close/", {"outcome": "convicted", "reason": "Judgment"}).json()
    assert (closed["status"], closed["outcome"], closed["closed_at"] is None) == ("closed", "convicted", False)
    assert post(supervisor, f"{at}step/", {"status": "investigation", "reason": "Quashed"}).status_code == 200
    merged = post(supervisor, f"{at}merge/", {"into": str(into.pk), "reason": "Same"}).json()
    assert (merged["status"], merged["merged_into"]) == ("merged", str(into.pk))
    assert post(supervisor, f"{at}merge/", {"into": str(into.pk), "reason": "Same"}).status_code == 403


def test_a_reader_is_told_what_it_may_see(cast: Cast) -> None:
    hidden = cast.case(by=cast.supervisor)
    case = cast.case(cast.seizure(), narrative="Mr Secret", parent=hidden)
    add_note(actor=cast.officer.actor, case=case, text="Mr Secret called")
    share(case, cast.foreign, Level.VIEW, with_identities=False)
    theirs, at = client(cast.partner_officer), f"{URL}{case.pk}/"
    told = theirs.get(at).json()
    assert (told["narrative"], told["seizures"], told["parent"], told["shares"]) == (None, [], None, [])
    assert theirs.get(f"{at}notes/").json()["results"] == []
    tasks = theirs.get(f"{at}tasks/").json()["results"]
    assert len(tasks) == 6
    ours = client(cast.supervisor)
    assert len(ours.get(at).json()["shares"]) == 1
    assert ours.get(at)["ETag"] != theirs.get(at)["ETag"]
    for stranger in (cast.outsider, cast.coordinator):
        who = client(stranger)
        assert {who.get(address).status_code for address in (at, f"{at}tasks/", f"{at}notes/")} == {404}
        assert who.get(URL).json()["results"] == []


def test_tasks_and_notes(cast: Cast) -> None:
    case = cast.case()
    officer, at = client(cast.officer), f"{URL}{case.pk}/"
    body = {"kind": "phone", "assignee": str(cast.supervisor.user.pk), "due_on": "2026-12-01"}
    made = post(officer, f"{at}tasks/", body)
    task = made.json()
    assert (made.status_code, task["assignee"], task["due_on"]) == (201, body["assignee"], body["due_on"])
    one = made["Location"]
    assert officer.get(one).json() == task
    patched = officer.patch(
        one, {"title": "All SIM cards"}, content_type="application/json", headers={"If-Match": made["ETag"]}
    )
    assert (patched.status_code, patched.json()["title"]) == (200, "All SIM cards")
    for wrong in ({"kind": "tea"}, {"kind": "phone", "assignee": str(new_id())}):
        assert post(officer, f"{at}tasks/", wrong).status_code == 400
    done = post(officer, f"{one}finish/", {"words": "Two cards"}).json()
    assert (done["done_at"] is None, done["words"]) == (False, "Two cards")
    note = post(officer, f"{at}notes/", {"text": "First"})
    assert note.status_code == 201
    more = post(officer, f"{at}notes/", {"text": "Second", "corrects": note.json()["id"]}).json()
    assert (more["sequence"], more["corrects"]) == (2, note.json()["id"])
    assert officer.get(note["Location"]).json()["text"] == "First"
    assert {entry["object_id"] for entry in entries("case.read")} == {case.pk}


def test_the_list_is_narrowed(cast: Cast) -> None:
    case, other = cast.case(offences=["wildlife"]), cast.case(title="Else")
    officer = client(cast.officer)

    def found(query: str) -> set[str]:
        return {row["id"] for row in officer.get(f"{URL}?{query}").json()["results"]}

    assert found("offence=wildlife") == found("q=workshop") == found(f"id={case.pk}") == {str(case.pk)}
    assert found(f"agency={cast.customs.pk}&status=open") == {str(case.pk), str(other.pk)}
    assert found("opened_to=2020-01-01") == found("overdue=true") == found("outcome=convicted") == set()
    assert officer.get(f"{URL}?colour=red").status_code == 400
    assert found("ordering=recorded_at&page_size=1") == {str(case.pk)}


def test_a_token_needs_its_scope(cast: Cast) -> None:
    case = cast.case()
    assert token(cast.officer, "seizures:read").get(URL).status_code == 403
    reading = token(cast.officer, "cases:read")
    assert reading.get(f"{URL}{case.pk}/").status_code == 200
    assert post(reading, URL, {"title": "x"}).status_code == 403


def test_reads_ask_little_and_as_often_for_many(cast: Cast) -> None:
    reader = token(cast.supervisor, "cases:read")
    for _each in range(3):
        case = cast.case(cast.seizure(), parent=cast.case())
    reader = token(cast.supervisor, "cases:read")
    few, _ = statements(reader, f"{URL}?page_size=1")
    many, _ = statements(reader, f"{URL}?page_size=6")
    assert len(many) <= len(few) + 1, many.texts
    assert len(many) <= LIST, many.texts
    one, _ = statements(reader, f"{URL}{case.pk}/")
    assert len(one) <= DETAIL, one.texts
