"""Two rows of one agency about one person: found, merged, undone exactly, told apart, and hidden from the others."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction

from aircop.access.binding import bind
from aircop.access.roles import Level
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.enums import HintStatus
from seizures.models import Person, PersonHint, PersonMerge, Seizure
from seizures.queries.person_duplicate import (
    gone_to,
    one_with,
    person_hint_between,
    person_hint_of,
    person_hints,
    person_hints_of,
)
from seizures.services.hints import note_person_hints
from seizures.services.person import Paper, identify_person, remove_person
from seizures.services.person_duplicate import merge_persons, tell_persons_apart, unmerge_person
from seizures.services.seizure import discard_seizure, submit_seizure
from seizures.services.share import share_seizure
from seizures.services.withdrawal import withdraw_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.seizures.people import courier, named
from tests.traces import entries, events, mute_audit, rows

pytestmark = pytest.mark.django_db
BORN = date(1990, 5, 17)


def someone(cast: Cast, seizure: Seizure | None = None, *, by: Member | None = None, **names: Any) -> Person:
    """Write somebody of these names into a seizure of the member's."""
    by = by or cast.officer
    lead: dict[str, Any] = {"lead_agency": cast.foreign} if by == cast.partner_officer else {}
    person = courier(cast, seizure or cast.seizure(by=by, **lead), by=by)
    papers = names.pop("papers", ())
    return identify_person(actor=by.actor, person=person, names={"birth_date": BORN, **names}, papers=papers)


def noted(*persons: Person) -> int:
    """Let the system look, as the consumer does with a login of its own."""
    with as_owner():
        return note_person_hints([person.pk for person in persons], using="default")


@pytest.fixture
def pair(cast: Cast) -> tuple[Person, Person]:
    """The same traveller in two seizures of the customs, in two spellings."""
    one = someone(cast, family_name="Coulibaly", given_names="Mohamed", nationality="ML")
    other = someone(cast, family_name="Kulibali", given_names="Muhammad", nationality="ML")
    assert noted(other) == 1
    return one, other


def seen(member: Member) -> list[PersonHint]:
    return list(person_hints(member.actor))


# Found ----------------------------------------------------------------------------------------------------------------


def test_two_spellings_of_one_birth_are_found_and_explained(cast: Cast, pair: tuple[Person, Person]) -> None:
    [hint] = seen(cast.supervisor)
    assert {hint.first_id, hint.second_id} == {pair[0].pk, pair[1].pk}
    assert hint.reasons == ["same_birth", "name_near", "same_nationality"]
    assert hint.score == 70
    assert (hint.agency, hint.status) == (cast.customs.pk, HintStatus.OPEN)
    for person in pair:
        assert person_hints_of(cast.supervisor.actor, person) == [hint]
    assert noted(pair[0], pair[1]) == 2, "twice is as once"
    assert len(seen(cast.supervisor)) == 1


@pytest.mark.parametrize(
    ("mine", "its", "reasons"),
    [
        ({"family_name": "Ali"}, {"family_name": "علي"}, {"same_birth", "name_sounds"}),
        ({"family_name": "Иванов", "given_names": "Иван"}, {"family_name": "Ivanov", "given_names": "Ivan"},
         {"same_birth", "same_name"}),
        ({"family_name": "Traoré", "given_names": "Ibrahima"}, {"family_name": "TRAORE", "given_names": "I."},
         {"same_birth", "name_near"}),
        ({"family_name": "Traoré", "given_names": "Awa"}, {"family_name": "Keïta", "aliases": ["Awa Traore"]},
         {"same_birth", "same_name", "name_alias"}),
        ({"family_name": "Traoré", "given_names": "Ibrahima Ousmane", "birth_date": None, "nationality": "ML"},
         {"family_name": "Traore", "given_names": "Ibrahima Ousmane", "nationality": "ML"},
         {"same_name", "long_name", "same_nationality"}),
        ({"family_name": "Sow", "birth_date": date(1990, 3, 4)}, {"family_name": "Sow", "birth_date": date(1990, 4, 3)},
         {"same_name", "near_birth"}),
        ({"family_name": "Sow", "papers": [Paper(kind="passport", number="AA 1")]},
         {"family_name": "Barry", "birth_date": date(1970, 1, 1), "papers": [Paper(kind="passport", number="aa1")]},
         {"same_document", "other_birth"}),
    ],
)  # fmt: skip
def test_writings_births_and_documents_are_alike(
    cast: Cast, mine: dict[str, Any], its: dict[str, Any], reasons: set[str]
) -> None:
    someone(cast, **mine)
    assert noted(someone(cast, **its)) == 1
    [hint] = seen(cast.supervisor)
    assert set(hint.reasons) == reasons


@pytest.mark.parametrize(
    ("mine", "its"),
    [
        ({"family_name": "Traoré"}, {"family_name": "Traoré", "birth_date": date(1971, 8, 2)}),
        ({"family_name": "Traoré", "given_names": "Ali"}, {"family_name": "Konaté", "given_names": "Awa"}),
        ({"family_name": "Traoré", "given_names": "Ali", "birth_date": None}, {"family_name": "Traoré Ali"}),
        ({"family_name": "Sow", "papers": [Paper(kind="passport", number="1", issuer="ML")], "birth_date": None},
         {"family_name": "Barry", "papers": [Paper(kind="passport", number="1", issuer="SN")]}),
        ({"family_name": "?!"}, {"family_name": "--"}),
    ],
)  # fmt: skip
def test_namesakes_and_strangers_are_not(cast: Cast, mine: dict[str, Any], its: dict[str, Any]) -> None:
    someone(cast, **mine)
    assert noted(someone(cast, **its)) == 0


def test_who_has_nothing_to_be_found_by_is_compared_with_nobody(cast: Cast) -> None:
    assert noted(someone(cast, family_name="?!", birth_date=None)) == 0


def test_a_hint_that_no_longer_holds_lapses(cast: Cast, pair: tuple[Person, Person]) -> None:
    identify_person(actor=cast.officer.actor, person=pair[1], names={"birth_date": date(1962, 1, 9)})
    assert (noted(pair[1]), seen(cast.supervisor)) == (0, [])


def test_drafts_and_those_taken_out_are_not_compared(cast: Cast, pair: tuple[Person, Person]) -> None:
    draft = cast.seizure(submit=False)
    third = someone(cast, draft, family_name="Coulibaly", given_names="Mohamed")
    assert noted(third) == 0
    submit_seizure(actor=cast.officer.actor, seizure=draft)
    assert noted(third) == 2
    remove_person(actor=cast.officer.actor, person=third, words="Another passenger")
    assert (noted(third), len(seen(cast.supervisor))) == (0, 1)
    withdraw_seizure(actor=cast.supervisor.actor, seizure=pair[0].seizure, words="Twice")
    assert (noted(pair[0]), seen(cast.supervisor)) == (0, [])


def test_a_draft_with_persons_is_still_thrown_away(cast: Cast) -> None:
    draft = cast.seizure(submit=False)
    someone(cast, draft, family_name="Coulibaly")
    discard_seizure(actor=cast.officer.actor, seizure=draft)
    assert rows("SELECT * FROM seizures_person") == []


# For whom -------------------------------------------------------------------------------------------------------------


def test_the_same_traveller_in_two_agencies_is_never_hinted_at(cast: Cast, pair: tuple[Person, Person]) -> None:
    """Neither of another country nor of another agency in the same unit, whoever sees both."""
    names: dict[str, Any] = {"family_name": "Coulibaly", "given_names": "Mohamed"}
    abroad = someone(cast, by=cast.partner_officer, **names)
    beside = someone(cast, by=cast.colleague, **names)
    assert (noted(abroad), noted(beside), noted(pair[0])) == (0, 0, 1)
    terms: dict[str, Any] = {"level": Level.MANAGE, "reason": "Ring", "until": None, "with_identities": True}
    share_seizure(actor=cast.partner_supervisor.actor, seizure=abroad.seizure, agency=cast.customs, **terms)
    for member in (cast.officer, cast.supervisor, cast.partner_supervisor):
        assert len(seen(member)) <= 1
        with pytest.raises((Missing, NotAllowed, Invalid)):
            merge_persons(actor=member.actor, kept=pair[0], duplicate=abroad)
    with pytest.raises(Invalid) as refused:
        merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=beside)
    assert refused.value.code == "two_agencies"


def test_a_hint_across_agencies_would_be_shown_by_the_wall_to_nobody(cast: Cast, pair: tuple[Person, Person]) -> None:
    [hint] = seen(cast.supervisor)
    with as_owner():
        Person._default_manager.filter(pk=pair[0].pk).update(owner_agency=cast.police.pk)
    assert seen(cast.supervisor) == []
    assert list(PersonHint.objects.filter(first=hint.first)) == []


def test_a_hint_tells_nobody_of_a_person_or_an_identity_that_is_hidden(cast: Cast, pair: tuple[Person, Person]) -> None:
    """One record is not theirs; or both are, and names of one are not shown; or they decide nothing there."""
    [hint] = seen(cast.supervisor)
    both: dict[str, Any] = {"agency": cast.foreign, "level": Level.MANAGE, "reason": "Ring", "until": None}
    strangers = (cast.partner_supervisor, cast.outsider, cast.coordinator, cast.auditor, cast.agency_admin)

    def silent() -> None:
        for member in strangers:
            assert seen(member) == []
            assert person_hints_of(member.actor, pair[0]) == []
            for asked in (
                lambda: person_hint_of(member.actor, hint.pk),  # noqa: B023
                lambda: person_hint_between(member.actor, pair[0].pk, pair[1].pk),  # noqa: B023
                lambda: tell_persons_apart(actor=member.actor, hint=hint),  # noqa: B023
            ):
                with pytest.raises(Missing):
                    asked()

    silent()
    share_seizure(actor=cast.supervisor.actor, seizure=pair[0].seizure, with_identities=True, **both)
    silent()
    assert cast.partner_supervisor.actor
    assert list(PersonHint.objects.filter(first=hint.first)) == [], "nor does the wall show the row"
    share_seizure(actor=cast.supervisor.actor, seizure=pair[1].seizure, with_identities=False, **both)
    silent()
    assert cast.partner_supervisor.actor
    assert list(PersonHint.objects.filter(first=hint.first)) == []
    share_seizure(actor=cast.supervisor.actor, seizure=pair[1].seizure, with_identities=True, **both)
    silent()
    with pytest.raises(NotAllowed):
        merge_persons(actor=cast.partner_supervisor.actor, kept=pair[0], duplicate=pair[1])


def test_a_merge_is_told_to_who_sees_both_alone(cast: Cast, pair: tuple[Person, Person]) -> None:
    one, other = pair
    both: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.supervisor.actor, seizure=other.seizure, with_identities=True, **both)
    merge_persons(actor=cast.supervisor.actor, kept=one, duplicate=other)
    partner = cast.partner_supervisor.actor
    assert (gone_to(partner, [other]), PersonMerge.objects.filter(duplicate=other).count()) == ({}, 0)
    share_seizure(actor=cast.supervisor.actor, seizure=one.seizure, with_identities=False, **both)
    assert gone_to(cast.partner_supervisor.actor, [other]) == {}
    assert one_with(cast.partner_supervisor.actor, one)[1] == []
    assert gone_to(cast.officer.actor, [other]) == {other.pk: one}
    assert one_with(cast.officer.actor, one)[1] == [other]


# Merged and undone ----------------------------------------------------------------------------------------------------


def everything(cast: Cast) -> list[Any]:
    """Return every row of persons and pairs, but the merges that were undone."""
    tables = ("person", "identity", "identitydocument", "arrest", "outcome", "seizure", "personhint", "personsearch")
    told = [rows(f"SELECT * FROM seizures_{table} ORDER BY id") for table in tables]  # noqa: S608
    return [*told, rows("SELECT * FROM seizures_personmerge WHERE undone_at IS NULL"), bool(seen(cast.supervisor))]


def test_a_merge_changes_no_row_and_undone_everything_reads_as_before(cast: Cast, pair: tuple[Person, Person]) -> None:
    one, other = pair
    before = everything(cast)
    merge_persons(actor=cast.supervisor.actor, kept=one, duplicate=other, words="One traveller")
    assert seen(cast.supervisor) == []
    assert gone_to(cast.supervisor.actor, pair) == {other.pk: one}
    assert everything(cast)[:8] == before[:8], "nobody, no seizure and no hint is touched"
    unmerge_person(actor=cast.supervisor.actor, person=other, words="Two after all")
    assert everything(cast) == before
    assert (gone_to(cast.supervisor.actor, pair), one_with(cast.supervisor.actor, one)[1]) == ({}, [])
    with as_owner():
        stands = PersonMerge.objects.get(duplicate=other)
    assert (stands.merged_by_id, stands.undone_by_id) == (cast.supervisor.user.pk, cast.supervisor.user.pk)
    merge_persons(actor=cast.supervisor.actor, kept=other, duplicate=one)
    assert gone_to(cast.supervisor.actor, pair) == {one.pk: other}, "and once more, the other way round"


def test_a_merge_leaves_its_traces_on_both_and_names_neither_on_the_other(
    cast: Cast, pair: tuple[Person, Person]
) -> None:
    one, other = pair
    merge_persons(actor=cast.supervisor.actor, kept=one, duplicate=other, words="One traveller")
    unmerge_person(actor=cast.supervisor.actor, person=other)
    for verb, kind in (("merge_person", "merged"), ("unmerge_person", "unmerged")):
        told = {(each["object_id"], tuple(each["object_ids"])) for each in entries(f"seizure.{verb}")}
        assert told == {(person.seizure_id, (person.pk,)) for person in pair}
        payloads = {each["object_id"]: str(each["payload"]) for each in events(f"seizure_person_{kind}")}
        assert str(other.pk) not in payloads[one.seizure_id]
        assert str(one.pk) not in payloads[other.seizure_id]
    changes = rows("SELECT values::text AS told FROM audit_change WHERE verb = 'seizure.merge_person'")
    assert {each["told"] for each in changes} == {'{"persons.1.same_person": [false, true]}'}


def test_undone_what_was_decided_before_stands(cast: Cast, pair: tuple[Person, Person]) -> None:
    """Told apart, merged after all by somebody, and undone: told apart, by whom it was."""
    [hint] = seen(cast.officer)
    tell_persons_apart(actor=cast.officer.actor, hint=hint)
    before = everything(cast)
    merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    unmerge_person(actor=cast.supervisor.actor, person=pair[1])
    assert everything(cast) == before
    assert seen(cast.supervisor) == []


def test_who_is_one_is_not_told_apart(cast: Cast, pair: tuple[Person, Person]) -> None:
    [hint] = seen(cast.supervisor)
    merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    with pytest.raises(Invalid, match="already"):
        tell_persons_apart(actor=cast.supervisor.actor, hint=hint)


def test_merges_are_only_added_and_undone(cast: Cast, pair: tuple[Person, Person]) -> None:
    merge = merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    for statement in (
        "DELETE FROM seizures_personmerge WHERE id = %s",
        "UPDATE seizures_personmerge SET kept_id = duplicate_id WHERE id = %s",
        "UPDATE seizures_personhint SET score = 1 WHERE id = %s",
    ):
        bind(cast.supervisor.actor)
        with pytest.raises(DatabaseError), transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(statement, [merge.pk])


def test_told_apart_they_are_not_hinted_at_again(cast: Cast, pair: tuple[Person, Person]) -> None:
    [hint] = seen(cast.officer)
    told = tell_persons_apart(actor=cast.officer.actor, hint=hint, words="Cousins")
    assert (told.status, told.decided_by_id) == (HintStatus.APART, cast.officer.user.pk)
    assert (noted(pair[0]), seen(cast.supervisor)) == (1, [])
    assert len(entries("seizure.tell_person_apart")) == len(events("seizure_person_told_apart")) == 2
    with pytest.raises(Invalid, match="already"):
        tell_persons_apart(actor=cast.officer.actor, hint=hint)


def test_without_its_entry_nothing_is_merged(cast: Cast, pair: tuple[Person, Person]) -> None:
    assert cast.supervisor
    with mute_audit("seizure.merge_person"), pytest.raises(Exception, match="mute"), transaction.atomic():
        merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    assert (len(seen(cast.supervisor)), rows("SELECT * FROM seizures_personmerge")) == (1, [])


def test_refusals(cast: Cast, pair: tuple[Person, Person]) -> None:
    one, other = pair
    third = someone(cast, family_name="Coulibaly", given_names="M.")
    fourth = someone(cast, family_name="Coulibaly", given_names="Mo")
    by = cast.supervisor
    foreign = someone(cast, by=cast.partner_officer, family_name="Coulibaly")
    with pytest.raises(NotAllowed):
        merge_persons(actor=cast.officer.actor, kept=one, duplicate=other)
    with pytest.raises(Missing):
        merge_persons(actor=by.actor, kept=one, duplicate=foreign)
    with pytest.raises(Invalid):
        merge_persons(actor=by.actor, kept=one, duplicate=one)
    with pytest.raises(Missing):
        unmerge_person(actor=by.actor, person=other)
    with pytest.raises(NotAllowed):
        unmerge_person(actor=cast.officer.actor, person=other)
    merge_persons(actor=by.actor, kept=one, duplicate=other)
    for kept, duplicate in ((third, other), (other, third), (third, one), (one, other)):
        with pytest.raises(Invalid):
            merge_persons(actor=by.actor, kept=kept, duplicate=duplicate)
    merge_persons(actor=by.actor, kept=one, duplicate=third)
    assert one_with(by.actor, one)[1] == [other, third], "one takes in several"
    with pytest.raises(NotAllowed):
        unmerge_person(actor=cast.officer.actor, person=other)
    with pytest.raises(Missing):
        unmerge_person(actor=cast.partner_supervisor.actor, person=other)
    merge_persons(actor=by.actor, kept=one, duplicate=fourth)


def test_who_went_to_somebody_waits_with_that_one(cast: Cast, pair: tuple[Person, Person]) -> None:
    """A third who looks like both is hinted at once, and again twice when the merge is undone."""
    third = someone(cast, family_name="Coulibaly", given_names="Mohamed")
    assert noted(third) == 2
    merge_persons(actor=cast.supervisor.actor, kept=pair[0], duplicate=pair[1])
    [hint] = seen(cast.supervisor)
    assert {hint.first_id, hint.second_id} == {pair[0].pk, third.pk}
    unmerge_person(actor=cast.supervisor.actor, person=pair[1])
    assert len(seen(cast.supervisor)) == 3


def test_a_merge_into_somebody_who_was_taken_out_holds_no_more(cast: Cast, pair: tuple[Person, Person]) -> None:
    one, other = pair
    third = someone(cast, family_name="Coulibaly", given_names="Mohamed")
    assert noted(third) == 2
    merge_persons(actor=cast.supervisor.actor, kept=one, duplicate=other)
    remove_person(actor=cast.officer.actor, person=one, words="Another passenger")
    assert gone_to(cast.supervisor.actor, [other]) == {}
    [hint] = seen(cast.supervisor)
    assert {hint.first_id, hint.second_id} == {other.pk, third.pk}
    merge_persons(actor=cast.supervisor.actor, kept=third, duplicate=other)
    assert gone_to(cast.supervisor.actor, [other]) == {other.pk: third}


def test_minors_and_victims_are_compared_like_others_and_named_nowhere(cast: Cast) -> None:
    people = [named(cast, courier(cast, cast.seizure(), role="victim")) for _each in range(2)]
    assert noted(people[1]) == 1
    [hint] = seen(cast.supervisor)
    assert "Traor" not in str(hint.__dict__)
    assert hint.first.masked
