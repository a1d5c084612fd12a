"""What people type about a milestone."""

from django import forms
from django.utils.translation import gettext_lazy

from aircop.reference.fields import CodeChoiceField


class MilestoneForm(forms.Form):
    """Which milestone was reached, when, and what shows it."""

    kind = CodeChoiceField(label=gettext_lazy("Milestone"), code_list="milestone")
    reached_on = forms.DateField(
        label=gettext_lazy("Reached on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    document = forms.CharField(label=gettext_lazy("Reference of the document"), required=False, max_length=120)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class StrikeForm(forms.Form):
    """Why a milestone is struck out."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
