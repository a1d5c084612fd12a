"""As ours is served, with another application."""

import runpy

globals().update(runpy.run_path("deploy/gunicorn.conf.py"))
wsgi_app = "tests.bench.lean.wsgi:application"
