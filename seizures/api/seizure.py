"""`/api/v1/seizures/`: what partners and scripts read and write of seizures."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aircop.access import grants
from aircop.access.models import Share
from aircop.access.pages import page
from aircop.access.roles import SEE_IDENTITY, Level
from aircop.access.sharing import own_shares_of
from aircop.audit import record
from aircop.errors import Invalid, Missing
from aircop.reference.models import Airport
from aircop.reference.queries import airport
from aircop.rest.filters import (
    ChoiceFilter,
    CodeFilter,
    DayFilter,
    Filters,
    IdFilter,
    InstantFilter,
    QuantityFilter,
    TextFilter,
    TruthFilter,
    WholeNumberFilter,
)
from aircop.rest.views import Changed, Created, Listed, Removed, ResourceView, Retrieved, act
from seizures.api import seizure_shape as shape
from seizures.api.duplicate import DuplicateActs
from seizures.api.item import ItemActs
from seizures.api.route_shape import detections_told, legs_told
from seizures.enums import SeizureStatus
from seizures.models import Seizure
from seizures.queries.assistance import NOBODY, took_part
from seizures.queries.completeness import ANYTHING, Report
from seizures.queries.item import items_of
from seizures.queries.route import STAYED, travels_of
from seizures.queries.search import count_upto, looked_for
from seizures.queries.share import receiver_told
from seizures.rules import takes_back
from seizures.services.conveyance import set_conveyance
from seizures.services.found import Found
from seizures.services.route import set_route
from seizures.services.seizure import (
    Facts,
    change_seizure,
    discard_seizure,
    log_seizure,
    submit_seizure,
)
from seizures.services.share import Terms, share_record, unshare_record
from seizures.services.verification import lock_seizure, reject_seizure, reopen_seizure, verify_seizure
from seizures.services.withdrawal import restrict_seizure, withdraw_seizure
from taskforces.queries.task_force import agency_or_invalid


def _asked(name: str) -> Callable[[Any, Any], Any]:
    return lambda rows, value: looked_for(rows, name, value)


class SeizureFilters(Filters):
    """What a list of seizures can be narrowed by."""

    id = IdFilter(_asked("id"), "Only these objects.", many=True)
    q = TextFilter(_asked("q"), "Words: of the texts that you may see, names of codes, references, flights, towns.")
    status = ChoiceFilter(_asked("status"), "Only these states.", choices=SeizureStatus.choices, many=True)
    airport = CodeFilter(_asked("airport"), "IATA codes of the airports.", many=True)
    task_force = IdFilter(_asked("task_force"), "Only these task forces.", many=True)
    lead_agency = IdFilter(_asked("lead_agency"), "Only these lead agencies.", many=True)
    direction = CodeFilter(_asked("direction"), "Codes of the direction.", many=True)
    conveyance = CodeFilter(_asked("conveyance"), "Codes of the conveyance.", many=True)
    place = CodeFilter(
        _asked("place"), "Codes of the place in the airport; a heading takes what is below it.", many=True
    )
    detection = CodeFilter(_asked("detection"), "Codes of the detection; a heading takes what is below it.", many=True)
    trigger = CodeFilter(_asked("trigger"), "Codes of what led to it.", many=True)
    producing_country = CodeFilter(_asked("producing_country"), "Countries, ISO 3166 alpha-2.", many=True)
    departure_country = CodeFilter(_asked("departure_country"), "Countries, ISO 3166 alpha-2.", many=True)
    destination_country = CodeFilter(_asked("destination_country"), "Countries, ISO 3166 alpha-2.", many=True)
    route = CodeFilter(_asked("route"), "IATA codes of airports on the route.", many=True)
    handling = CodeFilter(_asked("handling"), "Codes of the handling.", many=True)
    commodity = CodeFilter(_asked("commodity"), "Codes of the commodity.", many=True)
    substance = CodeFilter(_asked("substance"), "Codes of the substance.", many=True)
    drug_group = CodeFilter(_asked("drug_group"), "Codes of the drug group.", many=True)
    form = CodeFilter(_asked("form"), "Codes of the form.", many=True)
    concealment = CodeFilter(
        _asked("concealment"), "Codes of the concealment; a heading takes what is below.", many=True
    )
    incomplete = ChoiceFilter(
        _asked("incomplete"),
        "Only what lacks fields that a report needs, or any.",
        choices=[(ANYTHING, ""), *Report.choices],
        many=True,
    )
    completeness_below = WholeNumberFilter(
        lambda rows, value: _asked("score_below")(rows, str(value)),
        "Only what is less complete than so many per cent: the `score` of `completeness`.",
        least=1,
        most=100,
    )
    arrests = TruthFilter(_asked("arrests"), "Whether somebody was arrested.")
    access_list = IdFilter(_asked("access_list"), "Only what lies on this access list.")
    occurred_from = DayFilter(_asked("since"), "From this local date at the airport.")
    occurred_to = DayFilter(_asked("until"), "Up to this local date at the airport.")
    recorded_from = InstantFilter(_asked("recorded_from"), "Recorded at or after.")
    recorded_to = InstantFilter(_asked("recorded_to"), "Recorded before.")
    kg_from = QuantityFilter(_asked("kg_from"), "At least so many kilograms, all items together.")
    kg_to = QuantityFilter(_asked("kg_to"), "At most so many kilograms, all items together.")


class SeizureView(DuplicateActs, ItemActs, Listed, Retrieved, Created, Changed, Removed, ResourceView):
    """Seizures that the reader may see."""

    serializer_class = shape.SeizureAnswer
    bodies: ClassVar = {
        "create": shape.SeizureBody,
        "partial_update": shape.SeizurePatch,
        "reject": shape.RejectBody,
        "reopen": shape.ReopenBody,
        "withdraw": shape.WhyBody,
        "restrict": shape.WhyBody,
        "share": shape.ShareBody,
        "unshare": shape.UnshareBody,
        **DuplicateActs.duplicate_bodies,
        **ItemActs.item_bodies,
    }
    required_scopes: ClassVar = {
        "list": "seizures:read",
        "retrieve": "seizures:read",
        "create": "seizures:write",
        "partial_update": "seizures:write",
        "destroy": "seizures:write",
        "submit": "seizures:write",
        "verify": "seizures:verify",
        "reject": "seizures:verify",
        "reopen": "seizures:verify",
        "lock": "seizures:verify",
        "withdraw": "seizures:share",
        "restrict": "seizures:share",
        "share": "seizures:share",
        "unshare": "seizures:share",
        **DuplicateActs.duplicate_scopes,
        **ItemActs.item_scopes,
    }
    filters = SeizureFilters
    orderings: ClassVar = ("occurred_at", "recorded_at")
    default_ordering = "-recorded_at"
    pager = staticmethod(page)
    counter = staticmethod(count_upto)

    def visible(self) -> QuerySet[Seizure]:
        """Return what the reader may see; rows of a list hold no more than it shows."""
        rows = Seizure.objects.visible_to(self.actor)
        return rows.only(*shape.LISTED) if self.action == "list" else rows

    def represent(self, rows: Sequence[Seizure]) -> list[Any]:
        """Return the rows field by field, as the reader's grants on each allow; a few queries for any number."""
        held = grants.held_on(self.actor, rows)
        items, parts, travels = items_of(rows), took_part(rows), travels_of(rows)
        self.held, self.parts = held, parts
        self.shares = self._shares(rows, held)
        return [
            shape.seizure_shape(
                row,
                items.get(row.pk, ()),
                parts.get(row.pk, NOBODY),
                travels.get(row.pk, STAYED),
                identities=SEE_IDENTITY in held[row.pk],
                shares=self.shares[row.pk],
                etag=self.etag_of(row),
            )
            for row in rows
        ]

    def _shares(self, rows: Sequence[Seizure], held: Mapping[UUID, frozenset[str]]) -> dict[UUID, list[Share]]:
        """Return, per record, the shares that the reader may take back; from outside those that its agency gave."""
        kept = own_shares_of([row for row in rows if Level.MANAGE in held[row.pk]])
        return {row.pk: [each for each in kept.get(row.access_list_id, ()) if self._ends(row, each)] for row in rows}

    def _ends(self, row: Seizure, share: Share) -> bool:
        return self._serves(row) or takes_back(self.actor, row, share.by_agency)

    def version_of(self, row: Seizure) -> object:
        """Return the version, and what changes with each share, or other record, of which the answer tells."""
        known = getattr(self, "shares", {})
        if row.pk not in known:
            known = self._shares([row], {row.pk: grants.held(self.actor, row)})
            self.parts = took_part([row])
        joined = self.parts.get(row.pk, NOBODY).joined
        shown = ",".join([*(f"{each.pk}" for each in known[row.pk]), *joined])
        return f"{row.version}.{sha256(shown.encode()).hexdigest()[:8]}" if shown else row.version

    def _serves(self, row: Seizure) -> bool:
        """Whether the reader sits with the owner: from outside nobody is told who else reads, at whatever level."""
        return bool(self.actor.serves(row.owner_agency, row.owner_unit))

    def viewer_of(self, row: Seizure) -> str:
        """Return what the reader holds on the record, and whether it is its own: both decide what the answer holds."""
        known = getattr(self, "held", {})
        held = known[row.pk] if row.pk in known else grants.held(self.actor, row)
        return "".join(sorted(name[0] for name in held)) + ("o" if self._serves(row) else "")

    def note_read(self, rows: Sequence[Seizure]) -> None:
        """Leave one entry for the answer."""
        verb = "seizure.list" if self.action == "list" else "seizure.read"
        if verb == "seizure.read":
            record(self.actor, verb, about=rows[0])
        else:
            record(self.actor, verb, rows=rows)

    def handle_exception(self, exc: Exception) -> Any:
        """Point to the member of the body where the service named a field of its own."""
        if isinstance(exc, Invalid):
            exc.field = shape.pointer(exc.field, of_item=self.action in ItemActs.item_scopes) if exc.field else ""
        return super().handle_exception(exc)

    # Writes -----------------------------------------------------------------------------------------------------------

    def perform_create(self, data: dict[str, Any]) -> Seizure:
        """Log it, and submit it unless it is to stay a draft."""
        submit = not data.pop("draft", False)
        found, *more = (Found(**each) for each in data.pop("items"))
        parts, facts = _parts(data), Facts(**self._told(data))
        terms: dict[str, Any] = {"facts": facts, "found": found, "more": more}
        if not parts:
            return log_seizure(actor=self.actor, submit=submit, **terms)
        whole = self._write_parts(log_seizure(actor=self.actor, submit=False, **terms), parts)
        return submit_seizure(actor=self.actor, seizure=whole) if submit else whole

    def perform_update(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Change the fields that were sent."""
        found, *_rest = data.pop("items", [None])
        parts, told = _parts(data), self._resolved(data)
        if told or found or not parts:
            row = change_seizure(actor=self.actor, seizure=row, version=row.version, facts=told, found=found)
        return self._write_parts(row, parts)

    def _write_parts(self, row: Seizure, parts: dict[str, Any]) -> Seizure:
        """Write conveyance and route as far as they were sent, each on the version that the one before left."""
        if "conveyance_details" in parts:
            told = parts["conveyance_details"]
            row = set_conveyance(actor=self.actor, seizure=row, version=row.version, told=told)
        if "legs" in parts:
            row = set_route(actor=self.actor, seizure=row, version=row.version, legs=legs_told(parts["legs"]))
        return row

    def perform_destroy(self, row: Seizure) -> None:
        """Throw away a draft."""
        discard_seizure(actor=self.actor, seizure=row)

    def _told(self, data: dict[str, Any]) -> dict[str, Any]:
        acting = self.actor.acting
        if "lead_agency" not in data and acting is not None:
            data["lead_agency"] = acting.agency_id
        return self._resolved(data)

    def _resolved(self, data: dict[str, Any]) -> dict[str, Any]:
        if "detections" in data:
            data |= detections_told(data.pop("detections"))
        if "airport" in data:
            data["airport"] = _airport(data["airport"])
        if "lead_agency" in data:
            data["lead_agency"] = agency_or_invalid(data["lead_agency"], "lead_agency")
        return data

    # Acts -------------------------------------------------------------------------------------------------------------

    @act
    def submit(self, row: Seizure, _data: dict[str, Any]) -> Seizure:
        """Hand it to the unit."""
        return submit_seizure(actor=self.actor, seizure=row)

    @act
    def verify(self, row: Seizure, _data: dict[str, Any]) -> Seizure:
        """Confirm it."""
        return verify_seizure(actor=self.actor, seizure=row)

    @act
    def reject(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Send it back to its author."""
        return reject_seizure(actor=self.actor, seizure=row, **data)

    @act
    def reopen(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Open it for changes again."""
        return reopen_seizure(actor=self.actor, seizure=row, words=data["words"])

    @act
    def lock(self, row: Seizure, _data: dict[str, Any]) -> Seizure:
        """Close it against changes."""
        return lock_seizure(actor=self.actor, seizure=row)

    @act
    def withdraw(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Take it out of everybody's sight."""
        return withdraw_seizure(actor=self.actor, seizure=row, words=data["words"])

    @act
    def restrict(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Leave it to the acting supervisor alone."""
        return restrict_seizure(actor=self.actor, seizure=row, words=data["words"])

    @act
    def share(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Let an agency, a unit or a person see it."""
        terms = Terms(
            level=Level(data.get("level", Level.VIEW)),
            reason=data["reason"],
            until=data.get("expires_at"),
            with_identities=data.get("with_identities", False),
            conditions_accepted=data.get("conditions_accepted", False),
        )
        share_record(actor=self.actor, about=row, receiver=receiver_told(data), terms=terms)
        return row

    @act
    def unshare(self, row: Seizure, data: dict[str, Any]) -> Seizure:
        """Take a share back."""
        unshare_record(actor=self.actor, about=row, share_id=data["share"])
        return row


def _parts(data: dict[str, Any]) -> dict[str, Any]:
    """Take out of a body what other acts write."""
    return {name: data.pop(name) for name in ("conveyance_details", "legs") if name in data}


def _airport(iata: str) -> Airport:
    try:
        return airport(iata.upper())
    except Missing:
        raise Invalid(_("There is no airport with this IATA code."), field="airport") from None
