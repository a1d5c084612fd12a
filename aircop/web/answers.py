"""Where a form leads: a redirect for a browser, the same address as JSON for a page that sent the form by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

JSON = "application/json"


def in_place(request: HttpRequest) -> bool:
    """Whether a page sent the form itself and goes on standing: it asks for JSON, and takes a page too."""
    return request.headers.get("Accept", "").startswith(JSON)


def led_to(request: HttpRequest, to: str, *, told: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
    """Lead to an address, telling a page that sent the form itself what else there is to know."""
    answer = redirect(to, **kwargs)
    return JsonResponse({"location": answer.url, **(told or {})}) if in_place(request) else answer
