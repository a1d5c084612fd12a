"""Asks one database, inside Django: how many statements a list and a detail take, how long, and by which plans.

Run as `python -m tests.bench.probe` with the tokens on standard input; answers with JSON on standard output.
"""

import json
import os
import sys

import django


def main() -> int:
    """Ask for each reader and print what was found."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "aircop.settings"
    django.setup()
    from tests.bench.asking import ask  # noqa: PLC0415  Django had to be set up first

    tokens: dict[str, str] = json.load(sys.stdin)
    json.dump({reader: ask(secret) for reader, secret in tokens.items()}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
