"""Conditions of alerts: taken note of before anything is read, except where it presses."""

from typing import Any

import pytest

from aircop.errors import Missing, NotAllowed
from alerts.models import Alert
from alerts.queries.acceptance import asking_note, closed_alerts
from alerts.services.acceptance import accept_alert
from alerts.services.answer import answer_alert
from tests.alerts.told import drafted, published, warned
from tests.cast import Cast
from tests.traces import entries, events

pytestmark = pytest.mark.django_db
BOUND: dict[str, Any] = {"handling": "H3", "handling_words": "Not in any file"}


def told(cast: Cast, story: str) -> Alert:
    if story == "warned":
        return warned(cast, **BOUND)
    bound = BOUND if story in {"H3", "urgent"} else {"handling": story}
    return published(cast, severity="urgent" if story == "urgent" else "high", **bound)


@pytest.mark.parametrize(
    ("story", "asks", "closed"),
    [("H0", 0, 0), ("H1", 0, 0), ("H2", 0, 0), ("H3", 1, 1), ("urgent", 1, 0), ("warned", 1, 0)],
)
def test_who_is_asked_and_to_whom_it_is_closed(cast: Cast, story: str, asks: int, closed: int) -> None:
    alert, reader = told(cast, story), cast.partner_officer
    for own in (cast.officer, cast.colleague, cast.supervisor):
        assert asking_note(own.actor, [alert]) == closed_alerts(own.actor, [alert]) == set()
    assert len(asking_note(reader.actor, [alert])) == asks
    assert len(closed_alerts(reader.actor, [alert])) == closed
    with pytest.raises(Missing):
        accept_alert(actor=cast.outsider.actor, alert=alert)
    if not asks:
        with pytest.raises(NotAllowed):
            accept_alert(actor=reader.actor, alert=alert)
        return
    for _each in range(2):
        accept_alert(actor=reader.actor, alert=alert)
    assert asking_note(reader.actor, [alert]) == closed_alerts(reader.actor, [alert]) == set()
    assert len(asking_note(cast.partner_supervisor.actor, [alert])) == 1, "each for himself"
    assert len(entries("alert.accept")) == len(events("alert_conditions_accepted")) == 1


@pytest.mark.parametrize(("story", "first"), [("H3", True), ("urgent", False)])
def test_what_is_closed_is_answered_after_the_note(cast: Cast, story: str, first: bool) -> None:
    alert, reader = told(cast, story), cast.partner_officer
    if first:
        with pytest.raises(NotAllowed):
            answer_alert(actor=reader.actor, alert=alert, result="checked")
        accept_alert(actor=reader.actor, alert=alert)
    answer_alert(actor=reader.actor, alert=alert, result="checked")


def test_nobody_takes_note_of_a_draft(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        accept_alert(actor=cast.officer.actor, alert=drafted(cast, **BOUND))
