"""Each act on a seizure: done, refused by role, refused by state, audited, announced, and undone with its audit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aircop.access.actor import Actor
from aircop.access.roles import Level
from aircop.errors import Missing, NotAllowed
from seizures.models import Seizure
from seizures.services.seizure import change_seizure, discard_seizure, log_seizure, submit_seizure
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.verification import lock_seizure, reject_seizure, reopen_seizure, verify_seizure
from tests.cast import Cast
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit, values

pytestmark = pytest.mark.django_db

type Act = Callable[[Cast, Actor, Seizure], Any]


def _share(cast: Cast, actor: Actor, seizure: Seizure) -> Any:
    terms: dict[str, Any] = {"level": Level.VIEW, "reason": "Same ring", "until": None}
    return share_seizure(actor=actor, seizure=seizure, agency=cast.foreign, **terms)


def _unshare(_cast: Cast, actor: Actor, seizure: Seizure) -> Any:
    return unshare_seizure(actor=actor, seizure=seizure, share_id=SHARES[seizure.pk])


SHARES: dict[Any, Any] = {}


@dataclass(frozen=True)
class Case:
    """One act: who does it from which state, who may not, and what it leaves."""

    act: Act
    before: str
    after: str
    by: str
    refused: str
    wrong_state: str
    verb: str
    event: str


def _case(*parts: Any) -> Any:
    case = Case(*parts)
    return pytest.param(case, id=case.verb)


CASES = [
    _case(
        lambda _c, a, s: change_seizure(actor=a, seizure=s, version=s.version, facts={"summary": "Three bags."}),
        "submitted", "submitted", "colleague", "analyst", "verified", "seizure.change", "seizure_changed",
    ),
    _case(
        lambda _c, a, s: submit_seizure(actor=a, seizure=s),
        "draft", "submitted", "officer", "analyst", "submitted", "seizure.submit", "seizure_submitted",
    ),
    _case(
        lambda _c, a, s: discard_seizure(actor=a, seizure=s),
        "draft", "gone", "officer", "analyst", "submitted", "seizure.discard", "seizure_discarded",
    ),
    _case(
        lambda _c, a, s: verify_seizure(actor=a, seizure=s, version=s.version),
        "submitted", "verified", "supervisor", "colleague", "rejected", "seizure.verify", "seizure_verified",
    ),
    _case(
        lambda _c, a, s: reject_seizure(actor=a, seizure=s, rejection="INC", words="Which bag?"),
        "submitted", "rejected", "supervisor", "colleague", "verified", "seizure.reject", "seizure_rejected",
    ),
    _case(
        lambda _c, a, s: reopen_seizure(actor=a, seizure=s, words="Wrong weight."),
        "verified", "submitted", "supervisor", "colleague", "submitted", "seizure.reopen", "seizure_reopened",
    ),
    _case(
        lambda _c, a, s: lock_seizure(actor=a, seizure=s),
        "verified", "locked", "supervisor", "colleague", "submitted", "seizure.lock", "seizure_locked",
    ),
    _case(_share, "submitted", "submitted", "supervisor", "colleague", "draft", "seizure.share", "access_granted"),
    _case(_unshare, "shared", "submitted", "supervisor", "colleague", "ended", "seizure.unshare", "access_ended"),
]  # fmt: skip


def _brought_to(cast: Cast, state: str) -> Seizure:
    """Bring a seizure into a state through the acts."""
    author = cast.supervisor if state == "supervisors draft" else cast.officer
    seizure = cast.seizure(by=author, submit=not state.endswith("draft"))
    supervisor = cast.supervisor.actor
    if state in {"verified", "locked"}:
        seizure = verify_seizure(actor=supervisor, seizure=seizure)
    if state == "rejected":
        seizure = reject_seizure(actor=supervisor, seizure=seizure, rejection="INC")
    if state in {"shared", "ended"}:
        SHARES[seizure.pk] = _share(cast, supervisor, seizure).pk
    if state == "ended":
        _unshare(cast, supervisor, seizure)
    return seizure


def _stands(seizure: Seizure) -> str:
    with as_owner():
        return Seizure.objects.filter(pk=seizure.pk).values_list("status", flat=True).first() or "gone"


@pytest.mark.parametrize("case", CASES)
def test_an_act_is_done_audited_and_announced_once(case: Case, cast: Cast) -> None:
    seizure = _brought_to(cast, case.before)
    actor = getattr(cast, case.by).actor
    heard = len(events(case.event))
    case.act(cast, actor, seizure)
    assert _stands(seizure) == case.after
    entry = entries(case.verb)[-1]
    assert (entry["outcome"], entry["actor_id"], entry["object_id"]) == ("done", actor.subject_id, seizure.pk)
    assert (entry["owner_agency"], entry["owner_unit"]) == (cast.customs.pk, cast.abj.pk)
    assert (entry["acting_unit"], entry["acting_role"]) == (cast.abj.pk, actor.acting.role if actor.acting else "")
    news = events(case.event)
    assert len(news) == heard + 1
    assert (news[-1]["object_id"], news[-1]["actor"]) == (seizure.pk, actor.subject_id)
    kept = values(case.verb)
    assert len(kept) == (0 if case.verb == "seizure.discard" else 1)


@pytest.mark.parametrize("case", CASES)
def test_an_act_is_refused_by_role(case: Case, cast: Cast) -> None:
    seizure = _brought_to(cast, case.before)
    refusal = Missing if case.before == "draft" else NotAllowed  # a draft of somebody else is not there at all
    actor = getattr(cast, case.refused).actor
    before = _stands(seizure), len(entries(case.verb)), len(events(case.event))
    with pytest.raises(refusal):
        case.act(cast, actor, seizure)
    assert (_stands(seizure), len(entries(case.verb)), len(events(case.event))) == before


@pytest.mark.parametrize("case", CASES)
def test_an_act_is_refused_by_state(case: Case, cast: Cast) -> None:
    own = "supervisors draft" if case.wrong_state == "draft" else case.wrong_state
    seizure = _brought_to(cast, own)
    actor = getattr(cast, case.by).actor
    before = _stands(seizure)
    with pytest.raises(NotAllowed) as refused:
        case.act(cast, actor, seizure)
    assert (refused.value.code, _stands(seizure)) == ("state", before)


@pytest.mark.parametrize("case", CASES)
def test_an_act_that_cannot_be_audited_is_undone(case: Case, cast: Cast) -> None:
    seizure = _brought_to(cast, case.before)
    actor = getattr(cast, case.by).actor
    before = _stands(seizure), len(events(case.event)), _version(seizure)
    with mute_audit(case.verb), pytest.raises(IntegrityError), transaction.atomic():
        case.act(cast, actor, seizure)
    assert (_stands(seizure), len(events(case.event)), _version(seizure)) == before


def _version(seizure: Seizure) -> int:
    with as_owner():
        return Seizure.objects.values_list("version", flat=True).get(pk=seizure.pk)


@pytest.mark.parametrize("case", CASES)
def test_who_does_not_see_it_cannot_name_it(case: Case, cast: Cast) -> None:
    seizure = _brought_to(cast, "submitted")
    SHARES.setdefault(seizure.pk, seizure.pk)
    with pytest.raises(Missing):
        case.act(cast, cast.partner_supervisor.actor, seizure)


def test_logging_is_done_audited_and_announced(cast: Cast) -> None:
    seizure = cast.seizure()
    assert [len(entries(f"seizure.{verb}")) for verb in ("log", "submit")] == [1, 1]
    assert [len(events(f"seizure_{kind}")) for kind in ("logged", "submitted")] == [1, 1]
    assert (seizure.status, seizure.owner_unit, seizure.recorded_by_id) == (
        "submitted",
        cast.abj.pk,
        cast.officer.user.pk,
    )
    assert seizure.reference is not None
    assert seizure.reference.startswith("ABJ1-S-")


@pytest.mark.parametrize(("who", "code"), [("analyst", "role"), ("outsider", "no_unit"), ("auditor", "role")])
def test_logging_is_refused(cast: Cast, who: str, code: str) -> None:
    actor = getattr(cast, who).actor
    with pytest.raises(NotAllowed) as refused:
        log_seizure(actor=actor, facts=cast.facts(), found=cast.found())
    assert refused.value.code == code
    assert entries("seizure.log") == []


def test_a_log_that_cannot_be_audited_is_undone(cast: Cast) -> None:
    actor = cast.officer.actor
    facts, found = cast.facts(), cast.found()
    with mute_audit("seizure.log"), pytest.raises(IntegrityError), transaction.atomic():
        log_seizure(actor=actor, facts=facts, found=found)
    with as_owner():
        assert Seizure.objects.count() == 0
    assert events("seizure_logged") == []
