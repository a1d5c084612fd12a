"""`manage.py erase_alert`: carries out an order of the law to erase one alert."""

from alerts.services.erasure import erase_alert
from seizures.management.commands.erase_seizure import Command as Erase


class Command(Erase):
    """As for a seizure."""

    noun = "alert"
    act = staticmethod(erase_alert)
    help = "Empties one alert, what came back on it and its history by order of the law, and withdraws it for good."
