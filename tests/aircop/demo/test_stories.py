"""The stories are thrown by seeded dice, and look like the trade."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from aircop.access.roles import Role
from aircop.demo.people import PARTNERS, PEOPLE
from aircop.demo.places import AGENCIES, UNITS
from aircop.demo.stories import Story, tell
from aircop.reference.models import Airport

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
END = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def stories() -> list[Story]:
    return tell(today=TODAY)


def last_verbs(stories: list[Story]) -> Counter[str]:
    return Counter(next(a.verb for a in reversed(s.acts) if not a.share and a.verb != "unshare") for s in stories)


def test_the_same_seed_tells_the_same_stories(stories: list[Story]) -> None:
    assert tell(today=TODAY) == stories


def test_another_seed_tells_others(stories: list[Story]) -> None:
    assert tell(today=TODAY, seed=7) != stories


def test_on_another_day_the_same_happens_later(stories: list[Story]) -> None:
    later = tell(today=TODAY + timedelta(days=9))
    assert [s.occurred_at - timedelta(days=9) for s in later] == [s.occurred_at for s in stories]
    assert [s.found for s in later] == [s.found for s in stories]


def test_nothing_lies_ahead_or_more_than_two_months_back(stories: list[Story]) -> None:
    assert 250 <= len(stories) <= 350
    assert all(END - timedelta(days=60) <= s.occurred_at < END for s in stories)
    assert all(s.occurred_at < a.at <= END for s in stories for a in s.acts)


def test_most_are_verified_or_locked_and_some_are_not(stories: list[Story]) -> None:
    last = last_verbs(stories)
    assert last["verify"] + last["lock"] > 0.6 * len(stories)
    assert last["draft"] >= 8
    assert last["reject"] >= 6
    assert last["log"] >= 12


def test_nobody_verifies_what_they_logged(stories: list[Story]) -> None:
    assert all(act.by != s.author for s in stories for act in s.acts if act.verb in {"verify", "reject", "lock"})


def test_officers_leave_out_what_officers_leave_out(stories: list[Story]) -> None:
    blank = sum(not s.found.concealment for s in stories) / len(stories)
    assert 0.15 < blank < 0.4
    assert any(s.facts["detection"] == "UNK" for s in stories)
    assert Counter(s.facts["handling"] for s in stories).keys() == {"H0", "H1", "H2", "H3"}
    assert all(bool(s.facts["handling_words"]) == (s.facts["handling"] == "H3") for s in stories)


def test_shares_have_every_fate(stories: list[Story]) -> None:
    shares = [act.share for s in stories for act in s.acts if act.share]
    assert len(shares) >= 8
    assert {share.fate for share in shares} == {"stays", "ends", "revoked"}
    assert any(len({a.share.reason for a in s.acts if a.share}) == 2 for s in stories)
    assert any(share.days for share in shares)


def test_every_word_is_filled_in_in_both_languages(stories: list[Story]) -> None:
    texts = [str(s.facts["summary"]) for s in stories]
    assert not any("{" in text or "None" in text or "  " in text for text in texts)
    assert max(map(len, texts)) <= 500
    assert {s.unit.language for s in stories} == {"en", "fr"}


def test_waybills_have_a_right_check_digit(stories: list[Story]) -> None:
    numbers = [str(s.facts["air_waybill"]) for s in stories if s.facts["air_waybill"]]
    assert numbers
    assert all(int(number[4:11]) % 7 == int(number[11]) for number in numbers)


def test_the_network_spans_three_continents() -> None:
    places = Airport.objects.filter(pk__in=[u.airport for u in UNITS]).values_list("country__sub_region", flat=True)
    assert {"WCA", "EAF", "CAR", "CAM", "SAM"} <= set(places)
    assert len(UNITS) == 12
    assert 28 <= len(AGENCIES) <= 36


def test_every_role_is_cast_and_every_unit_can_work() -> None:
    roles = {place.role for person in PEOPLE for place in person.places}
    assert roles == set(Role) - {Role.PLATFORM_ADMIN, Role.PARTNER}
    for unit in UNITS:
        served = [p for person in PEOPLE for p in person.places if p.unit == unit.code]
        assert {Role.OFFICER, Role.SUPERVISOR} <= {place.role for place in served}
        assert all(place.agency in unit.agencies for place in served)
    assert len({person.email for person in PEOPLE}) == len(PEOPLE)
    assert len({partner.agency for partner in PARTNERS}) == 2
