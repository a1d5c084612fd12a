"""Answers to a page that asks by itself and goes on standing, beside those to a browser that changes the page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

IN_PLACE = "X-In-Place"  # says for whom the page was made: it can ask that person for a proof without being left


def in_place(request: HttpRequest) -> bool:
    """Whether a page asks that goes on standing."""
    return IN_PLACE in request.headers


def led_to(request: HttpRequest, to: str, *, told: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
    """Lead to an address: a browser by a redirect, a page that stands by JSON, with what else there is to know."""
    answer = redirect(to, **kwargs)
    return JsonResponse({"location": answer.url, **(told or {})}) if in_place(request) else answer
