"""The audit page: one's own agencies' entries alone, a sentence each, values only where the record is shown."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from uuid6 import uuid7

from aircop.access.roles import Level, Role
from aircop.audit import presenters, queries
from aircop.audit.models import AuditEntry
from aircop.audit.sentences import SENTENCES
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import verify_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
PAGE = "/audit/"


def page(member: Member, query: str = "") -> Any:
    """Return the page as the member gets it."""
    client = Client()
    client.force_login(member.user)
    return client.get(f"{PAGE}{query}")


def sentences(answer: Any) -> list[str]:
    """Return the sentences on a page."""
    return [line["sentence"] for line in answer.context["lines"]]


def test_only_for_those_who_may_read_it(cast: Cast) -> None:
    """Everybody else is told why not."""
    for member in (cast.officer, cast.supervisor, cast.coordinator, cast.platform_admin):
        refused = page(member)
        assert refused.status_code == 403
        assert "read the audit" in refused.content.decode()
    assert page(cast.auditor).status_code == page(cast.agency_admin).status_code == 200


def test_who_opened_our_records_and_what_our_people_did(cast: Cast) -> None:
    """The customs' auditor sees the police supervisor on a record of the customs; not what others did elsewhere."""
    seizure = cast.seizure()
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    theirs = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    share_seizure(
        actor=cast.partner_supervisor.actor, seizure=theirs, agency=cast.customs, level=Level.VIEW, reason="Ring",
        until=None,
    )  # fmt: skip
    client = Client()
    client.force_login(cast.officer.user)
    client.get(f"/seizures/{theirs.pk}/")
    said = sentences(page(cast.auditor))
    assert f"Jean Aka verified {seizure.reference}." in said
    assert f"Awa Kone submitted {seizure.reference}." in said
    assert f"Awa Kone read {theirs.reference}." in said
    assert not any("Kofi Mensah" in sentence or "Ama Boateng" in sentence for sentence in said)


def test_a_refusal_is_a_sentence_with_its_reason(cast: Cast) -> None:
    """And stands out by a word."""
    seizure = cast.seizure()
    client = Client()
    client.force_login(cast.officer.user)
    client.post(f"/seizures/{seizure.pk}/verify/")
    answer = page(cast.auditor, "?outcome=refused")
    assert [line["refused"] for line in answer.context["lines"]] == [True]
    assert "Awa Kone was refused" in sentences(answer)[0]
    assert "Your role does not allow you to verify seizures." in answer.content.decode()


def test_values_are_shown_only_where_the_record_is(cast: Cast) -> None:
    """An auditor without a seat in the unit reads the sentence; one with a seat reads the values too."""
    seizure = cast.seizure()
    change_seizure(
        actor=cast.officer.actor, seizure=seizure, version=seizure.version, facts={"narrative": "Named: Jane Roe."}
    )
    outside = page(cast.auditor, "?act=seizure.change")
    assert sentences(outside) == [f"Awa Kone changed {seizure.reference}."]
    assert "Jane Roe" not in outside.content.decode()
    assert outside.context["lines"][0]["href"] == ""
    start_membership(
        actor=founder(), person=cast.auditor.user, agency=cast.customs, role=Role.ANALYST, task_force=cast.abj
    )
    inside = page(cast.auditor, "?act=seizure.change")
    assert "Jane Roe" in inside.content.decode()
    assert f"/seizures/{seizure.pk}/" in inside.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("person=jean", True),
        ("person=Awa", False),
        ("act=seizure.verify", True),
        ("act=seizure.lock", False),
        ("reference={reference}", True),
        ("reference=ABJ1-S-1999-000001", False),
        ("outcome=done", True),
        ("outcome=refused", False),
        ("since=2020-01-01", True),
        ("until=2020-01-01", False),
        ("side=records", True),
        ("side=people", False),
        ("side=people&kind=opened", False),
        ("kind=opened", False),
        ("agency=others", True),
        ("agency={police}", True),
        ("agency={customs}", False),
        ("agency={police}&person=jean&act=seizure.verify&reference={reference}", True),
    ],
)
def test_each_filter_narrows(cast: Cast, query: str, *, found: bool) -> None:
    """By who, what, to which record, for whom, and when."""
    seizure = verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())
    named = {"reference": seizure.reference, "police": cast.police.pk, "customs": cast.customs.pk}
    answer = page(cast.auditor, "?" + query.format(**named))
    assert (f"Jean Aka verified {seizure.reference}." in sentences(answer)) is found


def test_pages_by_key_hold_every_entry_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Down to the end and up again; an entry of several sides shows once."""
    monkeypatch.setattr(queries, "SIZE", 3)
    for _ in range(4):
        cast.seizure()
    client = Client()
    client.force_login(cast.auditor.user)
    seen: list[Any] = []
    answer = client.get(f"{PAGE}?act=seizure.log")
    first = [line["entry"].pk for line in answer.context["lines"]]
    while True:
        seen += [line["entry"].pk for line in answer.context["lines"]]
        if not (following := answer.context["pager"].next):
            break
        answer = client.get(PAGE + following)
    assert len(seen) == len(set(seen)) == 4
    while previous := answer.context["pager"].previous:
        answer = client.get(PAGE + previous)
    assert [line["entry"].pk for line in answer.context["lines"]] == first
    assert client.get(f"{PAGE}?after=broken").status_code == 200


def test_reading_the_audit_is_on_record_too(cast: Cast) -> None:
    """So that the auditor can be audited."""
    page(cast.auditor)
    assert "Paul Nguessan read the audit." in sentences(page(cast.auditor))


def test_the_state_of_the_chain_stands_on_top(cast: Cast) -> None:
    """Before the first seal it says so."""
    assert "Nothing is sealed yet" in page(cast.auditor).content.decode()


def test_every_act_has_words_and_an_unknown_one_too() -> None:
    """A new verb is never a blank line."""
    for verb in (*SENTENCES, "seizure.list", "thing.done"):
        entry = AuditEntry(verb=verb, actor_name="Awa", reference="R-1", recipients=["Ghana"])
        assert presenters.sentence(entry).startswith("Awa ")
    assert presenters.sentence(AuditEntry(verb="thing.done", actor_name="Awa")) == "Awa did “thing.done” on something."
    assert presenters.sentence(AuditEntry(verb="session.begin")).startswith("Somebody not signed in")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("persn=Awa", "There is no filter called persn"),
        ("since=yesterday", "Some filters cannot be read"),
        ("agency=nobody", "Some filters cannot be read"),
        ("act=nothing&person=%00", "Some filters cannot be read"),
    ],
)
def test_a_filter_that_is_none_shows_nothing(cast: Cast, query: str, said: str) -> None:
    """An answer that looks filtered and is not would mislead; a place is no filter."""
    cast.seizure()
    refused = page(cast.auditor, f"?{query}")
    assert refused.status_code == 400
    assert said in refused.content.decode()
    assert sentences(refused) == []
    assert page(cast.auditor, "?person=Awa&after=").status_code == 200


def test_who_opened_exported_and_was_told_of_our_records(cast: Cast) -> None:
    """Each is one link on the page; the other agency's name stands beside the person's."""
    seizure = cast.seizure()
    share_seizure(
        actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, level=Level.VIEW, reason="Same route",
        until=None,
    )  # fmt: skip
    client = Client()
    client.force_login(cast.partner_officer.user)
    client.get(f"/seizures/{seizure.pk}/")
    exported: Any = client.post("/seizures/export/", {"purpose": "Report on routes"})
    assert b"".join(exported.streaming_content)
    tabs = {tab["label"]: tab["href"] for tab in page(cast.auditor).context["tabs"]}
    opened = page(cast.auditor, tabs["Who opened our records"])
    assert f"Kofi Mensah read {seizure.reference}." in sentences(opened)
    assert "GH-NCC" in {line["agency"] for line in opened.context["lines"]}
    assert sentences(page(cast.auditor, tabs["Who exported them"])) == ["Kofi Mensah exported seizures."]
    told = sentences(page(cast.auditor, tabs["Who was told of them"]))
    assert told == [f"Jean Aka shared {seizure.reference} with Agency GH-NCC."]
    foreign = page(cast.auditor, tabs["What other agencies did with them"])
    assert {line["entry"].actor_name for line in foreign.context["lines"]} >= {"Kofi Mensah", "Jean Aka"}
    assert "Awa Kone" not in {line["entry"].actor_name for line in foreign.context["lines"]}
    assert [tab["current"] for tab in foreign.context["tabs"]] == [False] * 4 + [True]


SHOWN: dict[str, Any] = {
    "verb": "seizure.list",
    "actor_name": "Kofi",
    "object_ids": [uuid7(), uuid7()],
    "owner_agencies": [uuid7(), uuid7()],
}


def test_a_list_of_several_agencies_records_is_found_by_its_reader(cast: Cast) -> None:
    """Such an answer has no one owner: each of them finds it."""
    ours = cast.seizure()
    theirs = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    share_seizure(
        actor=cast.supervisor.actor, seizure=ours, agency=cast.foreign, level=Level.VIEW, reason="Ring", until=None
    )
    client = Client()
    client.force_login(cast.partner_officer.user)
    listed = client.get("/seizures/").content.decode()
    assert str(ours.pk) in listed
    assert str(theirs.pk) in listed
    for query in ("?agency=others", f"?agency={cast.foreign.pk}", "?side=records&kind=opened&person=Kofi"):
        said = sentences(page(cast.auditor, query))
        assert "Kofi Mensah looked at a list with records of yours, and of others." in said
        assert not any("looked at a list of" in each for each in said), "how many is not ours to know"
    for own in ((), [cast.customs.pk]):
        assert "of others" in presenters.sentence(AuditEntry(**SHOWN, acting_agency=cast.foreign.pk), own)
    own_people = AuditEntry(**SHOWN, acting_agency=cast.customs.pk)
    assert presenters.sentence(own_people, [cast.customs.pk]) == "Kofi looked at a list of 2 records."
    assert not any("Kofi" in said for said in sentences(page(cast.auditor, f"?agency={cast.police.pk}")))


def test_many_people_of_one_name_are_one_read_per_side(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of branches the values travel together; nothing is lost."""
    seizure = cast.seizure()
    monkeypatch.setattr(queries, "MOST_BRANCHES", 1)
    for query in ("?person=Awa", "?person=a&kind=opened", "?act=seizure.submit"):
        page(cast.auditor, query)
    assert f"Awa Kone submitted {seizure.reference}." in sentences(page(cast.auditor, "?person=Awa"))
    assert sentences(page(cast.auditor, "?person=Nobody")) == []


def test_who_holds_the_right_nowhere_finds_nothing(cast: Cast) -> None:
    """The query asks again, whatever the page asked."""
    cast.seizure()
    assert queries.entries(cast.officer.actor, {}).rows == []
    assert queries.entries(cast.officer.actor, {"reference": "ABJ1-S-2026-000001"}).rows == []


MANY = """
INSERT INTO audit_auditentry (id, verb, outcome, reason, actor_id, actor_name, acting_agency, acting_role, session,
  client, address, request_id, object_type, object_ids, reference, owner_agency, owner_agencies, purpose, recipients,
  handling, values_hash, at)
SELECT gen_random_uuid(), CASE WHEN n %% 50 = 0 THEN 'seizure.verify' WHEN n %% 500 = 1 THEN 'seizure.share'
  ELSE 'seizure.read' END, 'done', '', gen_random_uuid(), '', CASE WHEN n %% 100 = 2 THEN gen_random_uuid()
  ELSE %(agency)s END, '', '', '', '', '', '', '{}', 'ABJ1-S-2026-' || n, %(agency)s, '{}', '', '{}', '', '',
  now() - n * interval '1 minute' FROM generate_series(1, 20000) n
"""


def _plan(wanted: dict[str, Any], cast: Cast) -> str:
    actor = cast.auditor.actor
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(MANY, {"agency": cast.customs.pk})
        cursor.execute("ANALYZE audit_auditentry")
    with CaptureQueriesContext(connection) as asked:
        queries.entries(actor, wanted)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + asked.captured_queries[-1]["sql"].replace("%", "%%"), [])
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"person": "Awa", "side": "records"}, "audit_entry_owner_actor"),
        ({"act": "seizure.verify", "side": "records"}, "audit_entry_owner_verb"),
        ({"act": "session.begin", "side": "people"}, "audit_entry_acting_verb"),
        ({"kind": "told", "side": "records"}, "audit_entry_owner_verb"),
        ({"agency": "others"}, "audit_entry_foreign"),
        ({"reference": "ABJ1-S-2026-000001"}, "audit_entry_reference"),
    ],
)
def test_each_question_has_its_index(cast: Cast, wanted: dict[str, Any], index: str) -> None:
    """The condition is said as the index says it, or a plan could not use it."""
    cast.seizure()
    plan = _plan(wanted, cast)
    assert index in plan
    assert "Seq Scan" not in plan
