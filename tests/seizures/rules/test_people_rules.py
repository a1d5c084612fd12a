"""Who may do what to the people of a seizure, in which state, and why not: the whole truth, as one table."""

from dataclasses import replace
from typing import Any

import pytest

from aircop.access.actor import NOBODY, Actor
from aircop.access.binding import bind
from aircop.access.roles import Level, Role
from aircop.access.verdict import judge
from seizures import person_rules
from seizures.models import Person, Seizure
from seizures.services.attachment import attach_file
from seizures.services.share import share_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.factories import pictures
from tests.seizures.people import courier

assert person_rules  # its rules are asked by their names
pytestmark = pytest.mark.django_db
STATES = ("draft", "submitted", "rejected", "verified", "locked")

# One row per act and kind of actor; one column per state. A word is the code of the refusal. `guest` is an officer of
# another country to whom the record is shared so that it may add, `reader` one of a third who sees names as well.
TABLE = """
add_people     | author                                  | yes    yes      yes      yes      yes
add_people     | colleague supervisor                    | author yes      yes      yes      yes
add_people     | guest                                   | author identity identity identity identity
add_people     | reader                                  | level  level    level    level    level
change_people  | author                                  | yes    yes      yes      state    state
change_people  | colleague supervisor                    | author yes      yes      state    state
change_people  | guest reader                            | other_unit other_unit other_unit other_unit other_unit
record_outcome | author                                  | state  yes      yes      yes      yes
record_outcome | colleague supervisor                    | author yes      yes      yes      yes
record_outcome | guest                                   | author yes      yes      yes      yes
record_outcome | reader                                  | level  level    level    level    level
change_people  | outsider                                | other_unit other_unit other_unit other_unit other_unit
add_people record_outcome | outsider                     | level  level    level    level    level
add_people change_people record_outcome | analyst agency_admin platform_admin coordinator auditor nobody | role role role role role
"""  # noqa: E501  a table


def _actor(cast: Cast, who: str) -> Actor:
    if who == "nobody":
        return NOBODY
    member = getattr(cast, {"author": "officer", "guest": "partner_officer"}.get(who, who))
    return bind(member.actor)


def _shared(cast: Cast) -> Seizure:
    seizure = cast.seizure()
    told: dict[str, Any] = {"reason": "Ring", "until": None, "actor": cast.supervisor.actor, "seizure": seizure}
    share_seizure(agency=cast.foreign, level=Level.CONTRIBUTE, **told)
    reader = cast.agency("SN-CUS", "SN")
    share_seizure(agency=reader, level=Level.VIEW, with_identities=True, **told | {"actor": cast.supervisor.actor})
    cast.reader = cast.member("Awa Sarr", reader, Role.OFFICER)  # type: ignore[attr-defined]
    seizure.refresh_from_db()
    return seizure


def test_the_table(cast: Cast) -> None:
    seizure = _shared(cast)
    found, wanted = [], []
    for line in TABLE.strip().splitlines():
        acts, people, codes = (part.split() for part in line.split("|"))
        for act in acts:
            for who in people:
                actor = _actor(cast, who)
                for state, code in zip(STATES, codes, strict=True):
                    seizure.status = state
                    verdict = judge(act, actor, seizure)
                    assert bool(verdict.reason) is not verdict.allowed
                    found.append((act, who, state, verdict.code or "yes"))
                    wanted.append((act, who, state, code))
    assert found == wanted
    assert len(wanted) == 3 * 12 * len(STATES)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("officer", "yes"),
        ("analyst", "yes"),
        ("supervisor", "yes"),
        ("reader", "yes"),
        ("partner_officer", "identity"),
        ("coordinator", "identity"),
        ("auditor", "identity"),
    ],
)
@pytest.mark.parametrize(
    ("scopes", "lacks"),
    [(None, False), (frozenset({"persons:read"}), True), (frozenset({"persons:identities"}), False)],
)
def test_who_reads_an_identity(cast: Cast, who: str, code: str, scopes: Any, lacks: bool) -> None:
    """The right on the list, and through a token the scope beside it."""
    seizure = _shared(cast)
    person = courier(cast, seizure)
    plain = getattr(cast, who).actor
    actor = Actor(**{name: getattr(plain, name) for name in plain.__slots__} | {"scopes": scopes})
    assert (judge("read_identity", actor, person).code or "yes") == ("scope_missing" if lacks else code)


@pytest.mark.parametrize(
    ("who", "code"),
    [("officer", "yes"), ("analyst", "yes"), ("outsider", "yes"), ("coordinator", "identity"), ("nobody", "identity")],
)
@pytest.mark.parametrize(
    ("scopes", "lacks"),
    [(None, False), (frozenset({"persons:read"}), True), (frozenset({"persons:identities"}), False)],
)
def test_who_looks_for_persons_by_name(cast: Cast, who: str, code: str, scopes: Any, lacks: bool) -> None:
    """Whoever acts somewhere and may see identities at all; through a token with the scope for them."""
    actor = replace(_actor(cast, who), scopes=scopes)
    assert (judge("search_persons", actor, None).code or "yes") == ("scope_missing" if lacks else code)


@pytest.mark.parametrize(("who", "code"), [("officer", "yes"), ("reader", "yes"), ("partner_officer", "identity")])
@pytest.mark.parametrize(
    ("scopes", "lacks"),
    [(None, False), (frozenset({"seizures:read"}), True), (frozenset({"persons:identities"}), False)],
)
def test_who_opens_photos_and_papers(cast: Cast, who: str, code: str, scopes: Any, lacks: bool) -> None:
    seizure = _shared(cast)
    actor = replace(getattr(cast, who).actor, scopes=scopes)
    assert (judge("read_files", actor, seizure).code or "yes") == ("scope_missing" if lacks else code)


WITHDRAWERS = {
    "officer": "yes", "colleague": "author", "supervisor": "yes", "owner_supervisor": "yes", "analyst": "role",
    "reader": "level", "partner_officer": "identity", "outsider": "level", "auditor": "role", "nobody": "role",
}  # fmt: skip


def test_who_withdraws_a_photo(cast: Cast) -> None:
    """Who added it, or a supervisor of the unit; each with the right to see it."""
    photo = attach_file(actor=cast.officer.actor, seizure=_shared(cast), name="x.jpg", data=pictures.photo(40, 30))
    photo.refresh_from_db()
    told = {who: judge("withdraw_attachment", _actor(cast, who), photo).code or "yes" for who in WITHDRAWERS}
    assert told == WITHDRAWERS


# Who may say that two persons are one, or two: asked of each of them. `beside` is a supervisor of the owner's agency in
# no unit, to whom the record is not shown to manage; `taker` one of another agency who holds everything by a share.
PAIRS = """
merge_person      | supervisor                                | state    yes      yes      yes      yes
merge_person      | author colleague analyst nobody auditor   | role     role     role     role     role
merge_person      | beside                                    | level    level    level    level    level
merge_person      | taker outsider_supervisor                 | agency   agency   agency   agency   agency
tell_apart_person | author colleague supervisor               | state    yes      yes      yes      yes
tell_apart_person | beside                                    | level    level    level    level    level
tell_apart_person | taker outsider                            | agency   agency   agency   agency   agency
tell_apart_person | analyst coordinator nobody auditor        | role     role     role     role     role
"""


def test_the_table_of_persons_who_may_be_one(cast: Cast) -> None:
    seizure = cast.seizure()
    person = courier(cast, seizure)
    terms: dict[str, Any] = {"level": Level.MANAGE, "reason": "Ring", "until": None, "with_identities": True}
    share_seizure(actor=cast.supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    cast.beside = cast.member("Ama Bah", cast.customs, Role.SUPERVISOR)  # type: ignore[attr-defined]
    cast.taker = cast.partner_supervisor  # type: ignore[attr-defined]
    elsewhere = cast.unit("LIS1", "LIS", cast.elsewhere)
    cast.outsider_supervisor = cast.member("Rui Sa", cast.elsewhere, Role.SUPERVISOR, elsewhere)  # type: ignore[attr-defined]
    with as_owner():
        person = Person._default_manager.select_related("seizure").get(pk=person.pk)
    found, wanted = [], []
    for line in PAIRS.strip().splitlines():
        (act,), people, codes = (part.split() for part in line.split("|"))
        for who in people:
            actor = _actor(cast, who)
            for state, code in zip(STATES, codes, strict=True):
                person.seizure.status = state
                verdict = judge(act, actor, person)
                found.append((act, who, state, verdict.code or "yes"))
                wanted.append((act, who, state, code))
    assert found == wanted


def test_who_sees_no_identity_says_nothing_of_who_is_one(cast: Cast) -> None:
    """The right to change a record is not the right to see who it is about; nor is a token without the scope."""
    person = courier(cast, cast.seizure())
    for act, member in (("merge_person", cast.supervisor), ("tell_apart_person", cast.officer)):
        actor = bind(member.actor)
        assert judge(act, actor, person)
        assert judge(act, replace(actor, scopes=frozenset({"persons:write"})), person).code == "scope_missing"
