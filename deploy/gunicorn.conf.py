"""How gunicorn serves pages and API, in the demo and in production alike."""

import gc
import os
import shutil
import tempfile
from typing import Any

from aircop.web import measures

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


def on_starting(server: Any) -> None:
    """Give the figures of the processes a folder of this server's own, in memory where there is some."""
    server.figures = tempfile.mkdtemp(prefix="aircop-figures-", dir=worker_tmp_dir)
    measures.use_slots(server.figures)


def pre_fork(server: Any, worker: Any) -> None:
    """Give a new process the slot of one that ended: its figures go on, and the files stay few."""
    worker.slot = measures.take_slot(each.slot for each in server.WORKERS.values())


def on_exit(server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(server.figures, ignore_errors=True)


def when_ready(_server: object) -> None:
    """Keep what is loaded out of the collector: walking it made slow requests five times slower."""
    gc.collect()
    gc.freeze()
