"""A seizure as its page shows it: facts by the reader's rights, what was found, steps, history, acts."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from aircop.access.actor import Actor
from aircop.access.models import FieldClass, ShareVia
from aircop.access.roles import ROLE_LABELS, SEE_IDENTITY
from aircop.access.sharing import Sight
from aircop.access.verdict import Verdict
from aircop.audit.history import Difference, Step
from aircop.reference.queries import label
from aircop.web.words import day
from seizures import rules
from seizures.enums import SeizureStatus as S
from seizures.forms.people_wording import PEOPLE, field_of_person
from seizures.forms.wording import LABELS, UNTOLD, called, label_of, shown
from seizures.models import Conveyance, Seizure
from seizures.models.conveyance import ON_SEIZURE, details_of, fields_of
from seizures.queries.completeness import ARRESTS, BLOCKS, Completeness, missing_fields, missing_of

FACTS = (
    "direction",
    "conveyance",
    "flight_number",
    "air_waybill",
    "place",
    "detection",
    "contributing_detections",
    "trigger",
    "producing_country",
    "departure_country",
    "destination_country",
    "lead_agency",
    "persons_arrested",
    "summary",
    "narrative",
    "handling_words",
    "source_grade",
    "information_grade",
)
PLAIN = ((None, "minute"), (None, "H0"))  # what every record begins with
ACTS: Mapping[str, tuple[Promise, str]] = {
    "seizure.log": (gettext_lazy("logged it."), "plus"),
    "seizure.change": (gettext_lazy("changed it."), "pencil"),
    "seizure.set_conveyance": (gettext_lazy("told more of what carried it."), "plane"),
    "seizure.set_route": (gettext_lazy("wrote the route."), "arrows-left-right"),
    "item.add": (gettext_lazy("added an item."), "plus"),
    "item.change": (gettext_lazy("changed an item."), "pencil"),
    "item.remove": (gettext_lazy("removed an item."), "trash"),
    "seizure.submit": (gettext_lazy("submitted it."), "arrow-right"),
    "seizure.verify": (gettext_lazy("verified it."), "circle-check"),
    "seizure.reject": (gettext_lazy("sent it back."), "circle-x"),
    "seizure.reopen": (gettext_lazy("opened it for changes again."), "arrow-left"),
    "seizure.lock": (gettext_lazy("locked it."), "lock"),
    "seizure.withdraw": (gettext_lazy("withdrew it."), "trash"),
    "seizure.restrict": (gettext_lazy("restricted who sees it."), "eye-off"),
    "seizure.share": (gettext_lazy("shared it."), "share"),
    "field_test.record": (gettext_lazy("added a field test."), "search"),
    "laboratory.send": (gettext_lazy("sent it to a laboratory."), "send"),
    "laboratory.result": (gettext_lazy("added a laboratory result."), "scale"),
    "seizure.merge": (gettext_lazy("set it aside as a duplicate."), "copy"),
    "seizure.keep": (gettext_lazy("merged another record into it."), "copy"),
    "seizure.unmerge": (gettext_lazy("undid the merge."), "copy"),
    "seizure.part": (gettext_lazy("undid the merge of another record."), "copy"),
    "seizure.tell_apart": (gettext_lazy("said that it and another one are two seizures."), "copy"),
    "seizure.add_agency": (gettext_lazy("added an agency that took part."), "plus"),
    "seizure.end_agency": (gettext_lazy("took off an agency."), "trash"),
    "seizure.add_number": (gettext_lazy("added a number elsewhere."), "plus"),
    "seizure.end_number": (gettext_lazy("took off a number elsewhere."), "trash"),
    "consent.ask": (gettext_lazy("asked for consent."), "send"),
    "consent.answer": (gettext_lazy("answered a question of consent."), "send"),
    "consent.end": (gettext_lazy("took a consent back."), "send"),
    "seizure.transfer": (gettext_lazy("took it over for another unit."), "send"),
    "seizure.unshare": (gettext_lazy("ended a share."), "link-off"),
    "seizure.add_person": (gettext_lazy("added a person."), "user"),
    "seizure.change_person": (gettext_lazy("changed what is told of a person."), "pencil"),
    "seizure.identify_person": (gettext_lazy("wrote down who a person is."), "user"),
    "seizure.remove_person": (gettext_lazy("took a person out."), "user-off"),
    "arrest.record": (gettext_lazy("recorded an arrest."), "gavel"),
    "arrest.change": (gettext_lazy("completed an arrest."), "pencil"),
    "arrest.outcome": (gettext_lazy("recorded an outcome of an arrest."), "gavel"),
    "attachment.add": (gettext_lazy("added a file."), "photo"),
    "attachment.withdraw": (gettext_lazy("withdrew a file."), "trash"),
}


def facts(seizure: Seizure, held: frozenset[str]) -> list[dict[str, Any]]:
    """Return label and value of each fact that a reader with these rights sees; others are not even named."""
    identities = SEE_IDENTITY in held
    names = [name for name in FACTS if identities or Seizure.field_class(name) != FieldClass.IDENTITY]
    wanted = set(missing_fields(seizure, []))
    rows = []
    for name in names:
        value = shown(name, getattr(seizure, name))
        if value or name in wanted:
            rows.append({"label": label_of(name), "value": value, "missing": not value})
    return rows


def carried(seizure: Seizure, held: frozenset[str]) -> list[dict[str, Any]]:
    """Return label and value of what is told of the conveyance, as far as this reader sees it."""
    row, rows = details_of(seizure), []
    for name in fields_of(seizure.conveyance):
        if name in ON_SEIZURE or (SEE_IDENTITY not in held and Conveyance.FIELDS[name] == FieldClass.IDENTITY):
            continue
        path = f"conveyance_details.{name}"
        if value := shown(path, getattr(row, name)):
            rows.append({"label": label_of(path), "value": value})
    return rows


def on_the_way(seizure: Seizure, held: frozenset[str]) -> list[dict[str, Any]]:
    """Return label and value of what its own row holds of the conveyance, as far as this reader sees it."""
    return [
        {"label": label_of(name), "value": getattr(seizure, name)}
        for name in ON_SEIZURE
        if getattr(seizure, name) and (SEE_IDENTITY in held or Seizure.field_class(name) != FieldClass.IDENTITY)
    ]


# Where a field is entered: the address of its page, else the page that changes the record; and the field's id there.
ENTERED = {"flight_number": "seizures:conveyance-change", "air_waybill": "seizures:conveyance-change"}


def missing(seizure: Seizure, held: frozenset[str], found: Completeness) -> list[dict[str, Any]]:
    """Return what is still wanted: what it is called, the reports that it blocks, and where to add it.

    What this reader may not write is not asked of it.
    """
    names = list(found.missing)
    if SEE_IDENTITY in held:
        names += found.hidden
    else:
        names = [name for name in names if name not in {"narrative", "air_waybill"}]
    return [
        {
            "label": wanted_label(name),
            "blocks": ", ".join(str(each.label) for each in BLOCKS[name]),
            "href": _entered(seizure, name),
        }
        for name in names
    ]


def wanted_label(name: str) -> Any:
    """Return what a field that is lacking is called."""
    arrests, _dot, field = name.partition(".")
    if arrests != ARRESTS:
        return label_of(name)
    return _("Arrest: %(field)s") % {"field": PEOPLE[field]} if field else _("Arrest")


def _entered(seizure: Seizure, name: str) -> str:
    if name.partition(".")[0] == ARRESTS:
        return reverse("seizures:person-list", args=[seizure.pk])
    own, _dot, path = name.partition("items.")
    lacking = None if own else next((item for item in seizure.items.all() if path in missing_of(item)), None)
    if lacking is not None:
        address = reverse("seizures:item-change", args=[seizure.pk, lacking.sequence])
        return f"{address}#id_{path.replace('.', '-')}"
    return f"{reverse(ENTERED.get(name, 'seizures:seizure-change'), args=[seizure.pk])}#id_{path or name}"


def steps(seizure: Seizure) -> list[dict[str, Any]]:
    """Return the way of a seizure, and where this one stands."""
    rejected = seizure.status == S.REJECTED
    way = [S.DRAFT, S.REJECTED if rejected else S.SUBMITTED, S.VERIFIED, S.LOCKED]
    at = {
        S.DRAFT: seizure.recorded_at,
        S.SUBMITTED: seizure.submitted_at,
        S.VERIFIED: seizure.verified_at,
        S.LOCKED: seizure.locked_at,
    }
    here = way.index(S(seizure.status)) if seizure.status in way else 1
    rows = []
    for place, step in enumerate(way):
        state = "done" if place < here else "todo" if place > here else "stopped" if rejected else "current"
        moment = at.get(step) if place <= here else None
        note = label("rejection_reason", seizure.rejection) if step == S.REJECTED else ""
        rows.append({"label": step.label, "state": state, "note": note or (day(moment) if moment else "")})
    return rows


def told(history: list[Step]) -> list[dict[str, Any]]:
    """Return the history in words, field by field."""
    return [
        {
            "at": step.at,
            "who": step.by_name or step.by_label,
            "unit": step.by_label if step.by_name else "",
            "text": ACTS[step.verb][0] if step.verb in ACTS else step.verb,
            "icon": ACTS[step.verb][1] if step.verb in ACTS else "circle",
            "purpose": step.reason,
            "changes": _changes(step),
        }
        for step in history
    ]


def sent_back(history: list[Step]) -> str:
    """Return what the supervisor said when it was sent back last, as far as this reader is shown it."""
    return next((step.reason for step in history if step.verb == "seizure.reject"), "")


def _changes(step: Step) -> list[dict[str, str]]:
    """Return what changed, in the order of the form; what an act says by itself is left out."""
    if step.verb in {"seizure.verify", "seizure.lock", "seizure.restrict"}:
        return []
    order = list(LABELS)
    told = [each for each in step.differences if not _untold(each.field) and (each.old, each.new) not in PLAIN]
    told.sort(key=lambda each: _place(each.field, order))
    return [_change(each) for each in told]


def _place(path: str, order: list[str]) -> tuple[int, int]:
    """Return where a field stands: facts first, then item by item."""
    name, number = called(path), path.split(".")[1] if path != called(path) else "0"
    return int(number), order.index(name) if name in order else len(order)


def _untold(name: str) -> bool:
    return name in UNTOLD or field_of_person(name) in UNTOLD


def _change(each: Difference) -> dict[str, str]:
    if each.hidden:
        return {"label": label_of(each.field), "old": "", "new": _("not shown to you")}
    return {"label": label_of(each.field), "old": shown(each.field, each.old), "new": shown(each.field, each.new)}


def sights(actor: Actor, seizure: Seizure, seen: list[Sight], *, may_end: bool) -> list[dict[str, Any]]:
    """Return who can see it, and why, with the way to end each share that the reader may end."""
    rows = sights_of(seen)
    for sight, row in zip(seen, rows, strict=True):
        row["end"] = _end_of(actor, seizure, sight) if may_end and sight.own else ""
    return rows


def sights_of(seen: list[Sight]) -> list[dict[str, Any]]:
    """Return who can see a record, and why, in words."""
    return [
        {
            "who": _reader(sight),
            "kind": sight.via_label,
            "level": sight.level_label,
            "identities": sight.with_identities,
            "reason": _("Role in the unit") if sight.via == ShareVia.DEFAULT else sight.reason,
            "until": sight.until,
        }
        for sight in seen
    ]


def _end_of(actor: Actor, seizure: Seizure, sight: Sight) -> str:
    """Return where a share is ended, if the reader may."""
    ends = rules.takes_back(actor, seizure, sight.by_agency)
    return reverse("seizures:share-end", args=[seizure.pk, sight.share_id]) if ends else ""


def _reader(sight: Sight) -> str:
    """Return who it is; a role of a unit in the reader's language, because the share keeps it as it was written."""
    unit, _colon, role = sight.label.partition(": ")
    if sight.via != ShareVia.DEFAULT:
        return sight.label
    with override("en"):
        written = {str(words): words for words in ROLE_LABELS.values()}
    return f"{unit}: {written[role]}" if role in written else sight.label


def acts(actor: Actor, seizure: Seizure) -> list[dict[str, Any]]:
    """Return the acts that fit the state, each with its verdict; the first one allowed is the main one."""
    rows = [_act(actor, seizure, *each) for each in BY_STATE.get(S(seizure.status), ())]
    main = next((row for row in rows if row["verdict"].allowed), None)
    if main is not None:
        main["kind"] = "primary"
    return rows


def rare_acts(actor: Actor, seizure: Seizure) -> list[dict[str, Any]]:
    """Return the acts that take a record out of sight, where they are allowed: nobody else need know of them."""
    return [row for row in (_act(actor, seizure, *each) for each in RARE) if row["verdict"].allowed]


type Act = tuple[str, Promise, str, bool]  # verb, words, icon, whether it is done at once or asks first

SUBMIT: Act = ("submit", gettext_lazy("Submit"), "arrow-right", True)
VERIFY: Act = ("verify", gettext_lazy("Verify"), "circle-check", True)
CHANGE: Act = ("change", gettext_lazy("Change"), "pencil", False)
REJECT: Act = ("reject", gettext_lazy("Send back"), "circle-x", False)
SHARE: Act = ("share", gettext_lazy("Share"), "share", False)
LOCK: Act = ("lock", gettext_lazy("Lock"), "lock", False)
REOPEN: Act = ("reopen", gettext_lazy("Open again"), "arrow-left", False)
RESTRICT: Act = ("restrict", gettext_lazy("Restrict"), "eye-off", False)
WITHDRAW: Act = ("withdraw", gettext_lazy("Withdraw"), "trash", False)
DISCARD: Act = ("discard", gettext_lazy("Throw away"), "trash", False)
UNMERGE: Act = ("unmerge", gettext_lazy("Undo the merge"), "copy", False)
RARE = (RESTRICT, WITHDRAW)
BY_STATE: Mapping[S, tuple[Act, ...]] = {
    S.DRAFT: (SUBMIT, CHANGE, DISCARD),
    S.SUBMITTED: (VERIFY, CHANGE, REJECT, SHARE),
    S.REJECTED: (CHANGE, SUBMIT, SHARE),
    S.VERIFIED: (LOCK, SHARE, REOPEN),
    S.LOCKED: (SHARE,),
    S.DUPLICATE: (UNMERGE,),
}


def _act(actor: Actor, seizure: Seizure, verb: str, words: Promise, icon: str, at_once: bool) -> dict[str, Any]:  # noqa: FBT001
    rule = getattr(rules, f"can_{verb}_seizure")
    verdict: Verdict = rule(actor, seizure)
    name = "seizures:share-create" if verb == "share" else f"seizures:seizure-{verb}"
    return {
        "label": words,
        "icon": icon,
        "verdict": verdict,
        "at_once": at_once,
        "href": reverse(name, args=[seizure.pk]),
        "kind": "",
    }


def arrested(seizure: Seizure) -> str:
    """Return how many were arrested, in words."""
    count = seizure.persons_arrested
    return ngettext("%(count)d person arrested", "%(count)d persons arrested", count) % {"count": count}
