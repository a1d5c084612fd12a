"""The application as it is served outside of tests: files by the names of their content, kept by browsers, packed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.test.testcases import LiveServerThread

HOST = "localhost"
PACKS = "django.middleware.gzip.GZipMiddleware"  # what the proxy before the application does
STATIC = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def _as_it_is(application: Callable[..., Any]) -> Callable[..., Any]:
    return application


def _files(folder: Path) -> dict[str, Any]:
    return {"STATIC_ROOT": folder, "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": STATIC}}}


def collect(folder: Path) -> None:
    """Collect the static files in a folder, packed: that takes twenty seconds."""
    with override_settings(**_files(folder)):
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the application with the static files collected in a folder; gives its address."""
    changed = {
        "MIDDLEWARE": [PACKS, *settings.MIDDLEWARE],
        "WHITENOISE_USE_FINDERS": False,
        "ALLOWED_HOSTS": [*settings.ALLOWED_HOSTS, HOST],
    }
    with override_settings(**changed, **_files(folder)):
        server = LiveServerThread(HOST, _as_it_is)  # type: ignore[arg-type]  # called with the application, no more
        server.daemon = True
        server.start()
        server.is_ready.wait()
        try:
            if server.error:
                raise server.error
            yield f"http://{HOST}:{server.port}"
        finally:
            server.terminate()
