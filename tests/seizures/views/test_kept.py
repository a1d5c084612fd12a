"""Forms of the parts of a record: kept while they are typed, put back, sent once; two writers see both texts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from seizures.models import Arrest, Conveyance, Person, RouteLeg, Seizure
from seizures.queries.entry_draft import own_entries
from seizures.services.arrest import change_arrest
from seizures.services.conveyance import set_conveyance
from seizures.services.person import change_person, identify_person
from seizures.services.route import Leg, set_route
from seizures.services.seizure import change_seizure
from seizures.services.verification import lock_seizure, verify_seizure
from tests.cast import Cast
from tests.seizures.people import arrested, courier, named
from tests.seizures.views.conftest import SignIn, sent_by

pytestmark = pytest.mark.django_db
KEEP = "/seizures/entries/keep/"
PLACE: dict[str, Any] = {"headers": {"X-In-Place": ""}}


def item(_cast: Cast, seizure: Seizure) -> str:
    return f"/seizures/{seizure.pk}/items/1/change/"


def another_item(_cast: Cast, seizure: Seizure) -> str:
    return f"/seizures/{seizure.pk}/items/add/"


def conveyance(_cast: Cast, seizure: Seizure) -> str:
    return f"/seizures/{seizure.pk}/conveyance/"


def route(_cast: Cast, seizure: Seizure) -> str:
    return f"/seizures/{seizure.pk}/route/"


def quick_arrest(_cast: Cast, seizure: Seizure) -> str:
    return f"/seizures/{seizure.pk}/people/add/"


def person(cast: Cast, seizure: Seizure) -> str:
    return f"/persons/{courier(cast, seizure).pk}/change/"


def arrest(cast: Cast, seizure: Seizure) -> str:
    return f"/persons/{courier(cast, seizure).pk}/arrest/"


def checklist(cast: Cast, seizure: Seizure) -> str:
    found = arrested(cast, courier(cast, seizure))
    return f"/persons/{found.person_id}/arrests/{found.pk}/change/"


PAGES: tuple[tuple[Callable[[Cast, Seizure], str], str, str], ...] = (
    (item, "amount_0", "3,x"),
    (another_item, "concealment_detail", "Under the lin"),
    (conveyance, "seat", "1"),
    (route, "legs-0-country", "BR"),
    (quick_arrest, "rights_language", "fr"),
    (person, "age_band", "18-24"),
    (arrest, "legal_basis_words", "Artic"),
    (checklist, "rights_told_at_0", "2026-"),
)


def sent(page: Any) -> dict[str, str]:
    """Return what the browser would send of a page: its form, the rows of it, the marks of the entry."""
    form, entry = page.context["form"], page.context["entry"]
    told = sent_by(form)
    if rows := getattr(form, "legs", None):
        told |= {"legs-TOTAL_FORMS": str(len(rows)), "legs-INITIAL_FORMS": "0"}
        for row in rows:
            told |= sent_by(row)
    marks = {"entry_form": entry["form"], "record": str(entry["record"]), "about": str(entry["about"])}
    return told | marks | {"part": entry["part"], "revision": str(entry["revision"])}


@pytest.mark.parametrize(("at", "name", "text"), PAGES, ids=[each[0].__name__ for each in PAGES])
def test_a_part_half_filled_is_put_back(
    cast: Cast, signed_in: SignIn, at: Callable[..., str], name: str, text: str
) -> None:
    """It waits under My work by its name, opens as it was left, and two windows are shown both texts."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    address = at(cast, seizure)
    typed = sent(officer.get(address)) | {name: text}
    kept = officer.post(KEEP, typed, **PLACE)
    assert (kept.status_code, kept.json()["resume"]) == (200, address), kept.content
    home = officer.get("/").content.decode()
    assert address in home
    assert str(seizure.reference) in home
    again = officer.get(address)
    assert sent(again)[name] == text
    assert again.context["entry"]["revision"] == 1
    clash = officer.post(KEEP, typed | {name: "Other"}, **PLACE)
    assert clash.status_code == 412
    assert officer.post(address, typed | {"draft": "1"}).headers["Location"] == "/"
    assert signed_in(cast.colleague).get(address).context["entry"]["revision"] == 0


def test_sent_a_part_is_begun_no_more(cast: Cast, signed_in: SignIn) -> None:
    """A save that comes late is told so, with the way to the record."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    address = conveyance(cast, seizure)
    typed = sent(officer.get(address)) | {"seat": "1A"}
    officer.post(KEEP, typed, **PLACE)
    assert officer.post(address, typed, **PLACE).json()["location"] == f"/seizures/{seizure.pk}/"
    assert own_entries(cast.officer.actor) == []
    late = officer.post(KEEP, typed, **PLACE)
    assert (late.status_code, late.json()["location"]) == (410, f"/seizures/{seizure.pk}/")
    assert "sent already" in late.json()["reason"]
    assert officer.get(address).context["entry"]["record"] != UUID(typed["record"])


def test_the_arrest_goes_by_the_id_that_was_kept(cast: Cast, signed_in: SignIn) -> None:
    """Begun on one device and sent on two it makes one person; on a locked record too."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    lock_seizure(actor=cast.supervisor.actor, seizure=seizure)
    address = quick_arrest(cast, seizure)
    typed = sent(officer.get(address)) | {"sex": "M", "age_band": "25-34"}
    assert officer.post(KEEP, typed, **PLACE).status_code == 200
    other = sent(officer.get(address))
    assert other["record"] == typed["record"]
    for each in (typed, other):
        assert officer.post(address, each).status_code == 302
    assert cast.officer.actor
    assert Person.objects.filter(seizure=seizure).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"part": "x"}, {"part": "1/2"}, {"part": "9" * 90}, {"entry_form": "person", "part": ""},
        {"entry_form": "arrest", "part": "1"}, {"entry_form": "route", "part": "1"}, {"about": ""},
    ],
)  # fmt: skip
def test_marks_that_lead_nowhere_are_refused(cast: Cast, signed_in: SignIn, wrong: dict[str, str]) -> None:
    """They would stand under My work and lead to no page."""
    officer = signed_in(cast.officer)
    typed = sent(officer.get(item(cast, cast.seizure()))) | wrong
    assert officer.post(KEEP, typed, **PLACE).status_code in {400, 404}
    assert officer.get("/").status_code == 200


def test_who_may_not_do_it_begins_nothing(cast: Cast, signed_in: SignIn) -> None:
    """What stands of the people of a locked record is not changed, so no change of it is begun."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    typed = sent(officer.get(person(cast, seizure)))
    verify_seizure(actor=cast.supervisor.actor, seizure=seizure)
    assert officer.post(KEEP, typed, **PLACE).status_code == 403


# Two writers --------------------------------------------------------------------------------------------------------


def refused(client: Client, address: str, typed: dict[str, str]) -> Any:
    page = client.post(address, typed)
    assert page.status_code == 412
    assert "which text shall stand?" in page.content.decode()
    return page


@pytest.mark.parametrize(("choice", "seat"), [("mine", "1A"), ("theirs", "14C")])
def test_of_what_carried_it_one_text_is_chosen(cast: Cast, signed_in: SignIn, choice: str, seat: str) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    address = conveyance(cast, seizure)
    mine = sent(officer.get(address)) | {"seat": "1a", "booking_reference": "abc123"}
    told: dict[str, Any] = {"seat": "14C", "ticket_number": "0741234567890"}
    set_conveyance(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, told=told)
    page = refused(officer, address, mine)
    assert [(each.field, each.sent, each.current) for each in page.context["clashes"]] == [("seat", "1a", "14C")]
    assert officer.post(address, sent(page) | {"keep-seat": choice}).status_code == 302
    assert cast.officer.actor
    row = Conveyance.objects.get(seizure=seizure)
    assert (row.seat, row.booking_reference, row.ticket_number) == (seat, "ABC123", "074-1234567890")


@pytest.mark.parametrize(("choice", "first"), [("mine", "CO"), ("theirs", "PE")])
def test_of_each_leg_one_text_is_chosen(cast: Cast, signed_in: SignIn, choice: str, first: str) -> None:
    """Legs that only one of the two touched, added or took away stand as that one left them."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    legs = [Leg(kind="ORG", country="BR"), Leg(kind="TRN", country="SN"), Leg(kind="DST", country="FR")]
    seizure = set_route(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, legs=legs)
    address = route(cast, seizure)
    mine = sent(officer.get(address)) | {"legs-0-country": "CO", "legs-1-country": "ML"}
    theirs = [Leg(kind="ORG", country="PE"), legs[1], Leg(kind="DST", country="IT"), Leg(kind="RET", country="NL")]
    set_route(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, legs=theirs)
    page = refused(officer, address, mine)
    assert [(each.field, each.sent, each.current) for each in page.context["clashes"]] == [
        ("legs-0", "Origin, Colombia", "Origin, Peru")
    ]
    assert officer.post(address, sent(page) | {"keep-legs-0": choice}).status_code == 302
    assert cast.officer.actor
    rows = RouteLeg.objects.filter(seizure=seizure).order_by("sequence")
    assert [row.country for row in rows] == [first, "ML", "IT", "NL"]


def test_a_leg_that_one_took_away_and_the_other_changed_is_asked_for(cast: Cast, signed_in: SignIn) -> None:
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    legs = [Leg(kind="ORG", country="BR"), Leg(kind="DST", country="FR")]
    seizure = set_route(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, legs=legs)
    address = route(cast, seizure)
    mine = sent(officer.get(address)) | {"legs-1-country": "IT"}
    set_route(actor=cast.colleague.actor, seizure=seizure, version=seizure.version, legs=legs[:1])
    page = refused(officer, address, mine)
    assert [each.current for each in page.context["clashes"]] == [""]
    assert officer.post(address, sent(page) | {"keep-legs-1": "theirs"}).status_code == 302
    assert cast.officer.actor
    assert [row.country for row in RouteLeg.objects.filter(seizure=seizure)] == ["BR"]


@pytest.mark.parametrize(("choice", "role"), [("mine", "insider"), ("theirs", "organiser")])
def test_of_a_person_one_text_is_chosen(cast: Cast, signed_in: SignIn, choice: str, role: str) -> None:
    """A tick that the other one set stays."""
    found, officer = courier(cast, cast.seizure()), signed_in(cast.officer)
    address = f"/persons/{found.pk}/change/"
    mine = sent(officer.get(address)) | {"role": "insider", "age_band": "18-24"}
    told = {"role": "organiser", "victim": True}
    change_person(actor=cast.colleague.actor, person=found, version=found.version, facts=told)
    page = refused(officer, address, mine)
    assert [each.field for each in page.context["clashes"]] == ["role"]
    assert officer.post(address, sent(page) | {"keep-role": choice}).status_code == 302
    stands = Person.objects.visible_to(cast.officer.actor).get(pk=found.pk)
    assert (stands.role, stands.age_band, stands.victim) == (role, "18-24", True)


def test_of_a_checklist_one_text_is_chosen(cast: Cast, signed_in: SignIn) -> None:
    found, officer = arrested(cast, courier(cast, cast.seizure())), signed_in(cast.officer)
    address = f"/persons/{found.person_id}/arrests/{found.pk}/change/"
    mine = sent(officer.get(address)) | {"rights_language": "fr", "lawyer_asked": "yes"}
    told = {"rights_language": "en", "search": "same"}
    change_arrest(actor=cast.colleague.actor, arrest=found, version=found.version, facts=told)
    page = refused(officer, address, mine)
    assert [(each.field, each.sent, each.current) for each in page.context["clashes"]] == [
        ("rights_language", "French", "English")
    ]
    assert officer.post(address, sent(page) | {"keep-rights_language": "theirs"}).status_code == 302
    assert cast.officer.actor
    stands = Arrest.objects.get(pk=found.pk)
    assert (stands.rights_language, stands.lawyer_asked, stands.search) == ("en", True, "same")


def test_of_an_identity_one_text_is_chosen(cast: Cast, signed_in: SignIn) -> None:
    """It is kept on no list of what was begun."""
    found, officer = named(cast, courier(cast, cast.seizure())), signed_in(cast.officer)
    address = f"/persons/{found.pk}/identify/"
    page = officer.get(address)
    assert "data-entry" not in page.content.decode()
    mine = sent_by(page.context["form"]) | {"family_name": "Toure", "residence": "Bamako"}
    told = {"family_name": "Traore", "birth_place": "Ségou"}
    identify_person(actor=cast.colleague.actor, person=found, names=told, version=found.version)
    page = refused(officer, address, mine)
    assert [(each.sent, each.current) for each in page.context["clashes"]] == [("Toure", "Traore")]
    again = sent_by(page.context["form"]) | {"keep-family_name": "theirs"}
    assert officer.post(address, again).status_code == 302
    form = officer.get(address).context["form"]
    told_now = [form[name].value() for name in ("family_name", "birth_place", "residence")]
    assert told_now == ["Traore", "Ségou", "Bamako"]


def test_a_change_elsewhere_asks_for_no_choice(cast: Cast, signed_in: SignIn) -> None:
    """It is said, and the next save goes through."""
    seizure, officer = cast.seizure(), signed_in(cast.officer)
    for at, name, text in ((item, "markings", "Star"), (conveyance, "seat", "1A"), (route, "legs-0-country", "BR")):
        mine = sent(officer.get(at(cast, seizure))) | {name: text}
        fresh = Seizure.objects.visible_to(cast.colleague.actor).get(pk=seizure.pk)
        change_seizure(
            actor=cast.colleague.actor, seizure=fresh, version=fresh.version, facts={"summary": f"Before {name}"}
        )
        page = officer.post(at(cast, seizure), mine)
        assert (page.status_code, page.context["clashes"]) == (412, ())
        assert sent(page)[name] == text
        assert officer.post(at(cast, seizure), sent(page)).status_code == 302
