"""The ASGI entry point: `/events/stream`, and behind it the pages, which say who asks."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aircop.settings")

pages = get_asgi_application()

from aircop.home.live import Live  # noqa: E402 - models are ready only now

application = Live(pages)
