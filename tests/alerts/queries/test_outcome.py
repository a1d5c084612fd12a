"""Figures of alerts and requests equal a plain count, over what the reader sees and over nothing else."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aircop.access.actor import NOBODY
from alerts.enums import AddresseeKind, AlertKind, Clock, MessageKind, RequestStatus, Result
from alerts.models import Addressee, Alert, Answer, InformationRequest, Message, Thread
from alerts.queries.outcome import (
    AlertFigures,
    Period,
    RequestFigures,
    RequestOutcome,
    Times,
    alert_outcome,
    request_outcome,
)
from alerts.queries.request import TERMS
from alerts.services.addressee import Chosen
from alerts.services.answer import answer_alert
from alerts.services.message import Asked as About
from alerts.services.request import refuse_request, reply_to_request
from alerts.services.telling import recall_alert
from tests.alerts.told import drafted, publish_reviewed, published
from tests.alerts.written import asked, opened, say
from tests.cast import Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
MARCH = Period(SINCE, UNTIL)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVER = Period(date(2026, 1, 1), date(2036, 1, 1))
COUNTRIES = {"abj": "CI", "acc": "GH", "customs": "CI", "foreign": "GH", "elsewhere": "PT", "programme": ""}

# An alert: told by us?, seen by us?, day of the period, kind, whom it was for with the answers of each in minutes.
ANSWERS = st.lists(st.tuples(st.sampled_from(Result.values), st.integers(0, 9_000)), max_size=3)
ALERTS = st.lists(
    st.tuples(
        st.booleans(),
        st.booleans(),
        st.integers(-2, 33),
        st.sampled_from(AlertKind.values),
        st.dictionaries(st.sampled_from(["abj", "acc", "customs", "foreign", "elsewhere", "programme"]), ANSWERS),
    ),
    max_size=9,
)
# A request: in a thread that we see?, day, clock, from us?, asked of whom, status, minutes taken, minutes paused.
REQUESTS = st.lists(
    st.tuples(
        st.booleans(),
        st.integers(-2, 33),
        st.sampled_from(Clock.values),
        st.booleans(),
        st.sampled_from(["acc", "elsewhere", "programme"]),
        st.sampled_from(RequestStatus.values),
        st.integers(0, 20_000),
        st.integers(0, 2_000),
    ),
    max_size=12,
)
SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def times(took: Sequence[float]) -> Times:
    """Return count, median and ninth tenth of seconds, as anybody would compute them."""
    if not took:
        return Times()
    ranked = sorted(took)
    place = 0.9 * (len(ranked) - 1)
    below = ranked[int(place)]
    above = ranked[min(int(place) + 1, len(ranked) - 1)]
    ninth = below + (above - below) * (place - int(place))
    return Times(len(took), timedelta(seconds=median(ranked)), timedelta(seconds=ninth))


def same(found: Iterable[Any], counted: Iterable[Any]) -> bool:
    """Whether figures are the same, whatever their order."""
    return Counter(map(repr, found)) == Counter(map(repr, counted))


def side(cast: Cast, name: str) -> dict[str, Any]:
    """Return the columns of an addressee."""
    thing = getattr(cast, name)
    if name in {"abj", "acc"}:
        return {"kind": AddresseeKind.UNIT, "unit": thing}
    return {"kind": AddresseeKind.AGENCY, "agency": thing}


def key_of(cast: Cast, name: str) -> tuple[Any, Any]:
    pk = getattr(cast, name).pk
    return (pk, None) if name in {"abj", "acc"} else (None, pk)


def lay(cast: Cast, plan: Any) -> None:
    """Write an alert as its plan says; one that is not seen lies on a list of the other unit."""
    ours, seen, day, kind, told = plan
    unit = cast.abj if ours else cast.acc
    where = cast.abj.default_list_id if seen else cast.acc.default_list_id
    at = NOON + timedelta(days=day)
    alert = Alert.objects.create(
        reference=f"T-{uuid4().hex[:12]}",
        status="published",
        task_force=unit,
        kind=kind,
        title="x",
        access_list_id=where,
        root_list_id=where,
        owner_agency=unit.host_agency_id,
        owner_unit=unit.pk,
        recorded_by=cast.officer.user,
        published_by=cast.officer.user,
        published_at=at,
        valid_until=at + timedelta(days=30),
    )
    for name, answers in told.items():
        row = Addressee.objects.create(alert=alert, **side(cast, name))
        for result, minutes in answers:
            said = at + timedelta(minutes=minutes)
            Answer.objects.create(alert=alert, addressee=row, result=result, at=said, by=cast.officer.user)


def counted_alerts(cast: Cast, plans: Any) -> dict[tuple[str, tuple[Any, ...]], AlertFigures]:
    """Count the plans one by one, as the officer of ABJ1 sees them: of its own all, of others' its own side."""
    alerts: Counter[Any] = Counter()
    addressed: Counter[Any] = Counter()
    yielded: Counter[Any] = Counter()
    took: dict[Any, list[float]] = defaultdict(list)
    for ours, seen, day, kind, told in plans:
        if not seen or not 0 <= day <= 30:
            continue
        teller = (cast.abj if ours else cast.acc).pk
        whole = [("total", ()), ("kind", (kind,)), ("teller", (teller,))]
        alerts.update(whole)
        met = set()
        for name, answers in told.items():
            if not ours and name not in {"abj", "customs"}:
                continue
            pair = ("pair", ("CI" if ours else "GH", COUNTRIES[name]))
            groups = [*whole, ("side", key_of(cast, name)), pair]
            met |= {groups[3], pair}
            addressed.update(groups)
            for each in groups if answers else ():
                took[each].append(60.0 * min(minutes for _result, minutes in answers))
            if {result for result, _minutes in answers} & {"seizure", "arrest"}:
                yielded.update(groups)
        alerts.update(met)
    return {
        each: AlertFigures(each[1], alerts[each], addressed[each], len(took[each]), yielded[each], times(took[each]))
        for each in alerts
    }


@SLOW
@given(plans=ALERTS)
def test_alerts_are_counted_as_one_would_by_hand(cast: Cast, plans: Any) -> None:
    assert all((cast.abj, cast.acc, cast.elsewhere, cast.programme, cast.officer))
    with transaction.atomic():
        with as_owner():
            for plan in plans:
                lay(cast, plan)
        found = alert_outcome(cast.officer.actor, MARCH)
        transaction.set_rollback(True)
    counted = counted_alerts(cast, plans)
    assert found.total == counted.get(("total", ()), AlertFigures())
    for name, figures in (
        ("kind", found.kinds),
        ("teller", found.tellers),
        ("side", found.sides),
        ("pair", found.pairs),
    ):
        assert same(figures, (each for (of, _key), each in counted.items() if of == name)), name


def put(cast: Cast, thread: Thread, plan: Any) -> None:
    """Write a request as its plan says."""
    _seen, day, clock, ours, name, status, minutes, paused = plan
    at, now = NOON + timedelta(days=day), status in {"answered", "refused", "withdrawn"}
    thing = getattr(cast, name)
    message = Message.objects.create(
        thread=thread, kind=MessageKind.REQUEST, body="x", by=cast.officer.user, agency=cast.customs
    )
    InformationRequest.objects.create(
        thread=thread,
        message=message,
        clock=clock,
        status=status,
        asked_at=at,
        from_unit=cast.abj if ours else None,
        from_agency=cast.customs if ours else cast.programme,
        to_unit=thing if name == "acc" else None,
        to_agency=None if name == "acc" else thing,
        due_at=at + TERMS[Clock(clock)] + timedelta(minutes=paused),
        ended_at=at + timedelta(minutes=minutes + paused) if now else None,
        paused_at=at if status == "clarifying" else None,
        refusal="legal_basis" if status == "refused" else "",
    )


def counted_requests(cast: Cast, plans: Any) -> dict[tuple[str, tuple[Any, ...]], RequestFigures]:
    """Count the requests one by one. All that is open is overdue by now."""
    tally: dict[Any, Counter[str]] = defaultdict(Counter)
    took: dict[Any, list[float]] = defaultdict(list)
    for seen, day, clock, ours, name, status, minutes, _paused in plans:
        if not seen or not 0 <= day <= 30:
            continue
        pair = ("CI" if ours else "", {"acc": "GH", "elsewhere": "PT", "programme": ""}[name])
        groups: list[Any] = [("total", ()), ("clock", (clock,)), ("side", key_of(cast, name)), ("pair", pair)]
        groups += [("refusal", (*pair, "legal_basis"))] if status == "refused" else []
        ended = status in {"answered", "refused"}
        for each in groups:
            tally[each].update(["asked", status])
            if ended:
                took[each].append(60.0 * minutes)
            if ended or status == "open":
                tally[each].update(["measured"])
            if ended and timedelta(minutes=minutes) <= TERMS[Clock(clock)]:
                tally[each].update(["in_time"])
    return {
        each: RequestFigures(
            each[1],
            found["asked"],
            found["answered"],
            found["refused"],
            found["withdrawn"],
            times(took[each]),
            found["measured"],
            found["in_time"],
        )
        for each, found in tally.items()
    }


@SLOW
@given(plans=REQUESTS)
def test_requests_are_counted_as_one_would_by_hand(cast: Cast, plans: Any) -> None:
    assert all((cast.elsewhere, cast.programme, cast.partner_officer, cast.officer))
    with transaction.atomic():
        seen = opened(cast)
        hidden = opened(cast, by=cast.partner_officer, units=[], agencies=[cast.elsewhere])
        with as_owner():
            for plan in plans:
                put(cast, seen if plan[0] else hidden, plan)
        found = request_outcome(cast.officer.actor, MARCH)
        transaction.set_rollback(True)
    counted = counted_requests(cast, plans)
    assert found.total == counted.get(("total", ()), RequestFigures())
    for name, figures in (
        ("clock", found.clocks),
        ("side", found.sides),
        ("pair", found.pairs),
        ("refusal", found.refusals),
    ):
        assert same(figures, (each for (of, _key), each in counted.items() if of == name)), name


def test_what_a_reader_does_not_see_changes_none_of_its_figures(cast: Cast) -> None:
    """Two readers: what one unit tells a third, and what they ask each other, leaves no trace with the other."""
    assert all((cast.elsewhere, cast.outsider))
    mine = published(cast)
    answer_alert(actor=cast.partner_officer.actor, alert=mine, result="seizure")
    reader = cast.partner_officer.actor
    before = alert_outcome(reader, EVER), request_outcome(reader, EVER)
    assert (before[0].total.addressed, before[0].total.yielded) == (1, 1)
    request = asked(cast, receiver=cast.elsewhere, about=About())
    reply_to_request(actor=cast.outsider.actor, request=request, say=say("Yes."))
    hidden = drafted(cast, chosen=Chosen(agencies=[cast.elsewhere]))
    hidden = publish_reviewed(cast, hidden)
    answer_alert(actor=cast.outsider.actor, alert=hidden, result="arrest")
    drafted(cast)
    assert (
        alert_outcome(cast.partner_officer.actor, EVER),
        request_outcome(cast.partner_officer.actor, EVER),
    ) == before
    assert alert_outcome(cast.officer.actor, EVER).total.alerts == 2
    assert request_outcome(cast.officer.actor, EVER).total.answered == 1


def test_whom_else_an_alert_was_for_is_counted_by_its_unit_alone(cast: Cast) -> None:
    assert cast.outsider
    alert = drafted(cast, chosen=Chosen(units=[cast.acc], agencies=[cast.elsewhere]))
    alert = publish_reviewed(cast, alert)
    answer_alert(actor=cast.outsider.actor, alert=alert, result="checked")
    ours, theirs = alert_outcome(cast.officer.actor, EVER), alert_outcome(cast.partner_officer.actor, EVER)
    assert (ours.total.addressed, ours.total.answered) == (2, 1)
    assert (theirs.total.alerts, theirs.total.addressed, theirs.total.answered) == (1, 1, 0)
    assert [each.key for each in theirs.sides] == [(cast.acc.pk, None)]
    assert ours.owners == [cast.customs.pk]


def test_a_recalled_alert_was_told_and_a_draft_was_not(cast: Cast) -> None:
    alert = published(cast)
    recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    drafted(cast)
    assert alert_outcome(cast.officer.actor, EVER).total.alerts == 1


def test_a_refusal_is_told_with_its_reason(cast: Cast) -> None:
    request = asked(cast)
    refuse_request(
        actor=cast.partner_officer.actor, request=request, say=say("The law forbids it."), refusal="legal_basis"
    )
    [refusal] = request_outcome(cast.officer.actor, EVER).refusals
    assert (refusal.key, refusal.refused) == (("CI", "GH", "legal_basis"), 1)


def test_nobody_counts_nothing() -> None:
    assert alert_outcome(NOBODY, EVER).total == AlertFigures()
    assert request_outcome(NOBODY, EVER) == RequestOutcome()


@pytest.mark.parametrize("which", ["alerts", "requests"])
def test_the_cost_is_one_statement(cast: Cast, django_assert_num_queries: Any, which: str) -> None:
    for _each in range(3):
        published(cast)
        asked(cast, about=About())
    actor = cast.officer.actor
    with django_assert_num_queries(1):
        alert_outcome(actor, EVER) if which == "alerts" else request_outcome(actor, EVER)
