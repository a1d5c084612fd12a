"""`manage.py erase_thread`: carries out an order of the law to erase one thread of messages."""

from alerts.services.erasure import erase_thread
from seizures.management.commands.erase_seizure import Command as Erase


class Command(Erase):
    """As for a seizure."""

    noun = "thread"
    act = staticmethod(erase_thread)
    help = "Empties one thread of messages and its history by order of the law, and withdraws it for good."
