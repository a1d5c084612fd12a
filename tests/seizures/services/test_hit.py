"""Hit / no hit: who is compared, what both sides learn, and that they learn nothing else."""

from datetime import date
from typing import Any

import orjson
import pytest
from django.test import Client

from aircop.access.roles import Level, Role
from aircop.errors import Invalid, NotAllowed
from seizures.models import HitNotice, IdentityDocument, Person, Seizure
from seizures.queries.hit import hits, new_hits
from seizures.services import hit as service
from seizures.services.erasure import erase_seizure
from seizures.services.hit import tell_hits
from seizures.services.person import Paper, change_person, identify_person, remove_person
from seizures.services.seizure import change_seizure, submit_seizure
from seizures.services.share import share_seizure
from seizures.services.verification import verify_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from taskforces.models import Agency, ContactPoint
from taskforces.services.hit_opening import close_hits, open_hits
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.people import PAPER, courier, named
from tests.traces import entries, events, rows, values

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar-canary"


def admin_of(cast: Cast, agency: Agency) -> Member:
    """Return the administrator of an agency."""
    if agency == cast.customs:
        return cast.agency_admin
    found: Member = cast.__dict__.setdefault(f"admin {agency.code}", None) or cast.member(
        f"Admin {agency.code}", agency, Role.AGENCY_ADMIN
    )
    cast.__dict__[f"admin {agency.code}"] = found
    return found


def take_part(cast: Cast, *agencies: Agency) -> list[ContactPoint]:
    """Let the agencies take part; return the desks that they name."""
    desks = [cast.desk(agency, name=f"Desk of {agency.code}") for agency in agencies]
    for agency, desk in zip(agencies, desks, strict=True):
        open_hits(actor=admin_of(cast, agency).actor, agency=agency, contact=desk)
    return desks


def ours(cast: Cast, **facts: Any) -> Person:
    """Write our courier with the document."""
    return named(cast, courier(cast, cast.seizure(**facts)))


def theirs(cast: Cast, paper: Paper = PAPER, *, submit: bool = True, **facts: Any) -> Person:
    """Write the same courier, as the other country met it."""
    told: dict[str, Any] = {"airport": cast.acc.airport, "lead_agency": cast.foreign, "summary": SECRET} | facts
    seizure = cast.seizure(by=cast.partner_officer, submit=submit, **told)
    person = courier(cast, seizure, by=cast.partner_officer)
    names = {"family_name": "Traore", "birth_date": date(1990, 5, 17)}
    return identify_person(actor=cast.partner_officer.actor, person=person, names=names, papers=[paper])


def look(person: Person) -> int:
    return tell_hits(seizure_id=person.seizure_id, using="system")


def told(member: Member) -> list[HitNotice]:
    return list(hits(member.actor))


def test_both_sides_are_told_that_there_is_one_and_whom_to_call(cast: Cast) -> None:
    """Once each, with an entry on each side that names the other, and an event that names the notice alone."""
    desks = take_part(cast, cast.customs, cast.foreign)
    mine, other = ours(cast), theirs(cast)
    assert (look(other), look(other), look(mine)) == (2, 0, 0)
    [notice], [counterpart] = told(cast.officer), told(cast.partner_officer)
    assert (notice.person, notice.agency, notice.other) == (mine, cast.customs, cast.foreign)
    assert (counterpart.person, counterpart.agency, counterpart.other) == (other, cast.foreign, cast.customs)
    assert new_hits(cast.officer.actor) == [notice]
    assert str(notice) == "hit"
    left = {entry["owner_agency"]: entry for entry in entries("hit.tell")}
    assert {agency: entry["recipients"] for agency, entry in left.items()} == {
        cast.customs.pk: [cast.foreign.name], cast.foreign.pk: [cast.customs.name],
    }  # fmt: skip
    assert left[cast.customs.pk]["object_ids"] == [mine.pk]
    assert left[cast.customs.pk]["actor_name"] == "Hit / no hit"
    assert [event["access_list"] for event in events("hit_told")] == [None, None]
    assert {event["object_id"] for event in events("hit_told")} == {notice.pk, counterpart.pk}
    assert [desk.owner for desk in desks] == [cast.customs, cast.foreign]


def test_what_one_side_is_told_holds_nothing_of_the_other_record(cast: Cast) -> None:
    """Page, My work, person and API: no id, reference, day, airport or word of it; the database row neither."""
    take_part(cast, cast.customs, cast.foreign)
    mine, other = ours(cast), theirs(cast, flight_number="XX987")
    look(other)
    seizure = other.seizure
    browser = Client()
    browser.force_login(cast.officer.user)
    pages = ("/hits/", "/", "/api/v1/hits/", f"/seizures/{mine.seizure_id}/people/", f"/seizures/{mine.seizure_id}/")
    bodies = [browser.get(page).content.decode() for page in pages]
    bodies.append(orjson.dumps(list(HitNotice.objects.filter(person=mine).values()), default=str).decode())
    secrets = (str(other.pk), str(seizure.pk), str(seizure.reference), SECRET, "XX987", "ACC1", "Accra", "Traore")
    for body in bodies:
        assert [secret for secret in secrets if secret in body] == []
    assert cast.foreign.name in bodies[0]
    assert "Desk of GH-NCC" in bodies[0]
    assert cast.foreign.name in bodies[1]
    entry = next(each for each in entries("hit.tell") if each["owner_agency"] == cast.customs.pk)
    assert [secret for secret in secrets if secret in str(entry)] == []


def test_off_by_default_and_both_must_take_part(cast: Cast) -> None:
    mine, other = ours(cast), theirs(cast)
    assert look(other) == 0
    take_part(cast, cast.customs)
    assert (look(other), look(mine)) == (0, 0)
    take_part(cast, cast.foreign)
    assert tell_hits(agency_id=cast.foreign.pk, using="system") == 2, "what it held already is compared too"


def test_closing_ends_it_and_what_was_told_stays(cast: Cast) -> None:
    take_part(cast, cast.customs, cast.foreign)
    mine = ours(cast)
    look(theirs(cast))
    close_hits(actor=cast.agency_admin.actor, agency=cast.customs)
    later = ours(cast)
    assert (look(later), look(theirs(cast))) == (0, 0)
    assert [notice.person for notice in told(cast.officer)] == [mine]
    desk = ContactPoint.objects.visible_to(cast.agency_admin.actor).get(agency=cast.customs)
    open_hits(actor=cast.agency_admin.actor, agency=cast.customs, contact=desk)
    assert look(later) > 0
    assert {notice.person for notice in told(cast.officer)} == {mine, later}


def test_a_person_and_an_agency_are_told_once(cast: Cast) -> None:
    """However often the other side meets the person again: nobody counts the other's records."""
    take_part(cast, cast.customs, cast.foreign)
    mine = ours(cast)
    for _again in range(3):
        look(theirs(cast))
    assert [notice.person for notice in told(cast.officer)] == [mine]
    assert len(told(cast.partner_officer)) == 3
    assert len({notice.person_id for notice in told(cast.partner_officer)}) == 3


def _two_agencies_of_one_unit(cast: Cast) -> Person:
    return named(cast, courier(cast, cast.seizure(by=cast.colleague, lead_agency=cast.police)), by=cast.colleague)


def test_agencies_of_one_unit_are_two_as_well(cast: Cast) -> None:
    """They read each other's records; each is told in its own name."""
    take_part(cast, cast.customs, cast.police)
    mine, other = ours(cast), _two_agencies_of_one_unit(cast)
    look(mine)
    assert [notice.person for notice in told(cast.officer)] == [mine]
    assert [notice.person for notice in told(cast.colleague)] == [other]


# What is never compared, on whichever side it stands, and whether it is afterwards. -------------------------------


def _draft(cast: Cast) -> Person:
    return theirs(cast, submit=False)


def _h3(cast: Cast) -> Person:
    return theirs(cast, handling="H3", handling_words="Ask first")


def _minor(cast: Cast) -> Person:
    seizure = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    child = courier(cast, seizure, by=cast.partner_officer, age_band="12-17", minor=True)
    return identify_person(
        actor=cast.partner_officer.actor, person=child, names={"family_name": "Traore"}, papers=[PAPER]
    )


def _victim(cast: Cast) -> Person:
    person = theirs(cast)
    return change_person(actor=cast.partner_officer.actor, person=person, version=None, facts={"victim": True})


def _restricted(cast: Cast) -> Person:
    person = theirs(cast)
    restrict_seizure(actor=cast.partner_supervisor.actor, seizure=person.seizure, words="An officer is under suspicion")
    return person


def _withdrawn(cast: Cast) -> Person:
    person = theirs(cast)
    withdraw_seizure(actor=cast.partner_supervisor.actor, seizure=person.seizure, words="Logged twice")
    return person


def _removed(cast: Cast) -> Person:
    person = theirs(cast)
    remove_person(actor=cast.partner_officer.actor, person=person, words="Another passenger")
    return person


def _other_issuer(cast: Cast) -> Person:
    return theirs(cast, Paper(kind="passport", number="AA0123456", issuer="GN"))


def _visa(cast: Cast) -> Person:
    return theirs(cast, Paper(kind="visa", number="AA0123456", issuer="ML"))


def _other_number(cast: Cast) -> Person:
    return theirs(cast, Paper(kind="passport", number="AA0123457", issuer="ML"))


NEVER = (
    _draft, _h3, _minor, _victim, _restricted, _withdrawn, _removed, _other_issuer, _visa, _other_number,
)  # fmt: skip


@pytest.mark.parametrize("side", ["this side looks", "the other side looks"])
@pytest.mark.parametrize("made", NEVER, ids=lambda made: made.__name__)
def test_what_is_never_compared(cast: Cast, made: Any, side: str) -> None:
    """Neither tells nor is told, whoever comes second: else one could listen without being heard."""
    take_part(cast, cast.customs, cast.foreign)
    person, mine = made(cast), ours(cast)
    assert look(mine if side == "the other side looks" else person) == 0
    assert tell_hits(agency_id=cast.customs.pk, using="system") == 0


@pytest.mark.parametrize("handling", ["H0", "H1", "H2"])
def test_other_handling_codes_do_not_stop_it(cast: Cast, handling: str) -> None:
    """They bind whom the record is given to, and here it is given to nobody; the owner has said itself that it may."""
    take_part(cast, cast.customs, cast.foreign)
    assert ours(cast)
    assert look(theirs(cast, handling=handling)) == 2


@pytest.mark.parametrize(
    ("kind", "number", "issuer"),
    [("identity-card", "aa 012<3456", "ML"), ("passport", "AA0123456", ""), ("laissez-passer", "AA0123456", "ML")],
)
def test_the_number_counts_however_it_is_written(cast: Cast, kind: str, number: str, issuer: str) -> None:
    take_part(cast, cast.customs, cast.foreign)
    assert ours(cast)
    assert look(theirs(cast, Paper(kind=kind, number=number, issuer=issuer))) == 2


def test_short_numbers_have_no_digest(cast: Cast) -> None:
    person = theirs(cast, Paper(kind="passport", number="12345"))
    assert [row.digest for row in IdentityDocument.objects.filter(person=person)] == [""]


def test_what_stops_being_hidden_is_compared_from_then_on(cast: Cast) -> None:
    take_part(cast, cast.customs, cast.foreign)
    mine, draft = ours(cast), theirs(cast, submit=False)
    seizure = Seizure.objects.visible_to(cast.partner_officer.actor).get(pk=draft.seizure_id)
    submit_seizure(actor=cast.partner_officer.actor, seizure=seizure)
    assert look(draft) == 2
    assert [notice.person for notice in told(cast.officer)] == [mine]
    hidden = _h3(cast)
    seizure = Seizure.objects.visible_to(cast.partner_officer.actor).get(pk=hidden.seizure_id)
    told_now = {"handling": "H1"}
    change_seizure(actor=cast.partner_officer.actor, seizure=seizure, version=seizure.version, facts=told_now)
    assert look(hidden) == 1, "the other side was told before"


# Numbers that are tried out ----------------------------------------------------------------------------------------


def test_beyond_so_many_numbers_a_day_a_second_person_must_have_looked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_A_DAY", 1)
    take_part(cast, cast.customs, cast.foreign)
    mine = ours(cast)
    first = theirs(cast, Paper(kind="passport", number="BB7654321"))
    tried = theirs(cast)
    assert (look(first), look(tried)) == (0, 0)
    assert look(mine) == 0, "whichever side looks"
    seizure = Seizure.objects.visible_to(cast.partner_supervisor.actor).get(pk=tried.seizure_id)
    verify_seizure(actor=cast.partner_supervisor.actor, seizure=seizure)
    assert look(tried) == 2


def test_yesterdays_numbers_do_not_count(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_A_DAY", 1)
    monkeypatch.setattr(service, "DAY", service.DAY * 0)
    take_part(cast, cast.customs, cast.foreign)
    assert ours(cast)
    assert theirs(cast, Paper(kind="passport", number="BB7654321"))
    assert look(theirs(cast)) == 2


# Who reads them ----------------------------------------------------------------------------------------------------


def test_a_notice_is_read_in_its_own_agency_by_who_sees_the_identity(cast: Cast) -> None:
    """Not by other agencies of the unit, not by whom the record is shared with, not by offices without records."""
    take_part(cast, cast.customs, cast.foreign)
    mine = ours(cast)
    look(theirs(cast))
    share_seizure(
        actor=cast.supervisor.actor, seizure=mine.seizure, agency=cast.foreign, level=Level.VIEW, reason="Ring",
        until=None, with_identities=True,
    )  # fmt: skip
    assert len(told(cast.owner_supervisor)) == 1
    assert [told(getattr(cast, who)) for who in ("colleague", "agency_admin", "auditor", "outsider")] == [[]] * 4
    assert {notice.agency for notice in told(cast.partner_officer)} == {cast.foreign}
    for who in ("colleague", "partner_officer"):
        assert getattr(cast, who).actor
        with_wall = HitNotice.objects.filter(person=mine)
        assert not with_wall.exists(), "the wall alone"
    with as_owner():
        hidden = {who: hits(getattr(cast, who).actor).filter(person=mine).count() for who in ("colleague", "outsider")}
    assert hidden == {"colleague": 0, "outsider": 0}, "the query alone"


def test_it_goes_with_a_person_that_is_erased(cast: Cast) -> None:
    """The digest, and our notice; the other side's is about its own person, and says nothing of ours."""
    take_part(cast, cast.customs, cast.foreign)
    mine = ours(cast)
    look(theirs(cast))
    erase_seizure(
        actor=cast.agency_admin.actor, reference=str(mine.seizure.reference), order="Court of Abidjan 12/2026"
    )
    assert rows("SELECT FROM seizures_identitydocument WHERE person_id = %s", mine.pk) == []
    assert rows("SELECT FROM seizures_hitnotice WHERE person_id = %s", mine.pk) == []
    assert len(told(cast.partner_officer)) == 1
    assert look(theirs(cast)) == 0


def test_a_draft_that_was_never_compared_is_thrown_away_as_before(cast: Cast) -> None:
    person = theirs(cast, submit=False)
    remove_person(actor=cast.partner_officer.actor, person=person, words="Typed twice")
    assert rows("SELECT FROM seizures_person WHERE id = %s", person.pk) == []


# The switch --------------------------------------------------------------------------------------------------------


def test_the_switch_is_audited_with_who_and_when(cast: Cast) -> None:
    [desk] = take_part(cast, cast.customs)
    close_hits(actor=cast.agency_admin.actor, agency=cast.customs)
    opened, closed = entries("agency.open_hits")[0], entries("agency.close_hits")[0]
    assert {opened["actor_id"], closed["actor_id"]} == {cast.agency_admin.user.pk}
    assert {opened["owner_agency"], closed["owner_agency"]} == {cast.customs.pk}
    assert [len(events(kind)) for kind in ("hits_opened", "hits_closed")] == [1, 1]
    [row] = rows("SELECT * FROM taskforces_hitopening")
    assert (row["contact_id"], row["opened_by_id"], row["closed_by_id"]) == (
        desk.pk, cast.agency_admin.user.pk, cast.agency_admin.user.pk,
    )  # fmt: skip
    assert row["opened_at"] <= row["closed_at"]
    assert values("agency.open_hits") == [], "an agency has no history of its own: the entry keeps the digest"


def test_only_the_agencys_own_administrator_switches_and_once(cast: Cast) -> None:
    desk = cast.desk(cast.customs)
    for who in ("officer", "owner_supervisor", "platform_admin", "auditor", "coordinator"):
        with pytest.raises(NotAllowed):
            open_hits(actor=getattr(cast, who).actor, agency=cast.customs, contact=desk)
    with pytest.raises(NotAllowed):
        open_hits(actor=admin_of(cast, cast.foreign).actor, agency=cast.customs, contact=desk)
    with pytest.raises(NotAllowed):
        close_hits(actor=cast.agency_admin.actor, agency=cast.customs)
    with pytest.raises(Invalid) as fault:
        open_hits(actor=cast.agency_admin.actor, agency=cast.customs, contact=cast.desk(cast.foreign))
    assert fault.value.field == "contact"
    open_hits(actor=cast.agency_admin.actor, agency=cast.customs, contact=cast.desk(cast.abj))
    with pytest.raises(NotAllowed):
        open_hits(actor=cast.agency_admin.actor, agency=cast.customs, contact=desk)
