"""`manage.py erase_group`: carries out an order of the law to erase one closed group."""

from alerts.services.erasure import erase_group
from seizures.management.commands.erase_seizure import Command as Erase


class Command(Erase):
    """As for a seizure."""

    noun = "group"
    act = staticmethod(erase_group)
    help = "Empties one closed group and all that was written in it by order of the law, and withdraws it for good."
