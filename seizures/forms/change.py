"""Changing what happened: every field of a seizure but what was found and what carried it, which have pages."""

from typing import Any

from aircop.web.forms import Moment
from seizures.forms.seizure import DETAILS, FACTS, DetailForm
from seizures.forms.touched import TouchedForm
from seizures.models import Seizure


def initial_of(seizure: Seizure) -> dict[str, Any]:
    """Return a seizure as the form shows it."""
    return {
        **{name: getattr(seizure, name) for name in (*FACTS, *DETAILS)},
        "airport": seizure.airport_id,
        "lead_agency": seizure.lead_agency_id,
        "occurred": Moment(seizure.occurred_at, seizure.occurred_zone),
    }


class ChangeForm(TouchedForm, DetailForm):
    """All fields of a seizure that tell what happened."""

    def __init__(self, *args: Any, seizure: Seizure, identities: bool, **kwargs: Any) -> None:
        start = initial_of(seizure)
        kept = kwargs.pop("kept", {})
        super().__init__(*args, initial={**start, "version": seizure.version, **kept}, **kwargs)
        if not identities:
            del self.fields["narrative"]
        self.remember(start)

    def facts_changed(self) -> dict[str, Any]:
        """Return the facts that the writer touched."""
        touched = self.touched()
        names = touched | ({"occurred_at", "occurred_zone"} if "occurred" in touched else set())
        return {name: value for name, value in self.told().items() if name in names}
