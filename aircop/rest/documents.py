"""The API's own description, for programs and for people."""

from typing import Any, ClassVar

from django.utils.translation import get_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from aircop.rest.filters import check_names


class SchemaView(SpectacularAPIView):
    """OpenAPI 3.1, as YAML or JSON by the Accept header or `?format=`. Made once per process and language."""

    schema = None
    permission_classes = (IsAuthenticated,)
    made: ClassVar[dict[str | None, Any]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; `lang` and `version` of the base class are not offered."""
        super().initial(request, *args, **kwargs)
        check_names(request.query_params, {"format"}, {"format"})

    def _get_schema_response(self, request: Request) -> Response:  # noqa: ARG002
        language = get_language()
        if language not in self.made:
            generator: Any = self.generator_class(patterns=self.patterns)
            self.made[language] = generator.get_schema(request=None, public=True)
        return Response(self.made[language])


class DocsView(SpectacularSwaggerSplitView):
    """The description to read and try: no inline script or style, so that the strict CSP holds."""

    schema = None
    permission_classes = (IsAuthenticated,)
    http_method_names = ("get", "head")  # what OPTIONS would tell has no template
    template_name = "rest/docs.html"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request for the page or, with `?script`, for its script."""
        super().initial(request, *args, **kwargs)
        check_names(request.query_params, {"script"}, {"script"})
