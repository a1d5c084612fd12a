"""Cases: opened over seizures, changed, thrown away, and the wall around them."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.access.models import new_id
from aircop.access.roles import Level
from aircop.audit.history import history
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.enums import CaseStatus
from seizures.models import Case, CaseNote, CaseSeizure, CaseTask
from seizures.models.case_task import CHECKLIST
from seizures.services.case import change_case, discard_case, open_case
from seizures.services.case_note import add_note
from seizures.services.case_step import step_case
from seizures.services.withdrawal import restrict_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.rules.test_case_rules import share
from tests.traces import entries, events, mute_audit, payloads, values

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_over_seizures_in_one_act(cast: Cast) -> None:
    one, two = cast.seizure(), cast.seizure()
    case = cast.case(one, two, one, by=cast.officer, offences=["drug-trafficking", "drug-trafficking"])
    assert case.reference == f"ABJ1-C-{case.status_at.year}-000001"
    assert (case.status, case.opened_at, case.offences) == (CaseStatus.OPEN, case.status_at, ["drug-trafficking"])
    assert set(CaseSeizure.objects.filter(case=case).values_list("seizure_id", flat=True)) == {one.pk, two.pk}
    assert list(case.tasks.order_by("sequence").values_list("kind", flat=True)) == list(CHECKLIST)
    days = {task.kind: (task.due_on - case.status_at.date()).days for task in case.tasks.all() if task.due_on}
    assert (days["laboratory"], days["prosecution"]) == (30, 90)
    assert list(case.agencies.values_list("agency_id", "role")) == [(cast.customs.pk, "lead")]
    assert [entry["object_id"] for entry in entries("case.open")] == [case.pk]
    assert [row["values"]["linked_seizure"][1] for row in values("case.link_seizure")] == [one.reference, two.reference]
    assert [event["object_id"] for event in events("case_opened")] == [case.pk]
    assert cast.case(by=cast.officer).reference == f"ABJ1-C-{case.status_at.year}-000002"


def test_a_case_over_nothing_has_no_checklist(cast: Cast) -> None:
    case = open_case(actor=cast.colleague.actor, title=" Phones of a courier ")
    assert (case.title, case.lead_agency_id) == ("Phones of a courier", cast.police.pk)
    assert not case.tasks.exists()


def test_who_sees_a_case(cast: Cast) -> None:
    case, draft = cast.case(by=cast.officer), cast.case(by=cast.officer, draft=True)

    def seen(member: Any) -> set[Any]:
        return set(Case.objects.visible_to(member.actor).values_list("pk", flat=True))

    assert seen(cast.officer) == {case.pk, draft.pk}
    assert seen(cast.analyst) == seen(cast.colleague) == {case.pk}
    for stranger in (cast.partner_supervisor, cast.outsider, cast.coordinator, cast.platform_admin, cast.auditor):
        assert seen(stranger) == set()


def test_refusals(cast: Cast) -> None:
    seizure = cast.seizure()
    with pytest.raises(NotAllowed):
        cast.case(by=cast.analyst)
    for wrong in (
        {"title": "  "}, {"offences": ["nothing"]}, {"lead_agency": cast.foreign}, {"handling": "H3"},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            cast.case(seizure, **wrong)
    with pytest.raises(Missing):
        cast.case(seizure, by=cast.partner_supervisor, lead_agency=cast.foreign)
    draft = cast.seizure(by=cast.officer, submit=False)
    with pytest.raises(Invalid):
        cast.case(draft, by=cast.officer)
    known = new_id()
    cast.case(case_id=known)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.case(case_id=known)


def test_what_is_not_audited_is_not_opened(cast: Cast) -> None:
    actor = cast.supervisor.actor
    with mute_audit("case.open"), pytest.raises(IntegrityError), transaction.atomic():
        open_case(actor=actor, title="Unseen", lead_agency=cast.customs)
    assert not Case.objects.visible_to(cast.supervisor.actor).exists()


def test_a_change_tells_what_differs(cast: Cast) -> None:
    case, above = cast.case(by=cast.officer), cast.case()
    actor = cast.officer.actor
    facts: dict[str, Any] = {
        "title": " New title ", "lead_agency": cast.police, "parent": above, "narrative": "Of Mr X", "summary": "",
    }  # fmt: skip
    changed = change_case(actor=actor, case=case, version=1, facts=facts)
    assert (changed.version, changed.title, changed.changed_by_id) == (2, "New title", actor.subject_id)
    told = values("case.change")[0]["values"]
    assert set(told) == {"title", "lead_agency", "parent", "narrative"}
    assert told["parent"] == [None, above.reference]
    roles = set(case.agencies.filter(until__isnull=True).values_list("agency_id", "role"))
    assert roles == {(cast.police.pk, "lead"), (cast.customs.pk, "participating")}
    assert [event["fields"] for event in payloads("case_changed")] == [sorted(told)]
    back = change_case(actor=actor, case=case, version=2, facts={"lead_agency": cast.customs})
    assert set(back.agencies.filter(until__isnull=True).values_list("agency_id", "role")) == {
        (cast.customs.pk, "lead"), (cast.police.pk, "participating"),
    }  # fmt: skip
    assert change_case(actor=actor, case=case, version=3, facts={"title": "New title"}).version == 3


def test_a_stale_change_is_told_both_texts(cast: Cast) -> None:
    case = cast.case()
    change_case(actor=cast.supervisor.actor, case=case, version=1, facts={"title": "First"})
    with pytest.raises(StaleWrite) as caught:
        change_case(actor=cast.officer.actor, case=case, version=1, facts={"title": "Second", "parent": None})
    assert [(each.field, each.sent, each.current) for each in caught.value.clashes] == [("title", "Second", "First")]
    with pytest.raises(Invalid):
        change_case(actor=cast.officer.actor, case=case, version=2, facts={"status": "closed"})
    with pytest.raises(Missing):
        change_case(actor=cast.partner_officer.actor, case=case, version=2, facts={"title": "x"})
    with pytest.raises(NotAllowed):
        change_case(actor=cast.analyst.actor, case=case, version=2, facts={"title": "x"})


def test_a_case_is_no_part_of_itself(cast: Cast) -> None:
    above, below = cast.case(), cast.case()
    actor = cast.supervisor.actor
    change_case(actor=actor, case=below, version=1, facts={"parent": above})
    for parent in (below, above):
        with pytest.raises(Invalid):
            change_case(actor=actor, case=above, version=1, facts={"parent": parent if parent is below else above})
    hidden = cast.case(by=cast.partner_supervisor, lead_agency=cast.foreign)
    with pytest.raises(Missing):
        change_case(actor=cast.supervisor.actor, case=above, version=1, facts={"parent": hidden})


def test_a_draft_goes_with_all_that_belongs_to_it(cast: Cast) -> None:
    draft = cast.case(cast.seizure(), by=cast.officer, draft=True)
    add_note(actor=cast.officer.actor, case=draft, text="A first thought")
    with pytest.raises(Missing):
        discard_case(actor=cast.colleague.actor, case=draft)
    assert not draft.tasks.exists()
    discard_case(actor=cast.officer.actor, case=draft)
    with as_owner():
        assert not Case.objects.filter(pk=draft.pk).exists()
        assert not CaseNote.objects.filter(case_id=draft.pk).exists()
    opened = cast.case(by=cast.officer)
    with pytest.raises(NotAllowed):
        discard_case(actor=cast.officer.actor, case=opened)
    assert len(events("case_discarded")) == 1


def test_a_draft_gets_its_number_when_it_is_opened(cast: Cast) -> None:
    draft = cast.case(cast.seizure(), by=cast.officer, draft=True)
    assert (draft.reference, draft.opened_at, str(draft)) == (None, None, "draft of a case")
    opened = step_case(actor=cast.officer.actor, case=draft, then=CaseStatus.OPEN, reason="Ready")
    assert (opened.status, str(opened)) == (CaseStatus.OPEN, opened.reference)
    assert CaseTask.objects.filter(case=opened).count() == len(CHECKLIST)


def test_a_link_is_seen_by_who_sees_both(cast: Cast) -> None:
    """And the history does not tell of the other ones, not even that there was one."""
    kept, gone = cast.seizure(), cast.seizure()
    case = cast.case(kept, gone)
    restrict_seizure(actor=cast.supervisor.actor, seizure=gone, words="Under cover")

    def told(member: Any) -> tuple[set[Any], int]:
        actor = member.actor
        links = CaseSeizure.objects.filter(case=case).values_list("seizure_id", flat=True)
        return set(links), sum(step.verb == "case.link_seizure" for step in history(case, actor))

    assert told(cast.supervisor) == ({kept.pk, gone.pk}, 2)
    assert told(cast.officer) == ({kept.pk}, 1)
    share(case, cast.foreign, Level.VIEW, with_identities=True)
    assert told(cast.partner_officer) == (set(), 0)


def test_notes_are_for_who_sees_identities(cast: Cast) -> None:
    case = cast.case()
    first = add_note(actor=cast.officer.actor, case=case, text=" The buyer is Mr X ")
    second = add_note(actor=cast.supervisor.actor, case=case, text="It is Mr Y", corrects=first.pk)
    assert (first.text, second.sequence, second.corrects_id) == ("The buyer is Mr X", 2, first.pk)
    told = [row["values"] for row in values("case.add_note")]
    assert told == [
        {"notes.1.added": [None, True]}, {"notes.2.added": [None, True], "notes.2.corrects": [None, 1]},
    ]  # fmt: skip
    share(case, cast.foreign, Level.CONTRIBUTE, with_identities=False)
    actor = cast.partner_officer.actor
    assert not CaseNote.objects.filter(case=case).exists()
    with pytest.raises(NotAllowed):
        add_note(actor=actor, case=case, text="We know him")
    with pytest.raises(Invalid):
        add_note(actor=cast.officer.actor, case=case, text="  ")
    with pytest.raises(Missing):
        add_note(actor=cast.officer.actor, case=case, text="Wrong", corrects=new_id())
    assert len(events("case_note_added")) == 2
