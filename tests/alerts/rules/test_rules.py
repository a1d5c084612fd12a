"""Who may do what to an alert in which state, and why not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from aircop.access import grants
from aircop.access.actor import NOBODY
from aircop.access.binding import bind
from aircop.access.roles import SEE_IDENTITY, Role
from aircop.access.verdict import judge
from aircop.errors import Invalid
from alerts.models import Alert, Delivery, Webhook
from alerts.queries.alert import case_of, own_addressee, seizure_of
from alerts.rules import (
    can_answer_alert,
    can_answer_alerts,
    can_erase_alert,
    can_manage_webhooks,
    can_resend_delivery,
    can_tell_names,
    can_tell_of_record,
    can_tell_of_records,
    can_write_alert,
)
from alerts.services.addressee import Chosen
from alerts.services.alert import change_alert
from alerts.services.telling import recall_alert, return_alert, submit_alert
from seizures.services.consent import answer_consent, ask_consent
from seizures.services.withdrawal import restrict_case, restrict_seizure
from taskforces.services.membership import start_membership
from taskforces.services.network import founder
from tests.alerts.told import drafted, published, warned
from tests.cast import WHEN, Cast
from tests.databases import as_owner

pytestmark = pytest.mark.django_db

STATES = ("draft", "review", "told", "warned", "recalled")
# One row per act and kind of actor; one column per state. A word is the code of the refusal.
TABLE = """
change_alert   | officer     | yes    yes    state  state  state
change_alert   | colleague   | author author state  state  state
change_alert   | supervisor  | yes    yes    state  state  state
submit_alert   | officer supervisor | yes state state state state
return_alert   | supervisor  | state  yes    state  state  state
publish_alert  | supervisor  | state  yes    state  state  state
warn_at_once   | officer supervisor | yes state state state state
review_warning | supervisor  | state  state  state  yes    state
recall_alert   | supervisor  | state  state  yes    yes    state
recall_alert   | officer     | role   role   role   yes    role
discard_alert  | officer     | yes    state  state  state  state
change_alert submit_alert warn_at_once discard_alert | partner_officer | other_unit other_unit other_unit other_unit other_unit
publish_alert return_alert review_warning recall_alert | partner_supervisor | other_unit other_unit other_unit other_unit other_unit
publish_alert return_alert review_warning | officer analyst outsider | role role role role role
change_alert submit_alert warn_at_once discard_alert publish_alert recall_alert | coordinator auditor platform_admin agency_admin nobody | role role role role role
"""  # noqa: E501  a table


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for line in TABLE.strip().splitlines():
        acts, people, codes = (part.split() for part in line.split("|"))
        for act in acts:
            for who in people:
                yield from ((act, who, state, code) for state, code in zip(STATES, codes, strict=True))


def _alert(cast: Cast, state: str) -> Alert:
    if state == "draft":
        return drafted(cast)
    if state == "review":
        return submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    if state == "warned":
        return warned(cast)
    alert = published(cast)
    if state == "recalled":
        alert = recall_alert(actor=cast.supervisor.actor, alert=alert, reason="Wrong flight")
    return alert


@pytest.mark.parametrize(("act", "who", "state", "code"), list(_rows()))
def test_the_whole_truth(cast: Cast, act: str, who: str, state: str, code: str) -> None:
    alert = _alert(cast, state)
    actor = NOBODY if who == "nobody" else getattr(cast, who).actor
    verdict = judge(act, actor, alert)
    assert (verdict.code if not verdict else "yes") == code
    assert bool(verdict) or verdict.reason


def test_who_wrote_or_changed_it_does_not_publish_it(cast: Cast) -> None:
    own = submit_alert(actor=cast.supervisor.actor, alert=drafted(cast, by=cast.supervisor))
    assert judge("publish_alert", cast.supervisor.actor, own).code == "author"


def test_whoever_wrote_at_it_reviews_nothing_not_the_last_one_alone(cast: Cast) -> None:
    """A second supervisor changes a word after the first: neither publishes it, nor lets the warning stand."""
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    for each, title in ((cast.supervisor, "Two couriers"), (cast.owner_supervisor, "Three couriers")):
        alert = change_alert(actor=each.actor, alert=alert, told={"title": title})
    assert alert.written_by == [cast.supervisor.user.pk, cast.owner_supervisor.user.pk]
    for each in (cast.supervisor, cast.owner_supervisor):
        assert judge("publish_alert", each.actor, alert).code == "author"
    third = cast.member("Nadege Seka", cast.customs, Role.SUPERVISOR, cast.abj)
    assert judge("publish_alert", third.actor, alert)
    told = warned(cast)
    assert judge("review_warning", cast.supervisor.actor, told)
    told.written_by = [cast.supervisor.user.pk]
    assert judge("review_warning", cast.supervisor.actor, told).code == "author"
    told.written_by, told.published_by = [], cast.supervisor.user
    assert judge("review_warning", cast.supervisor.actor, told).code == "author"


@pytest.mark.parametrize(
    ("told", "code"), [({"colour": "RED"}, "colour"), ({"kind": "locate"}, "kind"), ({"kind": "general"}, "kind")]
)
def test_what_is_reviewed_first_is_not_sent_at_once(cast: Cast, told: dict[str, Any], code: str) -> None:
    assert judge("warn_at_once", cast.officer.actor, drafted(cast, **told)).code == code


def test_what_a_reviewer_gave_back_is_not_sent_at_once(cast: Cast) -> None:
    alert = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    alert = return_alert(actor=cast.supervisor.actor, alert=alert, words="Which flights?")
    for each in (cast.officer, cast.supervisor):
        assert judge("warn_at_once", each.actor, alert).code == "returned"
    assert judge("submit_alert", cast.officer.actor, alert)


# By handling of the record: by that of an alert of the owner's agency, and of another agency's, from H0 to H3.
TOLD_AS = {
    "H0": (("", "", "", ""), ("", "", "", "")),
    "H1": (("", "", "", ""), ("milder", "", "", "")),
    "H2": (("", "", "", ""), ("handling", "handling", "handling", "handling")),
    "H3": (("", "", "", ""), ("milder", "milder", "milder", "")),
}


@pytest.mark.parametrize("about", ["seizure", "case"])
@pytest.mark.parametrize("handled", TOLD_AS)
def test_a_record_is_told_of_as_far_as_it_may_be_passed_on(cast: Cast, about: str, handled: str) -> None:
    """Two agencies of one unit see the record; one of them owns it."""
    words: dict[str, Any] = {"handling": handled, "handling_words": "Ask first" if handled == "H3" else ""}
    case = cast.case(by=cast.owner_supervisor, **words) if about == "case" else None
    seizure = cast.seizure(**words) if about == "seizure" else None
    for actor, codes in zip((cast.officer.actor, cast.colleague.actor), TOLD_AS[handled], strict=True):
        alerts = [Alert(seizure=seizure, case=case, handling=each) for each in ("H0", "H1", "H2", "H3")]
        verdicts = [can_tell_of_records(bind(actor), alert) for alert in alerts]
        assert tuple(each.code for each in verdicts) == codes
        assert all(each or each.reason for each in verdicts)
        named = seizure or case
        assert named
        assert can_tell_of_record(bind(actor), named).code == ("handling" if codes[0] == "handling" else "")


def test_under_h2_the_consent_says_to_whom(cast: Cast) -> None:
    seizure, police = cast.seizure(handling="H2"), cast.colleague
    asked = ask_consent(
        actor=cast.supervisor.actor, about=seizure, kind="share", to_agency=cast.foreign, reason="Their courier too"
    )
    with pytest.raises(Invalid) as refusal:
        drafted(cast, by=police, seizure=seizure, handling="H2", chosen=Chosen(agencies=[cast.foreign]))
    assert refusal.value.field == "handling"
    answer_consent(actor=cast.owner_supervisor.actor, consent=asked, answer="granted")
    alert = drafted(cast, by=police, seizure=seizure, handling="H2", chosen=Chosen(agencies=[cast.foreign]))
    assert can_tell_of_records(police.actor, alert)
    for milder in ("H0", "H1"):
        alert.handling = milder
        assert can_tell_of_records(police.actor, alert).code == "milder"
    for chosen in (Chosen(units=[cast.acc]), Chosen(agencies=[cast.foreign, cast.elsewhere])):
        with pytest.raises(Invalid, match="names other agencies") as refusal:
            drafted(cast, by=police, seizure=seizure, handling="H2", chosen=chosen)
        assert refusal.value.field == "units"


def test_of_what_is_restricted_or_hidden_no_alert_tells(cast: Cast) -> None:
    seizure, case = cast.seizure(), cast.case(by=cast.owner_supervisor)
    about = {"seizure": drafted(cast, seizure=seizure), "case": drafted(cast, case=case)}
    assert all(can_tell_of_records(cast.officer.actor, alert) for alert in about.values())
    restrict_seizure(actor=cast.owner_supervisor.actor, seizure=seizure, words="Under cover")
    restrict_case(actor=cast.owner_supervisor.actor, case=case, words="Under cover")
    for alert in about.values():
        assert can_tell_of_records(cast.owner_supervisor.actor, alert).code == "restricted"
        named = seizure_of(cast.owner_supervisor.actor, alert) or case_of(cast.owner_supervisor.actor, alert)
        assert named
        assert can_tell_of_record(cast.owner_supervisor.actor, named).code == "restricted"
        assert can_tell_of_records(cast.officer.actor, alert).code == "record"
        assert judge("warn_at_once", cast.officer.actor, alert).code == "record"
    assert can_tell_of_records(cast.officer.actor, drafted(cast))


def test_who_writes(cast: Cast) -> None:
    may = {who: bool(can_write_alert(getattr(cast, who).actor)) for who in ("officer", "supervisor", "analyst")}
    assert all(may.values())
    assert can_write_alert(cast.outsider.actor).code == "no_unit"
    assert can_write_alert(cast.coordinator.actor).code == "role"


def test_who_acts_without_a_unit_is_told_to_choose_one_only_where_there_is_one(cast: Cast) -> None:
    alone = cast.outsider.actor
    both = replace(alone, memberships=(*alone.memberships, *cast.officer.actor.memberships))
    assert "you serve in none" in can_write_alert(alone).reason
    assert "choose the unit" in can_write_alert(both).reason
    assert can_write_alert(both).code == "no_unit"


def test_who_answers(cast: Cast) -> None:
    alert = published(cast)

    def code(who: Any) -> str:
        actor = who.actor
        return can_answer_alert(actor, alert, own_addressee(actor, alert)).code

    assert can_answer_alert(cast.partner_officer.actor, alert, own_addressee(cast.partner_officer.actor, alert))
    assert (code(cast.officer), code(cast.analyst)) == ("addressee", "role")
    assert can_answer_alert(cast.officer.actor, drafted(cast), None).code == "state"
    assert can_answer_alerts(cast.partner_supervisor.actor)
    for member in (cast.analyst, cast.coordinator, cast.auditor, cast.agency_admin):
        assert can_answer_alerts(member.actor).code == "role"
    assert own_addressee(NOBODY, alert) is None
    assert can_answer_alert(NOBODY, alert).code == "role"


def test_who_told_it_does_not_answer_through_another_seat(cast: Cast) -> None:
    """Author and reviewer sit at the addressed agency too; a colleague there answers."""
    alert = published(cast, chosen=Chosen(agencies=[cast.customs, cast.police]))
    for told in (cast.officer, cast.supervisor):
        verdict = can_answer_alert(told.actor, alert, own_addressee(told.actor, alert))
        assert (verdict.code, bool(verdict.reason)) == ("author", True)
    for other in (cast.colleague, cast.owner_supervisor):
        assert can_answer_alert(other.actor, alert, own_addressee(other.actor, alert))
    alert.written_by = [cast.colleague.user.pk]
    assert can_answer_alert(cast.colleague.actor, alert, own_addressee(cast.colleague.actor, alert)).code == "author"


def test_names_are_told_by_who_sees_them(cast: Cast) -> None:
    alert = published(cast)
    assert can_tell_names(cast.officer.actor, alert)
    assert can_tell_names(cast.partner_officer.actor, alert), "its answer may name somebody"
    for member in (cast.outsider, cast.coordinator):
        assert can_tell_names(member.actor, alert).code == "identity"
    second = start_membership(
        actor=founder(), person=cast.partner_officer.user, agency=cast.elsewhere, role=Role.OFFICER
    )
    elsewhere = cast.partner_officer.actor.acting_as(second.pk)
    assert SEE_IDENTITY in grants.held(elsewhere, alert)
    assert can_tell_names(elsewhere, alert).code == "identity", "they are told in the seat that sees them"


def test_who_erases(cast: Cast) -> None:
    alert = published(cast)
    assert can_erase_alert(cast.agency_admin.actor, alert)
    assert can_erase_alert(cast.supervisor.actor, alert).code == "role"
    with as_owner():
        Alert.objects.filter(pk=alert.pk).update(legal_hold=True)
        alert.refresh_from_db()
    assert can_erase_alert(cast.agency_admin.actor, alert).code == "hold"


SENT_AGAIN = {  # what became of a delivery to one's own agency, by channel: app, e-mail, webhook
    "parked": ("state", "", ""),
    "failing": ("state", "", ""),
    "waiting": ("state", "state", "state"),
    "arrived": ("state", "state", ""),
    "withheld": ("state", "state", "state"),
}
BECAME: dict[str, dict[str, Any]] = {
    "parked": {"parked_at": WHEN},
    "failing": {"fault": "refused"},
    "waiting": {},
    "arrived": {"delivered_at": WHEN},
    "withheld": {"withheld_at": WHEN, "parked_at": WHEN},
}


@pytest.mark.parametrize("became", SENT_AGAIN)
def test_what_is_sent_again(cast: Cast, became: str) -> None:
    actor = cast.supervisor.actor
    rows = [Delivery(agency=cast.police, channel=channel, **BECAME[became]) for channel in ("app", "email", "webhook")]
    assert tuple(can_resend_delivery(actor, row).code for row in rows) == SENT_AGAIN[became]


def test_who_sends_again(cast: Cast) -> None:
    """Supervisors and administrators, what went to the agency for which they act."""
    row = Delivery(agency=cast.police, channel="email", parked_at=WHEN)
    assert can_resend_delivery(cast.officer.actor, row).code == "role"
    assert can_resend_delivery(cast.partner_supervisor.actor, row).code == "other_agency"
    assert can_resend_delivery(NOBODY, row).code == "role"


def test_who_keeps_webhooks(cast: Cast) -> None:
    admin = cast.agency_admin.actor
    assert can_manage_webhooks(admin)
    assert can_manage_webhooks(admin, Webhook(agency=cast.customs))
    assert can_manage_webhooks(admin, Webhook(agency=cast.foreign)).code == "other_agency"
    assert can_manage_webhooks(admin, Webhook(agency=cast.customs, stopped_at=WHEN)).code == "state"
    assert can_manage_webhooks(cast.supervisor.actor).code == "role"
