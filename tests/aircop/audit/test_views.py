"""The audit page: one's own agencies' entries alone, a sentence each, values only where the record is shown."""

from typing import Any

import pytest
from django.test import Client

from aircop.access.roles import Level, Role
from aircop.audit import presenters, queries
from aircop.audit.models import AuditEntry
from seizures.services.seizure import change_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import verify_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.cast import Cast, Member

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
        ("since=x&act=nothing&person=%00", True),
    ],
)
def test_each_filter_narrows(cast: Cast, query: str, *, found: bool) -> None:
    """What cannot be read is left out."""
    seizure = verify_seizure(actor=cast.supervisor.actor, seizure=cast.seizure())
    answer = page(cast.auditor, "?" + query.format(reference=seizure.reference))
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
    for verb in (*presenters.SENTENCES, "seizure.list", "thing.done"):
        entry = AuditEntry(verb=verb, actor_name="Awa", reference="R-1", recipients=["Ghana"])
        assert presenters.sentence(entry).startswith("Awa ")
    assert presenters.sentence(AuditEntry(verb="thing.done", actor_name="Awa")) == "Awa did “thing.done” on something."
    assert presenters.sentence(AuditEntry(verb="session.begin")).startswith("Somebody not signed in")


def test_a_filter_that_is_none_is_said(cast: Cast) -> None:
    """Neither an unknown name nor an unreadable day is passed over in silence."""
    client = Client()
    client.force_login(cast.auditor.user)
    page = client.get("/audit/?persn=Awa&since=yesterday")
    assert page.status_code == 200
    assert "There is no filter called persn" in page.content.decode()
    assert "Some filters cannot be read" in page.content.decode()
    assert "There is no filter" not in client.get("/audit/?person=Awa&after=").content.decode()
