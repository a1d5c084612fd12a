"""How much is new, for the bell of an open page."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from aircop.access.requests import ActorRequest
from alerts.services.live import unread_of


@require_GET
def unread(request: ActorRequest) -> HttpResponse:
    """Tell how many alerts the reader has not opened. Asked by pages, not by people: it keeps no session alive."""
    person = request.actor.subject_id
    told = unread_of([person])[person] if person is not None else 0
    return JsonResponse({"unread": told, "person": person})
