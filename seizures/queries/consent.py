"""Reads of consent under H1 and H2: what holds now, for whom, and what waits for an answer."""

from collections.abc import Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from aircop.access.actor import Actor
from aircop.access.models import Protected
from aircop.access.roles import Permission
from aircop.errors import Missing
from seizures.enums import ConsentAnswer, ConsentKind, Handling
from seizures.models import Case, Consent, Seizure

CONSENT_UNDER: Mapping[str, Collection[ConsentKind]] = {
    Handling.H1: {ConsentKind.COURT},
    Handling.H2: {ConsentKind.SHARE, ConsentKind.EXPORT},
}
HOLDS = Q(answer=ConsentAnswer.GRANTED, ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gt=Now()))


def kinds_for(about: Seizure | Case) -> list[ConsentKind]:
    """Return for what consent can be asked about a record: a case leaves in no file."""
    never = {ConsentKind.EXPORT} if isinstance(about, Case) else set()
    return [kind for kind in ConsentKind if kind in CONSENT_UNDER.get(about.handling, ()) and kind not in never]


def acts_for_owner(actor: Actor, about: Protected) -> bool:
    """Whether the actor acts for the agency whose record it is: its own conditions do not bind it."""
    return actor.acting is not None and actor.acting.agency_id == about.owner_agency


def holding(actor: Actor, about: Seizure | Case, kind: ConsentKind) -> QuerySet[Consent]:
    """Return the consents of a kind that the agency for which the actor acts holds now."""
    rows: QuerySet[Consent] = about.consents.filter(HOLDS, kind=kind)
    return rows.filter(asked_by_id=actor.acting.agency_id) if actor.acting else rows.none()


def has_consent(actor: Actor, about: Seizure | Case, kind: ConsentKind) -> bool:
    """Whether the agency for which the actor acts holds a consent of that kind; asked once for rows of a file."""
    known: dict[str, bool] | None = getattr(about, "consents_held", None)
    return known.get(kind, False) if known is not None else holding(actor, about, kind).exists()


def note_consents(actor: Actor, rows: Iterable[Seizure] | Iterable[Case]) -> None:
    """Look up for many records at once what `has_consent` will be asked of each. One query, or none."""
    bound = [row for row in rows if row.handling in {Handling.H1, Handling.H2} and not acts_for_owner(actor, row)]
    held: dict[UUID, dict[str, bool]] = {row.pk: {} for row in bound}
    if bound and actor.acting is not None:
        of_cases = isinstance(bound[0], Case)
        asked = Consent.objects.filter(case__in=held) if of_cases else Consent.objects.filter(seizure__in=held)
        rows_held = asked.filter(HOLDS, asked_by_id=actor.acting.agency_id)
        for record, kind in rows_held.values_list("case_id" if of_cases else "seizure_id", "kind"):
            held[record][kind] = True
    for row in bound:
        row.consents_held = held[row.pk]  # type: ignore[union-attr]


def _shown(actor: Actor) -> Q:
    """Return the condition that a reader sits with one of the two sides; others are not told who asked."""
    agencies = [each.agency_id for each in actor.memberships]
    units = [each.unit_id for each in actor.memberships if each.unit_id is not None]
    owners = [
        Q(**{f"{about}__owner_agency__in": agencies}) | Q(**{f"{about}__owner_unit__in": units})
        for about in ("seizure", "case")
    ]
    return reduce(or_, owners, Q(asked_by_id__in=agencies))


def consents(actor: Actor) -> QuerySet[Consent]:
    """Return what was asked by the reader's agencies, and what was asked of them, on records that it sees."""
    seizures, cases = Seizure.objects.visible_to(actor), Case.objects.visible_to(actor)
    told = _shown(actor)
    rows = Consent.objects.filter(told, seizure__in=seizures) | Consent.objects.filter(told, case__in=cases)
    return rows.select_related("seizure", "case", "to_agency", "asked_by")


def consents_of(actor: Actor, about: Seizure | Case) -> list[Consent]:
    """Return what was asked about one record, as far as the reader is told, the newest first."""
    rows = about.consents.filter(_shown(actor)).select_related("seizure", "case", "to_agency", "asked_by")
    return list(rows.order_by("-asked_at", "-id"))


def visible_consent(actor: Actor, pk: UUID, consent: UUID) -> Consent:
    """Return one of them, by its record and its own id; Missing for everybody else."""
    found = consents(actor).filter(Q(seizure=pk) | Q(case=pk), pk=consent).first()
    if found is None:
        raise Missing
    return found


def waiting_for_consent(actor: Actor, limit: int = 20) -> list[Consent]:
    """Return what the agency for which the actor acts is asked, the longest waiting first, for those who answer."""
    if actor.acting is None or not actor.may(Permission.SHARE_SEIZURE):
        return []
    own = actor.acting.agency_id
    rows = consents(actor).filter(Q(seizure__owner_agency=own) | Q(case__owner_agency=own), answer="")
    return list(rows.order_by("asked_at", "id")[:limit])
