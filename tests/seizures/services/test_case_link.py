"""Links of a case to seizures, persons, cases and agencies, and its tasks."""

from datetime import date, timedelta

import pytest

from aircop.access.roles import Level
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.enums import CaseStatus
from seizures.models import CasePerson, CaseRelation, CaseSeizure
from seizures.models.case_task import CHECKLIST
from seizures.queries.case_task import assignable
from seizures.services.case_agency import add_case_agency, end_case_agency
from seizures.services.case_link import (
    link_case,
    link_person,
    link_seizure,
    unlink_case,
    unlink_person,
    unlink_seizure,
)
from seizures.services.case_step import step_case
from seizures.services.case_task import add_task, change_task, finish_task
from seizures.services.duplicate import merge_seizures
from tests.cast import Cast
from tests.seizures.people import courier
from tests.seizures.rules.test_case_rules import share
from tests.traces import events, payloads, values

pytestmark = pytest.mark.django_db


def test_a_seizure_is_linked_and_unlinked(cast: Cast) -> None:
    case, seizure = cast.case(), cast.seizure()
    actor = cast.officer.actor
    link = link_seizure(actor=actor, case=case, seizure=seizure)
    assert str(link) == str(seizure.pk)
    assert case.tasks.count() == len(CHECKLIST)
    with pytest.raises(Invalid):
        link_seizure(actor=actor, case=case, seizure=seizure)
    person = courier(cast, seizure)
    link_person(actor=cast.officer.actor, case=case, person=person, role="suspect")
    unlink_seizure(actor=actor, case=case, seizure=seizure)
    assert not CaseSeizure.objects.filter(case=case, ended_at__isnull=True).exists()
    assert not CasePerson.objects.filter(case=case, ended_at__isnull=True).exists()
    with pytest.raises(Missing):
        unlink_seizure(actor=actor, case=case, seizure=seizure)
    link_seizure(actor=actor, case=case, seizure=seizure)
    assert case.tasks.count() == len(CHECKLIST)
    assert [event["object_type"] for event in payloads("case_linked")] == ["seizure", "person", "seizure"]
    assert len(events("case_unlinked")) == 1


def test_what_cannot_be_linked(cast: Cast) -> None:
    case, kept, duplicate = cast.case(), cast.seizure(), cast.seizure()
    hidden = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    merge_seizures(actor=cast.supervisor.actor, kept=kept, duplicate=duplicate)
    with pytest.raises(Invalid):
        link_seizure(actor=cast.officer.actor, case=case, seizure=duplicate)
    with pytest.raises(Missing):
        link_seizure(actor=cast.officer.actor, case=case, seizure=hidden)
    with pytest.raises(NotAllowed):
        link_seizure(actor=cast.analyst.actor, case=case, seizure=kept)
    with pytest.raises(Missing):
        link_seizure(actor=cast.partner_officer.actor, case=case, seizure=hidden)


def test_another_agency_links_its_own_seizure_and_shows_it_to_nobody(cast: Cast) -> None:
    case = cast.case()
    theirs = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    share(case, cast.foreign, Level.CONTRIBUTE, with_identities=False)
    link_seizure(actor=cast.partner_officer.actor, case=case, seizure=theirs)
    assert cast.supervisor.actor.signed_in
    assert not CaseSeizure.objects.filter(case=case).exists()


def test_a_person_is_linked_with_its_role(cast: Cast) -> None:
    case, seizure = cast.case(), cast.seizure()
    person = courier(cast, seizure)
    actor = cast.officer.actor
    link = link_person(actor=actor, case=case, person=person, role="courier")
    assert (str(link), CaseSeizure.objects.filter(case=case, seizure=seizure).count()) == ("courier", 1)
    link_person(actor=actor, case=case, person=person, role="organiser")
    standing = CasePerson.objects.filter(case=case, ended_at__isnull=True)
    assert list(standing.values_list("role", flat=True)) == ["organiser"]
    assert values("case.link_person")[1]["values"]["case_role"] == ["courier", "organiser"]
    with pytest.raises(Invalid):
        link_person(actor=actor, case=case, person=person, role="king")
    unlink_person(actor=actor, case=case, person=person)
    with pytest.raises(Missing):
        unlink_person(actor=actor, case=case, person=person)
    hidden = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    theirs = courier(cast, hidden, by=cast.partner_officer)
    with pytest.raises(Missing):
        link_person(actor=cast.officer.actor, case=case, person=theirs, role="courier")


def test_two_cases_are_linked_once(cast: Cast) -> None:
    case, other = cast.case(), cast.case()
    actor = cast.officer.actor
    relation = link_case(actor=actor, case=case, other=other)
    assert str(relation) == str(other.pk)
    for one, two in ((case, other), (other, case), (case, case)):
        with pytest.raises(Invalid):
            link_case(actor=actor, case=one, other=two)
    unlink_case(actor=actor, case=other, other=case)
    assert not CaseRelation.objects.filter(case=case, ended_at__isnull=True).exists()
    hidden = cast.case(by=cast.partner_supervisor, lead_agency=cast.foreign)
    for act in (link_case, unlink_case):
        with pytest.raises(Missing):
            act(actor=cast.officer.actor, case=case, other=hidden)


def test_agencies_take_part_from_then_to_then(cast: Cast) -> None:
    case = cast.case()
    actor = cast.officer.actor
    row = add_case_agency(actor=actor, case=case, agency=cast.foreign)
    assert str(row) == f"{cast.foreign.pk} participating"
    with pytest.raises(Invalid):
        add_case_agency(actor=actor, case=case, agency=cast.foreign)
    with pytest.raises(Invalid):
        end_case_agency(actor=actor, case=case, agency=cast.customs)
    end_case_agency(actor=actor, case=case, agency=cast.foreign)
    with pytest.raises(Missing):
        end_case_agency(actor=actor, case=case, agency=cast.foreign)
    assert case.agencies.get(agency=cast.foreign).until is not None
    assert len(events("case_agencies_changed")) == 2


def test_a_task_is_given_changed_and_finished(cast: Cast) -> None:
    case = cast.case()
    actor, colleague = cast.officer.actor, cast.colleague.user
    task = add_task(
        actor=actor, case=case, kind="other", title=" Ask the airline ", assignee=colleague, due_on=date(2026, 1, 2)
    )
    assert (str(task), task.sequence, task.overdue()) == ("Ask the airline", 1, True)
    assert str(add_task(actor=actor, case=case, kind="phone")) == "phone"
    assert values("case.add_task")[0]["values"]["tasks.1.title"] == [None, "Ask the airline"]
    changed = change_task(actor=actor, task=task, version=1, facts={"title": "Ask again ", "due_on": None})
    assert (changed.version, changed.title, changed.overdue()) == (2, "Ask again", False)
    assert change_task(actor=actor, task=task, version=2, facts={"title": "Ask again"}).version == 2
    with pytest.raises(StaleWrite):
        change_task(actor=actor, task=task, version=1, facts={"title": "Ask"})
    with pytest.raises(Invalid):
        change_task(actor=actor, task=task, version=2, facts={"done_at": None})
    with pytest.raises(Invalid):
        finish_task(actor=actor, task=task, not_applicable=True)
    done = finish_task(actor=cast.colleague.actor, task=task, words="They answered", version=2)
    assert (done.done_by_id, done.words, done.not_applicable) == (colleague.pk, "They answered", False)
    with pytest.raises(NotAllowed):
        finish_task(actor=actor, task=task)
    assert not done.overdue(date.max - timedelta(days=1))
    assert [event["done"] for event in payloads("case_task_finished")] == [True]


def test_refused_tasks(cast: Cast) -> None:
    case, other = cast.case(), cast.case()
    actor = cast.officer.actor
    with pytest.raises(Invalid):
        add_task(actor=actor, case=case, kind="tea")
    with pytest.raises(Invalid):
        add_task(actor=actor, case=case, kind="other")
    with pytest.raises(Invalid):
        add_task(actor=actor, case=case, kind="phone", assignee=cast.partner_officer.user)
    task = add_task(actor=cast.officer.actor, case=case, kind="phone")
    task.case_id = other.pk
    with pytest.raises(Missing):
        finish_task(actor=cast.officer.actor, task=task)


def test_who_acts_elsewhere_takes_a_task_itself(cast: Cast) -> None:
    """And is not told the names of the owner's officers."""
    case = cast.case()
    share(case, cast.foreign, Level.CONTRIBUTE, with_identities=False)
    actor = cast.partner_officer.actor
    assert set(assignable(actor, case)) == {actor.subject_id}
    assert set(assignable(cast.officer.actor, case)) == {cast.officer.user.pk, cast.supervisor.user.pk}
    task = add_task(actor=cast.partner_officer.actor, case=case, kind="phone", assignee=cast.partner_officer.user)
    assert task.assignee_id == actor.subject_id


def test_a_draft_of_a_case_gets_its_checklist_when_it_is_opened(cast: Cast) -> None:
    case = cast.case(by=cast.officer, draft=True)
    link_seizure(actor=cast.officer.actor, case=case, seizure=cast.seizure())
    assert case.tasks.count() == 0
    step_case(actor=cast.officer.actor, case=case, then=CaseStatus.OPEN, reason="It is one ring")
    assert case.tasks.count() == len(CHECKLIST)


def test_a_draft_over_nothing_is_opened_without_a_checklist(cast: Cast) -> None:
    case = cast.case(by=cast.officer, draft=True)
    step_case(actor=cast.officer.actor, case=case, then=CaseStatus.OPEN, reason="The informer called")
    assert case.tasks.count() == 0
