"""Entries as sentences, and the values behind them as far as the record itself is shown to the reader."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import Protected
from aircop.access.roles import SEE_IDENTITY, Permission
from aircop.audit.agencies import agency_names
from aircop.audit.history import changes_of, is_hidden, unseen_others
from aircop.audit.models import AuditEntry, Change, Outcome, names_others
from aircop.audit.sentences import ASKED, KINDS, OBJECTS, SENTENCES


@dataclass(frozen=True, slots=True)
class Described:
    """What an app tells about its records: which of them a reader may see, where their page is, how fields read."""

    visible: Callable[[Actor, Sequence[UUID]], Iterable[Protected]]
    url: str
    label: Callable[[str], str]
    show: Callable[[str, Any], str]


_described: dict[str, Described] = {}


def describe(object_type: str, description: Described) -> None:
    """Register how records of a kind are shown; apps of higher floors call it when they are ready."""
    _described[object_type] = description


def act_choices() -> list[tuple[str, str]]:
    """Return the acts that can be filtered by, as people say them."""
    rows = [
        (verb, str(words % {"who": "…", "what": _kind(verb), "recipients": "…"})) for verb, words in SENTENCES.items()
    ]
    rows.append(("seizure.list", _("… looked at a list of seizures.")))
    rows.append(("case.list", _("… looked at a list of cases.")))
    rows.append(("contact_point.list", _("… looked at the contact directory.")))
    return sorted(rows, key=lambda row: row[0])


def _kind(verb: str) -> Promise | str:
    """Return what an act is done to; some acts are done to another thing than their first word says."""
    return KINDS.get(verb, KINDS.get(verb.partition(".")[0], "…"))


def sentence(entry: AuditEntry, own: Collection[UUID] = ()) -> str:
    """Say in a sentence who did what, to who audits the agencies `own`."""
    who = entry.actor_name or entry.client or _("Somebody not signed in")
    if entry.outcome == Outcome.REFUSED:
        return _("%(who)s was refused (%(asked)s).") % {"who": who, "asked": _asked(entry.verb)}
    if entry.verb.endswith(".list"):
        if names_others(entry.owner_agencies, entry.object_id, entry.acting_agency, own):
            return _("%(who)s looked at a list with records of yours, and of others.") % {"who": who}
        shown = len(entry.object_ids)
        words = ngettext(
            "%(who)s looked at a list of %(n)s record.", "%(who)s looked at a list of %(n)s records.", shown
        )
        return words % {"who": who, "n": shown}
    what = entry.reference or str(OBJECTS.get(entry.object_type, entry.object_type or _("something")))
    parts = {"who": who, "what": what, "recipients": ", ".join(entry.recipients), "verb": entry.verb}
    known = SENTENCES.get(entry.verb)
    return str(known % parts) if known else _("%(who)s did “%(verb)s” on %(what)s.") % parts


def _asked(verb: str) -> str:
    """Say what somebody was refused who asked for a page; the name of the route where there are no words for it."""
    route = re.split(r"[:.]", verb.partition(" ")[0])[-1] if ":" in verb else verb
    return str(ASKED.get(route, verb))


def lines(actor: Actor, entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """Return the entries as the page shows them."""
    records = _visible_records(actor, entries)
    held = grants.held_on(actor, records.values())
    changes = {change.entry_id: change for change in changes_of(entry.pk for entry in entries)} if records else {}
    unseen = {
        name for kind in {type(record) for record in records.values()}
        for name in unseen_others(actor, kind, [each for each in changes.values() if _is(kind, each, records)])
    }  # fmt: skip
    agencies = agency_names() if entries else {}
    own = actor.agencies_with(Permission.READ_AUDIT)
    return [
        _line(entry, records, held, changes.get(entry.pk), unseen)
        | {"sentence": sentence(entry, own)}
        | {"agency": agencies.get(entry.acting_agency, "") if entry.acting_agency else ""}
        for entry in entries
    ]


def _is(kind: type[Protected], change: Change, records: Mapping[UUID, Protected]) -> bool:
    return isinstance(records.get(change.object_id), kind)


def _visible_records(actor: Actor, entries: Sequence[AuditEntry]) -> dict[UUID, Protected]:
    """Return the records that entries speak of and that the reader may see, by id."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.object_id and entry.object_type in _described:
            wanted.setdefault(entry.object_type, set()).add(entry.object_id)
    return {
        record.id: record for kind, ids in wanted.items() for record in _described[kind].visible(actor, sorted(ids))
    }


def _line(
    entry: AuditEntry,
    records: Mapping[UUID, Protected],
    held: Mapping[UUID, frozenset[str]],
    change: Change | None,
    unseen: Collection[str],
) -> dict[str, Any]:
    record = records.get(entry.object_id) if entry.object_id else None
    seen = record is not None
    return {
        "entry": entry,
        "refused": entry.outcome == Outcome.REFUSED,
        "href": reverse(_described[entry.object_type].url, args=[entry.object_id]) if seen else "",
        "words": (entry.reason and _(entry.reason))
        or (change.reason if change and record and SEE_IDENTITY in held[record.id] else ""),
        "changes": _values(entry, record, held, change, unseen) if record is not None and change else [],
    }


def _values(
    entry: AuditEntry,
    record: Protected,
    held: Mapping[UUID, frozenset[str]],
    change: Change,
    unseen: Collection[str],
) -> list[dict[str, str]]:
    """Return old and new values, field by field; text that is identity only with the right to see it."""
    described, identities = _described[entry.object_type], SEE_IDENTITY in held[record.id]
    rows = []
    for name, (old, new) in change.values.items():
        hidden = is_hidden(record, name, (old, new), identities=identities, unseen=unseen)
        texts = ("", _("not shown to you")) if hidden else (described.show(name, old), described.show(name, new))
        rows.append({"label": described.label(name), "old": texts[0], "new": texts[1]})
    return rows
