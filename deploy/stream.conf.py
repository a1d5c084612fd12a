"""How gunicorn serves `/events/stream`: one process, one loop, thousands of streams that mostly say nothing."""

import os

wsgi_app = "aircop.asgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8001")
worker_class = "asgi"
workers = 1
worker_connections = 4_000
timeout = 60
graceful_timeout = 5
keepalive = 5
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112,S108  heartbeats must not wait for a disk
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
