"""Alerts are told to those who were addressed and to nobody else; recalled, expired, answered."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from aircop.access import grants
from aircop.access.roles import SEE_IDENTITY
from aircop.errors import Invalid, Missing, NotAllowed, StaleWrite
from aircop.reference.models import Airport
from alerts.enums import AlertKind, AlertStatus, Severity
from alerts.models import Alert, Answer
from alerts.queries.alert import addressees_of, answers_of, seizure_of, visible_alert
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert, discard_alert, draft_alert
from alerts.services.answer import acknowledge_alert, answer_alert
from alerts.services.telling import (
    AT_ONCE,
    expire_alerts,
    publish_alert,
    recall_alert,
    return_alert,
    review_warning,
    submit_alert,
    warn_at_once,
)
from tests.alerts.told import NEUTRAL, drafted, published, warned, words
from tests.cast import Cast, Member
from tests.databases import as_owner
from tests.traces import entries, events, mute_audit

pytestmark = pytest.mark.django_db


def seen(member: Member, alert: Alert) -> bool:
    return Alert.objects.visible_to(member.actor).filter(pk=alert.pk).exists()


def test_a_draft_is_its_authors_and_what_waits_is_the_units(cast: Cast) -> None:
    alert = drafted(cast)
    assert [seen(each, alert) for each in (cast.officer, cast.colleague, cast.supervisor)] == [True, False, False]
    submit_alert(actor=cast.officer.actor, alert=alert)
    assert seen(cast.supervisor, alert)
    assert not seen(cast.partner_officer, alert)
    assert len(events("alert_drafted") + events("alert_submitted")) == 2


def test_published_it_is_read_by_who_was_addressed_and_by_nobody_else(cast: Cast) -> None:
    alert = published(cast)
    assert alert.reference
    assert alert.reference.startswith("ABJ1-A-")
    everybody = (cast.officer, cast.analyst, cast.partner_officer, cast.outsider, cast.coordinator, cast.platform_admin)
    assert [seen(each, alert) for each in everybody] == [True, True, True, False, False, False]
    [entry] = entries("alert.publish")
    assert entry["recipients"] == [str(cast.acc)]
    assert len(events("alert_published")) == 1
    assert len(events("record_moved")) == 1


def test_names_are_read_by_who_sees_identities_alone(cast: Cast) -> None:
    alert = published(cast, person_details="Traoré, born 1990")
    for member, sees in ((cast.partner_officer, True), (cast.partner_supervisor, True)):
        assert seen(member, alert) is sees
    as_told = Alert.objects.visible_to(cast.partner_officer.actor).get(pk=alert.pk)
    assert SEE_IDENTITY in grants.held(cast.partner_officer.actor, as_told)
    plain = published(cast)
    assert SEE_IDENTITY in grants.held(cast.partner_officer.actor, plain), "the answer may name somebody"
    assert SEE_IDENTITY not in grants.held(cast.outsider.actor, plain)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "rumour"}, "kind"),
        ({"severity": "mild"}, "severity"),
        ({"handling": "H9"}, "handling"),
        ({"handling": "H3"}, "handling_words"),
        ({"substance": "stardust"}, "substance"),
        ({"colour": "PINK"}, "colour"),
        ({"route": ["QQQ"]}, "route"),
        ({"route": ["ABJ"] * 9}, "route"),
        ({"flight_number": "!!"}, "flight_number"),
        ({"valid_until": timezone.now() - timedelta(hours=1)}, "valid_until"),
        ({"valid_until": timezone.now() + timedelta(days=900)}, "valid_until"),
        ({"answer_by": timezone.now() + timedelta(days=30)}, "answer_by"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        drafted(cast, **changed)
    assert refusal.value.field == field


def test_the_reviewer_says_until_when_an_answer_is_wanted(cast: Cast) -> None:
    """Ahead, and while the alert is valid."""
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    told: dict[str, Any] = {"alert": alert, "neutrality": NEUTRAL}
    for wrong in (timezone.now(), alert.valid_until + timedelta(minutes=1)):
        with pytest.raises(Invalid) as refusal:
            publish_alert(actor=cast.supervisor.actor, answer_by=wrong, **told)
        assert refusal.value.field == "answer_by"
    wanted = alert.valid_until - timedelta(hours=1)
    assert publish_alert(actor=cast.supervisor.actor, answer_by=wanted, **told).answer_by == wanted


def test_who_may_not_write_writes_nothing(cast: Cast) -> None:
    assert cast.acc
    for member in (cast.coordinator, cast.auditor, cast.outsider, cast.platform_admin):
        with pytest.raises(NotAllowed):
            draft_alert(actor=member.actor, words=words(), chosen=Chosen())
    assert not events("alert_drafted")


def test_a_seizure_is_named_only_by_who_sees_it_and_to_who_sees_it(cast: Cast) -> None:
    seizure = cast.seizure()
    alert = published(cast, seizure=seizure)
    assert seizure_of(cast.officer.actor, alert) == seizure
    assert seizure_of(cast.partner_officer.actor, alert) is None
    with pytest.raises(Missing):
        drafted(cast, by=cast.partner_officer, seizure=seizure, chosen=Chosen(units=[cast.abj]))


def test_a_change_names_the_version_it_saw_and_loses_no_text(cast: Cast) -> None:
    alert = drafted(cast)
    changed = change_alert(actor=cast.officer.actor, alert=alert, told={"title": "Two couriers"}, version=1)
    assert (changed.title, changed.version) == ("Two couriers", 2)
    with pytest.raises(StaleWrite) as stale:
        change_alert(actor=cast.officer.actor, alert=alert, told={"title": "Three couriers"}, version=1)
    assert [(clash.sent, clash.current) for clash in stale.value.clashes] == [("Three couriers", "Two couriers")]
    again = change_alert(actor=cast.officer.actor, alert=alert, told={"title": "Two couriers"}, version=2)
    assert again.version == 2
    with pytest.raises(Invalid):
        change_alert(actor=cast.officer.actor, alert=alert, told={"reference": "X"})


def test_a_draft_is_thrown_away_and_nothing_told_is(cast: Cast) -> None:
    alert, told = drafted(cast), published(cast)
    discard_alert(actor=cast.officer.actor, alert=alert)
    assert not seen(cast.officer, alert)
    with pytest.raises(NotAllowed):
        discard_alert(actor=cast.officer.actor, alert=told)


def test_it_goes_out_whole_or_not_at_all(cast: Cast) -> None:
    for changed, field in (({"chosen": Chosen()}, "units"), ({"body": ""}, "body")):
        with pytest.raises(Invalid) as refusal:
            submit_alert(actor=cast.officer.actor, alert=drafted(cast, **changed))
        assert refusal.value.field == field


def test_the_reviewer_gives_it_back_or_answers_for_it(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast, kind=AlertKind.GENERAL))
    with pytest.raises(Invalid):
        return_alert(actor=cast.supervisor.actor, alert=alert, words=" ")
    alert = return_alert(actor=cast.supervisor.actor, alert=alert, words="Say which flights.")
    assert alert.status == AlertStatus.DRAFT
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    for answers, field in ((None, "human_rights"), (NEUTRAL | {"political": True}, "political")):
        with pytest.raises(Invalid) as refusal:
            publish_alert(actor=cast.supervisor.actor, alert=alert, neutrality=answers)
        assert refusal.value.field == field
    assert publish_alert(actor=cast.supervisor.actor, alert=alert, neutrality=NEUTRAL).neutrality == NEUTRAL


def test_nobody_reviews_the_own_words(cast: Cast) -> None:
    own = submit_alert(actor=cast.supervisor.actor, alert=drafted(cast, by=cast.supervisor))
    with pytest.raises(NotAllowed) as refusal:
        publish_alert(actor=cast.supervisor.actor, alert=own)
    assert refusal.value.code == "author"
    other = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    change_alert(actor=cast.supervisor.actor, alert=other, told={"title": "Other words"})
    with pytest.raises(NotAllowed):
        publish_alert(actor=cast.supervisor.actor, alert=other)
    with pytest.raises(NotAllowed):
        publish_alert(actor=cast.colleague.actor, alert=other)


def test_one_officer_warns_at_once_and_a_supervisor_looks_at_it_afterwards(cast: Cast) -> None:
    alert = warned(cast, valid_until=timezone.now() + timedelta(days=30))
    assert (alert.urgent, alert.severity, alert.status) == (True, Severity.URGENT, AlertStatus.PUBLISHED)
    assert alert.valid_until <= timezone.now() + AT_ONCE
    assert alert.review_by
    assert seen(cast.partner_officer, alert)
    with pytest.raises(NotAllowed):
        review_warning(actor=cast.officer.actor, alert=alert)
    assert review_warning(actor=cast.supervisor.actor, alert=alert).reviewed_by_id == cast.supervisor.user.pk
    with pytest.raises(NotAllowed):
        review_warning(actor=cast.supervisor.actor, alert=alert)
    with pytest.raises(NotAllowed) as refusal:
        warn_at_once(actor=cast.officer.actor, alert=drafted(cast, colour="ORANGE"))
    assert refusal.value.code == "colour"


def test_the_table_holds_who_reviews(cast: Cast) -> None:
    """Neither who wrote at it, nor who sent it, even past the rules."""
    told, sent = published(cast), warned(cast)
    who = cast.owner_supervisor.user.pk
    for alert, written in ((told, {"written_by": [who]}), (sent, {"published_by": who})):
        with as_owner(), pytest.raises(IntegrityError, match="alert_reviewer"), transaction.atomic():
            Alert.objects.filter(pk=alert.pk).update(reviewed_by=who, **written)


def test_under_h2_it_is_told_by_who_may_pass_it_on(cast: Cast) -> None:
    """The police reviews for the unit, but the record is the customs'; of its own it may tell as it likes."""
    seizure = cast.seizure(handling="H2")
    with pytest.raises(Invalid) as asked:
        drafted(cast, by=cast.colleague, seizure=seizure, handling="H2")
    assert asked.value.field == "handling"
    alert = drafted(cast, seizure=seizure, handling="H2")
    with pytest.raises(NotAllowed) as refused:
        warn_at_once(actor=cast.supervisor.actor, alert=submit_and_return(cast, alert))
    assert refused.value.code == "returned"
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    with pytest.raises(NotAllowed) as refused:
        publish_alert(actor=cast.supervisor.actor, alert=alert)
    assert refused.value.code == "handling"
    assert not seen(cast.partner_officer, alert)
    assert publish_alert(actor=cast.owner_supervisor.actor, alert=alert).reference
    assert warn_at_once(actor=cast.officer.actor, alert=drafted(cast, seizure=seizure, handling="H1")).urgent


def submit_and_return(cast: Cast, alert: Alert) -> Alert:
    alert = submit_alert(actor=cast.officer.actor, alert=alert)
    return return_alert(actor=cast.owner_supervisor.actor, alert=alert, words="Say which flights.")


def test_a_milder_handling_stands_at_its_field(cast: Cast) -> None:
    """When it is drafted, and when it is changed; what its readers were is mended there."""
    seizure = cast.seizure(handling="H1")
    with pytest.raises(Invalid) as refused:
        drafted(cast, by=cast.colleague, seizure=seizure)
    assert refused.value.field == "handling"
    alert = drafted(cast, by=cast.colleague, seizure=seizure, handling="H1")
    with pytest.raises(Invalid) as refused:
        change_alert(actor=cast.colleague.actor, alert=alert, told={"handling": "H0"})
    assert refused.value.field == "handling"
    changed = change_alert(actor=cast.colleague.actor, alert=alert, told={"handling": "H2", "title": "Two couriers"})
    assert (changed.handling, changed.written_by) == ("H2", [cast.colleague.user.pk])
    changed = change_alert(actor=cast.colleague.actor, alert=alert, told={"title": "Two of them"})
    assert changed.written_by == [cast.colleague.user.pk]


def test_a_recall_reaches_everybody_who_read_it(cast: Cast) -> None:
    alert = warned(cast)
    with pytest.raises(Invalid):
        recall_alert(actor=cast.officer.actor, alert=alert, reason="")
    recall_alert(actor=cast.officer.actor, alert=alert, reason="Wrong flight")
    read = visible_alert(cast.partner_officer.actor, alert.pk)
    assert (read.status, read.recall_reason) == (AlertStatus.RECALLED, "Wrong flight")
    assert entries("alert.recall")[0]["recipients"] == [str(cast.acc)]
    with pytest.raises(NotAllowed):
        recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Again")
    with pytest.raises(NotAllowed):
        recall_alert(actor=cast.colleague.actor, alert=published(cast), reason="Not mine")


def test_time_runs_out(cast: Cast) -> None:
    alert = published(cast)
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(valid_until=timezone.now() - timedelta(minutes=1))
    assert (expire_alerts(), expire_alerts()) == (1, 0)
    assert visible_alert(cast.partner_officer.actor, alert.pk).status == AlertStatus.EXPIRED
    assert len(events("alert_expired")) == len(entries("alert.expire")) == 1


def test_an_addressee_says_that_it_arrived_and_what_came_of_it(cast: Cast) -> None:
    alert = published(cast)
    row = acknowledge_alert(actor=cast.partner_officer.actor, alert=alert)
    first = row.acknowledged_at
    assert acknowledge_alert(actor=cast.partner_supervisor.actor, alert=alert).acknowledged_at == first
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="checked")
    assert [each.result for each in answers_of(cast.officer.actor, alert)] == ["checked"]
    assert len(events("alert_acknowledged")) == len(events("alert_answered")) == 1
    with pytest.raises(Invalid):
        answer_alert(actor=cast.partner_officer.actor, alert=alert, result="perhaps")
    with pytest.raises(NotAllowed) as refusal:
        answer_alert(actor=cast.officer.actor, alert=alert, result="checked")
    assert refusal.value.code == "addressee"
    with pytest.raises(Missing):
        answer_alert(actor=cast.outsider.actor, alert=alert, result="checked")


def test_an_answer_links_the_seizure_that_came_of_it(cast: Cast) -> None:
    alert, ours = published(cast, person_details="Traoré"), cast.seizure()
    with pytest.raises(Missing):
        answer_alert(actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=ours)
    theirs = cast.seizure(by=cast.partner_officer, airport=Airport.objects.get(pk="ACC"), lead_agency=cast.foreign)
    made = answer_alert(
        actor=cast.partner_officer.actor, alert=alert, result="seizure", seizure=theirs, words="In the lining"
    )
    assert cast.partner_officer.actor
    assert Answer.objects.get(pk=made.pk).seizure_id == theirs.pk


def test_addressees_do_not_learn_of_each_other(cast: Cast) -> None:
    lome = cast.unit("LFW1", "LFW", cast.agency("TG-CUS", "TG"))
    alert = published(cast, chosen=Chosen(units=[cast.acc, lome]))
    answer_alert(actor=cast.partner_officer.actor, alert=alert, result="noted")
    assert len(addressees_of(cast.officer.actor, alert)) == 2
    assert [row.unit_id for row in addressees_of(cast.partner_officer.actor, alert)] == [cast.acc.pk]
    assert len(answers_of(cast.partner_officer.actor, alert)) == 1


def test_an_act_without_its_entry_is_no_act(cast: Cast) -> None:
    alert = drafted(cast)
    with mute_audit("alert.submit"), pytest.raises(IntegrityError), transaction.atomic():
        submit_alert(actor=cast.officer.actor, alert=alert)
    assert visible_alert(cast.officer.actor, alert.pk).status == AlertStatus.DRAFT


def test_what_one_does_not_see_one_does_not_throw_away(cast: Cast) -> None:
    alert = drafted(cast)
    with pytest.raises(Missing):
        discard_alert(actor=cast.colleague.actor, alert=alert)
    assert seen(cast.officer, alert)


def test_a_draft_whose_time_has_passed_is_not_handed_over(cast: Cast) -> None:
    alert = drafted(cast)
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(valid_until=timezone.now() - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        submit_alert(actor=cast.officer.actor, alert=alert)
    assert refused.value.field == "valid_until"
