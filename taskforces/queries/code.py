"""The code lists as the platform keeps them: read from the tables, with the marks of what was said here."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from aircop.reference import seed
from aircop.reference.kept import KEPT
from aircop.reference.models import BEGINNING, Code, CodeList
from aircop.reference.queries import list_title


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list in the list of lists: how many of its codes count on the day, and when one last began or ended."""

    name: str
    title: str
    source: str
    in_force: int
    ended: int
    since: date | None
    kept: bool


def list_lines(on: date) -> list[ListLine]:
    """Return all lists by their titles."""
    shared = Q(codes__owner_agency_id__isnull=True)
    over = shared & Q(codes__valid_to__lt=on)
    rows = CodeList.objects.annotate(
        every=Count("codes", filter=shared),
        ended=Count("codes", filter=over),
        begun=Max("codes__valid_from", filter=shared & Q(codes__valid_from__gt=BEGINNING)),
        last=Max("codes__valid_to", filter=over),
    )
    lines = [
        ListLine(
            row.pk,
            list_title(row.pk),
            row.source,
            row.every - row.ended,
            row.ended,
            max(filter(None, (row.begun, row.last)), default=None),
            row.pk in KEPT,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.title.casefold())


def codes_of(code_list: str) -> QuerySet[Code]:
    """Return the shared codes of a list in its order, ended ones and headings too, with their labels."""
    rows = Code.objects.filter(code_list=code_list, owner_agency_id__isnull=True)
    return rows.select_related("parent").prefetch_related("labels").order_by("sort_order", "id")


def code_rows() -> QuerySet[Code]:
    """Return the shared codes of all lists, with their labels."""
    rows = Code.objects.filter(owner_agency_id__isnull=True)
    return rows.select_related("parent").prefetch_related("labels")


def latest_code(code_list: str, code: str) -> Code | None:
    """Return the latest period of a code, with its labels."""
    return codes_of(code_list).filter(code=code).order_by("-valid_from").first()


def headings_of(code_list: str) -> QuerySet[Code]:
    """Return the headings of a list."""
    return codes_of(code_list).filter(selectable=False)


def shipped_end(code: Code) -> date | None:
    """Return the last day that the shipped file gives a code, if any."""
    if code.local:
        return None
    shipped = next(each for each in seed.read_lists() if each.name == code.code_list_id)
    ends = {(each.code, each.valid_from): each.valid_to for each in seed.read_codes(shipped)}
    return ends.get((code.code, code.valid_from))
