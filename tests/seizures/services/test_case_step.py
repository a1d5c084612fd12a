"""The life of a case: steps with reasons, suspension, closing, merging, erasure."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from seizures.enums import CaseStatus as S
from seizures.models import Case, CaseNote, CasePerson, CaseSeizure
from seizures.services.arrest import change_arrest
from seizures.services.case_link import link_person
from seizures.services.case_note import add_note
from seizures.services.case_step import close_case, merge_case, step_case
from seizures.services.case_task import add_task
from seizures.services.erasure import erase_case
from tests.cast import Cast
from tests.databases import as_owner
from tests.seizures.people import arrested, courier
from tests.traces import entries, events, payloads, values

pytestmark = pytest.mark.django_db


def step(cast: Cast, case: Case, then: S, **told: Any) -> Case:
    return step_case(actor=cast.supervisor.actor, case=case, then=then, **{"reason": "Next"} | told)


def test_a_case_goes_on_with_a_reason(cast: Cast) -> None:
    case = cast.case()
    for then in (S.INVESTIGATION, S.PROSECUTOR, S.COURT, S.INVESTIGATION):
        case = step(cast, case, then)
    assert (case.status, case.version) == (S.INVESTIGATION, 5)
    assert [row["values"]["status"] for row in values("case.step")][:2] == [
        ["open", "investigation"], ["investigation", "referred"],
    ]  # fmt: skip
    assert {row["reason"] for row in values("case.step")} == {"Next"}
    assert [event["status"] for event in payloads("case_stepped")][-1] == "investigation"


def test_a_case_comes_back_from_its_suspension_where_it_stood(cast: Cast) -> None:
    case = step(cast, step(cast, cast.case(), S.COURT), S.SUSPENDED)
    assert case.suspended_from == S.COURT
    with pytest.raises(NotAllowed):
        step(cast, case, S.INVESTIGATION)
    assert step(cast, case, S.COURT).suspended_from == ""


def test_refused_steps(cast: Cast) -> None:
    case = cast.case(by=cast.officer)
    with pytest.raises(NotAllowed):
        step_case(actor=cast.officer.actor, case=case, then=S.COURT, reason="Now")
    with pytest.raises(Missing):
        step_case(actor=cast.partner_supervisor.actor, case=case, then=S.COURT, reason="Now")
    with pytest.raises(Invalid):
        step(cast, case, S.COURT, reason=" ")
    with pytest.raises(StaleWrite):
        step(cast, case, S.COURT, version=7)
    with pytest.raises(NotAllowed):
        step(cast, case, S.CLOSED)


def test_a_case_is_closed_with_its_outcome_and_taken_up_again(cast: Cast) -> None:
    case = cast.case()
    actor = cast.supervisor.actor
    with pytest.raises(Invalid):
        close_case(actor=actor, case=case, outcome="nothing", reason="Judgment")
    with pytest.raises(Invalid):
        close_case(actor=actor, case=case, outcome="convicted", reason="")
    closed = close_case(actor=actor, case=case, outcome="convicted", reason="Judgment of 3 March", version=1)
    assert (closed.status, closed.outcome, closed.closed_at) == (S.CLOSED, "convicted", closed.status_at)
    assert [entry["object_id"] for entry in entries("case.close")] == [case.pk]
    assert [event["outcome"] for event in payloads("case_closed")] == ["convicted"]
    with pytest.raises(NotAllowed):
        add_task(actor=actor, case=case, kind="phone")
    again = step(cast, case, S.INVESTIGATION, reason="Quashed on appeal")
    assert (again.outcome, again.closed_at) == ("", None)
    assert values("case.step")[-1]["values"]["outcome"] == ["convicted", ""]


def test_it_is_not_closed_while_rights_of_somebody_arrested_were_not_asked_after(cast: Cast) -> None:
    """Neither without an arrest on record, nor with “Not yet” where the law asks at once."""
    seizure = cast.seizure(persons_arrested=1)
    case, person = cast.case(seizure), courier(cast, seizure, age_band="12-17")
    close: dict[str, Any] = {"actor": cast.supervisor.actor, "case": case, "outcome": "convicted", "reason": "Judgment"}
    with pytest.raises(NotAllowed, match="arrest on record"):
        close_case(**close)
    arrest = arrested(cast, person, guardian_told=False)
    with pytest.raises(NotAllowed, match="checklist of rights is empty"):
        close_case(**close)
    change_arrest(actor=cast.officer.actor, arrest=arrest, version=None, facts={"guardian_told": True})
    assert close_case(**close).status == S.CLOSED


def test_a_case_goes_on_within_another_one(cast: Cast) -> None:
    one, two = cast.seizure(), cast.seizure()
    case, into = cast.case(one, two), cast.case(one)
    person = courier(cast, two)
    link_person(actor=cast.officer.actor, case=case, person=person, role="courier")
    actor = cast.supervisor.actor
    with pytest.raises(Invalid):
        merge_case(actor=actor, case=case, into=case, reason="Same ring")
    draft = cast.case(draft=True)
    with pytest.raises(Invalid):
        merge_case(actor=actor, case=case, into=draft, reason="Same ring")
    merged = merge_case(actor=actor, case=case, into=into, reason="Same ring")
    assert (merged.status, merged.merged_into_id) == (S.MERGED, into.pk)
    assert set(CaseSeizure.objects.filter(case=into).values_list("seizure_id", flat=True)) == {one.pk, two.pk}
    assert list(CasePerson.objects.filter(case=into).values_list("person_id", "role")) == [(person.pk, "courier")]
    assert values("case.keep")[0]["values"] == {"merged": [None, case.reference]}
    assert {event["object_id"] for event in events("case_merged")} == {case.pk, into.pk}
    with pytest.raises(NotAllowed):
        step(cast, case, S.COURT)


def test_a_case_is_erased_by_order_of_the_law(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    case = cast.case(cast.seizure(), narrative="Mr X", summary="Mr Y", handling="H3", handling_words="Ask Mr Z")
    add_note(actor=cast.officer.actor, case=case, text="Mr X again")
    add_task(actor=cast.officer.actor, case=case, kind="other", title="Ask Mr X")
    admin = cast.agency_admin
    reference = case.reference or ""
    police_admin = cast.member("Ali Bamba", cast.police, admin.actor.memberships[0].role)
    with pytest.raises(NotAllowed):
        erase_case(actor=admin.actor, reference=reference, order="Court")  # it is the supervisor's agency's
    with pytest.raises(Invalid):
        erase_case(actor=police_admin.actor, reference=reference, order=" ")
    with pytest.raises(Missing):
        erase_case(actor=police_admin.actor, reference="ABJ1-C-2020-000009", order="Court")
    call_command("erase_case", reference, order="Court of Abidjan, 14/2026", by=police_admin.user.email)
    call_command("erase_case", reference, order="Court of Abidjan, 14/2026", by=police_admin.user.email)
    assert "was erased before" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no case"):
        call_command("erase_case", "ABJ1-C-2020-000009", order="Court", by=police_admin.user.email)
    with as_owner():
        stands = Case.objects.get(pk=case.pk)
        assert (stands.title, stands.summary, stands.narrative, stands.handling_words) == ("-", "", "", "-")
        assert stands.erased_at is not None
        assert set(CaseNote.objects.filter(case=case).values_list("text", flat=True)) == {""}
        assert set(stands.tasks.filter(kind="other").values_list("title", flat=True)) == {"-"}
    assert not Case.objects.visible_to(cast.supervisor.actor).exists()
    assert len(events("case_erased")) == 1
