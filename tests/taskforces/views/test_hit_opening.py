"""The page on which an agency says whether it takes part in hit / no hit, and the same by REST."""

from typing import Any

import pytest

from seizures.services.hit import tell_hits
from taskforces.models import HitOpening
from taskforces.services.contact_point import remove_contact_point
from tests.cast import Cast
from tests.seizures.api import test_person
from tests.seizures.people import courier, named
from tests.seizures.services.test_hit import admin_of, take_part, theirs
from tests.taskforces.views.test_agency import client_of
from tests.traces import entries

pytestmark = pytest.mark.django_db
PAGE = "/agencies/CI-CUS/hits/"


def test_the_administrator_switches_it_on_and_off(cast: Cast) -> None:
    client, desk = client_of(cast.agency_admin), cast.desk(cast.customs)
    assert "Your agency does not take part" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"contact": ""}).status_code == 200
    answer = client.post(PAGE, {"contact": desk.pk}, follow=True)
    page = answer.content.decode()
    assert "Your agency takes part from now on." in page
    assert "switched on by Aya Diallo" in page
    assert "Duty desk" in page
    again = client.post(PAGE, {"contact": desk.pk})
    assert (again.status_code, HitOpening.objects.count()) == (403, 1)
    agency = client.get("/agencies/CI-CUS/").content.decode()
    assert "The agency takes part." in agency
    answer = client.post(f"{PAGE}close/", follow=True)
    assert "Your agency takes part no longer." in answer.content.decode()
    assert client.post(f"{PAGE}close/").status_code == 403
    assert client.get(f"{PAGE}close/").status_code == 405


def test_without_a_desk_nobody_could_call(cast: Cast) -> None:
    client = client_of(cast.agency_admin)
    assert "Nobody could call you" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"contact": cast.desk(cast.foreign).pk}).status_code == 200
    assert not HitOpening.objects.exists()


def test_a_desk_that_was_taken_out_is_not_shown_any_more(cast: Cast) -> None:
    """The notice stays; it leads to the directory instead."""
    desks = take_part(cast, cast.customs, cast.foreign)
    named(cast, courier(cast, cast.seizure()))
    tell_hits(seizure_id=theirs(cast).seizure_id, using="system")
    assert "Desk of GH-NCC" in client_of(cast.officer).get("/hits/").content.decode()
    remove_contact_point(actor=admin_of(cast, cast.foreign).actor, contact=desks[1], reason="Moved")
    page = client_of(cast.officer).get("/hits/").content.decode()
    assert "Desk of GH-NCC" not in page
    assert "agency=GH-NCC" in page
    remove_contact_point(actor=cast.agency_admin.actor, contact=desks[0], reason="Moved")
    assert "taken out of the directory" in client_of(cast.agency_admin).get(PAGE).content.decode()


def test_others_are_not_told_whether_an_agency_takes_part(cast: Cast) -> None:
    take_part(cast, cast.customs)
    for who in ("officer", "partner_officer", "platform_admin"):
        assert client_of(getattr(cast, who)).get(PAGE).status_code == 403
    assert "The agency takes part." in client_of(cast.officer).get("/agencies/CI-CUS/").content.decode()
    assert "take part" not in client_of(cast.partner_officer).get("/agencies/CI-CUS/").content.decode()
    assert client_of(cast.agency_admin).get("/agencies/CI-XXX/hits/").status_code == 404


def test_the_list_of_hits_takes_few_statements(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """Constant in rows, with an entry that names the persons; a mangled place is a fault of the asker."""
    take_part(cast, cast.customs, cast.foreign)
    client = client_of(cast.officer)
    assert "No hits" in client.get("/hits/").content.decode()
    for _again in range(3):
        named(cast, courier(cast, cast.seizure()))
    tell_hits(seizure_id=theirs(cast).seizure_id, using="system")
    client.get("/hits/")
    with django_assert_max_num_queries(12):
        page = client.get("/hits/")
    assert len(page.context["rows"]) == 3
    assert len(entries("hit.list")[-1]["object_ids"]) == 3
    assert client.get("/hits/?after=%00").status_code in {200, 400}
    assert "holds the document number too" in client.get("/").content.decode()


def test_by_rest(cast: Cast, django_assert_max_num_queries: Any) -> None:
    desks = take_part(cast, cast.foreign)
    desk = cast.desk(cast.customs)
    admin = test_person.client_of(cast.agency_admin, "units:read", "units:write")
    url = f"/api/v1/agencies/{cast.customs.pk}/"
    before = admin.get(url)
    assert before.json()["takes_part_in_hits"] is False
    assert admin.get(f"/api/v1/agencies/{cast.foreign.pk}/").json()["takes_part_in_hits"] is None
    wrong = test_person.post(admin, f"agencies/{cast.customs.pk}/open-hits/", {"contact": str(cast.customs.pk)})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/contact")
    told = test_person.post(admin, f"agencies/{cast.customs.pk}/open-hits/", {"contact": str(desk.pk)})
    assert (told.status_code, told.json()["takes_part_in_hits"]) == (200, True)
    assert told.headers["ETag"] != before.headers["ETag"]
    mine = named(cast, courier(cast, cast.seizure()))
    tell_hits(seizure_id=theirs(cast).seizure_id, using="system")
    client = test_person.client_of(cast.officer)
    client.get("/api/v1/hits/")
    with django_assert_max_num_queries(12):
        answer = client.get("/api/v1/hits/")
    [row] = answer.json()["results"]
    assert set(row) == {"id", "person", "agency", "other_agency", "contact", "told_at"}
    assert (row["person"], row["other_agency"], row["contact"]) == (
        str(mine.pk), str(cast.foreign.pk), str(desks[0].pk),
    )  # fmt: skip
    assert client.get(f"/api/v1/hits/{row['id']}/").json() == row
    assert client.get(f"/api/v1/hits/?other_agency={cast.police.pk}").json()["results"] == []
    assert client.get("/api/v1/hits/?reference=x").status_code == 400
    assert test_person.client_of(cast.officer, "persons:read").get("/api/v1/hits/").status_code == 403
    assert test_person.client_of(cast.outsider).get(f"/api/v1/hits/{row['id']}/").status_code == 404
    closed = test_person.post(admin, f"agencies/{cast.customs.pk}/close-hits/")
    assert closed.json()["takes_part_in_hits"] is False
