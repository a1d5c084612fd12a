"""The records of one unit, each in another standing, full of words; and who may read which of them."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from uuid6 import uuid7

from aircop.access.models import FieldClass, Protected, Share
from aircop.access.models.protected import _part_of
from aircop.access.roles import Level, Role
from aircop.accounts.models import User
from aircop.audit.models import Change
from aircop.files.models import StoredFile
from aircop.reference.models import Airport
from seizures.models import Attachment, Identity, Person, Seizure
from seizures.services.attachment import attach_file
from seizures.services.person import PersonFacts, add_person
from seizures.services.share import share_seizure, unshare_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from taskforces.models import Agency, TaskForce
from tests.cast import Cast, Member
from tests.clock import expire
from tests.databases import as_owner
from tests.factories import pictures
from tests.proofs.rows import APART, FORMED, Filler, Sheaf
from tests.proofs.words import Mark, Mint, classed, columns_of_words, holds_words

# What the agency of the other country holds on each record: a level, and whether with identities.
SHARED: dict[str, tuple[Level, bool]] = {
    "view": (Level.VIEW, False),
    "view with identities": (Level.VIEW, True),
    "contribute": (Level.CONTRIBUTE, False),
    "contribute with identities": (Level.CONTRIBUTE, True),
    "manage": (Level.MANAGE, False),
    "manage with identities": (Level.MANAGE, True),
}
ENDED = {"expired": (Level.MANAGE, True), "revoked": (Level.MANAGE, True)}
OWN = ("unshared", "draft", "restricted", "withdrawn")
RECORDS = (*OWN, *SHARED, *ENDED)

# What carried it decides which fields are shown; the others came with passengers.
CARRIED = {
    "unshared": "CRG", "draft": "CUR", "restricted": "STR", "view": "CRG", "view with identities": "CRG",
    "contribute": "PST", "contribute with identities": "PST", "manage": "GAV", "manage with identities": "CUR",
}  # fmt: skip

UNIT = ("officer", "colleague", "supervisor", "analyst")
RECEIVERS = ("partner_officer", "partner_supervisor", "partner_analyst", "partner_auditor")
OTHERS = ("outsider", "agency_admin", "platform_admin", "coordinator", "auditor")


def sees(actor: str, record: str) -> frozenset[FieldClass]:
    """Return the classes of fields that an actor may read of a record. The whole declaration stands here."""
    case = frozenset({FieldClass.OPEN, FieldClass.CASE})
    if actor in UNIT:
        alone = {"draft": ("officer",), "restricted": ("supervisor",), "withdrawn": ()}
        return frozenset(FieldClass) if actor in alone.get(record, UNIT) else frozenset()
    if actor in RECEIVERS and record in SHARED:
        return frozenset(FieldClass) if SHARED[record][1] else case
    if actor == "coordinator" and record == "view with identities":  # shared with the programme too
        return case
    return frozenset()


@dataclass
class Ground:
    """The cast, the records by their standing, and the words that lie in them."""

    cast: Cast
    mint: Mint = field(default_factory=Mint)
    sheaves: dict[str, Sheaf] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    own_keys: dict[str, Any] = field(default_factory=dict)  # of what the officer keeps for itself
    kept: dict[str, str] = field(default_factory=dict)  # words for the owner's unit alone: what they are

    @cached_property
    def partner_analyst(self) -> Member:
        """Reads in ACC1."""
        return self.cast.member("Efua Owusu", self.cast.foreign, Role.ANALYST, self.cast.acc)

    @cached_property
    def partner_auditor(self) -> Member:
        """Audits the agency that things are shared with."""
        return self.cast.member("Yaw Darko", self.cast.foreign, Role.AUDITOR)

    @cached_property
    def partner_admin(self) -> Member:
        """Administers the agency that things are shared with."""
        return self.cast.member("Esi Appiah", self.cast.foreign, Role.AGENCY_ADMIN)

    @cached_property
    def third(self) -> Agency:
        """An agency of which nobody but the owner knows that records are shared with it, and why."""
        return self.cast.agency("SN-DOU", "SN")

    def member(self, name: str) -> Member:
        """Return one of the actors."""
        return getattr(self, name) if hasattr(type(self), name) else getattr(self.cast, name)

    def keys(self, record: str) -> dict[str, Any]:
        """Return what addresses of a record name."""
        share = self.shares.get(record)
        return self.sheaves[record].keys() | ({"share": share.pk} if share else {})

    def allowed(self, actor: str, mark: Mark) -> bool:
        """Whether an actor may be shown a word."""
        if mark.alone is not None:
            return self.member(actor).user.pk == mark.alone
        return mark.travels in sees(actor, mark.record)

    def build(self, *records: str) -> "Ground":
        """Log the records as people do, then fill them as the owner of the tables."""
        assert all(self.member(name) for name in (*UNIT, *RECEIVERS, *OTHERS, "partner_admin"))
        for name in records or RECORDS:
            self.log(name)
        if not records:
            self.write_what_is_ones_own()
        return self

    def log(self, name: str) -> None:
        """Log a record, put it into its standing, and fill it."""
        self.put(name, self.cast.seizure(submit=name != "draft"))

    def put(self, name: str, seizure: Seizure) -> None:
        """Put a record into a standing, and fill it."""
        cast, content = self.cast, self.mint.word(7)
        person = add_person(actor=cast.officer.actor, seizure=seizure, facts=PersonFacts(role="courier"))
        data = pictures.photo(40, 30, comment=content.encode())
        seizure.refresh_from_db()
        photo = attach_file(actor=cast.officer.actor, seizure=seizure, name="x.jpg", data=data)
        self.mint.note(Mark(content, name, "content of a file", FieldClass.IDENTITY))
        seizure.refresh_from_db()
        self._give(name, seizure)
        with as_owner():
            Seizure.objects.filter(pk=seizure.pk).update(conveyance=CARRIED.get(name, "PAX"))
            seizure = Seizure.objects.get(pk=seizure.pk)
            person = Person.objects.get(pk=person.pk)
            sheaf = Sheaf(name, self._around(), {Person: person, Attachment: photo, StoredFile: photo.file})
            filler = Filler(self.mint)
            filler.fill(seizure, sheaf)
            self._earlier(sheaf)
            self._past(seizure, sheaf)
            for model in other_roots():
                if name == "draft" and not _begins_as_draft(model):
                    continue  # it is its parties' from the first moment
                self._root(model, seizure, sheaf, filler)
        self.sheaves[name] = sheaf

    def _around(self) -> dict[Any, Any]:
        cast = self.cast
        return {
            User: cast.officer.user,
            Agency: cast.customs,
            TaskForce: cast.abj,
            Airport: Airport.objects.get(pk="ABJ"),
        }

    def _give(self, name: str, seizure: Any) -> None:
        """Put the record into its standing, by the services."""
        cast = self.cast
        supervisor = cast.supervisor.actor
        if name == "restricted":
            restrict_seizure(actor=supervisor, seizure=seizure, words="Under cover")
        elif name == "withdrawn":
            withdraw_seizure(actor=supervisor, seizure=seizure, words="Logged twice")
        given = (SHARED | ENDED).get(name)
        if given is None:
            return
        level, identities = given
        share_seizure(
            actor=supervisor, seizure=seizure, agency=self.third, level=Level.VIEW, until=None,
            reason=self._kept("reason of a share with somebody else"),
        )  # fmt: skip
        if name == "view with identities":
            share_seizure(
                actor=supervisor, seizure=seizure, agency=cast.programme, level=level, until=None, reason="Figures",
                with_identities=True,
            )  # fmt: skip
        until = timezone.now() + timedelta(days=1) if name == "expired" else None
        share = share_seizure(
            actor=supervisor, seizure=seizure, agency=cast.foreign, level=level, reason="Same route",
            until=until, with_identities=identities,
        )  # fmt: skip
        self.shares[name] = share
        if name == "expired":
            expire(share)
        if name == "revoked":
            unshare_seizure(actor=supervisor, seizure=seizure, share_id=share.pk)

    def _kept(self, what: str) -> str:
        word = self.mint.word(7)
        self.kept[word.lower()] = what
        return word

    def _earlier(self, sheaf: Sheaf) -> None:
        """Let the person have had another name."""
        word = self.mint.note(Mark(self.mint.word(7), sheaf.name, "earlier name", FieldClass.IDENTITY))
        told = [{"at": "2026-03-14T03:10:00+00:00", "by": "x", "values": {"family_name": word}}]
        Identity.objects.filter(pk=sheaf.rows[Identity].pk).update(earlier=told)

    def _past(self, root: Protected, sheaf: Sheaf) -> None:
        """Write a change of every field of words into the record's history, with the words of before and after."""
        kind, values = type(root), {}
        for name in kind.FIELDS:
            column = next((each for each in kind._meta.concrete_fields if each.name == name), None)
            if column is not None and holds_words(column):
                values[name] = self._pair(sheaf.name, kind, name)
            elif column is None:
                part = _part_of(kind, name)
                for each in columns_of_words(part):
                    if f"{part._meta.label}.{each.name}" not in FORMED:
                        values[f"{name}.1.{each.name}"] = self._pair(sheaf.name, kind, f"{name}.1.{each.name}")
        reason = self.mint.note(Mark(self.mint.word(7), sheaf.name, "reason in the history", FieldClass.IDENTITY))
        Change._base_manager.bulk_create(
            [
                Change(
                    entry_id=uuid7(), object_type=kind._meta.label_lower, object_id=root.pk, values=values,
                    access_list_id=root.access_list_id, root_list_id=root.root_list_id,
                    verb=f"{kind._meta.model_name}.change",
                    reason=reason, by=self.cast.officer.user.pk, by_name="x", by_label="x",
                )
            ]
        )  # fmt: skip

    def _pair(self, record: str, kind: Any, name: str) -> list[str]:
        """Return a word of before and one of after."""
        travels, told = kind.field_class(name), f"history of {kind._meta.label}.{name}"
        return [self.mint.note(Mark(self.mint.word(7), record, told, travels)) for _each in range(2)]

    def _root(self, model: Any, beside: Any, sheaf: Sheaf, filler: Filler) -> None:
        """Put a record of another kind where the seizure lies, with all its parts."""
        own = Sheaf(sheaf.name, sheaf.around | sheaf.rows)
        row = filler.root(model, beside, own)
        filler.fill(row, own)
        self._past(row, own)
        sheaf.rows |= own.rows

    def write_what_is_ones_own(self) -> None:
        """Write what is a person's alone, for the officer."""
        officer, filler = self.cast.officer.user, Filler(self.mint)
        with as_owner():
            for model in ones_own():
                sheaf = Sheaf("own", self._around())
                sheaf.rows[model] = row = filler.made(model, sheaf)
                filler.write(model, row, "own", alone=officer.pk)
                self.own_keys |= sheaf.keys() | ({"record": row.record} if getattr(row, "record", None) else {})
                for column in model._meta.concrete_fields:
                    if isinstance(column, models.JSONField):
                        word = self.mint.word(7)
                        self.mint.note(
                            Mark(word, "own", f"{model._meta.label}.{column.name}", FieldClass.IDENTITY, officer.pk)
                        )
                        model._base_manager.filter(pk=row.pk).update(**{column.name: {"summary": [word]}})


def other_roots() -> list[Any]:
    """Return the kinds of records that stand by themselves, besides seizures."""
    return [model for model in apps.get_models() if issubclass(model, Protected) and not model.FOLLOWS
            and model is not Seizure and model._meta.label not in APART]  # fmt: skip


def ones_own() -> list[Any]:
    """Return the tables of what is one person's alone."""
    return [model for model in classed() if not issubclass(model, Protected)
            and {column.name for column in model._meta.concrete_fields} & {"author", "owner"}]  # fmt: skip


def _begins_as_draft(model: Any) -> bool:
    """Whether records of a kind are their author's alone at first."""
    status = next((field for field in model._meta.concrete_fields if field.name == "status"), None)
    return status is not None and "draft" in dict(status.flatchoices)
