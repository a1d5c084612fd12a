"""Keeping the code lists: a code more, other words for one, a last day. Records hold the text of a code and stay.

Each act waits for the lock of `load_reference`, so that a release and an administrator never write past each other.
The triggers of the tables tell every process that the lists are others now.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from aircop.access.actor import Actor
from aircop.access.verdict import require
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.events import append
from aircop.reference.models import Code, CodeLabel, CodeList
from aircop.reference.queries import forget
from aircop.reference.seed import LANGUAGES
from aircop.reference.services import lock_lists
from taskforces.events import CodeAdded, CodeEnded, CodeLabelled
from taskforces.queries.code import codes_of, headings_of, latest_code, shipped_end
from taskforces.rules import can_end_code, can_keep_codes
from taskforces.services.agency import require_words

SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,39}")
NEEDED = ("en", "fr")
LABEL, SOURCE = 160, 300
NAMESPACE = UUID("5b0d8a5e-8f0c-4c56-9d5c-6c1f3c0a7e21")
type Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeSubject:
    """A code as audit and stream know it: by one id for all its periods, whatever row holds it."""

    code_list: str
    code: str
    _meta: ClassVar[Any] = Code._meta

    @property
    def pk(self) -> UUID:
        """The id, which follows from list and code."""
        return uuid5(NAMESPACE, f"{self.code_list}:{self.code}")

    id = pk

    @property
    def reference(self) -> str:
        """List and code, as people cite them."""
        return f"{self.code_list}:{self.code}"


@transaction.atomic
def add_code(
    *, actor: Actor, code_list: str, code: str, labels: Labels, source: str, valid_from: date, heading: str = ""
) -> Code:
    """Add a code to a list, from a day on, with its labels and where it comes from.

    Refuses everybody but a platform administrator, lists on which the program rests, a code of another shape or that
    the list has or had, a heading that the list lacks, and labels that are missing or taken.
    """
    require(can_keep_codes(actor, code_list))
    lock_lists()
    named = _locked_list(code_list)
    _check_code(code_list, code)
    parent = headings_of(code_list).filter(code=heading).first() if heading else None
    if heading and parent is None:
        raise Invalid(_("This list has no such heading. Choose one of those offered."), field="heading")
    require_words(source, SOURCE, field="source")
    row = Code.objects.create(
        code_list=named,
        code=code,
        parent=parent,
        sort_order=_place(code_list, parent),
        source=source.strip(),
        valid_from=valid_from,
        local=True,
    )
    told = _write_labels(row, {language: labels.get(language, "") for language in LANGUAGES})
    about = CodeSubject(code_list, code)
    record(actor, "code.add", about=about, changes={"code": (None, code), "valid_from": (None, valid_from)} | told)
    append(CodeAdded(code_list, code), about=about, actor=actor)
    transaction.on_commit(forget)
    return row


@transaction.atomic
def label_code(*, actor: Actor, code_list: str, code: str, labels: Labels) -> Code:
    """Call a code otherwise in some languages; what was said here stays when the shipped lists are loaded again.

    Refuses everybody but a platform administrator, lists on which the program rests, languages that no list has, a
    label that is taken in its list, and emptying one.
    """
    require(can_keep_codes(actor, code_list))
    lock_lists()
    row = _locked(code_list, code)
    told = _write_labels(row, labels)
    if not told:
        return row
    about = CodeSubject(code_list, code)
    record(actor, "code.label", about=about, changes=told)
    languages = tuple(name.removeprefix("labels.") for name in told)
    append(CodeLabelled(code_list, code, languages), about=about, actor=actor)
    transaction.on_commit(forget)
    return row


@transaction.atomic
def end_code(*, actor: Actor, code_list: str, code: str, last_day: date | None) -> Code:
    """Say on which day a code may be picked last; no day takes back what was said here. Old records keep it.

    Refuses everybody but a platform administrator, lists on which the program rests, “other”, “unknown” and headings,
    a day before the code began, and one after its shipped end.
    """
    require(can_keep_codes(actor, code_list))
    lock_lists()
    row = _locked(code_list, code)
    require(can_end_code(actor, row))
    shipped, before = shipped_end(row), row.valid_to
    if last_day is not None and last_day < row.valid_from:
        raise Invalid(_("The code began after that day. Choose a later one."), field="last_day")
    if last_day is not None and shipped is not None and last_day > shipped:
        raise Invalid(_("The list itself ends this code earlier. Choose an earlier day."), field="last_day")
    if last_day == row.ended_here:
        return row
    row.ended_here, row.valid_to = last_day, last_day or shipped
    row.save(update_fields=["ended_here", "valid_to"])
    about = CodeSubject(code_list, code)
    record(actor, "code.end", about=about, changes={"valid_to": (before, row.valid_to)})
    append(CodeEnded(code_list, code, ends=last_day is not None), about=about, actor=actor)
    transaction.on_commit(forget)
    return row


def _locked_list(code_list: str) -> CodeList:
    found = CodeList.objects.filter(pk=code_list).first()
    if found is None:
        raise Missing
    return found


def _locked(code_list: str, code: str) -> Code:
    """Return the latest period of a code, after the lock of the lists was taken."""
    row = latest_code(code_list, code)
    if row is None:
        raise Missing
    return row


def _check_code(code_list: str, code: str) -> None:
    if not SHAPE.fullmatch(code):
        reason = _("A code has up to 40 letters without accents, digits, dots, plus signs or hyphens, no spaces.")
        raise Invalid(reason, field="code")
    if Code.objects.filter(code_list=code_list, code__iexact=code).exists():
        raise Invalid(_("The list has this code already, perhaps ended. Choose another text."), field="code")


def _place(code_list: str, parent: Code | None) -> int:
    """Return the order of a new code: after the last one of its heading, before “other” and “unknown”."""
    rows = codes_of(code_list).exclude(code__in=["OTH", "UNK"])
    orders = [row.sort_order for row in rows if parent is None or parent.pk in {row.pk, row.parent_id}]
    return max(orders, default=0)


def _write_labels(row: Code, labels: Labels) -> dict[str, tuple[str | None, str]]:
    """Write the labels that differ, marked as said here; return what changed, as the audit keeps it."""
    known = {each.language: each.label for each in row.labels.all()}
    told: dict[str, tuple[str | None, str]] = {}
    for language, text in labels.items():
        wording = " ".join(text.split())
        if wording == known.get(language, "") and (wording or language not in NEEDED):
            continue
        _check_label(row, language, wording)
        told[f"labels.{language}"] = (known.get(language), wording)
        values = {"label": wording, "local": True}
        CodeLabel.objects.update_or_create(code=row, language=language, defaults=values)
    return told


def _check_label(row: Code, language: str, wording: str) -> None:
    if language not in LANGUAGES:
        raise Invalid(_("The lists have no such language."), field="labels")
    require_words(wording, LABEL, field=language)
    same = CodeLabel.objects.filter(code__code_list=row.code_list_id, language=language, label__iexact=wording)
    if same.exclude(code__code=row.code).filter(code__valid_to__isnull=True).exists():
        raise Invalid(_("Another code of this list is called so. Tell them apart."), field=language)
