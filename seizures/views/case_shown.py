"""A case as its pages show it: facts by the reader's rights, its way, its acts, its history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, Protected
from aircop.access.roles import SEE_IDENTITY
from aircop.access.verdict import judge
from aircop.audit import record
from aircop.audit.history import Step
from aircop.web.words import day
from seizures.enums import CaseStatus as C
from seizures.forms.case_wording import label_of_case, names_of, shown_of_case
from seizures.models import Case
from seizures.states import COURSE
from seizures.views.shown import ACTS as ACTS_OF_SEIZURE
from seizures.views.shown import told

FACTS = ("lead_agency", "offences", "summary", "narrative", "handling_words", "outcome")
ACTS: Mapping[str, tuple[Promise, str]] = {
    **{verb: ACTS_OF_SEIZURE[verb] for verb in ("consent.ask", "consent.answer", "consent.end")},
    "case.open": (_("opened the case."), "plus"),
    "case.change": (_("changed it."), "pencil"),
    "case.step": (_("took it a step on."), "arrow-right"),
    "case.close": (_("closed it."), "lock"),
    "case.merge": (_("let it go on within another case."), "copy"),
    "case.keep": (_("merged another case into it."), "copy"),
    "case.link_seizure": (_("linked a seizure."), "package"),
    "case.unlink_seizure": (_("took off a seizure."), "link-off"),
    "case.link_person": (_("linked a person."), "user"),
    "case.unlink_person": (_("took off a person."), "user-off"),
    "case.link_case": (_("linked another case."), "file-text"),
    "case.unlink_case": (_("took off another case."), "link-off"),
    "case.add_agency": (_("added an agency."), "plus"),
    "case.end_agency": (_("took off an agency."), "trash"),
    "case.add_task": (_("added a task."), "plus"),
    "case.change_task": (_("changed a task."), "pencil"),
    "case.finish_task": (_("finished a task."), "check"),
    "case.add_note": (_("added a note."), "file-text"),
    "case.share": (_("shared it."), "share"),
    "case.unshare": (_("ended a share."), "link-off"),
    "case.extend_share": (_("added to a share."), "share"),
    "case.restrict": (_("restricted who sees it."), "eye-off"),
    "case.withdraw": (_("withdrew it."), "trash"),
    "case.transfer": (_("took it over for another unit."), "send"),
    "referral.offer": (_("offered it to another unit."), "send"),
    "referral.accept": (_("accepted it for another unit."), "check"),
    "referral.end": (_("ended a referral."), "link-off"),
}


def note_others(actor: Actor, case: Case, rows: Sequence[Any]) -> None:
    """Leave an entry with the agencies whose records a page of another agency's case shows: they see who looked."""
    others = [row for row in rows if row.owner_agency != case.owner_agency]
    if others:
        record(actor, f"{others[0]._meta.model_name}.list", rows=others)


def facts_of_case(case: Case, held: frozenset[str]) -> list[dict[str, Any]]:
    """Return label and value of each fact that a reader with these rights sees; others are not even named."""
    identities = SEE_IDENTITY in held
    names = [name for name in FACTS if identities or Case.field_class(name) != FieldClass.IDENTITY]
    rows = [{"label": label_of_case(name), "value": shown_of_case(name, getattr(case, name))} for name in names]
    return [row for row in rows if row["value"]]


def steps_of_case(case: Case) -> list[dict[str, Any]]:
    """Return the way of a case, and where this one stands; nothing of one that goes on within another one."""
    if case.status == C.MERGED:
        return []
    way = [C.DRAFT, *COURSE, C.CLOSED] if case.status == C.DRAFT else [*COURSE, C.CLOSED]
    here = C(case.suspended_from or case.status)
    stands = way.index(here) if here in way else len(way)
    stopped = case.status == C.SUSPENDED
    rows = []
    for place, step in enumerate(way):
        state = "done" if place < stands else "todo" if place > stands else "stopped" if stopped else "current"
        note = day(case.opened_at) if step == C.OPEN and case.opened_at else ""
        note = day(case.closed_at) if step == C.CLOSED and case.closed_at else note
        note = str(C.SUSPENDED.label) if place == stands and case.status == C.SUSPENDED else note
        rows.append({"label": step.label, "state": state, "note": note})
    return rows


type Act = tuple[str, Promise, str]  # verb, words, icon

STEP: Act = ("step", _("Take it a step on"), "arrow-right")
CHANGE: Act = ("change", _("Change"), "pencil")
SHARE: Act = ("share", _("Share"), "share")
REFER: Act = ("refer", _("Offer to another unit"), "send")
CLOSE: Act = ("close", _("Close"), "lock")
MERGE: Act = ("merge", _("Merge"), "copy")
DISCARD: Act = ("discard", _("Throw away"), "trash")
RARE: tuple[Act, ...] = (("restrict", _("Restrict"), "eye-off"), ("withdraw", _("Withdraw"), "trash"))
BY_STATE: Mapping[C, tuple[Act, ...]] = {
    C.DRAFT: (STEP, CHANGE, DISCARD),
    **dict.fromkeys((*COURSE, C.SUSPENDED), (STEP, CHANGE, SHARE, REFER, CLOSE, MERGE)),
    C.CLOSED: (("step", _("Take it up again"), "arrow-left"),),
    C.MERGED: (),
}


def acts_of_case(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Return the acts that fit the state, each with its verdict; the first one allowed is the main one."""
    rows = [_act(actor, case, *each) for each in BY_STATE[C(case.status)]]
    main = next((row for row in rows if row["verdict"].allowed), None)
    if main is not None:
        main["kind"] = "primary"
    return rows


def rare_acts_of_case(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """Return the acts that take a case out of sight, where they are allowed: nobody else need know of them."""
    return [row for row in (_act(actor, case, *each) for each in RARE) if row["verdict"].allowed]


def _act(actor: Actor, case: Case, verb: str, words: Promise, icon: str) -> dict[str, Any]:
    href = reverse(f"{'shares' if verb in {'share', 'refer'} else 'cases'}:case-{verb}", args=[case.pk])
    return {"label": words, "icon": icon, "verdict": judge(f"{verb}_case", actor, case), "href": href, "kind": ""}


def told_of_case(steps: Sequence[Step], *, serves: bool) -> list[dict[str, Any]]:
    """Return the history of a case in words, field by field; who does not serve with the owner is told no people."""
    values = [(each.field, value) for step in steps for each in step.differences for value in (each.old, each.new)]
    names = names_of(values, people=serves)
    return [_told(step, names) for step in steps]


def _told(step: Step, names: Mapping[str, str]) -> dict[str, Any]:
    words, icon = ACTS.get(step.verb, (step.verb, "circle"))
    return {
        "at": step.at,
        "who": step.by_name or step.by_label,
        "unit": step.by_label if step.by_name else "",
        "text": words,
        "icon": icon,
        "purpose": step.reason,
        "changes": [
            {
                "label": label_of_case(each.field),
                "old": "" if each.hidden or each.old == each.new else shown_of_case(each.field, each.old, names),
                "new": _("not shown to you") if each.hidden else shown_of_case(each.field, each.new, names),
            }
            for each in step.differences
            if each.old != each.new or each.field == "linked_seizure"
        ],
    }


def told_of_seizures(rows: Iterable[tuple[Protected, Step]]) -> list[dict[str, Any]]:
    """Return acts on linked seizures in words, each with its reference; its own page tells the values."""
    pairs = list(rows)
    entries = told([replace(step, differences=()) for _record, step in pairs])
    for (about, _step), entry in zip(pairs, entries, strict=True):
        entry["unit"] = f"{about} · {entry['unit']}" if entry["unit"] else str(about)
    return entries
