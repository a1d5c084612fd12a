"""Whom an alert is for: what was chosen becomes units and agencies, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aircop.errors import Invalid
from aircop.reference.queries import require_code
from alerts.enums import AddresseeKind
from alerts.models import Addressee, Alert
from taskforces.models import Agency, TaskForce

MOST = 500


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Whom the author chose. `corridor` means every unit at an airport of the route after the own one."""

    units: Sequence[TaskForce] = ()
    agencies: Sequence[Agency] = ()
    regions: Sequence[str] = ()
    corridor: bool = False


type _Key = tuple[UUID | None, UUID | None]


def address(alert: Alert, chosen: Chosen) -> dict[str, tuple[Any, Any]]:
    """Write whom an alert is for; return what differs: the names of before and of now, or who of them was named.

    Plumbing of the acts that write and tell alerts, which save the choice of sub-regions and of the route with the
    alert. The own unit is never among them. Refuses a sub-region that does not exist.
    """
    wanted = _wanted(alert, chosen)
    alert.regions, alert.corridor = sorted(set(chosen.regions)), chosen.corridor
    if len(wanted) > MOST:
        raise Invalid(_("Address %(most)d units at most.") % {"most": MOST}, field="units")
    stands = {(row.unit_id, row.agency_id): row for row in alert.addressees.select_related("unit", "agency")}
    before, named = sorted(map(str, stands.values())), _named(stands.values())
    kept = {key for key, row in stands.items() if key in wanted and row.kind == wanted[key].kind}
    alert.addressees.exclude(pk__in=[stands[key].pk for key in kept]).delete()
    alert.addressees.bulk_create(row for key, row in wanted.items() if key not in kept)
    now = sorted(map(str, wanted.values()))
    if before != now:
        return {"addressees": (before, now)}
    return {"addressees.unit": (named, _named(wanted.values()))} if named != _named(wanted.values()) else {}


def _named(rows: Iterable[Addressee]) -> list[str]:
    return sorted(str(row) for row in rows if row.kind == AddresseeKind.UNIT)


def chosen_for(alert: Alert) -> Chosen:
    """Return whom the author of an alert chose, as it stands."""
    rows = list(alert.addressees.select_related("unit", "agency"))
    return Chosen(
        units=[row.unit for row in rows if row.unit is not None and row.kind == AddresseeKind.UNIT],
        agencies=[row.agency for row in rows if row.agency is not None],
        regions=list(alert.regions),
        corridor=alert.corridor,
    )


def _wanted(alert: Alert, chosen: Chosen) -> dict[_Key, Addressee]:
    """Return the rows by whom they are for; who was chosen by name counts as chosen by name."""
    found: dict[_Key, Addressee] = {}
    for kind, units in (
        (AddresseeKind.UNIT, chosen.units),
        (AddresseeKind.CORRIDOR, _on_route(alert) if chosen.corridor else ()),
        (AddresseeKind.REGION, _in_regions(chosen.regions)),
    ):
        for unit in units:
            if unit.pk != alert.task_force_id:
                found.setdefault((unit.pk, None), Addressee(alert=alert, kind=kind, unit=unit))
    for agency in chosen.agencies:
        found.setdefault((None, agency.pk), Addressee(alert=alert, kind=AddresseeKind.AGENCY, agency=agency))
    return found


def _on_route(alert: Alert) -> Iterable[TaskForce]:
    """Return the units at the airports that come after the own one on the route; at all of them if it is not on it."""
    here, route = alert.task_force.airport_id, alert.route
    ahead = route[route.index(here) + 1 :] if here in route else route
    return TaskForce.objects.filter(airport__in=ahead).order_by("code")


def _in_regions(regions: Sequence[str]) -> Iterable[TaskForce]:
    for code in regions:
        require_code("sub_region", code, field="regions")
    return TaskForce.objects.filter(airport__country__sub_region__in=regions).order_by("code") if regions else ()
