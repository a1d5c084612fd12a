"""The forms of the parts of a record for a request: an item, what carried it, the route, people and arrests."""

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from aircop.access.requests import ActorRequest
from aircop.accounts.models import User
from aircop.errors import Missing
from aircop.reference.queries import codes
from seizures.enums import EntryForm
from seizures.forms.conveyance import ConveyanceForm
from seizures.forms.item import ItemForm
from seizures.forms.person import ArrestForm, ArrestQuickForm, IdentityForm, PersonForm
from seizures.forms.route import RouteForm
from seizures.forms.touched import THEIRS
from seizures.models import Arrest, EntryDraft, Identity, Item, Person, Seizure
from seizures.queries.person import arrest_of, visible_person
from seizures.queries.route import legs_in_order
from seizures.queries.seizure import visible_seizure
from seizures.rules import can_handle_identities
from seizures.services.entry_draft import Typed
from seizures.views.blank import change_form, quick_form
from taskforces.queries.task_force import acting_unit

USUAL = "DRG"
MOST_ROWS = 4  # digits of a number of rows


def numbered(seizure: Seizure, sequence: int) -> Item:
    """Return the item of that number; Missing when there is none."""
    item = next((each for each in seizure.items.all() if each.sequence == sequence), None)
    if item is None:
        raise Missing
    return item


def _writes_identities(request: ActorRequest, seizure: Seizure) -> bool:
    return bool(can_handle_identities(request.actor, seizure))


def _zone(request: ActorRequest) -> str:
    return cast("User", request.user).timezone


def item_form(
    request: ActorRequest,
    seizure: Seizure,
    item: Item | None,
    data: Any = None,
    *,
    typed: Typed | None = None,
    **more: Any,
) -> ItemForm:
    """Return the form of an item, new or not, with the fields of the commodity that was chosen or that stands."""
    given_up = data is not None and data.get("keep-commodity") == THEIRS
    asked = [
        (typed or {}).get("commodity", [""])[0],
        more.get("kept", {}).get("commodity"),
        (data or {}).get("commodity"),
    ]
    chosen = "" if given_up else next(filter(None, asked), request.GET.get("commodity"))
    code = chosen if chosen in dict(codes("commodity")) else item.commodity if item else USUAL
    return ItemForm(
        data,
        commodity_code=code,
        identities=_writes_identities(request, seizure),
        item=item,
        version=seizure.version,
        **more,
    )


def conveyance_form(request: ActorRequest, seizure: Seizure, data: Any = None, **more: Any) -> ConveyanceForm:
    """Return the form of what carried a seizure."""
    more.pop("typed", None)
    return ConveyanceForm(data, seizure=seizure, identities=_writes_identities(request, seizure), **more)


def route_form(
    seizure: Seizure, data: Any = None, *, typed: Typed | None = None, rows: list[dict[str, Any]] | None = None
) -> RouteForm:
    """Return the form of a route, with as many rows as were typed."""
    if typed is not None:
        rows = [{} for _each in range(row_count(typed.get("legs-TOTAL_FORMS", ["0"])[0]))]
    return RouteForm(data, seizure=seizure, legs=legs_in_order(seizure), rows=rows)


def row_count(text: str) -> int:
    """Read a number of rows; what cannot be read is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_ROWS else 0


def person_form(person: Person, data: Any = None, **more: Any) -> PersonForm:
    """Return the form of what is told of a person without saying who it is."""
    more.pop("typed", None)
    return PersonForm(data, person=person, **more)


def identity_form(person: Person, known: Identity | None, data: Any = None, **more: Any) -> IdentityForm:
    """Return the form of who a person is; `known` is what the writer was shown of it."""
    more.pop("typed", None)
    return IdentityForm(data, person=person, identity=known, **more)


def arrest_quick_form(request: ActorRequest, seizure: Seizure, data: Any = None, **more: Any) -> ArrestQuickForm:
    """Return the arrest in six fields."""
    more.pop("typed", None)
    return ArrestQuickForm(data, seizure=seizure, zone=_zone(request), **more)


def arrest_form(
    request: ActorRequest, person: Person, arrest: Arrest | None = None, data: Any = None, **more: Any
) -> ArrestForm:
    """Return the checklist of an arrest, new or not."""
    more.pop("typed", None)
    return ArrestForm(data, person=person, zone=_zone(request), arrest=arrest, **more)


def blank_form(request: ActorRequest, entry: EntryDraft, typed: Typed) -> Any:
    """Return the form in which an entry is written, in the shape that a text has."""
    if entry.about is None:
        return quick_form(request, acting_unit(request.actor))
    seizure, named = visible_seizure(request.actor, entry.about), [each for each in entry.part.split("/") if each]
    if entry.form in {EntryForm.ARREST, EntryForm.PERSON} and named:
        return _of_person(request, EntryForm(entry.form), [UUID(each) for each in named])
    item = numbered(seizure, int(named[0])) if named else None
    makers: Mapping[str, Callable[[], Any]] = {
        EntryForm.CHANGE: lambda: change_form(request, seizure),
        EntryForm.ITEM: lambda: item_form(request, seizure, item, typed=typed),
        EntryForm.CONVEYANCE: lambda: conveyance_form(request, seizure),
        EntryForm.ROUTE: lambda: route_form(seizure, typed=typed),
        EntryForm.ARREST: lambda: arrest_quick_form(request, seizure),
    }
    return makers[entry.form]()


def _of_person(request: ActorRequest, form: EntryForm, named: list[UUID]) -> Any:
    person = visible_person(request.actor, named[0])
    if form == EntryForm.PERSON:
        return person_form(person)
    return arrest_form(request, person, arrest_of(person, named[1]) if named[1:] else None)
