"""A REST resource that says who asked, for the tests of authentication."""

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Probe(APIView):
    """Who asks."""

    def get(self, request: Request) -> Response:
        """Say it."""
        actor = request._request.actor  # type: ignore[attr-defined]
        scopes = None if actor.scopes is None else sorted(actor.scopes)
        return Response({"subject": str(actor.subject_id), "client": actor.client, "scopes": scopes})

    def post(self, request: Request) -> Response:
        """Say it after a write."""
        return self.get(request)


urlpatterns = [
    path("", include("aircop.accounts.urls")),
    path("preferences/", include("aircop.web.urls")),
    path("api/v1/probe/", Probe.as_view()),
]
