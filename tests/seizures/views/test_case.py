"""The pages of cases: list, opening, tabs, and what a stranger gets."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aircop.access.roles import Level
from seizures.enums import CaseStatus
from seizures.models import Case, CaseNote
from seizures.services.case_link import link_person
from seizures.services.case_note import add_note
from seizures.services.case_task import add_task
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import courier
from tests.seizures.rules.test_case_rules import share
from tests.seizures.views.conftest import SignIn
from tests.traces import entries

pytestmark = pytest.mark.django_db
TABS = ("", "seizures/", "persons/", "tasks/", "notes/", "related/", "timeline/", "sight/")
LIST, DETAIL = 12, 17  # with the entry for the agencies whose seizures are shown, and whether each arrest is on record


def told(cast: Cast, **changed: Any) -> dict[str, Any]:
    """Return the form of a new case as a browser sends it."""
    return {"title": "Two couriers, one suitcase", "lead_agency": str(cast.customs.pk), "handling": "H0"} | changed


def full(cast: Cast) -> Case:
    """Open a case with something of everything."""
    seizure = cast.seizure()
    case = cast.case(seizure, narrative="Mr Secret paid", offences=["drug-trafficking"])
    link_person(actor=cast.officer.actor, case=case, person=courier(cast, seizure), role="courier")
    add_note(actor=cast.officer.actor, case=case, text="Mr Secret called")
    add_task(actor=cast.officer.actor, case=case, kind="other", title="Ask the airline")
    return case


def test_a_case_is_opened_from_several_seizures(cast: Cast, signed_in: SignIn) -> None:
    one, two = cast.seizure(), cast.seizure()
    hidden = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    client = signed_in(cast.officer)
    asked = client.get("/cases/new/", {"id": [str(one.pk), str(two.pk), str(hidden.pk), "no id"]})
    page = asked.content.decode()
    assert (str(one.reference) in page, str(two.reference) in page, str(hidden.reference) in page) == (
        True,
        True,
        False,
    )
    record = asked.context["form"]["record"].value()
    sent = told(cast, id=[one.pk, two.pk], record=record, offences=["drug-trafficking"])
    first, again = client.post("/cases/new/", sent), client.post("/cases/new/", sent)
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    with as_owner():
        case = Case.objects.get()
        assert (case.status, case.seizure_links.count(), case.offences) == ("open", 2, ["drug-trafficking"])


def test_what_is_wrong_is_said_at_its_field(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for wrong in ({"title": " "}, {"handling": "H3"}, {"parent": "ABJ1-C-2020-000001"}, {"offences": ["x"]}):
        answer = client.post("/cases/new/", told(cast, **wrong))
        assert answer.status_code == 200
        assert answer.context["form"].errors
    draft = client.post("/cases/new/", told(cast, draft="1"))
    assert "draft" in client.get(draft["Location"]).context["case"].status


def test_every_tab_shows_the_case(cast: Cast, signed_in: SignIn) -> None:
    case = full(cast)
    for tab in TABS:
        answer = signed_in(cast.supervisor).get(f"/cases/{case.pk}/{tab}")
        assert answer.status_code == 200, tab
        page = answer.content.decode()
        assert (str(case.reference) in page, case.title in page, 'href="/seizures/"' in page) == (True, True, True), tab
    assert {entry["object_id"] for entry in entries("case.read")} == {case.pk}


def test_strangers_find_nothing(cast: Cast, signed_in: SignIn) -> None:
    case = full(cast)
    for member in (cast.partner_supervisor, cast.outsider, cast.coordinator):
        for tab in (*TABS, "change/", "step/", "close/", "merge/", "discard/"):
            assert signed_in(member).get(f"/cases/{case.pk}/{tab}").status_code == 404
        assert str(case.reference) not in signed_in(member).get("/cases/").content.decode()


def test_without_the_right_no_name_is_shown(cast: Cast, signed_in: SignIn) -> None:
    case = full(cast)
    share(case, cast.foreign, Level.VIEW, with_identities=False)
    client = signed_in(cast.partner_officer)
    pages = "".join(client.get(f"/cases/{case.pk}/{tab}").content.decode() for tab in TABS)
    assert "Secret" not in pages
    assert "Ask the airline" in pages
    assert "Awa Kone" not in pages
    assert str(case.reference) in pages
    assert "ABJ1-S-" not in pages


def test_the_list_is_narrowed(cast: Cast, signed_in: SignIn) -> None:
    mine = cast.case(by=cast.officer, title="Mine alone", offences=["wildlife"])
    late = full(cast)
    with as_owner():
        late.tasks.filter(kind="phone").update(due_on="2026-01-01")
    client = signed_in(cast.officer)

    def found(**asked: Any) -> set[str]:
        return {row["record"].reference for row in client.get("/cases/", asked).context["rows"]}

    both = {mine.reference, late.reference}
    assert found() == found(unit="ABJ1") == found(status="open") == found(agency=str(cast.customs.pk)) == both
    assert found(mine="yes") == found(q="alone") == found(offence="wildlife") == {mine.reference}
    assert found(overdue="yes") == {late.reference}
    assert found(status="closed") == found(q="Secret paid nothing") == found(agency=str(cast.police.pk)) == set()
    assert found(q="Secret") == {late.reference}
    page = client.get("/cases/", {"overdue": "yes", "color": "red"}).content.decode()
    assert "with an overdue task" in page
    assert "color" in page


def test_the_list_costs_the_same_for_many(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    full(cast)
    for _more in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/cases/").status_code == 200
        few = len(caught)
        assert few <= LIST, [query["sql"][:120] for query in caught]
        for _each in range(3):
            full(cast)
    with CaptureQueriesContext(connection) as caught:
        client.get("/cases/", {"status": "open", "q": "false"})
    assert len(caught) <= LIST, [query["sql"][:120] for query in caught]


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_costs_no_more_with_many_parts(cast: Cast, signed_in: SignIn, tab: str) -> None:
    case = full(cast)
    client = signed_in(cast.supervisor)
    counts = []
    for _round in range(2):
        client.get(f"/cases/{case.pk}/{tab}")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/cases/{case.pk}/{tab}")
        counts.append(len(caught))
        assert len(caught) <= DETAIL, "\n".join(query["sql"][:150] for query in caught)
        seizure = cast.seizure()
        link_person(actor=cast.officer.actor, case=case, person=courier(cast, seizure), role="suspect")
        add_task(actor=cast.officer.actor, case=case, kind="phone", assignee=cast.colleague.user)
        add_note(actor=cast.officer.actor, case=case, text="More")
    assert counts[1] <= counts[0] + 1, counts


def test_links_are_made_and_taken_off(cast: Cast, signed_in: SignIn) -> None:
    case, seizure, other = cast.case(), cast.seizure(), cast.case()
    person = courier(cast, seizure)
    client, at = signed_in(cast.officer), f"/cases/{case.pk}"
    assert client.post(f"{at}/seizures/", {"seizure": f" {str(seizure.reference).lower()}"}).status_code == 302
    assert client.post(f"{at}/seizures/", {"seizure": seizure.reference}).context["form"].errors
    assert client.post(f"{at}/seizures/", {"seizure": "ABJ1-S-2020-000001"}).context["form"].errors
    assert client.post(f"{at}/persons/", {"person": person.pk, "role": "courier"}).status_code == 302
    assert client.post(f"{at}/persons/", {"person": person.pk, "role": "courier"}).context["form"].errors
    assert client.post(f"{at}/related/", {"add_case": "1", "case-other": other.reference}).status_code == 302
    assert client.post(f"{at}/related/", {"add_case": "1", "case-other": "x"}).status_code == 200
    assert client.post(f"{at}/related/", {"add_agency": "1", "agency-agency": cast.foreign.pk}).status_code == 302
    ends = (
        f"/persons/{person.pk}/unlink/", f"/seizures/{seizure.pk}/unlink/", f"/related/{other.pk}/unlink/",
        f"/related/agency/{cast.foreign.pk}/end/",
    )  # fmt: skip
    for end in ends:
        assert client.post(at + end).status_code == 302, end
        assert client.post(at + end).status_code == 404, end
    assert client.post(f"{at}/related/agency/{case.pk}/end/").status_code == 404
    assert client.post(f"{at}/related/agency/{cast.customs.pk}/end/").status_code == 302  # it leads: said on the page


def test_tasks_and_notes_are_kept(cast: Cast, signed_in: SignIn) -> None:
    case = cast.case()
    client, at = signed_in(cast.officer), f"/cases/{case.pk}"
    task = {"kind": "phone", "assignee": str(cast.supervisor.user.pk), "due_on": "2026-12-01"}
    assert client.post(f"{at}/tasks/", task).status_code == 302
    assert client.post(f"{at}/tasks/", {"kind": "other"}).context["form"].errors
    row = case.tasks.get()
    assert client.get(f"{at}/tasks/{row.pk}/").status_code == 200
    assert client.post(f"{at}/tasks/{row.pk}/", task | {"due_on": "", "version": "1"}).status_code == 302
    assert client.post(f"{at}/tasks/{row.pk}/", task | {"version": "1"}).status_code == 412
    assert client.post(f"{at}/tasks/{row.pk}/finish/", {"not_applicable": "on"}).context["form"].errors
    assert client.get(f"{at}/tasks/{row.pk}/finish/").status_code == 200
    assert client.post(f"{at}/tasks/{row.pk}/finish/", {"words": "Two SIM cards", "version": "2"}).status_code == 302
    assert client.get(f"{at}/tasks/{row.pk}/finish/").status_code == 403
    assert client.get(f"{at}/tasks/{case.pk}/finish/").status_code == 404
    assert client.post(f"{at}/notes/", {"text": "First"}).status_code == 302
    note = CaseNote.objects.get(case=case)
    assert client.post(f"{at}/notes/", {"text": "Second", "corrects": note.pk}).status_code == 302
    assert client.post(f"{at}/notes/", {"text": ""}).context["form"].errors
    assert b"corrects note 1" in client.get(f"{at}/notes/").content


def test_a_case_goes_its_way_on_the_pages(cast: Cast, signed_in: SignIn) -> None:
    case, into = cast.case(), cast.case()
    client, at = signed_in(cast.supervisor), f"/cases/{case.pk}"
    for page in ("step/", "close/", "merge/", "change/"):
        assert client.get(f"{at}/{page}").status_code == 200
    assert client.post(f"{at}/step/", {"then": "court", "reason": ""}).context["form"].errors
    assert client.post(f"{at}/step/", {"then": "court", "reason": "Charged", "version": "9"}).context["form"].errors
    assert client.post(f"{at}/step/", {"then": "court", "reason": "Charged", "version": "1"}).status_code == 302
    assert client.post(f"{at}/close/", {"outcome": "convicted", "reason": "Judgment"}).status_code == 302
    assert client.post(f"{at}/step/", {"then": "investigation", "reason": "Quashed"}).status_code == 302
    assert client.post(f"{at}/step/", {"then": "suspended", "reason": "Waits"}).status_code == 302
    assert b"Suspended" in client.get(f"{at}/").content
    assert client.post(f"{at}/merge/", {"into": "x", "reason": "Same"}).context["form"].errors
    assert client.post(f"{at}/merge/", {"into": into.reference, "reason": "Same ring"}).status_code == 302
    gone = client.get(f"{at}/")
    assert str(into.reference) in gone.content.decode()
    assert gone.context["steps"] == [], "its way goes on in the other one"
    draft = cast.case(draft=True)
    client.force_login(cast.supervisor.user)
    assert client.get(f"/cases/{draft.pk}/discard/").status_code == 200
    assert client.post(f"/cases/{draft.pk}/discard/").status_code == 302


def test_of_two_writers_one_is_told_both_texts(cast: Cast, signed_in: SignIn) -> None:
    above = cast.case()
    case = cast.case()
    client, at = signed_in(cast.supervisor), f"/cases/{case.pk}/change/"
    first = told(cast, title="First", version="1", parent=above.reference)
    assert client.post(at, first).status_code == 302
    second = client.post(at, told(cast, title="Second", version="1", parent=above.reference))
    assert second.status_code == 412
    page = second.content.decode()
    assert ("First" in page, "Second" in page) == (True, True)
    assert second.context["form"]["version"].value() == 2
    assert client.post(at, told(cast, title="Second", version="2", handling="H3")).context["form"].errors
    assert client.post(at, told(cast, title="Second", version="2")).status_code == 302
    with as_owner():
        stands = Case.objects.get(pk=case.pk)
        assert (stands.title, stands.parent_id) == ("Second", None)


def test_a_hidden_larger_case_reads_as_none_and_stays(cast: Cast, signed_in: SignIn) -> None:
    case = cast.case()
    hidden = cast.case(by=cast.partner_supervisor, lead_agency=cast.foreign)
    with as_owner():
        Case.objects.filter(pk=case.pk).update(parent=hidden)
    client = signed_in(cast.officer)
    assert str(hidden.reference) not in client.get(f"/cases/{case.pk}/").content.decode()
    assert client.post(f"/cases/{case.pk}/change/", told(cast, title="New", version="1")).status_code == 302
    with as_owner():
        assert Case.objects.get(pk=case.pk).parent_id == hidden.pk
    assert CaseStatus.OPEN == "open"


@pytest.mark.parametrize("tab", ["", "seizures/", "timeline/", "persons/"])
def test_the_owner_of_a_linked_seizure_finds_who_looked_at_it(cast: Cast, signed_in: SignIn, tab: str) -> None:
    """A page of the police's case shows a seizure, or a person, of the customs; their own case tells nobody more."""
    seizure = cast.seizure()
    person = courier(cast, seizure)
    theirs, own = cast.case(seizure), cast.case(seizure, by=cast.officer)
    for case in (theirs, own):
        link_person(actor=cast.officer.actor, case=case, person=person, role="courier")
    verb, shown = ("person.list", person.pk) if tab == "persons/" else ("seizure.list", seizure.pk)
    assert signed_in(cast.supervisor).get(f"/cases/{theirs.pk}/{tab}").status_code == 200
    assert [(entry["object_ids"], entry["owner_agency"]) for entry in entries(verb)] == [([shown], cast.customs.pk)]
    assert signed_in(cast.officer).get(f"/cases/{own.pk}/{tab}").status_code == 200
    assert len(entries(verb)) == 1
