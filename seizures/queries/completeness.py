"""What a seizure still lacks, which report each gap blocks, and how complete that makes it.

The score is the weight of what is there in a hundredth of the weight of what is wanted: 3 for what a report cannot do
without, 2 for what it asks for, 1 for what makes it better. Only what applies is wanted: a flight of a passenger, an
air waybill of cargo, a substance of drugs. A country that is told to be unknown is told. Where somebody was arrested,
the arrest is wanted on record, and each point of its checklist of rights answered. The score counts what every reader
of the record may know, so that it is the same for all; points that tell of minors and of what was swallowed are named
to those who see identities. Everything is answered from the seizure's own row, which keeps what is open around its
arrests, and from its items, so that a list can show it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from seizures.models import Seizure
from seizures.models.commodity import DETAILS, commodity
from seizures.queries.checklist import POINTS, TOLD, arrests_lacking

CONTROLLED = frozenset({"DRG", "PRE", "NPS"})
ON_A_FLIGHT = frozenset({"PAX", "CRW", "UNB"})


class Report(TextChoices):
    """What a record is wanted for."""

    IDS = "ids", _("UNODC file")
    CEN = "cen", _("WCO sheet")
    COURT = "court", _("court file")


def _always(_code: str) -> bool:
    return True


def _among(codes: Collection[str]) -> Callable[[str], bool]:
    return lambda code: code in codes


def _asked_of(name: str) -> Callable[[str], bool]:
    return lambda code: name in commodity(code).wanted


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field that reports ask for: its weight, which of them it blocks, and for which conveyance or commodity."""

    field: str
    weight: int
    blocks: tuple[Report, ...]
    applies: Callable[[str], bool] = _always


IDS, CEN, COURT = Report.IDS, Report.CEN, Report.COURT
OF_SEIZURE = (
    Wanted("place", 2, (IDS, CEN)),
    Wanted("detection", 2, (CEN,)),
    Wanted("flight_number", 2, (CEN, COURT), _among(ON_A_FLIGHT)),
    Wanted("air_waybill", 3, (CEN, COURT), _among({"CRG"})),
    Wanted("producing_country", 1, (IDS,)),
    Wanted("departure_country", 2, (IDS, CEN)),
    Wanted("destination_country", 2, (IDS, CEN)),
    Wanted("summary", 1, (CEN,)),
    Wanted("narrative", 2, (COURT,)),
)
OF_ITEM = (
    Wanted("substance", 3, (IDS, CEN), _among(CONTROLLED)),
    Wanted("form", 1, (CEN,), _asked_of("form")),
    Wanted("concealment", 2, (IDS, CEN), _asked_of("concealment")),
    Wanted("basis", 1, (COURT,)),
)
ARRESTS = "arrests"
MISSING_ARREST = 3
ANYTHING = "any"  # asked of a list: whatever is missing
BLOCKS: Mapping[str, tuple[Report, ...]] = {
    **{each.field: each.blocks for each in OF_SEIZURE},
    **{f"items.{each.field}": each.blocks for each in OF_ITEM},
    **{f"items.details.{each.name}": (CEN,) for each in DETAILS.values() if each.wanted},
    ARRESTS: (COURT,),
    **{f"arrests.{name}": (COURT,) for name, _open, _presses in POINTS},
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a record is, of 100, and the fields that it lacks, each once.

    Those of items as `items.<name>`, of arrests as `arrests.<name>`; `hidden` for readers who see identities.
    """

    score: int
    missing: tuple[str, ...]
    hidden: tuple[str, ...] = ()

    def blocked(self) -> dict[Report, list[str]]:
        """Return, per report that cannot be made in full, the fields that it lacks."""
        return {each: found for each in Report if (found := [name for name in self.missing if each in BLOCKS[name]])}


@cache
def _asked(conveyance: str) -> tuple[tuple[str, int], ...]:
    """Return the fields that are asked of a seizure with this conveyance, and their weights."""
    return tuple((each.field, each.weight) for each in OF_SEIZURE if each.applies(conveyance))


@cache
def _asked_of_goods(code: str) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return the columns, and the details, that are asked of an item of a commodity."""
    columns = tuple((each.field, each.weight) for each in OF_ITEM if each.applies(code))
    return columns, tuple(detail.name for detail in commodity(code).details if detail.wanted)


def completeness(seizure: Seizure, items: Iterable[Any]) -> Completeness:
    """Return how complete a seizure with these items is."""
    asked = [(name, weight, getattr(seizure, name)) for name, weight in _asked(seizure.conveyance)]
    asked += [(f"items.{field}", weight, there) for item in items for field, weight, there in _of_item(item)]
    hidden: tuple[str, ...] = ()
    if seizure.persons_arrested or seizure.checklists:
        asked += _of_arrests(seizure)
        hidden = tuple(_hidden(seizure))
    there = sum(weight for _field, weight, value in asked if value)
    missing = dict.fromkeys(field for field, _weight, value in asked if not value)
    score = 100 * there // sum(weight for _field, weight, _value in asked)
    return Completeness(score, tuple(missing), hidden)


def _of_arrests(seizure: Seizure) -> list[tuple[str, int, bool]]:
    """Return what is asked of arrests: that they are on record, and each point of each checklist."""
    asked = [(ARRESTS, MISSING_ARREST, not arrests_lacking(seizure))] if seizure.persons_arrested else []
    return asked + [(f"arrests.{name}", 1, name not in each["open"]) for each in seizure.checklists for name in TOLD]


def _hidden(seizure: Seizure) -> dict[str, None]:
    """Return the open points, each once, that only who sees identities is told."""
    every = (name for each in seizure.checklists for name in each["open"] if name not in TOLD)
    return dict.fromkeys(f"arrests.{name}" for name in every)


def missing_of(item: Any) -> list[str]:
    """Return the columns, and the details as `details.<name>`, that an item should tell and does not."""
    return [field for field, _weight, there in _of_item(item) if not there]


def _of_item(item: Any) -> list[tuple[str, int, Any]]:
    """Return what is asked of an item: the common fields, and those that its commodity is reported with."""
    columns, details = _asked_of_goods(item.commodity)
    common = [(name, weight, getattr(item, name)) for name, weight in columns]
    return common + [(f"details.{name}", 1, name in item.details) for name in details]


def missing_fields(seizure: Seizure, items: Sequence[Any]) -> list[str]:
    """Return the names of the fields that are wanted and empty; those of items as `items.<name>`."""
    return list(completeness(seizure, items).missing)


def blocking(report: str) -> list[str]:
    """Return the fields of which a gap blocks a report; with `ANYTHING`, every field that is wanted."""
    return [name for name, reports in BLOCKS.items() if report == ANYTHING or report in reports]
