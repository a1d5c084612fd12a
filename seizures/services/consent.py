"""Consent under H1 and H2: asked by who reads a record, answered by the agency whose record it is, taken back."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.sharing import given_by
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from seizures.enums import ConsentAnswer, ConsentKind
from seizures.events import ConsentAnswered, ConsentAsked, ConsentEnded
from seizures.models import Case, Consent, Seizure
from seizures.queries.consent import consents, kinds_for
from seizures.services.share import KINDS, end_shares
from seizures.sharing_rules import can_answer_consent, can_ask_consent, can_end_consent
from taskforces.models import Agency


@transaction.atomic
def ask_consent(
    *, actor: Actor, about: Seizure | Case, kind: str, reason: str, to_agency: Agency | None = None, to_words: str = ""
) -> Consent:
    """Ask the agency whose record it is (a seizure, a case) for leave, for the agency for which the actor acts.

    Refuses what the handling code does not ask consent for, an empty reason, a share onward that names no agency, and
    a question that waits already.
    """
    about = KINDS[type(about)].lock(actor, about)
    require(can_ask_consent(actor, about))
    _check_question(about, kind, reason, to_agency)
    asked_by = actor.acting.agency_id if actor.acting else None
    asked = Consent(
        seizure=about if isinstance(about, Seizure) else None,
        case=about if isinstance(about, Case) else None,
        kind=kind,
        to_agency=to_agency if kind == ConsentKind.SHARE else None,
        to_words="" if kind == ConsentKind.SHARE else to_words.strip(),
        reason=reason.strip(),
        asked_by_id=cast("UUID", asked_by),
        asked_person_id=cast("UUID", actor.subject_id),
    )
    waits = about.consents.filter(answer="", kind=kind, asked_by=asked_by, to_agency=asked.to_agency)
    if waits.exists():
        raise Invalid(_("Your agency has asked this already, and waits for the answer."), field="kind")
    asked.save(force_insert=True)
    asked.refresh_from_db()
    changes = {"consents.kind": (None, kind), "consents.to": (None, str(to_agency or asked.to_words))}
    record(actor, "consent.ask", about=about, changes=changes, reason=asked.reason)
    append(ConsentAsked(about.pk, asked.pk, kind), about=about, actor=actor)
    return asked


def _check_question(about: Seizure | Case, kind: str, reason: str, to_agency: Agency | None) -> None:
    if kind not in kinds_for(about):
        raise Invalid(_("Its handling code asks for no consent to this."), field="kind")
    if not reason.strip():
        raise Invalid(_("Say what it is for: the other agency decides by it."), field="reason")
    if kind == ConsentKind.SHARE and to_agency is None:
        raise Invalid(_("Choose the agency with which you want to share it."), field="to_agency")


@transaction.atomic
def answer_consent(
    *, actor: Actor, consent: Consent, answer: str, words: str = "", until: datetime | None = None
) -> Consent:
    """Grant what was asked, perhaps until a day, or refuse it with a reason.

    Refuses other agencies, a second answer, an end in the past and a refusal without words.
    """
    consent, about = _locked(actor, consent)
    require(can_answer_consent(actor, consent))
    granted = answer == ConsentAnswer.GRANTED
    if answer not in ConsentAnswer:
        raise Invalid(_("Say whether it is granted or refused."), field="answer")
    if not granted and not words.strip():
        raise Invalid(_("Say why it is refused: who asked reads it."), field="words")
    if granted and until is not None and until <= timezone.now():
        raise Invalid(_("The end of the consent must lie ahead."), field="until")
    consent.answer, consent.answer_words, consent.until = answer, words.strip(), until if granted else None
    _save(consent, answered_at=timezone.now(), answered_person_id=actor.subject_id)
    changes = {"consents.answer": (None, answer), "consents.until": (None, consent.until)}
    record(actor, "consent.answer", about=about, changes=changes, reason=consent.answer_words)
    append(ConsentAnswered(about.pk, consent.pk, answer), about=about, actor=actor)
    return consent


@transaction.atomic
def end_consent(*, actor: Actor, consent: Consent, words: str) -> Consent:
    """Take a consent back, now. What was shared onward by it ends with it; what left in a file has left."""
    consent, about = _locked(actor, consent)
    require(can_end_consent(actor, consent))
    if not words.strip():
        raise Invalid(_("Say why: who asked reads it."), field="words")
    consent.answer_words = words.strip()
    _save(consent, ended_at=timezone.now())
    record(actor, "consent.end", about=about, changes={"consents.kind": (consent.kind, None)}, reason=words.strip())
    append(ConsentEnded(about.pk, consent.pk), about=about, actor=actor)
    _end_shares(actor, consent, about)
    return consent


def _end_shares(actor: Actor, consent: Consent, about: Seizure | Case) -> None:
    """End what the agency shared with the one that the consent named, unless another consent still covers it."""
    if consent.kind != ConsentKind.SHARE:
        return
    others = about.consents.filter(answer=ConsentAnswer.GRANTED, ended_at__isnull=True, kind=ConsentKind.SHARE)
    if any(each.runs for each in others.filter(asked_by=consent.asked_by_id, to_agency=consent.to_agency_id)):
        return
    for share in given_by(about, consent.asked_by_id):
        share.refresh_from_db(fields=["revoked_at"])  # what hangs under another one ended with it
        if share.agency_id == consent.to_agency_id and share.runs:
            end_shares(actor, share, about)


def _locked(actor: Actor, consent: Consent) -> tuple[Consent, Seizure | Case]:
    """Return the question as it stands, with its record locked, for who is told of it."""
    about = KINDS[type(consent.record)].lock(actor, consent.record)
    stands = consents(actor).filter(pk=consent.pk).first()
    if stands is None:
        raise Missing
    setattr(stands, about._meta.model_name, about)
    return stands, about


def _save(consent: Consent, **written: Any) -> None:
    for name, value in written.items():
        setattr(consent, name, value)
    fields = ["answer", "answer_words", "answered_at", "answered_person", "until", "ended_at"]
    consent.save(force_update=True, update_fields=fields)
