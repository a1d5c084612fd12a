#!/usr/bin/env python3
"""The one door to every command. `demo` and `test` work from a fresh clone: they make their environment first."""

import os
import sys


def main() -> None:
    """Run `demo` and `test` before Django loads; give everything else the addresses of a running demo.

    Imports stand where they are used: before the environment is made there is only the standard library.
    """
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in ("demo", "test"):
        from aircop import bootstrap  # noqa: PLC0415

        bootstrap.ensure(command)
    from aircop.local import Unavailable, addresses  # noqa: PLC0415

    try:
        if command == "demo":
            from aircop.local import supervisor  # noqa: PLC0415

            sys.exit(supervisor.main())
        if command == "test":
            from aircop.local import testrun  # noqa: PLC0415

            sys.exit(testrun.main(sys.argv[2:]))
        addresses.adopt()
    except Unavailable as error:
        sys.exit("aircop: " + str(error))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aircop.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
