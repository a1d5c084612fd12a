"""The entry point of the lean view, loaded before workers fork, as ours is."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.lean.settings"

django.setup()
settings.MIDDLEWARE = []
application = WSGIHandler()
get_resolver().url_patterns  # noqa: B018  as in our own
