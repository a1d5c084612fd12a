"""Pages of forms about a record: kept while they are typed, sent once, and never two texts without a choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from aircop.access.models import new_id
from aircop.access.requests import ActorRequest
from aircop.audit.history import history
from aircop.errors import Invalid, StaleWrite
from aircop.web.answers import led_to
from seizures.enums import EntryForm
from seizures.forms.entry_draft import put_typed
from seizures.forms.faults import put_fault
from seizures.models import Seizure
from seizures.queries.entry_draft import part_begun
from seizures.services.entry_draft import finish_entry
from seizures.views.entry_draft import keep_for_later
from seizures.views.filling import entry_context, writing_of

CONFLICT = 412
READ_AGAIN = "aircop.read_again"  # of a request whose record was changed between reading and writing


@dataclass(kw_only=True)
class KeptPage:
    """A page with one form about a record.

    `make` gives the form: of what was sent, of what was typed and is not sent (`typed`), or of what stands with the
    writer's own text over it (`kept`). `part` names which of several parts it is about. Without a `kind` nothing is
    kept while it is typed: identities are on no list of what was begun.
    """

    request: ActorRequest
    seizure: Seizure
    kind: EntryForm | None
    template: str
    make: Callable[..., Any]
    part: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    leads_to: tuple[str, Any] | None = None  # the record's own page unless told

    def answer(self, act: Callable[[Any], Any]) -> HttpResponse:
        """Do the act with a form that is filled in, which may say what it did; else show the form or what is wrong."""
        if self.request.method != "POST":
            return self.opened()
        form = self.make(self.request.POST)
        if self.kind and "draft" in self.request.POST and (kept := keep_for_later(self.request, self.seizure)):
            return kept
        if not form.is_valid():
            return self.show(form)
        try:
            said = act(form)
        except StaleWrite as stale:
            return self._both_texts(form, stale)
        except Invalid as fault:
            put_fault(form, fault)
            return self.show(form)
        return self._done(said if isinstance(said, str) else _("Saved."))

    def opened(self) -> HttpResponse:
        """Show the form as it stands, or as it was left half filled."""
        begun = part_begun(self.request.actor, self.kind, self.seizure.pk, self.part) if self.kind else None
        form = self.make(typed=begun.typed if begun else None)
        if begun:
            put_typed(form, begun.typed)
            if "record" in form.fields:
                form.initial["record"] = begun.record
        return self.show(form, entry=begun)

    def show(self, form: Any, *, status: int = 200, entry: Any = None, **more: Any) -> HttpResponse:
        """Show the form with the marks by which it is kept."""
        context = {"form": form, "seizure": self.seizure, **self.context, **self._marks(form, entry), **more}
        return render(self.request, self.template, context, status=status)

    def _marks(self, form: Any, entry: Any) -> dict[str, Any]:
        if self.kind is None:
            return {}
        own = form["record"].value() if "record" in form.fields else None
        known = {"entry": entry, "record": own or new_id(), "about": self.seizure.pk, "part": self.part}
        return entry_context(self.request, form, self.kind, **known)

    def _both_texts(self, form: Any, stale: StaleWrite) -> HttpResponse:
        """Show the record as it stands with the writer's own text over it; the next save names the new version.

        Somebody may have been faster after this page had read the record: so it is read once more before it is shown.
        """
        match = self.request.resolver_match
        if match and not self.request.META.get(READ_AGAIN):
            self.request.META[READ_AGAIN] = "yes"
            again: HttpResponse = match.func(self.request, *match.args, **match.kwargs)
            return again
        last = next(iter(history(self.seizure, self.request.actor, limit=1)), None)
        told = {"clashes": form.clashes(), "reason": stale.reason, "last": last}
        return self.show(self.make(kept=form.kept()), status=CONFLICT, **told)

    def _done(self, said: str) -> HttpResponse:
        if writing := writing_of(self.request):
            finish_entry(actor=self.request.actor, writing=writing, about=self.seizure)
        messages.success(self.request, said)
        to, pk = self.leads_to or ("seizures:seizure-detail", self.seizure.pk)
        return led_to(self.request, to, pk=pk)
