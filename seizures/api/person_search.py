"""`POST /api/v1/persons/search/`: persons by name or document, for a purpose."""

from typing import Any, ClassVar

from django.urls import path
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.rest.fields import IdField, TextField, TruthField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import ResourceView
from seizures.api.person_shape import IdentityAnswer, identity_shape
from seizures.forms.person_search import seconds_to_wait
from seizures.queries.person_search import Asked, Hit
from seizures.services.person_search import search_persons


class PersonSearchBody(StrictSerializer):
    """Who is looked for, and why. A name, the number of a document, or both: then either is enough."""

    name = TextField(max_length=200, required=False, allow_blank=True)
    document_number = TextField(max_length=40, required=False, allow_blank=True)
    purpose = TextField(
        max_length=300, help_text="Why you search: a code of the list `search_purpose`, or a few words. It is kept."
    )


class PersonFound(StrictSerializer):
    """A person that was found. Of minors and victims who it is is not told here: that is read for a reason."""

    id = IdField()
    seizure = IdField()
    pseudonym = TextField()
    role = TextField()
    sex = TextField()
    age_band = TextField()
    score = WholeNumberField(help_text="How like what was asked it is, of 100.")
    reasons = serializers.ListField(child=TextField(), help_text="Codes: in what it is alike.")
    masked = TruthField()
    merged_into = IdField(allow_null=True, help_text="The person of the same agency that it is one with.")
    identity = IdentityAnswer(allow_null=True)


class PersonSearchAnswer(StrictSerializer):
    """The likest persons first, at most fifty; `more` says that there are others."""

    results = PersonFound(many=True)
    more = TruthField()


class PersonSearchView(ResourceView):
    """Looks for persons by name."""

    serializer_class = PersonSearchAnswer
    bodies: ClassVar = {"search": PersonSearchBody}
    required_scopes: ClassVar = {"search": "persons:identities"}
    reads: ClassVar = {"search"}

    def search(self, request: Request) -> Response:  # noqa: ARG002
        """Return the persons whose identities the reader may see and that are alike."""
        if wait := seconds_to_wait(self.actor):
            raise Throttled(wait)
        data = self.body()
        asked = Asked(name=data.get("name", ""), number=data.get("document_number", ""))
        hits, more = search_persons(actor=self.actor, asked=asked, purpose=data["purpose"])
        return Response({"results": [found_shape(hit) for hit in hits], "more": more})


def found_shape(hit: Hit) -> dict[str, Any]:
    """Return a person that was found as `PersonFound` tells it."""
    person = hit.person
    told = {name: getattr(person, name) for name in ("id", "pseudonym", "role", "sex", "age_band", "masked")}
    known = None if hit.identity is None else identity_shape(hit.identity, person.documents.all())
    how = {"score": hit.score, "reasons": list(hit.reasons)}
    into = hit.into.pk if hit.into else None
    return told | {"seizure": person.seizure_id, **how, "merged_into": into, "identity": known}


routes = [
    path(
        "persons/search/",
        PersonSearchView.as_view({"post": "search"}, detail=False, basename="person"),
        name="person-search",
    )
]
