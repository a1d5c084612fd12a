"""`/api/v1/consents/`: consent under H1 and H2, asked by one agency and answered by the one whose record it is."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aircop.audit import record
from aircop.errors import Invalid
from aircop.rest.fields import EtagField, IdField, InstantField, TextField, WordField
from aircop.rest.filters import ChoiceFilter, Filters, IdFilter
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Created, Listed, ResourceView, Retrieved, act
from seizures.enums import ConsentAnswer, ConsentKind
from seizures.models import Case, Consent, Seizure
from seizures.queries.case_share import shared_case
from seizures.queries.consent import consents
from seizures.queries.seizure import visible_seizure
from seizures.services.consent import answer_consent, ask_consent, end_consent
from taskforces.queries.task_force import agency_or_invalid


class ConsentAnswerShape(StrictSerializer):
    """A question and its answer; told to the two sides alone."""

    id = IdField()
    seizure = IdField(source="seizure_id", allow_null=True)
    case = IdField(source="case_id", allow_null=True)
    kind = WordField(choices=ConsentKind.choices)
    to_agency = IdField(source="to_agency_id", allow_null=True)
    to_words = TextField()
    reason = TextField()
    asked_by = IdField(source="asked_by_id", help_text="The agency that asks.")
    asked_at = InstantField()
    answer = WordField(choices=ConsentAnswer.choices, allow_blank=True, help_text="Empty while it waits.")
    answer_words = TextField()
    answered_at = InstantField(allow_null=True)
    expires_at = InstantField(source="until", allow_null=True)
    ended_at = InstantField(allow_null=True)
    etag = EtagField()


class ConsentBody(StrictSerializer):
    """What is asked, about a seizure or a case: `to_agency` for a share onward, `to_words` for a file or a court."""

    seizure = IdField(required=False, help_text="Either this or `case`.")
    case = IdField(required=False)
    kind = WordField(choices=ConsentKind.choices)
    to_agency = IdField(required=False, allow_null=True)
    to_words = TextField(max_length=150, required=False, allow_blank=True)
    reason = TextField(max_length=500)


class AnswerBody(StrictSerializer):
    """The answer of the agency whose record it is; a refusal needs words."""

    answer = WordField(choices=ConsentAnswer.choices)
    words = TextField(max_length=500, required=False, allow_blank=True)
    expires_at = InstantField(required=False, allow_null=True)


class EndBody(StrictSerializer):
    """Why a consent is taken back."""

    words = TextField(max_length=500)


class ConsentFilters(Filters):
    """What a list of questions can be narrowed by."""

    seizure = IdFilter("seizure_id", "Only about this seizure.")
    case = IdFilter("case_id", "Only about this case.")
    asked_by = IdFilter("asked_by_id", "Only what this agency asked.")
    kind = ChoiceFilter("kind", "Only these kinds.", choices=ConsentKind.choices, many=True)


class ConsentView(Listed, Retrieved, Created, ResourceView):
    """Questions of consent that the reader's agencies asked or were asked."""

    serializer_class = ConsentAnswerShape
    bodies: ClassVar = {"create": ConsentBody, "answer_it": AnswerBody, "end": EndBody}
    required_scopes: ClassVar = {
        "list": "shares:read",
        "retrieve": "shares:read",
        "create": "seizures:share",
        "answer_it": "seizures:share",
        "end": "seizures:share",
    }
    filters = ConsentFilters
    orderings: ClassVar = ("asked_at",)
    default_ordering = "-asked_at"

    def visible(self) -> QuerySet[Consent]:
        """Return what the reader is told."""
        return consents(self.actor)

    def version_of(self, row: Consent) -> object:
        """Return what can change of a question: its answer, and whether it was taken back."""
        return f"{row.answer or 'waits'}.{row.ended_at is not None}"

    def handle_exception(self, exc: Exception) -> Any:
        """Point to the member of the body where the service calls it otherwise."""
        if isinstance(exc, Invalid) and exc.field == "until":
            exc.field = "/expires_at"
        return super().handle_exception(exc)

    def note_read(self, rows: Sequence[Consent]) -> None:
        """Leave one entry for the answer."""
        record(self.actor, "consent.list", rows=[row.record for row in rows])

    def perform_create(self, data: dict[str, Any]) -> Consent:
        """Ask."""
        about = self._about(data.pop("seizure", None), data.pop("case", None))
        to_agency = data.pop("to_agency", None)
        agency = agency_or_invalid(to_agency, "to_agency") if to_agency else None
        return ask_consent(actor=self.actor, about=about, to_agency=agency, **data)

    def _about(self, seizure: UUID | None, case: UUID | None) -> Seizure | Case:
        """Return the record that was named, as far as the reader sees it."""
        if (seizure is None) == (case is None):
            raise Invalid(_("Name either a seizure or a case."), field="seizure")
        return visible_seizure(self.actor, seizure) if seizure else shared_case(self.actor, cast("UUID", case))

    @act
    def answer_it(self, row: Consent, data: dict[str, Any]) -> Consent:
        """Grant or refuse what was asked."""
        return answer_consent(
            actor=self.actor,
            consent=row,
            answer=data["answer"],
            words=data.get("words", ""),
            until=data.get("expires_at"),
        )

    @act
    def end(self, row: Consent, data: dict[str, Any]) -> Consent:
        """Take back what was granted."""
        return end_consent(actor=self.actor, consent=row, words=data["words"])
