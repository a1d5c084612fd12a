"""Which desk the other side is told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from taskforces.models import ContactPoint
from taskforces.models.contact_point import ContactPointQuerySet


class _Desks(forms.ModelChoiceField[ContactPoint]):
    def label_from_instance(self, obj: ContactPoint) -> str:
        """Return the owner's code and the name of the desk."""
        return f"{obj.owner.code}: {obj.name}"


class HitOpeningForm(forms.Form):
    """One of the agency's desks."""

    contact = _Desks(
        label=_("Desk that others call"),
        queryset=None,
        help_text=_("The other side is told this desk, the same for every hit."),
    )

    def __init__(self, *args: Any, desks: ContactPointQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = desks  # type: ignore[attr-defined]
