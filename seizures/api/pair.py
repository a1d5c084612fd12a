"""Pairs of two that look like one, as the interface tells them: of seizures, and of persons."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework import serializers

from aircop.rest.fields import IdField, InstantField, TextField, WholeNumberField
from aircop.rest.serializers import StrictSerializer
from aircop.rest.views import Listed, ResourceView, Retrieved


class PairAnswer(StrictSerializer):
    """Two of a kind that look like one, with the reasons that make up the score."""

    id = IdField()
    first = IdField()
    second = IdField()
    score = WholeNumberField()
    reasons = serializers.ListField(child=TextField(), help_text="Codes, the weightiest first.")
    found_at = InstantField()


class PairView(Listed, Retrieved, ResourceView):
    """What views of such pairs have in common. Each says which pairs its reader sees."""

    serializer_class = PairAnswer
    orderings: ClassVar = ("found_at",)
    default_ordering = "-found_at"

    def represent(self, rows: Sequence[Any]) -> list[Any]:
        """Return the pairs."""
        return [
            {
                "id": row.pk,
                "first": row.first_id,
                "second": row.second_id,
                "score": row.score,
                "reasons": row.reasons,
                "found_at": row.found_at,
            }
            for row in rows
        ]
