"""Entries as sentences, and the values behind them as far as the record itself is shown to the reader."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aircop.access import grants
from aircop.access.actor import Actor
from aircop.access.models import Protected
from aircop.access.roles import SEE_IDENTITY
from aircop.audit.agencies import agency_names
from aircop.audit.history import changes_of, is_hidden, unseen_others
from aircop.audit.models import AuditEntry, Change, Outcome

SENTENCES: Mapping[str, Promise] = {
    "access_review.begin": gettext_lazy("%(who)s began %(what)s."),
    "access_review.decide": gettext_lazy("%(who)s decided lines of %(what)s."),
    "access_review.finish": gettext_lazy("%(who)s finished %(what)s."),
    "access_review.read": gettext_lazy("%(who)s read %(what)s."),
    "agency.close_hits": gettext_lazy("%(who)s switched hit / no hit off for %(what)s."),
    "agency.open_hits": gettext_lazy("%(who)s switched hit / no hit on for %(what)s."),
    "agency.open": gettext_lazy("%(who)s opened %(what)s."),
    "group.add_member": gettext_lazy("%(who)s let %(recipients)s into %(what)s."),
    "group.end": gettext_lazy("%(who)s ended %(what)s."),
    "group.end_member": gettext_lazy("%(who)s took %(recipients)s out of %(what)s."),
    "group.erase": gettext_lazy("%(who)s erased %(what)s by order of the law."),
    "group.open": gettext_lazy("%(who)s opened %(what)s."),
    "group.read": gettext_lazy("%(who)s read %(what)s."),
    "message.accept": gettext_lazy("%(who)s took note of the conditions of a message in %(what)s."),
    "message.download": gettext_lazy("%(who)s took the original of a file out of %(what)s."),
    "message.send": gettext_lazy("%(who)s wrote a message in %(what)s."),
    "request.ask": gettext_lazy("%(who)s asked for information in %(what)s."),
    "request.ask_back": gettext_lazy("%(who)s asked back about a request in %(what)s."),
    "request.check": gettext_lazy("%(who)s looked for what is held on a request in %(what)s."),
    "request.clarify": gettext_lazy("%(who)s clarified a request in %(what)s."),
    "request.refuse": gettext_lazy("%(who)s refused a request in %(what)s."),
    "request.reply": gettext_lazy("%(who)s answered a request in %(what)s."),
    "request.withdraw": gettext_lazy("%(who)s took back a request in %(what)s."),
    "thread.erase": gettext_lazy("%(who)s erased %(what)s by order of the law."),
    "thread.open": gettext_lazy("%(who)s began %(what)s with %(recipients)s."),
    "thread.read": gettext_lazy("%(who)s read %(what)s."),
    "photo.add": gettext_lazy("%(who)s added a photo to %(what)s."),
    "photo.remove": gettext_lazy("%(who)s took a photo out of %(what)s."),
    "alert.acknowledge": gettext_lazy("%(who)s confirmed that %(what)s arrived."),
    "alert.answer": gettext_lazy("%(who)s answered %(what)s."),
    "alert.change": gettext_lazy("%(who)s changed %(what)s."),
    "alert.discard": gettext_lazy("%(who)s threw away %(what)s."),
    "alert.draft": gettext_lazy("%(who)s began %(what)s."),
    "alert.erase": gettext_lazy("%(who)s erased %(what)s by order of the law."),
    "alert.expire": gettext_lazy("%(who)s closed %(what)s: its time ran out."),
    "alert.publish": gettext_lazy("%(who)s told %(what)s to %(recipients)s."),
    "alert.read": gettext_lazy("%(who)s read %(what)s."),
    "alert.recall": gettext_lazy("%(who)s recalled %(what)s from %(recipients)s."),
    "alert.return": gettext_lazy("%(who)s gave %(what)s back to its author."),
    "alert.review": gettext_lazy("%(who)s reviewed %(what)s."),
    "alert.submit": gettext_lazy("%(who)s handed %(what)s to review."),
    "alert.withhold": gettext_lazy("%(who)s kept %(what)s back from %(recipients)s."),
    "arrest.change": gettext_lazy("%(who)s completed an arrest of %(what)s."),
    "arrest.outcome": gettext_lazy("%(who)s recorded an outcome of an arrest of %(what)s."),
    "arrest.read": gettext_lazy("%(who)s read an arrest of %(what)s."),
    "arrest.record": gettext_lazy("%(who)s recorded an arrest of %(what)s."),
    "audit.export": gettext_lazy("%(who)s began to export the audit."),
    "audit.export_end": gettext_lazy("%(who)s exported the audit."),
    "audit.read": gettext_lazy("%(who)s read the audit."),
    "case.open": gettext_lazy("%(who)s opened %(what)s."),
    "case.read": gettext_lazy("%(who)s read %(what)s."),
    "case.change": gettext_lazy("%(who)s changed %(what)s."),
    "case.discard": gettext_lazy("%(who)s threw away %(what)s."),
    "case.step": gettext_lazy("%(who)s took %(what)s a step on."),
    "case.close": gettext_lazy("%(who)s closed %(what)s."),
    "case.merge": gettext_lazy("%(who)s let %(what)s go on within another case."),
    "case.keep": gettext_lazy("%(who)s merged another case into %(what)s."),
    "case.link_seizure": gettext_lazy("%(who)s linked a seizure to %(what)s."),
    "case.unlink_seizure": gettext_lazy("%(who)s took a seizure off %(what)s."),
    "case.link_person": gettext_lazy("%(who)s linked a person to %(what)s."),
    "case.unlink_person": gettext_lazy("%(who)s took a person off %(what)s."),
    "case.link_case": gettext_lazy("%(who)s linked another case to %(what)s."),
    "case.unlink_case": gettext_lazy("%(who)s took another case off %(what)s."),
    "case.add_agency": gettext_lazy("%(who)s added an agency to %(what)s."),
    "case.end_agency": gettext_lazy("%(who)s took an agency off %(what)s."),
    "case.add_task": gettext_lazy("%(who)s added a task to %(what)s."),
    "case.change_task": gettext_lazy("%(who)s changed a task of %(what)s."),
    "case.finish_task": gettext_lazy("%(who)s finished a task of %(what)s."),
    "case.add_note": gettext_lazy("%(who)s added a note to %(what)s."),
    "case.erase": gettext_lazy("%(who)s erased %(what)s by order of the law."),
    "case.follow_up": gettext_lazy("%(who)s looked at what followed the seizures."),
    "client.close": gettext_lazy("%(who)s closed %(what)s."),
    "client.register": gettext_lazy("%(who)s registered %(what)s."),
    "client.renew_secret": gettext_lazy("%(who)s gave %(what)s a new secret."),
    "consent.answer": gettext_lazy("%(who)s answered a question of consent about %(what)s."),
    "consent.ask": gettext_lazy("%(who)s asked for consent about %(what)s."),
    "consent.end": gettext_lazy("%(who)s took back a consent about %(what)s."),
    "consent.list": gettext_lazy("%(who)s looked at questions of consent."),
    "contact_point.add": gettext_lazy("%(who)s added %(what)s."),
    "contact_point.change": gettext_lazy("%(who)s changed %(what)s."),
    "contact_point.read": gettext_lazy("%(who)s read %(what)s."),
    "contact_point.remove": gettext_lazy("%(who)s took %(what)s out of the directory."),
    "contact_point.verify": gettext_lazy("%(who)s made sure of %(what)s."),
    "entry.begin": gettext_lazy("%(who)s began %(what)s."),
    "entry.discard": gettext_lazy("%(who)s threw away %(what)s."),
    "field_test.record": gettext_lazy("%(who)s added a field test to %(what)s."),
    "laboratory.read": gettext_lazy("%(who)s read the laboratory results of %(what)s."),
    "laboratory.result": gettext_lazy("%(who)s added a laboratory result to %(what)s."),
    "laboratory.send": gettext_lazy("%(who)s sent a part of %(what)s to a laboratory."),
    "membership.end": gettext_lazy("%(who)s ended %(what)s."),
    "membership.start": gettext_lazy("%(who)s started %(what)s."),
    "code.add": gettext_lazy("%(who)s added %(what)s to a code list."),
    "code.label": gettext_lazy("%(who)s changed the labels of %(what)s in a code list."),
    "code.end": gettext_lazy("%(who)s changed the last day of %(what)s in a code list."),
    "milestone.reach": gettext_lazy("%(who)s recorded a milestone of %(what)s."),
    "milestone.strike": gettext_lazy("%(who)s struck out a milestone of %(what)s."),
    "network.found": gettext_lazy("%(who)s founded this installation."),
    "person.accept": gettext_lazy("%(who)s chose a first password."),
    "person.end_sessions": gettext_lazy("%(who)s ended every session of %(what)s."),
    "person.invite": gettext_lazy("%(who)s invited the owner of %(what)s."),
    "agency.invite": gettext_lazy("%(who)s invited people to %(what)s."),
    "person.change": gettext_lazy("%(who)s changed %(what)s."),
    "person.create": gettext_lazy("%(who)s opened %(what)s."),
    "person.disable": gettext_lazy("%(who)s disabled %(what)s."),
    "person.enable": gettext_lazy("%(who)s enabled %(what)s."),
    "person.list": gettext_lazy("%(who)s looked at the people of %(what)s."),
    "person.search": gettext_lazy("%(who)s searched for a person by name."),
    "person.read_identity": gettext_lazy("%(who)s read the identity of a person of %(what)s."),
    "person.reset_second_factor": gettext_lazy("%(who)s reset the second factor of %(what)s."),
    "person.set_password": gettext_lazy("%(who)s set the password of %(what)s."),
    "referral.accept": gettext_lazy("%(who)s accepted the referral of %(what)s."),
    "referral.end": gettext_lazy("%(who)s ended the referral of %(what)s."),
    "referral.list": gettext_lazy("%(who)s looked at referrals."),
    "referral.offer": gettext_lazy("%(who)s offered %(what)s to %(recipients)s."),
    "case.transfer": gettext_lazy("%(who)s took over %(what)s for %(recipients)s."),
    "case.extend_share": gettext_lazy("%(who)s added to a share of %(what)s."),
    "seizure.transfer": gettext_lazy("%(who)s took over %(what)s for %(recipients)s."),
    "seizure.add_person": gettext_lazy("%(who)s added a person to %(what)s."),
    "seizure.change_person": gettext_lazy("%(who)s changed what is told of a person of %(what)s."),
    "seizure.identify_person": gettext_lazy("%(who)s wrote down who a person of %(what)s is."),
    "seizure.merge_person": gettext_lazy("%(who)s said that a person of %(what)s and another one are one."),
    "seizure.unmerge_person": gettext_lazy("%(who)s undid that a person of %(what)s and another one are one."),
    "seizure.tell_person_apart": gettext_lazy("%(who)s said that a person of %(what)s is not one who looks alike."),
    "seizure.remove_person": gettext_lazy("%(who)s took a person out of %(what)s."),
    "seizure.change": gettext_lazy("%(who)s changed %(what)s."),
    "seizure.erase": gettext_lazy("%(who)s erased %(what)s by order of the law."),
    "seizure.restrict": gettext_lazy("%(who)s restricted who sees %(what)s."),
    "seizure.withdraw": gettext_lazy("%(who)s withdrew %(what)s."),
    "seizure.discard": gettext_lazy("%(who)s threw away %(what)s."),
    "seizure.export": gettext_lazy("%(who)s began to export seizures."),
    "seizure.export_end": gettext_lazy("%(who)s exported seizures."),
    "seizure.lock": gettext_lazy("%(who)s locked %(what)s."),
    "seizure.log": gettext_lazy("%(who)s logged %(what)s."),
    "seizure.read": gettext_lazy("%(who)s read %(what)s."),
    "seizure.reject": gettext_lazy("%(who)s sent %(what)s back to its author."),
    "seizure.reopen": gettext_lazy("%(who)s opened %(what)s for changes again."),
    "seizure.search": gettext_lazy("%(who)s searched seizures."),
    "seizure.share": gettext_lazy("%(who)s shared %(what)s with %(recipients)s."),
    "seizure.submit": gettext_lazy("%(who)s submitted %(what)s."),
    "seizure.unshare": gettext_lazy("%(who)s ended the share of %(what)s with %(recipients)s."),
    "seizure.verify": gettext_lazy("%(who)s verified %(what)s."),
    "case.export": gettext_lazy("%(who)s began to export cases."),
    "case.export_end": gettext_lazy("%(who)s exported cases."),
    "case.restrict": gettext_lazy("%(who)s restricted who sees %(what)s."),
    "case.withdraw": gettext_lazy("%(who)s withdrew %(what)s."),
    "case.share": gettext_lazy("%(who)s shared %(what)s with %(recipients)s."),
    "case.unshare": gettext_lazy("%(who)s ended the share of %(what)s with %(recipients)s."),
    "share.list": gettext_lazy("%(who)s looked at shares."),
    "session.begin": gettext_lazy("%(who)s signed in."),
    "session.end": gettext_lazy("%(who)s signed out."),
    "task_force.admit": gettext_lazy("%(who)s admitted an agency to %(what)s."),
    "task_force.open": gettext_lazy("%(who)s opened %(what)s."),
    "task_force.people": gettext_lazy("%(who)s looked at the people of %(what)s."),
    "task_force.share": gettext_lazy("%(who)s shared all of %(what)s with %(recipients)s."),
    "task_force.unshare": gettext_lazy("%(who)s ended the share of %(what)s with %(recipients)s."),
    "token.issue": gettext_lazy("%(who)s issued a personal token."),
    "token.revoke": gettext_lazy("%(who)s revoked a personal token."),
    "hit.tell": gettext_lazy("%(who)s told %(recipients)s of a hit with a person of %(what)s."),
    "work.hand_over": gettext_lazy("%(who)s handed over %(what)s to %(recipients)s."),
    "delivery.list": gettext_lazy("%(who)s looked at the deliveries of the agency."),
    "delivery.resend": gettext_lazy("%(who)s sent a delivery again."),
    "webhook.add": gettext_lazy("%(who)s added a webhook of the agency."),
    "webhook.list": gettext_lazy("%(who)s looked at the webhooks of the agency."),
    "webhook.stop": gettext_lazy("%(who)s switched off a webhook of the agency."),
    "webhook.try": gettext_lazy("%(who)s tried a webhook of the agency."),
    "view.remove": gettext_lazy("%(who)s removed a saved view."),
    "view.rename": gettext_lazy("%(who)s changed a saved view."),
    "view.save": gettext_lazy("%(who)s saved a view of the list of seizures."),
}
ASKED: Mapping[str, Promise] = {
    "case-list": gettext_lazy("look at a list of cases"),
    "case-create": gettext_lazy("open a case"),
    "case-detail": gettext_lazy("read a case"),
    "case-change": gettext_lazy("change a case"),
    "case-step": gettext_lazy("take a case a step on"),
    "case-close": gettext_lazy("close a case"),
    "case-merge": gettext_lazy("merge a case"),
    "case-discard": gettext_lazy("throw away a draft"),
    "arrest-change": gettext_lazy("complete an arrest"),
    "arrest-create": gettext_lazy("record an arrest"),
    "arrest-outcome": gettext_lazy("record an outcome of an arrest"),
    "person-change": gettext_lazy("change what is told of a person"),
    "person-create": gettext_lazy("add a person"),
    "person-identify": gettext_lazy("write down who a person is"),
    "person-identity": gettext_lazy("read the identity of a person"),
    "person-list": gettext_lazy("look at the people of a seizure"),
    "person-remove": gettext_lazy("take a person out"),
    "person-duplicate-list": gettext_lazy("look at persons who may be one"),
    "person-duplicate-decide": gettext_lazy("decide who is one person"),
    "person-unmerge": gettext_lazy("undo that two persons are one"),
    "contact-change": gettext_lazy("change a contact"),
    "contact-create": gettext_lazy("add a contact"),
    "contact-detail": gettext_lazy("read a contact"),
    "contact-remove": gettext_lazy("take a contact out"),
    "contact-verify": gettext_lazy("make sure of a contact"),
    "audit-export": gettext_lazy("export the audit"),
    "entry-list": gettext_lazy("read the audit"),
    "search": gettext_lazy("search"),
    "review-begin": gettext_lazy("begin a review of access"),
    "review-decide": gettext_lazy("decide a review of access"),
    "review-detail": gettext_lazy("read a review of access"),
    "review-list": gettext_lazy("look at the reviews of access"),
    "handover-create": gettext_lazy("hand over the work of somebody who left"),
    "handover-list": gettext_lazy("look at the work of people who left"),
    "agency-hits": gettext_lazy("switch hit / no hit on"),
    "agency-hits-close": gettext_lazy("switch hit / no hit off"),
    "milestone-create": gettext_lazy("record a milestone"),
    "milestone-strike": gettext_lazy("strike out a milestone"),
    "seizure-change": gettext_lazy("change a seizure"),
    "seizure-create": gettext_lazy("log a seizure"),
    "seizure-detail": gettext_lazy("read a seizure"),
    "seizure-discard": gettext_lazy("throw away a draft"),
    "seizure-export": gettext_lazy("export seizures"),
    "seizure-list": gettext_lazy("look at a list of seizures"),
    "seizure-lock": gettext_lazy("lock a seizure"),
    "seizure-reject": gettext_lazy("send a seizure back"),
    "seizure-reopen": gettext_lazy("open a seizure for changes again"),
    "seizure-submit": gettext_lazy("submit a seizure"),
    "seizure-verify": gettext_lazy("verify a seizure"),
    "saved-view-change": gettext_lazy("change a saved view"),
    "saved-view-create": gettext_lazy("save a view"),
    "saved-view-remove": gettext_lazy("remove a saved view"),
    "share-create": gettext_lazy("share a seizure"),
    "share-end": gettext_lazy("end a share"),
    "task-force-detail": gettext_lazy("look at a unit"),
    "UnknownPath": gettext_lazy("open an address that does not exist"),
}
OBJECTS: Mapping[str, Promise] = {
    "alerts.closedgroup": gettext_lazy("a closed group"),
    "alerts.thread": gettext_lazy("a thread of messages"),
    "seizures.case": gettext_lazy("a case"),
    "seizures.entrydraft": gettext_lazy("an entry not sent yet"),
    "seizures.savedview": gettext_lazy("a saved view"),
    "seizures.seizure": gettext_lazy("a seizure"),
    "taskforces.accessreview": gettext_lazy("a review of access"),
    "taskforces.agency": gettext_lazy("an agency"),
    "taskforces.contactpoint": gettext_lazy("a contact"),
    "taskforces.handover": gettext_lazy("the work of somebody who left"),
    "taskforces.milestone": gettext_lazy("a unit"),
    "taskforces.taskforce": gettext_lazy("a unit"),
    "taskforces.membership": gettext_lazy("a membership"),
    "accounts.user": gettext_lazy("an account"),
}
KINDS: Mapping[str, Promise] = {
    "group": OBJECTS["alerts.closedgroup"],
    "message": OBJECTS["alerts.thread"],
    "request": OBJECTS["alerts.thread"],
    "thread": OBJECTS["alerts.thread"],
    "access_review": OBJECTS["taskforces.accessreview"],
    "agency": OBJECTS["taskforces.agency"],
    "arrest": OBJECTS["seizures.seizure"],
    "case": OBJECTS["seizures.case"],
    "client": gettext_lazy("a partner system"),
    "contact_point": OBJECTS["taskforces.contactpoint"],
    "entry": OBJECTS["seizures.entrydraft"],
    "hit": OBJECTS["seizures.seizure"],
    "membership": OBJECTS["taskforces.membership"],
    "milestone": OBJECTS["taskforces.milestone"],
    "person": OBJECTS["accounts.user"],
    "person.list": OBJECTS["seizures.seizure"],
    "person.read_identity": OBJECTS["seizures.seizure"],
    "seizure": OBJECTS["seizures.seizure"],
    "task_force": OBJECTS["taskforces.taskforce"],
    "work": OBJECTS["taskforces.handover"],
    "view": OBJECTS["seizures.savedview"],
}


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


def sentence(entry: AuditEntry) -> str:
    """Say in a sentence who did what."""
    who = entry.actor_name or entry.client or _("Somebody not signed in")
    if entry.outcome == Outcome.REFUSED:
        return _("%(who)s was refused (%(asked)s).") % {"who": who, "asked": _asked(entry.verb)}
    if entry.verb.endswith(".list"):
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
    return [
        _line(entry, records, held, changes.get(entry.pk), unseen)
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
        "sentence": sentence(entry),
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
