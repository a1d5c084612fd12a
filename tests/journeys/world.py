"""A small world in which every page has something to show: seizures in every state, a share, a token, some news."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from aircop.access.models import Share
from aircop.access.roles import Level, Role
from aircop.accounts.models import Token
from aircop.accounts.services.person import set_password
from aircop.accounts.services.token import issue_token
from aircop.events.runner import run_consumer
from aircop.events.sequencer import sequence_now
from aircop.files.preparing import prepare_files
from alerts.models import Alert
from alerts.services.escalation import run_clocks
from alerts.services.group import add_member
from alerts.services.telling import recall_alert, submit_alert
from seizures.models import (
    Arrest,
    Attachment,
    Case,
    CaseTask,
    Consent,
    DuplicateHint,
    Person,
    PersonHint,
    Referral,
    Seizure,
)
from seizures.queries.duplicate import hints
from seizures.queries.person_duplicate import person_hints
from seizures.services.attachment import Shows, attach_file
from seizures.services.case_agency import add_case_agency
from seizures.services.case_link import link_case, link_person
from seizures.services.case_note import add_note
from seizures.services.case_share import share_case
from seizures.services.case_task import add_task
from seizures.services.consent import answer_consent, ask_consent
from seizures.services.duplicate import merge_seizures
from seizures.services.laboratory import FieldTestFacts, LabResultFacts, record_field_test, record_lab_result
from seizures.services.person_duplicate import merge_persons
from seizures.services.referral import accept_referral, offer_referral
from seizures.services.seizure import log_seizure
from seizures.services.share import Terms, share_seizure
from seizures.services.verification import lock_seizure, reject_seizure, verify_seizure
from taskforces.models import AccessReview, ContactPoint, Milestone
from taskforces.services.access_review import begin_review
from taskforces.services.duty import Shift, add_duty_shift
from taskforces.services.hit_opening import open_hits
from taskforces.services.network import founder
from tests.alerts.clocks import ring_out
from tests.alerts.hooks import hook_of
from tests.alerts.told import drafted, published, warned
from tests.alerts.written import asked, grouped, opened, say, wrote
from tests.cast import WHEN, Cast, Member
from tests.factories import pictures
from tests.journeys.hands import PASSWORD
from tests.seizures.people import arrested, named
from tests.seizures.people import courier as courier_in
from tests.taskforces.rostered import on_duty
from tests.taskforces.services.test_handover import begin_entry, leave

FINDS: dict[str, dict[str, Any]] = {
    "draft": {"substance": "heroin", "quantity": Decimal(830), "unit": "g"},
    "submitted": {"substance": "cocaine", "quantity": Decimal("2.5"), "unit": "kg", "concealment": ""},
    "rejected": {"substance": "tramadol", "quantity": Decimal(1200), "unit": "tablet"},
    "verified": {"substance": "cocaine", "quantity": Decimal("12.75"), "unit": "kg"},
    "locked": {"substance": "methamphetamine", "quantity": Decimal("4.1"), "unit": "kg"},
}
STORY = {
    "flight_number": "HF704",
    "summary": "Two kilograms in the false bottom of a cabin bag.",
    "narrative": "Named in the booking; nervous at the desk, asked twice for another seat.",
}


@dataclass(frozen=True)
class World:
    """What the pages are about."""

    cast: Cast
    seizures: dict[str, Seizure]
    share: Share
    token: Token
    persons: dict[str, Person]
    arrest: Arrest
    photo: Attachment
    desk: ContactPoint
    milestone: Milestone
    hint: DuplicateHint
    person_hint: PersonHint
    person_merged: Person
    merged: Seizure
    bound: Seizure  # under H2
    case: Case  # over the record under H2, shared with the other country
    case_share: Share
    other_case: Case
    referrals: dict[bool, Referral]  # what waits for an answer, and what was accepted
    consents: dict[bool, Consent]  # what waits for an answer, and what was granted
    alerts: dict[str, Alert]
    written: dict[str, Any]  # threads by what they are about, a request, a closed group
    bound_case: Case  # of the customs, under H2
    case_consents: dict[bool, Consent]
    file: Case  # over the verified seizure, with something of everything
    file_draft: Case
    task: CaseTask
    review: AccessReview  # of the customs' access, begun
    leaver: Member  # left the unit with a form half filled

    @property
    def draft(self) -> Seizure:
        """Seen by its author alone."""
        return self.seizures["draft"]

    @property
    def submitted(self) -> Seizure:
        """Waits for the supervisor."""
        return self.seizures["submitted"]

    @property
    def verified(self) -> Seizure:
        """Shared with the other country."""
        return self.seizures["verified"]


def make_world(cast: Cast) -> World:
    """Play it through the services, as the application would."""
    with transaction.atomic():
        _people(cast)
        for member in (cast.officer, cast.colleague):
            set_password(actor=founder(), person=member.user, password=PASSWORD)
            member.user.refresh_from_db()
        seizures = {state: _logged(cast, state) for state in FINDS}
    with transaction.atomic():
        persons, arrest = _arrested(cast, seizures)
    with transaction.atomic():
        _examined(cast, seizures["verified"])
        share = _supervised(cast, seizures)
    with transaction.atomic():
        merged = _twice(cast)
    with transaction.atomic():
        bound, consents = _bound(cast)
        bound_case, case_consents = _asked_about(cast)
        case = cast.case(bound, by=cast.supervisor)
        terms = Terms(level=Level.VIEW, reason="Joint inquiry", until=None)
        other_case, referrals = cast.case(by=cast.supervisor), _referred(cast)
        assert cast.supervisor.actor.signed_in
        case_share = share_case(actor=cast.supervisor.actor, case=case, receiver=cast.foreign, terms=terms)
    with transaction.atomic():
        file, file_draft, task = _investigated(cast, seizures["verified"], persons["courier"])
    with transaction.atomic():
        token, _secret = issue_token(
            actor=cast.officer.actor, person=cast.officer.user, label="Nightly list", scopes=["seizures:read"]
        )
    with transaction.atomic():
        shows = Shows(concealment="SHO", caption="The sole, opened")
        photo = attach_file(
            actor=cast.officer.actor, seizure=seizures["verified"], name="x.jpg", data=pictures.photo(), shows=shows
        )
    with transaction.atomic():
        alerts, person_merged = _alerts(cast), _alike(cast)
        _met_twice(cast)
        written = _written(cast, seizures["verified"])
    with transaction.atomic():
        leaver = cast.member("Koffi Anan", cast.customs, Role.OFFICER, cast.abj)
        begin_entry(leaver)
        leave(leaver)
    with transaction.atomic():
        review = begin_review(actor=cast.agency_admin.actor, agency=cast.customs)
    prepare_files()
    sequence_now()
    for name in (
        "what_came_back", "alert_deliveries", "message_notices", "duplicates", "person_duplicates", "hits",
    ):  # fmt: skip
        run_consumer(name)
    for seizure in seizures.values():
        with transaction.atomic():
            assert cast.officer.actor.signed_in
            seizure.refresh_from_db()
    _nobody_reacts(cast, alerts["warned"])
    with transaction.atomic():
        hint, person_hint = hints(cast.supervisor.actor)[0], person_hints(cast.supervisor.actor)[0]
        desk, milestone = cast.desk(cast.abj, languages=["fr", "en"]), cast.milestone(cast.abj)
    about_cases = (
        bound, case, case_share, other_case, referrals, consents, alerts, written, bound_case, case_consents, file,
        file_draft, task,
    )  # fmt: skip
    about_access = (review, leaver)
    return World(
        cast, seizures, share, token, persons, arrest, photo, desk, milestone, hint, person_hint,
        person_merged, merged, *about_cases, *about_access,
    )  # fmt: skip


def _investigated(cast: Cast, seizure: Seizure, person: Person) -> tuple[Case, Case, CaseTask]:
    """Open a case over a seizure, and let it come to something."""
    actor = cast.officer.actor
    case = cast.case(seizure, by=cast.officer, offences=["drug-trafficking"], summary="One workshop, three couriers.")
    link_person(actor=actor, case=case, person=person, role="courier")
    add_case_agency(actor=actor, case=case, agency=cast.foreign)
    add_note(actor=actor, case=case, text="The tailor in Adjame sells the same lining.")
    task = add_task(actor=actor, case=case, kind="other", title="Ask the airline", assignee=cast.colleague.user)
    link_case(actor=actor, case=case, other=cast.case(by=cast.officer, title="The tailor"))
    return case, cast.case(by=cast.officer, draft=True), task


def _met_twice(cast: Cast) -> None:
    """Let both countries take part in hit / no hit, and the other one meet the courier with the same passport."""
    seizure = cast.seizure(by=cast.partner_officer, airport=cast.acc.airport, lead_agency=cast.foreign)
    named(cast, courier_in(cast, seizure, by=cast.partner_officer), by=cast.partner_officer)
    admin = cast.member("Efua Asante", cast.foreign, Role.AGENCY_ADMIN)
    for member, agency in ((cast.agency_admin, cast.customs), (admin, cast.foreign)):
        desk = cast.desk(agency, name=f"Desk of {agency.code}")
        open_hits(actor=member.actor, agency=agency, contact=desk)


def _people(cast: Cast) -> tuple[Member, ...]:
    """Bring everybody on stage, so that the units have people."""
    return (
        cast.officer,
        cast.colleague,
        cast.supervisor,
        cast.owner_supervisor,
        cast.analyst,
        cast.partner_officer,
        cast.partner_supervisor,
        cast.outsider,
        cast.auditor,
        cast.platform_admin,
    )


def _logged(cast: Cast, state: str) -> Seizure:
    told = STORY if state != "submitted" else {"summary": ""}
    found = cast.found(**FINDS[state])
    return log_seizure(actor=cast.officer.actor, facts=cast.facts(**told), found=found, submit=state != "draft")


def _twice(cast: Cast) -> Seizure:
    """Log one parcel three times, and set the third record aside; the others wait for somebody's decision."""
    parcels = (("341.61", "g", cast.customs), ("0.341", "kg", cast.police), ("0.342", "kg", cast.police))
    one, _other, merged = (
        log_seizure(
            actor=cast.officer.actor,
            facts=cast.facts(lead_agency=agency),
            found=cast.found(substance="heroin", quantity=Decimal(quantity), unit=unit),
        )
        for quantity, unit, agency in parcels
    )
    merge_seizures(actor=cast.supervisor.actor, kept=one, duplicate=merged)
    return merged


def _alike(cast: Cast) -> Person:
    """Write one traveller down three times: two rows wait for a decision, one went to another."""
    people = [
        named(cast, courier_in(cast, cast.seizure()), family_name=name) for name in ("Traoré", "Traore", "Traorre")
    ]
    merge_persons(actor=cast.supervisor.actor, kept=people[0], duplicate=people[2])
    return people[2]


def _bound(cast: Cast) -> tuple[Seizure, dict[bool, Consent]]:
    """Log a seizure under H2, about which another agency of the unit asks twice and is answered once."""
    facts = cast.facts(handling="H2")
    bound = log_seizure(actor=cast.officer.actor, facts=facts, found=cast.found(substance="ketamine"))
    police = cast.supervisor.actor
    asked = ask_consent(actor=police, about=bound, kind="share", to_agency=cast.foreign, reason="Their courier too")
    export = ask_consent(actor=police, about=bound, kind="export", to_words="Ministry", reason="Yearly report")
    granted = answer_consent(actor=cast.owner_supervisor.actor, consent=export, answer="granted")
    return bound, {False: asked, True: granted}


def _asked_about(cast: Cast) -> tuple[Case, dict[bool, Consent]]:
    """Open a case under H2; another agency of the unit asks about it twice and is answered once."""
    case = cast.case(by=cast.owner_supervisor, handling="H2", title="The same workshop")
    to = (cast.foreign, cast.elsewhere)
    waits, asked = (
        ask_consent(actor=cast.supervisor.actor, about=case, kind="share", to_agency=agency, reason="Their courier")
        for agency in to
    )
    granted = answer_consent(actor=cast.owner_supervisor.actor, consent=asked, answer="granted")
    return case, {False: waits, True: granted}


def _referred(cast: Cast) -> dict[bool, Referral]:
    """Offer two cases to the other country, which accepts one of them."""
    cases = [cast.case(by=cast.supervisor) for _each in range(2)]
    terms: dict[str, Any] = {"to_unit": cast.acc, "kind": "refer", "reason": "The courier lives there"}
    waits, taken = (offer_referral(actor=cast.supervisor.actor, case=case, **terms) for case in cases)
    return {False: waits, True: accept_referral(actor=cast.partner_supervisor.actor, referral=taken)}


def _arrested(cast: Cast, seizures: dict[str, Seizure]) -> tuple[dict[str, Person], Arrest]:
    """Arrest a courier who is known by name, and write down a child who is not."""
    courier = named(cast, courier_in(cast, seizures["verified"], ingestion_suspected=True))
    arrest = arrested(cast, courier, medical_check=False, rights_language="fr", legal_basis="flagrant")
    child = named(cast, courier_in(cast, seizures["submitted"], role="companion", age_band="12-17"), birth_date=None)
    return {"courier": courier, "child": child}, arrest


def _examined(cast: Cast, seizure: Seizure) -> None:
    """Test what was found, and let a laboratory say what it was."""
    actor = cast.officer.actor
    test = FieldTestFacts(result="positive", kit="scott", lot="B-17", substance="cocaine", tested_at=WHEN)
    report = LabResultFacts(
        laboratory="National laboratory", method="gc-ms", finding="identified", substance="cocaine-hcl",
        purity=Decimal("82.4"), uncertainty=Decimal("1.5"), report_number="LAB/26/118",
        reported_on=seizure.occurred_on,
    )  # fmt: skip
    record_field_test(actor=actor, seizure=seizure, item=1, facts=test)
    record_lab_result(actor=actor, seizure=seizure, item=1, facts=report)


def _supervised(cast: Cast, seizures: dict[str, Seizure]) -> Share:
    """Let the supervisor send one back, verify two, lock one and share the other."""
    reject_seizure(
        actor=cast.supervisor.actor, seizure=seizures["rejected"], rejection="INC", words="Which flight was it?"
    )
    for state in ("verified", "locked"):
        verify_seizure(actor=cast.supervisor.actor, seizure=seizures[state])
    lock_seizure(actor=cast.supervisor.actor, seizure=seizures["locked"])
    return share_seizure(
        actor=cast.supervisor.actor,
        seizure=seizures["verified"],
        agency=cast.foreign,
        level=Level.VIEW,
        reason="The same courier flew through Accra",
        until=timezone.now() + timedelta(days=30),
    )


def _alerts(cast: Cast) -> dict[str, Alert]:
    """Alerts of the unit in each state; the other country was told."""
    submitted = submit_alert(actor=cast.officer.actor, alert=drafted(cast))
    recalled = recall_alert(actor=cast.supervisor.actor, alert=published(cast), reason="Wrong flight")
    hook_of(cast.agency_admin)
    told = published(cast, person_details="Traoré, born 1990", hazard="Sharp edges", substance="cocaine")
    stories = {"begun": drafted(cast), "review": submitted, "told": told, "recalled": recalled}
    return stories | {"warned": warned(cast)}


def _nobody_reacts(cast: Cast, alert: Alert) -> None:
    """Let officers be on duty, now and the next three nights, and none of them take an urgent warning in hand."""
    with transaction.atomic():
        on_duty(cast.officer, languages=["fr", "en"])
        on_duty(cast.partner_officer, languages=["en", "tw"])
        begins = timezone.now() + timedelta(hours=3)
        night = Shift(person=cast.colleague.user, starts_at=begins, ends_at=begins + timedelta(hours=8), backup=True)
        add_duty_shift(actor=cast.supervisor.actor, task_force=cast.abj, shift=night, days=3)
        ring_out(alert)
    run_clocks()


def _written(cast: Cast, seizure: Seizure) -> dict[str, Any]:
    """Ask the other country about a courier; write under conditions, with a photo, and in a closed group."""
    request = asked(cast, said=say("Does he live in Accra?", source_grade="4x4:A", information_grade="4x4:2"),
                    opening={"seizure": seizure})  # fmt: skip
    photo = ("ticket.jpg", pictures.photo())
    bound = say("He pays in cash.", handling="H3", handling_words="Not in any file", files=[photo])
    thread = opened(cast, said=bound, subject="Who pays for the tickets")
    group = grouped(cast, operation="Westerlies 9")
    add_member(actor=cast.supervisor.actor, group=group, receiver=cast.acc)
    closed = opened(cast, group=group, subject="The late flight of Friday")
    wrote(cast.partner_officer, closed, "Two of them checked in together.", files=[photo])
    return {"asked": request.thread, "request": request, "bound": thread, "closed": closed, "group": group}
