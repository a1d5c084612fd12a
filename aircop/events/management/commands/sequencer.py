"""`manage.py sequencer`: the one process that gives events their positions."""

import signal
import threading

from django.core.management.base import BaseCommand

from aircop.events.sequencer import Sequencer


class Command(BaseCommand):
    """Run the sequencer until SIGTERM or SIGINT; a second one stands by."""

    help = "Give committed events their positions, seal audit entries and wake consumers, until stopped."

    def handle(self, *_args: object, **_options: object) -> None:
        """Run; a signal lets the present turn end first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Sequencer(stop).run()
