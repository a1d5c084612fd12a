"""How gunicorn serves pages and API, in the demo and in production alike."""

import gc
import os

wsgi_app = "aircop.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True  # the first request of a worker pays for no import
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112,S108  heartbeats must not wait for a disk
control_socket_disable = True
limit_request_line = 0  # 500 ids in one address are 18 KB; the proxy sets the bound
keepalive = 5
timeout = 60
graceful_timeout = 10
max_requests = 10_000
max_requests_jitter = 1_000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def when_ready(_server: object) -> None:
    """Keep what is loaded out of the collector: walking it made slow requests five times slower."""
    gc.collect()
    gc.freeze()
