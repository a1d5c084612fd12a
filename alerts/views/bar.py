"""What stands above a list that is narrowed by choices: what is shown, and a chip for each choice to take it off."""

from typing import Any

from django import forms
from django.http import HttpRequest

from aircop.web.pagination import address_without


def bar_of(request: HttpRequest, form: forms.Form, wanted: dict[str, str], everything: str) -> dict[str, Any]:
    """Return the words of the choices that were made, or of the whole list, and where each of them is taken off."""
    fields: dict[str, Any] = form.fields
    chosen = {name: str(dict(fields[name].choices)[value]) for name, value in wanted.items()}
    return {
        "words": ", ".join(chosen.values()) or everything,
        "chips": [{"label": text, "remove": address_without(request, name)} for name, text in chosen.items()],
        "clear": request.path if chosen else "",
    }
