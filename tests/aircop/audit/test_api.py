"""`/api/v1/audit/`: the entries of one's agencies, page by page, for those who may read their audit."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.roles import Level, Role
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.seizures.api.test_person import client_of
from tests.seizures.services.test_transfer import handed, verified
from tests.traces import entries

pytestmark = pytest.mark.django_db
URL = "/api/v1/audit/"


def found(client: Any, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"{URL}?{query}")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def test_an_auditor_reads_the_entries_of_its_agency(cast: Cast) -> None:
    seizure = cast.seizure()
    client_of(cast.officer).get(f"/api/v1/seizures/{seizure.pk}/")
    auditor = client_of(cast.auditor, "audit:read")
    [read] = found(auditor, f"verb=seizure.read&reference={str(seizure.reference).lower()}")
    assert (read["object"], read["actor"], read["actor_name"]) == (
        str(seizure.pk), str(cast.officer.user.pk), "Awa Kone",
    )  # fmt: skip
    assert "narrative" not in auditor.get(URL).content.decode()
    assert {each["owner_agency"] for each in found(auditor, "side=records")} == {str(cast.customs.pk)}
    assert found(auditor, "person=Kone&kind=opened&outcome=done")
    later = (timezone.now() + timedelta(days=1)).isoformat().replace("+", "%2B")
    assert found(auditor, f"at_from={later}") == []
    assert found(auditor, f"at_to={later}&reader_agency={cast.foreign.pk}") == []
    assert entries("audit.read")


def test_it_is_paged_both_ways(cast: Cast) -> None:
    assert [cast.seizure() for _each in range(5)]
    auditor = client_of(cast.auditor, "audit:read")
    first = auditor.get(f"{URL}?page_size=2&verb=seizure.log").json()
    second = auditor.get(first["next"]).json()
    assert len({each["id"] for each in first["results"] + second["results"]}) == 4
    assert auditor.get(second["previous"]).json()["results"] == first["results"]


def test_of_lists_that_others_saw_only_that_they_did(cast: Cast) -> None:
    """A list that showed another agency's people records of several agencies names none of them."""
    seizure = cast.seizure()
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    client_of(cast.partner_officer).get("/api/v1/seizures/")
    auditor = client_of(cast.auditor, "audit:read")
    rows = found(auditor, f"verb=seizure.list&reader_agency={cast.foreign.pk}")
    assert [row["objects"] for row in rows] == [None]


def test_of_what_was_taken_over_each_of_both_agencies_reads_which_it_is(cast: Cast) -> None:
    """Such an entry is of two agencies too, but about one record that was the reader's own."""
    seizure = verified(cast)
    case = cast.case(seizure, by=cast.supervisor)
    handed(cast.supervisor, cast.partner_supervisor, case, cast.acc, seizure)
    theirs = cast.member("Esi Addo", cast.foreign, Role.AUDITOR)
    for member in (cast.auditor, theirs):
        [row] = found(client_of(member, "audit:read"), "verb=seizure.transfer")
        assert (row["object"], row["objects"]) == (str(seizure.pk), [])


def test_who_may_not_read_it_and_what_is_no_question(cast: Cast) -> None:
    for member in (cast.officer, cast.platform_admin, cast.coordinator, cast.outsider):
        assert client_of(member, "audit:read").get(URL).status_code == 403
    assert client_of(cast.auditor, "seizures:read").get(URL).status_code == 403
    auditor = client_of(cast.auditor, "audit:read")
    for wrong in ("count=true", "id=1", "verb=", "ordering=verb", "kind=x", "persn=Awa", "cursor=x"):
        assert auditor.get(f"{URL}?{wrong}").status_code == 400, wrong
    assert auditor.post(URL, {}, content_type="application/json").status_code == 405
