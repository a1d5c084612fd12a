"""The services that one command brings up on one machine: PostgreSQL, a broker, and the processes of the application.

Serves `manage.py demo` and `manage.py test`, and lends `prepare_roles`, `backup` and `restore` to production.
Knows no Django: everything here runs before settings are read.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Unavailable(RuntimeError):
    """Something this machine lacks, said in one line that a person can act on."""
