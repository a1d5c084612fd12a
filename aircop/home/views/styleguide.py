"""The gallery: every component in every state, and one page in a script that runs right to left."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_GET

from aircop.home import samples, samples_arabic
from aircop.home.sample_forms import AIRPORTS, FilterForm, GalleryForm, faulty_form


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the gallery."""
    if request.GET.get("lang") == "ar":
        return arabic(request)
    forms = {"form": GalleryForm(), "faulty": faulty_form(), "filter": FilterForm(auto_id="filter_%s")}
    context = {"samples": samples, "clocks": samples.clocks(), **forms}
    return render(request, "home/styleguide.html", context)


@require_GET
def arabic(request: HttpRequest) -> HttpResponse:
    """Show a seizure as it reads in Arabic, frame and all."""
    with translation.override("ar"):
        response = render(
            request, "home/styleguide_arabic.html", {"arabic": samples_arabic, "clocks": samples.clocks()}
        )
    response.headers["Content-Language"] = "ar"
    return response


@require_GET
def dialog(request: HttpRequest) -> HttpResponse:
    """Show what the gallery's dialog asks as a page of its own, for readers without script."""
    return render(request, "home/styleguide_dialog.html")


@require_GET
def airports(request: HttpRequest) -> JsonResponse:
    """Answer the gallery's airport picker out of three airports."""
    asked = request.GET.get("q", "").casefold()
    found = [(code, name) for code, name in AIRPORTS if asked in f"{code} {name}".casefold()]
    return JsonResponse({"results": [{"code": code, "label": name, "hint": ""} for code, name in found]})
