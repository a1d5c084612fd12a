"""`/api/v1/access-reviews/`: who has access through one's agency, looked at line by line."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request

from aircop.access.roles import Permission
from aircop.access.verdict import lacks, require
from aircop.accounts.fresh import require_fresh
from aircop.audit import record
from aircop.rest.fields import IdField, InstantField, TextField, TruthField, WholeNumberField, WordField
from aircop.rest.filters import ChoiceFilter, Filters
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act, check_view
from taskforces.models import AccessReview, Decision, ReviewLine
from taskforces.queries.access_review import own_agency, review_of, reviews_of
from taskforces.services.access_review import begin_review, decide_lines

READ, WRITE = "people:read", "people:write"
KINDS = ("seat", "token", "client", "given", "held")  # as the apps register their sources
STATES = [("waiting", "waiting"), *Decision.choices]


class ReviewAnswer(StrictSerializer):
    """A review of the access that an agency's people, systems and shares have."""

    id = IdField()
    agency = IdField(source="agency_id")
    begun_at = InstantField()
    begun_by = IdField(source="begun_by_id")
    finished_at = InstantField(allow_null=True, help_text="With the last decision; null until then.")
    lines = WholeNumberField(source="total")
    waiting = WholeNumberField(help_text="Lines that nobody has decided yet.")


class ReviewLineAnswer(StrictSerializer):
    """One thing that gives access, as it stood when the review was begun."""

    id = IdField()
    kind = TextField(help_text="seat, token, client (a partner system), given or held (a share).")
    who = TextField()
    what = TextField()
    facts = serializers.DictField(help_text="What is known of it: since, until, last sign-in, second factor.")
    may_end = TruthField(help_text="False for what only another agency can end, and for one's own seat.")
    decision = TextField(help_text="waiting, confirmed or ended.")
    reason = TextField()
    decided_at = InstantField(allow_null=True)
    decided_by = IdField(source="decided_by_id", allow_null=True)


class DecideBody(StrictSerializer):
    """What is decided on which lines. An end needs a reason, and ends what each line stands for."""

    lines = serializers.ListField(child=IdField(), min_length=1, max_length=500)
    decision = WordField(choices=Decision.choices)
    reason = TextField(max_length=500, required=False, allow_blank=True)


class AccessReviewView(Listed, Retrieved, Created, ResourceView):
    """Reviews of the access of one's own agency. Each is finished with its last decision, and kept."""

    serializer_class = ReviewAnswer
    bodies: ClassVar = {"decide": DecideBody}
    required_scopes: ClassVar = {"list": READ, "retrieve": READ, "create": WRITE, "decide": WRITE}
    orderings: ClassVar = ("begun_at",)
    default_ordering = "-begun_at"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; the collection refuses who keeps no accounts, all else finds nothing."""
        super().initial(request, *args, **kwargs)
        if self.action in {"list", "create"} and not self.actor.may(Permission.MANAGE_PEOPLE):
            require(lacks(Permission.MANAGE_PEOPLE))
        if request.method == "POST":
            require_fresh(request._request)

    def visible(self) -> QuerySet[AccessReview]:
        """Return the reviews of the agency for which the client acts."""
        counts = {"total": Count("lines"), "waiting": Count("lines", filter=Q(lines__decision=""))}
        return reviews_of(self.actor).annotate(**counts)

    def note_read(self, rows: Sequence[AccessReview]) -> None:
        """Leave one entry for the answer."""
        if self.action == "list":
            record(self.actor, "access_review.list", about=own_agency(self.actor), ids=[row.pk for row in rows])
        else:
            record(self.actor, "access_review.read", about=rows[0])

    def perform_create(self, _data: dict[str, Any]) -> AccessReview:
        """Write the list down as it stands now; refused while a review is open."""
        return begin_review(actor=self.actor, agency=own_agency(self.actor))

    @act
    def decide(self, row: AccessReview, data: dict[str, Any]) -> AccessReview:
        """Confirm lines, or end what they stand for."""
        decision = Decision(data.pop("decision"))
        return decide_lines(actor=self.actor, review=row, decision=decision, **data)


class ReviewLineFilters(Filters):
    """What lines can be narrowed by."""

    kind = ChoiceFilter("kind", "Only this kind.", choices=[(word, word) for word in KINDS])
    decision = ChoiceFilter(
        lambda rows, word: rows.filter(decision="" if word == "waiting" else word),
        "Only lines that wait, or that were decided so.",
        choices=STATES,
    )


class ReviewLineView(Listed, ResourceView):
    """The lines of one review."""

    serializer_class = ReviewLineAnswer
    required_scopes: ClassVar = {"list": READ}
    filters = ReviewLineFilters
    orderings: ClassVar = ("id",)
    default_ordering = "id"
    review_id: UUID
    review: AccessReview

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Take the review out of the address."""
        self.review_id = kwargs.pop("pk")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request, then find the review: another agency's is a 404."""
        super().initial(request, *args, **kwargs)
        self.review = review_of(self.actor, self.review_id)

    def visible(self) -> QuerySet[ReviewLine]:
        """Return the lines of the review."""
        return self.review.lines.all()

    def represent(self, rows: Sequence[ReviewLine]) -> list[Any]:
        """Return the lines; one that nobody decided waits."""
        return [shown | {"decision": shown["decision"] or "waiting"} for shown in super().represent(rows)]

    def note_read(self, _rows: Sequence[ReviewLine]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "access_review.read", about=self.review)


check_view(ReviewLineView, ["list"])
routes = [
    path(
        "access-reviews/<uuid:pk>/lines/",
        ReviewLineView.as_view({"get": "list"}, detail=False, basename="access-review-line"),
        name="access-review-line-list",
    ),
]
