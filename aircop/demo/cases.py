"""Cases of the demo world: one in each state, and some more, opened by supervisors over what their units found.

Played through the services after the seizures; words are in the language of the unit.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aircop.access.actor import Actor
from aircop.access.roles import Role
from aircop.accounts.models import User
from aircop.demo.people import serving
from seizures.enums import CaseStatus as S
from seizures.enums import SeizureStatus
from seizures.models import Arrest, Case, Person, Seizure
from seizures.queries.checklist import unasked, unrecorded
from seizures.services.arrest import change_arrest, record_arrest
from seizures.services.case import open_case
from seizures.services.case_agency import add_case_agency
from seizures.services.case_link import link_person
from seizures.services.case_note import add_note
from seizures.services.case_step import close_case, merge_case, step_case
from seizures.services.case_task import add_task, change_task, finish_task
from seizures.services.person import PersonFacts, add_person

KEPT = (SeizureStatus.SUBMITTED, SeizureStatus.VERIFIED, SeizureStatus.LOCKED)


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One case: its unit, words, over how many seizures, the states it went through, and how it ended."""

    unit: str
    title: str
    summary: str
    note: str
    offences: tuple[str, ...] = ("drug-trafficking",)
    seizures: int = 2
    steps: tuple[S, ...] = ()
    outcome: str = ""
    agencies: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    draft: bool = False
    joins: bool = False  # it went on within the case of the same unit that was opened before it


CASES = (
    CasePlan(
        "ABJ1", "Doubles fonds d'un même atelier", "Trois valises, une même couture, deux transporteurs.",
        "Le fil et la doublure sont les mêmes dans les trois valises. Entendre le bagagiste d'Adjamé.",
        seizures=3, steps=(S.INVESTIGATION,), agencies=("CI-BAS", "PT-UIA"), done=("laboratory", "phone"),
    ),
    CasePlan(
        "ABJ1", "Passeurs in corpore sur la liaison de Lisbonne", "Deux passeurs, un même organisateur de billets.",
        "Les billets ont été payés en espèces à la même agence de Treichville.", steps=(S.INVESTIGATION, S.PROSECUTOR),
        offences=("drug-trafficking", "organised-group"), done=("laboratory",),
    ),
    CasePlan(
        "ABJ1", "Valise abandonnée au tapis 2", "Sans voyageur identifié ; versé dans l'enquête sur l'atelier.",
        "La couture rappelle celle de l'atelier.", seizures=1, joins=True,
    ),
    CasePlan(
        "DSS1", "Fret express vers Bruxelles", "Trois envois déclarés comme pièces mécaniques.",
        "L'expéditeur change à chaque envoi, le téléphone reste le même.", steps=(S.INVESTIGATION, S.SUSPENDED),
        agencies=("FR-OSA",),
    ),
    CasePlan(
        "LFW1", "Tramadol en transit", "Deux expéditions, un même destinataire déclaré.",
        "Demande adressée au pays d'origine ; sans réponse.", offences=("falsified-medicines", "smuggling-goods"),
        done=("origin_request",),
    ),
    CasePlan(
        "COO1", "Écailles et espèces", "Un transitaire, deux affaires.", "Le transitaire est connu du parquet.",
        offences=("wildlife", "cash-smuggling"), steps=(S.INVESTIGATION, S.PROSECUTOR, S.COURT),
        done=("laboratory", "finance", "prosecution"),
    ),
    CasePlan(
        "ACC1", "One ticket agent, two couriers", "Bought together, seated apart.",
        "The agent says that a cousin paid. Ask for the receipts.", steps=(S.INVESTIGATION,), agencies=("GH-CRD",),
        done=("phone",),
    ),
    CasePlan(
        "ACC1", "Parcels to the same flat", "Ketamine by post, three weeks running.",
        "The flat is let by the week.", steps=(S.INVESTIGATION, S.PROSECUTOR, S.COURT), outcome="convicted",
        done=("laboratory", "phone", "prosecution"), seizures=1,
    ),
    CasePlan(
        "LOS1", "Tablets without a licence", "One importer, twice.", "The licence number belongs to a bakery.",
        offences=("falsified-medicines", "document-fraud"), steps=(S.INVESTIGATION,), agencies=("NG-MSA",),
    ),
    CasePlan(
        "NBO1", "Ivory in coffee", "Freight, twice from one exporter.", "X-ray pictures lie with the wildlife unit.",
        offences=("wildlife",), steps=(S.INVESTIGATION, S.PROSECUTOR, S.COURT), outcome="acquitted",
        agencies=("KE-WPA",), done=("laboratory",),
    ),
    CasePlan(
        "LIM1", "Crew luggage", "A first look; not opened yet.", "Ask the airline for the crew lists.", draft=True,
        seizures=1,
    ),
    CasePlan(
        "GRU1", "Handed over to Lisbon", "The buyers are there; the file went to the liaison officer.",
        "The liaison officer confirmed by telephone.", steps=(S.INVESTIGATION,), outcome="transferred_abroad",
        agencies=("PT-UIA",), done=("destination_request",),
    ),
)  # fmt: skip


def open_cases(world: Any, *, today: date) -> list[Case]:
    """Open the cases and let each go its way; return them."""
    opened: dict[str, Case] = {}
    found = []
    for plan in CASES:
        actor = world.bind(serving(plan.unit, Role.SUPERVISOR)[0], plan.unit)
        if rows := _over(actor, world, plan):
            case = _play(world, actor, plan, rows, today)
            found.append(case)
            if plan.joins and plan.unit in opened:
                merge_case(actor=actor, case=case, into=opened[plan.unit], reason=plan.summary)
            opened.setdefault(plan.unit, case)
    return found


def _over(actor: Actor, world: Any, plan: CasePlan) -> list[Seizure]:
    """Return the newest seizures of the unit in no case yet, those with arrests first."""
    rows = Seizure.objects.visible_to(actor).filter(task_force=world.units[plan.unit], status__in=KEPT)
    free = rows.exclude(pk__in=rows.filter(case_links__ended_at__isnull=True, case_links__isnull=False).values("pk"))
    return list(free.order_by("-persons_arrested", "-occurred_at", "id")[: plan.seizures])


def _play(world: Any, actor: Actor, plan: CasePlan, rows: list[Seizure], today: date) -> Case:
    case = open_case(
        actor=actor, title=plan.title, summary=plan.summary, seizures=rows, offences=plan.offences, draft=plan.draft
    )
    if plan.draft:
        return case
    for code in plan.agencies:
        add_case_agency(actor=actor, case=case, agency=world.agencies[code])
    for person in Person.objects.visible_to(actor).filter(seizure__in=rows).order_by("recorded_at")[:3]:
        role = "courier" if person.role == "courier" else "suspect"
        link_person(actor=actor, case=case, person=person, role=role)
    add_note(actor=actor, case=case, text=plan.note)
    _work(world, actor, case, plan, today)
    for then in plan.steps:
        case = step_case(actor=actor, case=case, then=then, reason=plan.summary)
    return _ended(actor, case, plan)


def _work(world: Any, actor: Actor, case: Case, plan: CasePlan, today: date) -> None:
    """Finish what was done, give one task to the supervisor, and let one be late."""
    tasks = {task.kind: task for task in case.tasks.all()}
    for kind in plan.done:
        finish_task(actor=actor, task=tasks[kind])
    waiting = [task for kind, task in tasks.items() if kind not in plan.done]
    if waiting and actor.subject_id is not None and not plan.outcome:
        late = {"due_on": today - timedelta(days=6), "assignee": User.objects.get(pk=actor.subject_id)}
        change_task(actor=actor, task=waiting[0], version=None, facts=late)
    if plan.agencies and not plan.outcome:
        add_task(
            actor=actor,
            case=case,
            kind="other",
            title=world.agencies[plan.agencies[0]].name,
            due_on=today + timedelta(days=10),
        )


def _ended(actor: Actor, case: Case, plan: CasePlan) -> Case:
    """Close it, after everybody arrested was put on record and asked after their rights."""
    if not plan.outcome:
        return case
    while (seizure := unrecorded(actor, case)) is not None:
        _write_down(actor, seizure)
    while (arrest := unasked(actor, case)) is not None:
        _ask(actor, arrest)
    return close_case(actor=actor, case=case, outcome=plan.outcome, reason=plan.note)


def _write_down(actor: Actor, seizure: Seizure) -> None:
    person = add_person(actor=actor, seizure=seizure, facts=PersonFacts(role="courier"))
    facts = {"agency": seizure.lead_agency, "arrested_at": seizure.occurred_at, "lawyer_asked": False}
    record_arrest(actor=actor, person=person, facts=facts)


def _ask(actor: Actor, arrest: Arrest) -> None:
    change_arrest(actor=actor, arrest=arrest, version=None, facts={"lawyer_asked": False, "consulate_asked": False})
