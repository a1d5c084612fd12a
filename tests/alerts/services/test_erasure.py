"""An order of the law empties an alert and what came back on it."""

import pytest

from aircop.errors import Invalid, Missing, NotAllowed
from alerts.services.answer import answer_alert
from alerts.services.erasure import erase_alert
from tests.alerts.told import published
from tests.cast import Cast
from tests.traces import entries, events, rows

pytestmark = pytest.mark.django_db
ORDER = "Court of Abidjan, 12/2026"


def test_it_is_emptied_once_and_seen_by_nobody(cast: Cast) -> None:
    alert = published(cast, person_details="Traoré")
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked", words="Traoré was not on board")
    reference = alert.reference or ""
    assert erase_alert(actor=cast.agency_admin.actor, reference=reference, order=ORDER)
    assert not erase_alert(actor=cast.agency_admin.actor, reference=str(alert.pk), order=ORDER)
    [row] = rows("SELECT person_details, body, erased_at, withdrawn_at FROM alerts_alert WHERE id = %s", alert.pk)
    assert (row["person_details"], row["body"]) == ("", "")
    assert row["erased_at"]
    assert row["withdrawn_at"]
    assert [each["words"] for each in rows("SELECT words FROM alerts_answer WHERE alert_id = %s", alert.pk)] == [""]
    assert entries("alert.erase")[0]["purpose"] == ORDER
    assert len(events("alert_erased")) == 1


def test_refusals(cast: Cast) -> None:
    alert = published(cast)
    with pytest.raises(Missing):
        erase_alert(actor=cast.agency_admin.actor, reference="ABJ1-A-1999-000001", order=ORDER)
    with pytest.raises(Invalid):
        erase_alert(actor=cast.agency_admin.actor, reference=str(alert.pk), order=" ")
    with pytest.raises(NotAllowed):
        erase_alert(actor=cast.supervisor.actor, reference=str(alert.pk), order=ORDER)
