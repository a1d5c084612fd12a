"""Context processor of the frame."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from aircop.web.frame import frame_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every template `frame`, worked out only when a layout asks for it."""
    return {"frame": SimpleLazyObject(lambda: frame_for(request))}
