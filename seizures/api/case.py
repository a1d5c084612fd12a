"""`/api/v1/cases/`: what partners and scripts read and write of cases."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, ClassVar, NoReturn
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.models import Share
from aircop.access.pages import page
from aircop.access.roles import SEE_IDENTITY, Level
from aircop.access.sharing import own_shares_of
from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.filters import ChoiceFilter, CodeFilter, DayFilter, Filters, IdFilter, TextFilter, TruthFilter
from aircop.rest.views import Changed, Created, Listed, Removed, ResourceView, Retrieved, act
from seizures.api import case_shape as shape
from seizures.api.case_share import CaseShareActs
from seizures.api.seizure_shape import WhyBody
from seizures.enums import CaseStatus
from seizures.models import Case
from seizures.queries.case import Linked, linked_of, seizures_chosen, visible_case
from seizures.queries.case_search import cases_looked_for, count_cases
from seizures.queries.person import visible_person
from seizures.queries.seizure import visible_seizure
from seizures.services.case import change_case, discard_case, open_case
from seizures.services.case_agency import add_case_agency, end_case_agency
from seizures.services.case_link import link_case, link_person, link_seizure, unlink_case, unlink_person, unlink_seizure
from seizures.services.case_step import close_case, merge_case, step_case
from seizures.services.withdrawal import restrict_case, withdraw_case
from taskforces.queries.task_force import agency_or_invalid


def _asked(name: str) -> Callable[[Any, Any], Any]:
    return lambda rows, value: cases_looked_for(rows, name, value)


ACTS = ("step", "close", "merge", "withdraw", "restrict", "link", "unlink", "add_agency", "end_agency")


class CaseFilters(Filters):
    """What a list of cases can be narrowed by."""

    id = IdFilter(_asked("id"), "Only these objects.", many=True)
    q = TextFilter(_asked("q"), "Words of the texts that you may see, and references.")
    status = ChoiceFilter(_asked("status"), "Only these states.", choices=CaseStatus.choices, many=True)
    task_force = IdFilter(_asked("task_force"), "Only these task forces.", many=True)
    agency = IdFilter(_asked("agency"), "Only cases in which one of these agencies takes part.", many=True)
    offence = CodeFilter(_asked("offence"), "Codes of offences.", many=True)
    outcome = CodeFilter(_asked("outcome"), "Codes of outcomes.", many=True)
    handling = CodeFilter(_asked("handling"), "Codes of the handling.", many=True)
    overdue = TruthFilter(_asked("overdue"), "Whether a task is past its day.")
    opened_from = DayFilter(_asked("since"), "Opened on this day or later (GMT).")
    opened_to = DayFilter(_asked("until"), "Opened on this day or earlier (GMT).")


class CaseView(CaseShareActs, Listed, Retrieved, Created, Changed, Removed, ResourceView):
    """Cases that the reader may see."""

    serializer_class = shape.CaseAnswer
    bodies: ClassVar = {
        "create": shape.CaseBody,
        "partial_update": shape.CasePatch,
        "step": shape.StepBody,
        "close": shape.CloseBody,
        "merge": shape.CaseMergeBody,
        "withdraw": WhyBody,
        "restrict": WhyBody,
        "link": shape.LinkBody,
        "unlink": shape.UnlinkBody,
        "add_agency": shape.CaseAgencyBody,
        "end_agency": shape.CaseAgencyBody,
        **CaseShareActs.share_bodies,
    }
    required_scopes: ClassVar = {
        "list": "cases:read",
        "retrieve": "cases:read",
        **dict.fromkeys(("create", "partial_update", "destroy", *ACTS), "cases:write"),
        "withdraw": "seizures:share",
        "restrict": "seizures:share",
        **CaseShareActs.share_scopes,
    }
    filters = CaseFilters
    orderings: ClassVar = ("recorded_at",)
    default_ordering = "-recorded_at"
    pager = staticmethod(page)
    counter = staticmethod(count_cases)

    def visible(self) -> QuerySet[Case]:
        """Return what the reader may see."""
        return Case.objects.visible_to(self.actor)

    def represent(self, rows: Sequence[Case]) -> list[Any]:
        """Return the rows with their links, as the reader's grants allow; a few queries for any number."""
        self._learn(rows)
        return [
            shape.case_shape(
                row,
                self.linked[row.pk],
                identities=SEE_IDENTITY in self.held[row.pk],
                shares=self.shares[row.pk],
                etag=self.etag_of(row),
            )
            for row in rows
        ]

    def _learn(self, rows: Sequence[Case]) -> None:
        """Look up what the reader holds on the rows, what it sees linked, and which shares it may take back."""
        self.held: Mapping[UUID, frozenset[str]] = grants.held_on(self.actor, rows)
        self.linked: Mapping[UUID, Linked] = linked_of(self.actor, rows)
        own = [row for row in rows if Level.MANAGE in self.held[row.pk] and self._serves(row)]
        kept = own_shares_of(own)
        self.shares: Mapping[UUID, list[Share]] = {
            row.pk: kept.get(row.access_list_id, []) if row in own else [] for row in rows
        }

    def _known(self, row: Case) -> None:
        if row.pk not in getattr(self, "held", {}):
            self._learn([row])

    def _serves(self, row: Case) -> bool:
        return bool(self.actor.serves(row.owner_agency, row.owner_unit))

    def version_of(self, row: Case) -> object:
        """Return the version, and what changes with each link or share of which the answer tells."""
        self._known(row)
        shown = f"{self.linked[row.pk]}{[each.pk for each in self.shares[row.pk]]}"
        return f"{row.version}.{sha256(shown.encode()).hexdigest()[:8]}"

    def viewer_of(self, row: Case) -> str:
        """Return what the reader holds on the record, and whether it is its own: both decide what the answer holds."""
        self._known(row)
        return "".join(sorted(name[0] for name in self.held[row.pk])) + ("o" if self._serves(row) else "")

    def fetch(self, object_id: UUID | str) -> Case:
        """Return the object, or raise the one 404; what was known of it before is asked anew."""
        self.held = {}
        found: Case = super().fetch(object_id)
        return found

    def answer_with(self, object_id: Any, code: int) -> Any:
        """Return what a read would say now."""
        self.held = {}
        return super().answer_with(object_id, code)

    def note_read(self, rows: Sequence[Case]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "case.list", rows=rows)
        else:
            record(self.actor, "case.read", about=rows[0])

    # Writes -----------------------------------------------------------------------------------------------------------

    def perform_create(self, data: dict[str, Any]) -> Case:
        """Open it over the seizures that were named; one that the writer does not see is not there."""
        named = list(dict.fromkeys(data.pop("seizures", ())))
        seizures = seizures_chosen(self.actor, named)
        if len(seizures) < len(named):
            raise Invalid(_("One of these seizures is not there."), field="/seizures")
        return open_case(actor=self.actor, seizures=seizures, **self._resolved(data))

    def perform_update(self, row: Case, data: dict[str, Any]) -> Case:
        """Change the fields that were sent."""
        return change_case(actor=self.actor, case=row, version=row.version, facts=self._resolved(data))

    def perform_destroy(self, row: Case) -> None:
        """Throw away a draft."""
        discard_case(actor=self.actor, case=row)

    def _resolved(self, data: dict[str, Any]) -> dict[str, Any]:
        if "lead_agency" in data:
            data["lead_agency"] = agency_or_invalid(data["lead_agency"], "lead_agency")
        if data.get("parent"):
            data["parent"] = self._case(data["parent"], "parent")
        return data

    def _case(self, pk: UUID, field: str) -> Case:
        """Return a case that a body names; one that the writer does not see is not there."""
        found = self.visible().filter(pk=pk).first()
        if found is None:
            raise Invalid(_("There is no such case."), field=f"/{field}")
        return found

    # Acts -------------------------------------------------------------------------------------------------------------

    @act
    def step(self, row: Case, data: dict[str, Any]) -> Case:
        """Take it from one state to another."""
        return step_case(actor=self.actor, case=row, then=CaseStatus(data["status"]), reason=data["reason"])

    @act
    def close(self, row: Case, data: dict[str, Any]) -> Case:
        """Close it with its outcome."""
        return close_case(actor=self.actor, case=row, **data)

    @act
    def merge(self, row: Case, data: dict[str, Any]) -> Case:
        """Let it go on within another case."""
        return merge_case(actor=self.actor, case=row, into=self._case(data["into"], "into"), reason=data["reason"])

    @act
    def withdraw(self, row: Case, data: dict[str, Any]) -> Case:
        """Take it out of everybody's sight."""
        return withdraw_case(actor=self.actor, case=row, words=data["words"])

    @act
    def restrict(self, row: Case, data: dict[str, Any]) -> Case:
        """Leave it to the acting supervisor alone."""
        return restrict_case(actor=self.actor, case=row, words=data["words"])

    @act
    def link(self, row: Case, data: dict[str, Any]) -> Case:
        """Link a seizure, a person or another case."""
        match _one_of(data):
            case "seizure", pk:
                link_seizure(actor=self.actor, case=row, seizure=visible_seizure(self.actor, pk))
            case "person", pk:
                person = visible_person(self.actor, pk)
                link_person(actor=self.actor, case=row, person=person, role=data.get("role", ""))
            case _other, pk:
                link_case(actor=self.actor, case=row, other=visible_case(self.actor, pk))
        return row

    @act
    def unlink(self, row: Case, data: dict[str, Any]) -> Case:
        """Take a seizure, a person or another case off."""
        match _one_of(data):
            case "seizure", pk:
                unlink_seizure(actor=self.actor, case=row, seizure=visible_seizure(self.actor, pk))
            case "person", pk:
                unlink_person(actor=self.actor, case=row, person=visible_person(self.actor, pk))
            case _other, pk:
                unlink_case(actor=self.actor, case=row, other=visible_case(self.actor, pk))
        return row

    @act
    def add_agency(self, row: Case, data: dict[str, Any]) -> Case:
        """Say that an agency takes part."""
        add_case_agency(actor=self.actor, case=row, agency=agency_or_invalid(data["agency"]))
        return row

    @act
    def end_agency(self, row: Case, data: dict[str, Any]) -> Case:
        """Say that an agency takes part no longer."""
        end_case_agency(actor=self.actor, case=row, agency=agency_or_invalid(data["agency"]))
        return row


def _one_of(data: dict[str, Any]) -> tuple[str, UUID]:
    """Return what is named, and refuse none and several."""
    named = [(name, data[name]) for name in ("seizure", "person", "case") if name in data]
    if len(named) != 1:
        _refuse()
    return named[0]


def _refuse() -> NoReturn:
    raise Invalid(_("Name one seizure, one person or one case."), field="")
