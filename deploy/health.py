"""Health of one container: `python -m deploy.health web|sequencer|worker`, exit code 0 when it is well."""

import sys
from http.client import HTTPConnection

import psycopg

from aircop import env

SEEN = "SELECT 1 FROM events_heartbeat WHERE name = %s AND at > now() - interval '1 minute'"


def web_answers() -> bool:
    """Ask for /healthz under the name that the site answers to."""
    connection = HTTPConnection("127.0.0.1", int(env.text("BIND").rpartition(":")[2]), timeout=5)
    connection.request("GET", "/healthz", headers={"Host": env.listing("ALLOWED_HOSTS")[0]})
    return connection.getresponse().status == 200  # noqa: PLR2004


def was_seen(name: str) -> bool:
    """Look for a sign of life of the last minute."""
    with psycopg.connect(env.text("DATABASE_SYSTEM_URL"), connect_timeout=5) as connection:
        return connection.execute(SEEN, [name]).fetchone() is not None


if __name__ == "__main__":
    part = sys.argv[1]
    sys.exit(0 if (web_answers() if part == "web" else was_seen(part)) else 1)
