"""What a page asks about its session while it stands: how it is, to be covered, to go on."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from aircop.accounts.sessions import COVERED
from aircop.accounts.standing import person_of, prove, standing

LAPSED = 401


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Tell whose session it is; nobody's has a token too, to prove oneself with."""
    return JsonResponse(standing(request))


@require_POST
def cover(request: HttpRequest) -> HttpResponse:
    """Let the session answer nobody until its person has proved itself: the screen was left alone."""
    request.session[COVERED] = True
    return JsonResponse({"covered": True})


@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """Take the proof that the dialog asked for. The lockout stands before it, as before every way in."""
    said = {name: request.POST.get(name, "") for name in ("password", "code", "acting")}
    proof = prove(request, person_of(request), said)
    if not proof.good:
        return JsonResponse({"ways": proof.ways, "reason": proof.reason}, status=LAPSED)
    return JsonResponse(standing(request))
