"""A file that came with a form: taken whole, or its fault put onto the form."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest

from aircop.errors import Invalid
from aircop.files.kinds import MOST_BYTES, too_big
from seizures.forms.faults import put_fault


def keep_sent_file(request: HttpRequest, form: forms.Form, keep: Callable[[str, bytes], object]) -> bool:
    """Give the name and the bytes of the form's `file` to what keeps them; say whether it was kept."""
    if getattr(request, "too_big", False):
        form.errors.pop("file", None)
        put_fault(form, too_big())
        return False
    if not form.is_valid():
        return False
    sent = form.cleaned_data["file"]
    try:
        keep(sent.name, sent.read(MOST_BYTES + 1))
    except Invalid as fault:
        put_fault(form, fault)
        return False
    return True
