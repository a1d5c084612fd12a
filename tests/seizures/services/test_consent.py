"""Consent under H1 and H2: asked, answered, in force until its end, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from aircop.access.roles import Level, Role
from aircop.access.verdict import judge
from aircop.errors import Invalid, Missing, NotAllowed
from seizures.models import Consent, Seizure
from seizures.queries.consent import consents_of, note_consents, visible_consent, waiting_for_consent
from seizures.services.consent import answer_consent, ask_consent, end_consent
from seizures.services.share import share_seizure
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events

pytestmark = pytest.mark.django_db


def asked(cast: Cast, seizure: Seizure, kind: str = "share", **told: Any) -> Consent:
    """Ask as the supervisor of the police, for a record of the customs."""
    told = {"to_agency": cast.foreign if kind == "share" else None, "reason": "Same courier"} | told
    return ask_consent(actor=cast.supervisor.actor, about=seizure, kind=kind, **told)


def granted(cast: Cast, seizure: Seizure, kind: str = "share", until: Any = None, **told: Any) -> Consent:
    question = asked(cast, seizure, kind, **told)
    return answer_consent(actor=cast.owner_supervisor.actor, consent=question, answer="granted", until=until)


def code(rule: str, member: Member, subject: Any) -> str:
    return judge(rule, member.actor, subject).code or "yes"


def share(cast: Cast, seizure: Seizure, **told: Any) -> Any:
    terms: dict[str, Any] = {"agency": cast.foreign, "level": Level.VIEW, "reason": "Ring", "until": None} | told
    return share_seizure(actor=cast.supervisor.actor, seizure=seizure, **terms)


def sees(member: Member, seizure: Seizure) -> bool:
    return Seizure.objects.visible_to(member.actor).filter(pk=seizure.pk).exists()


def test_a_granted_consent_lets_it_be_shared_and_its_end_takes_that_back(cast: Cast) -> None:
    """The whole way, with its entries and events; the refusal of H2 comes back."""
    seizure = cast.seizure(handling="H2")
    assert code("share_seizure", cast.supervisor, seizure) == "handling"
    question = asked(cast, seizure)
    assert waiting_for_consent(cast.owner_supervisor.actor) == [question]
    assert waiting_for_consent(cast.officer.actor) == waiting_for_consent(cast.supervisor.actor) == []
    consent = answer_consent(actor=cast.owner_supervisor.actor, consent=question, answer="granted")
    assert waiting_for_consent(cast.owner_supervisor.actor) == []
    assert code("share_seizure", cast.supervisor, seizure) == "yes"
    given = share(cast, seizure)
    assert sees(cast.partner_officer, seizure)
    end_consent(actor=cast.owner_supervisor.actor, consent=consent, words="The case is closed")
    given.refresh_from_db()
    assert (given.runs, sees(cast.partner_officer, seizure)) == (False, False)
    assert code("share_seizure", cast.supervisor, seizure) == "handling"
    assert [entry["verb"] for entry in entries("consent.%")] == ["consent.ask", "consent.answer", "consent.end"]
    assert [len(events(kind)) for kind in ("consent_asked", "consent_answered", "consent_ended", "access_ended")] == [
        1, 1, 1, 1,
    ]  # fmt: skip


def test_another_consent_for_the_same_agency_keeps_the_share(cast: Cast) -> None:
    seizure = cast.seizure(handling="H2")
    first, second = granted(cast, seizure), granted(cast, seizure)
    share(cast, seizure)
    end_consent(actor=cast.owner_supervisor.actor, consent=first, words="Twice")
    assert sees(cast.partner_officer, seizure)
    end_consent(actor=cast.owner_supervisor.actor, consent=second, words="Over")
    assert not sees(cast.partner_officer, seizure)


def test_the_end_of_one_consent_takes_nothing_from_another_agency(cast: Cast) -> None:
    seizure = cast.seizure(handling="H2")
    first, second = granted(cast, seizure), granted(cast, seizure, to_agency=cast.elsewhere)
    theirs, others = share(cast, seizure), share(cast, seizure, agency=cast.elsewhere)
    end_consent(actor=cast.owner_supervisor.actor, consent=first, words="Over")
    for given in (theirs, others):
        given.refresh_from_db()
    assert (theirs.runs, others.runs) == (False, True)
    end_consent(actor=cast.owner_supervisor.actor, consent=second, words="Over")
    others.refresh_from_db()
    assert not others.runs


def test_it_holds_for_the_agency_and_the_time_that_it_names(cast: Cast) -> None:
    seizure = cast.seizure(handling="H2")
    until = timezone.now() + timedelta(days=30)
    granted(cast, seizure, until=until)
    with pytest.raises(Invalid) as fault:
        share(cast, seizure, agency=cast.elsewhere)
    assert fault.value.field == "agency"
    for end in (None, until + timedelta(days=1)):
        with pytest.raises(Invalid) as fault:
            share(cast, seizure, until=end)
        assert fault.value.field == "until"
    assert share(cast, seizure, until=until).pk
    with as_owner():
        Consent.objects.filter(seizure=seizure).update(until=timezone.now() - timedelta(seconds=1))
    assert code("share_seizure", cast.supervisor, seizure) == "handling"


@pytest.mark.parametrize(
    ("handling", "kind", "rule"),
    [("H1", "court", "use_in_court"), ("H2", "export", "export_seizure"), ("H2", "share", "share_seizure")],
)
def test_what_each_code_asks_consent_for(cast: Cast, handling: str, kind: str, rule: str) -> None:
    """For another agency; the one whose record it is needs none. Looked up for a page it says the same."""
    seizure = cast.seizure(handling=handling)
    assert code(rule, cast.supervisor, seizure) == "handling"
    assert code(rule, cast.owner_supervisor, seizure) == "yes"
    granted(cast, seizure, kind)
    assert code(rule, cast.supervisor, seizure) == "yes"
    actor = cast.supervisor.actor
    note_consents(actor, [seizure, cast.seizure()])
    assert judge(rule, actor, seizure)
    assert code(rule, cast.colleague, seizure) in {"yes", "role"}


# Who asks and answers under H2: the code of the refusal.
RULES = """
ask_consent    | supervisor colleague analyst          | yes   yes   yes
ask_consent    | owner_supervisor officer              | owner owner
ask_consent    | agency_admin auditor coordinator      | role role role
answer_consent | owner_supervisor supervisor officer   | yes owner role
end_consent    | owner_supervisor supervisor officer   | state owner role
"""


@pytest.mark.parametrize("line", RULES.strip().splitlines())
def test_who_asks_and_who_answers(cast: Cast, line: str) -> None:
    rule, people, codes = ([*part.split()] for part in line.split("|"))
    seizure = cast.seizure(handling="H2")
    subject: Any = seizure if rule == ["ask_consent"] else asked(cast, seizure)
    assert [code(rule[0], getattr(cast, who), subject) for who in people] == codes


def test_who_asked_does_not_answer(cast: Cast) -> None:
    """Somebody with a seat in both agencies would say yes to himself."""
    question = asked(cast, cast.seizure(handling="H2"))
    with as_owner():
        Consent.objects.filter(pk=question.pk).update(asked_person=cast.owner_supervisor.user)
    question.refresh_from_db()
    assert code("answer_consent", cast.owner_supervisor, question) == "author"
    with pytest.raises(NotAllowed):
        answer_consent(actor=cast.owner_supervisor.actor, consent=question, answer="granted")


def test_codes_that_ask_for_nothing(cast: Cast) -> None:
    for seizure in (cast.seizure(), cast.seizure(handling="H3", handling_words="Ask first")):
        assert code("ask_consent", cast.supervisor, seizure) == "handling"


def test_who_reads_by_a_share_answers_for_nobody(cast: Cast) -> None:
    """A supervisor of the same agency, from elsewhere, sees it by a share and manages nothing."""
    seizure = cast.seizure(handling="H2")
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.owner_supervisor.actor, seizure=seizure, agency=cast.customs, **terms)
    question = asked(cast, seizure)
    away = cast.member("Sia Toure", cast.customs, Role.SUPERVISOR)
    assert sees(away, seizure)
    question.refresh_from_db()
    assert code("answer_consent", away, question) == "level"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "court"}, "kind"),
        ({"reason": " "}, "reason"),
        ({"to_agency": None}, "to_agency"),
    ],
)
def test_what_is_refused_in_a_question(cast: Cast, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        asked(cast, cast.seizure(handling="H2"), **told)
    assert fault.value.field == field


def test_the_same_is_not_asked_twice(cast: Cast) -> None:
    seizure = cast.seizure(handling="H2")
    asked(cast, seizure)
    with pytest.raises(Invalid):
        asked(cast, seizure)
    assert asked(cast, seizure, to_agency=cast.elsewhere).pk


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answer": "refused"}, "words"),
        ({"answer": "maybe"}, "answer"),
        ({"answer": "granted", "until": timezone.now() - timedelta(days=1)}, "until"),
    ],
)
def test_what_is_refused_in_an_answer(cast: Cast, told: dict[str, Any], field: str) -> None:
    question = asked(cast, cast.seizure(handling="H2"))
    with pytest.raises(Invalid) as fault:
        answer_consent(actor=cast.owner_supervisor.actor, consent=question, **told)
    assert fault.value.field == field


def test_a_refusal_stays_one(cast: Cast) -> None:
    """Answered once; it opens nothing, and there is nothing to take back."""
    seizure = cast.seizure(handling="H2")
    question = asked(cast, seizure)
    owner = cast.owner_supervisor
    refused = answer_consent(actor=owner.actor, consent=question, answer="refused", words="Not yet")
    assert str(refused) == f"Share it onward: {cast.foreign}"
    assert code("share_seizure", cast.supervisor, seizure) == "handling"
    with pytest.raises(NotAllowed):
        answer_consent(actor=owner.actor, consent=question, answer="granted")
    with pytest.raises(NotAllowed):
        end_consent(actor=owner.actor, consent=question, words="x")


def test_taking_back_needs_words(cast: Cast) -> None:
    consent = granted(cast, cast.seizure(handling="H2"), "export")
    with pytest.raises(Invalid):
        end_consent(actor=cast.owner_supervisor.actor, consent=consent, words=" ")
    assert end_consent(actor=cast.owner_supervisor.actor, consent=consent, words="Over").ended_at


def test_others_are_not_told_who_asked(cast: Cast) -> None:
    """A reader of a third agency sees the record, and neither question nor answer, nor their traces in the history."""
    from aircop.audit.history import history  # noqa: PLC0415

    seizure = cast.seizure(handling="H2")
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Ring", "until": None}
    share_seizure(actor=cast.owner_supervisor.actor, seizure=seizure, agency=cast.foreign, **terms)
    with as_owner():
        seizure.refresh_from_db()
    question = asked(cast, seizure, to_agency=cast.elsewhere)
    outside, inside = cast.partner_officer.actor, cast.officer.actor
    assert consents_of(cast.partner_officer.actor, seizure) == []
    with pytest.raises(Missing):
        visible_consent(cast.partner_officer.actor, seizure.pk, question.pk)
    with pytest.raises(Missing):
        answer_consent(actor=cast.partner_officer.actor, consent=question, answer="granted")
    assert not any(step.verb.startswith("consent.") for step in history(seizure, outside))
    assert consents_of(cast.officer.actor, seizure) == [question]
    assert any(step.verb == "consent.ask" for step in history(seizure, inside))
    with pytest.raises(Missing):
        asked_by_outsider(cast, seizure)


def asked_by_outsider(cast: Cast, seizure: Seizure) -> Consent:
    """Ask as somebody who does not see the record."""
    return ask_consent(actor=cast.outsider.actor, about=seizure, kind="export", reason="Curious")
