"""Asks one database, inside Django: how many statements a list and a detail take, how long, and by which plans.

Run as `python -m tests.bench.probe` with the tokens for each kind of record on standard input; answers with JSON on
standard output.
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

    asked: dict[str, dict[str, str]] = json.load(sys.stdin)
    found = {what: {reader: ask(secret, what) for reader, secret in tokens.items()} for what, tokens in asked.items()}
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
