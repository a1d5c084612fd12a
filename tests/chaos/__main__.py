"""`make chaos`: 10,000 deliveries (N=1000 fewer) while each part is killed in turn; ends with 1 where one is lost."""

import os
import sys

from tests.chaos.storm import storm


def main() -> int:
    """Play it once and print what came of it."""
    found = storm(int(os.environ.get("N", "10000")), pause=float(os.environ.get("PAUSE", "4")), lease=15)
    sys.stdout.write(found.words())
    return 0 if found.good else 1


if __name__ == "__main__":
    sys.exit(main())
