"""Routes: kebab-case plurals with a trailing slash, ids as UUIDs, every action with its scope."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver
from rest_framework.routers import SimpleRouter

from aircop.rest.views import check_view


class ResourceRouter(SimpleRouter):
    """Collects the resources of an app: `router.register("task-forces", TaskForceView, "task-force")`."""

    def __init__(self) -> None:
        super().__init__(trailing_slash=True, use_regex_path=False)

    def register(self, prefix: str, viewset: Any, basename: str | None = None) -> None:
        """Add a resource; its name must be in kebab-case."""
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*(/[a-z]+(-[a-z]+)*)*", prefix):
            message = f"“{prefix}” is not in kebab-case"
            raise ImproperlyConfigured(message)
        super().register(prefix, viewset, basename)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the routes, after making sure that every action names its scope."""
        for _prefix, viewset, _basename in self.registry:
            mappings = [route.mapping for route in self.get_routes(viewset)]
            check_view(viewset, [name for mapping in mappings for name in mapping.values() if hasattr(viewset, name)])
        return super().get_urls()
