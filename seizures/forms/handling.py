"""How a record is handled, in the forms that change records."""

from django import forms

from aircop.access.verdict import Verdict
from seizures.rules import CONDITIONS


def keep_handling(form: forms.BaseForm, verdict: Verdict) -> None:
    """Show what stands, and why it stays, to who does not say how the record is handled."""
    if not verdict:
        for name in CONDITIONS:
            form.fields[name].disabled = True
        form.fields["handling"].help_text = str(verdict.reason)
