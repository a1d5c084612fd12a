"""`/api/v1/search/`: what the reader may see of all kinds of records, by words."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.access.pages import page
from aircop.audit import record
from aircop.home.forms import KINDS
from aircop.rest.exceptions import bad_parameter
from aircop.rest.fields import IdField, InstantField, TextField, WordField
from aircop.rest.filters import ChoiceFilter, DayFilter, Filters, TextFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed
from seizures.models import Seizure
from seizures.queries.search import count_upto, looked_for


class HitAnswer(StrictSerializer):
    """One record found: read the rest at its own address."""

    kind = WordField(choices=list(KINDS))
    id = IdField()
    reference = TextField(allow_null=True)
    occurred_at = InstantField()
    summary = TextField()


def _asked(name: str) -> Callable[[Any, Any], Any]:
    return lambda rows, value: looked_for(rows, name, value)


class SearchFilters(Filters):
    """What is looked for."""

    q = TextFilter(_asked("q"), "Words: all of them must be found.")
    kind = ChoiceFilter(lambda rows, _kind: rows, "Only this kind of record.", choices=list(KINDS.items()))
    occurred_from = DayFilter(_asked("since"), "From this local date at the airport.")
    occurred_to = DayFilter(_asked("until"), "Up to this local date at the airport.")

    @classmethod
    def known(cls) -> dict[str, Any]:
        """Return the parameters; a search is by words, not by ids."""
        return {name: item for name, item in super().known().items() if name != "id"}


class SearchView(Listed):
    """Records that hold the words, the newest first."""

    serializer_class = HitAnswer
    required_scopes: ClassVar = {"list": "seizures:read"}
    filters = SearchFilters
    orderings: ClassVar = ("occurred_at",)
    default_ordering = "-occurred_at"
    pager = staticmethod(page)
    counter = staticmethod(count_upto)

    def visible(self) -> QuerySet[Seizure]:
        """Return what the reader may see, in few columns."""
        shown = ("id", "reference", "occurred_at", "summary", "access_list", "root_list", "owner_agency")
        return Seizure.objects.visible_to(self.actor).only(*shown)

    def represent(self, rows: Sequence[Seizure]) -> list[Any]:
        """Return the rows as answers show them: nothing of the class identity."""
        return [
            {
                "kind": "seizure",
                "id": row.pk,
                "reference": row.reference,
                "occurred_at": row.occurred_at,
                "summary": row.summary,
            }
            for row in rows
        ]

    def note_read(self, rows: Sequence[Seizure]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "seizure.search", rows=rows)

    def list(self, request: Request) -> Response:
        """Return what holds the words; without words there is nothing to look for."""
        if not request.query_params.get("q", "").strip():
            raise bad_parameter("q", _("Give the words to look for."))
        return super().list(request)
