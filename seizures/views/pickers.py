"""What pickers ask for while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from aircop.reference.queries import airport_search, country_name


@require_GET
def airports(request: HttpRequest) -> HttpResponse:
    """Answer the airports that the typed text may mean."""
    text = request.GET.get("q", "").replace("\0", "")
    found = airport_search(text, limit=12)
    rows = [
        {"code": each.pk, "label": f"{each.city}, {each.name}", "hint": country_name(each.country_id)} for each in found
    ]
    return JsonResponse({"results": rows})
