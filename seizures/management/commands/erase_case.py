"""`manage.py erase_case`: carries out an order of the law to erase one case."""

from seizures.management.commands import erase_seizure
from seizures.services.erasure import erase_case


class Command(erase_seizure.Command):
    """As for a seizure; the seizures and persons that are linked to the case stay."""

    noun = "case"
    act = staticmethod(erase_case)
    help = "Empties one case, its notes, tasks and history by order of the law, and withdraws it for good."
