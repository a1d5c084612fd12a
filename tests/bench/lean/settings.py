"""Ours, with everything taken away that a lean view needs not."""

from aircop.settings import *  # noqa: F403
from aircop.settings import DATABASES, REST_FRAMEWORK

DATABASES = {
    "default": DATABASES["owner"] | {"ATOMIC_REQUESTS": False},
    "system": DATABASES["system"],
    "owner": DATABASES["owner"],
}
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # asked for at start; `wsgi` leaves it out
ROOT_URLCONF = "tests.bench.lean.views"
WSGI_APPLICATION = None  # type: ignore[assignment]  # django's word for none
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["tests.bench.lean.authentication.DigestAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": REST_FRAMEWORK["UNAUTHENTICATED_USER"],
}
