"""Consent under H1 and H2 about a case: by the same acts as about a seizure."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.access.roles import Level
from aircop.access.verdict import judge
from aircop.audit.history import history
from aircop.errors import Invalid, Missing
from seizures.models import Case, Consent
from seizures.queries.consent import consents, consents_of, visible_consent, waiting_for_consent
from seizures.services.case_share import share_case
from seizures.services.consent import answer_consent, ask_consent, end_consent
from seizures.services.referral import offer_referral
from seizures.services.share import Terms
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events, payloads

pytestmark = pytest.mark.django_db


def bound(cast: Cast, handling: str = "H2", **told: Any) -> Case:
    """Open a case of the customs under a handling code, over a seizure under none."""
    return cast.case(cast.seizure(), by=cast.owner_supervisor, handling=handling, **told)


def asked(cast: Cast, case: Case, kind: str = "share", **told: Any) -> Consent:
    """Ask as the supervisor of the police, for a case of the customs."""
    told = {"to_agency": cast.foreign if kind == "share" else None, "reason": "Same courier"} | told
    return ask_consent(actor=cast.supervisor.actor, about=case, kind=kind, **told)


def granted(cast: Cast, case: Case, kind: str = "share") -> Consent:
    return answer_consent(actor=cast.owner_supervisor.actor, consent=asked(cast, case, kind), answer="granted")


def code(rule: str, member: Member, subject: Any) -> str:
    return judge(rule, member.actor, subject).code or "yes"


def share(cast: Cast, case: Case, **told: Any) -> Any:
    terms = Terms(level=Level.VIEW, reason="Ring", until=told.pop("until", None))
    return share_case(
        actor=cast.supervisor.actor, case=case, receiver=told.pop("receiver", cast.foreign), terms=terms, **told
    )


def sees(member: Member, record: Any) -> bool:
    return bool(type(record).objects.visible_to(member.actor).filter(pk=record.pk).exists())


def test_a_granted_consent_lets_a_case_be_shared_and_its_end_takes_that_back(cast: Cast) -> None:
    """With what went along, and with its entries and events on the case."""
    case = bound(cast)
    [seizure] = [link.seizure for link in case.seizure_links.all()]
    assert code("share_case", cast.supervisor, case) == "handling"
    question = asked(cast, case)
    assert question.record == case
    assert waiting_for_consent(cast.owner_supervisor.actor) == [question]
    consent = answer_consent(actor=cast.owner_supervisor.actor, consent=question, answer="granted")
    assert code("share_case", cast.supervisor, case) == "yes"
    share(cast, case, items={seizure.pk: "without"})
    assert [sees(cast.partner_officer, each) for each in (case, seizure)] == [True, True]
    end_consent(actor=cast.owner_supervisor.actor, consent=consent, words="The case is closed")
    assert [sees(cast.partner_officer, each) for each in (case, seizure)] == [False, False]
    assert code("share_case", cast.supervisor, case) == "handling"
    traces = entries("consent.%")
    assert [entry["verb"] for entry in traces] == ["consent.ask", "consent.answer", "consent.end"]
    assert {entry["object_type"] for entry in traces} == {"seizures.case"}
    assert payloads("consent_asked")[0]["record"] == str(case.pk)
    assert [event["object_id"] for event in events("access_ended")] == [case.pk, seizure.pk]


def test_another_consent_keeps_the_share(cast: Cast) -> None:
    case = bound(cast)
    first, second = granted(cast, case), granted(cast, case)
    share(cast, case)
    end_consent(actor=cast.owner_supervisor.actor, consent=first, words="Twice")
    assert sees(cast.partner_officer, case)
    end_consent(actor=cast.owner_supervisor.actor, consent=second, words="Over")
    assert not sees(cast.partner_officer, case)


def test_it_holds_for_the_agency_that_it_names(cast: Cast) -> None:
    case = bound(cast)
    granted(cast, case)
    with pytest.raises(Invalid) as fault:
        share(cast, case, receiver=cast.elsewhere)
    assert fault.value.field == "agency"
    with pytest.raises(Invalid):
        offer_referral(actor=cast.supervisor.actor, case=case, to_unit=cast.acc, kind="refer", reason="They live there")


RULES = """
H1 | use_in_court | supervisor owner_supervisor    | handling yes
H1 | share_case   | supervisor owner_supervisor    | yes yes
H1 | ask_consent  | supervisor colleague analyst   | yes yes yes
H2 | use_in_court | supervisor                     | yes
H2 | share_case   | supervisor owner_supervisor    | handling yes
H2 | ask_consent  | supervisor colleague analyst   | yes yes yes
H2 | ask_consent  | owner_supervisor officer       | owner owner
H2 | ask_consent  | agency_admin auditor           | role role
H2 | answer_consent | owner_supervisor supervisor officer | yes owner role
H2 | end_consent  | owner_supervisor supervisor officer | state owner role
H0 | ask_consent  | supervisor                     | handling
H3 | ask_consent  | supervisor                     | handling
"""


@pytest.mark.parametrize("line", RULES.strip().splitlines())
def test_who_asks_who_answers_and_what_each_code_binds(cast: Cast, line: str) -> None:
    handling, rule, people, codes = (part.split() for part in line.split("|"))
    words = {"handling_words": "Ask first"} if handling == ["H3"] else {}
    case = bound(cast, handling[0], **words)
    subject: Any = asked(cast, case) if rule[0] in {"answer_consent", "end_consent"} else case
    assert [code(rule[0], getattr(cast, who), subject) for who in people] == codes


def test_a_court_is_asked_for_under_h1_and_no_file_of_a_case(cast: Cast) -> None:
    case = bound(cast, "H1")
    assert granted(cast, case, "court").runs
    assert code("use_in_court", cast.supervisor, case) == "yes"
    for kind in ("share", "export"):
        with pytest.raises(Invalid) as fault:
            asked(cast, bound(cast, "H1"), kind)
        assert fault.value.field == "kind"
    with pytest.raises(Invalid):
        asked(cast, bound(cast), "export")


def test_drafts_are_nobodys_to_ask_about(cast: Cast) -> None:
    draft = bound(cast, draft=True)
    assert code("ask_consent", cast.supervisor, draft) == "handling"


def test_others_are_not_told_who_asked(cast: Cast) -> None:
    """A reader of a third agency sees the case, and neither question nor answer, nor their traces in the history."""
    case = bound(cast)
    terms = Terms(level=Level.VIEW, reason="Ring", until=None)
    share_case(actor=cast.owner_supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    with as_owner():
        case.refresh_from_db()
    question = asked(cast, case, to_agency=cast.elsewhere)
    assert consents_of(cast.partner_officer.actor, case) == []
    assert list(consents(cast.partner_officer.actor)) == []
    with pytest.raises(Missing):
        visible_consent(cast.partner_officer.actor, case.pk, question.pk)
    with pytest.raises(Missing):
        answer_consent(actor=cast.partner_officer.actor, consent=question, answer="granted")
    assert not any(step.verb.startswith("consent.") for step in history(case, cast.partner_officer.actor))
    assert consents_of(cast.officer.actor, case) == [question]
    assert any(step.verb == "consent.ask" for step in history(case, cast.officer.actor))
    with pytest.raises(Missing):
        ask_consent(actor=cast.outsider.actor, about=case, kind="share", to_agency=cast.foreign, reason="Curious")


def test_who_does_not_see_the_case_does_not_see_the_question(cast: Cast) -> None:
    """By the wall alone."""
    question = asked(cast, bound(cast))
    assert cast.outsider.actor
    assert not Consent.objects.filter(pk=question.pk).exists()
    assert cast.officer.actor
    assert Consent.objects.filter(pk=question.pk).exists()


def test_one_record_is_named(cast: Cast) -> None:
    question = asked(cast, bound(cast))
    question.pk, question.case = cast.abj.pk, None
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        question.save(force_insert=True)
