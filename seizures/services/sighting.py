"""The first sighting of a substance in the network: said once, whoever else finds it at the same moment."""

from django.db import connection

from aircop.access.actor import Actor
from aircop.events import append
from seizures.events import SubstanceFirstSeen
from seizures.models import Seizure

UNSPECIFIC = ("", "UNK", "OTH")
# In the order of the codes, so that two who find the same two substances wait for each other and not crosswise.
NOTE = """
INSERT INTO seizures_substancesighting (substance, confirmed)
SELECT code, bool_or(confirmed) FROM (
  SELECT told.* FROM seizures_item CROSS JOIN LATERAL (VALUES (substance, false), (confirmed_substance, true)) told
   WHERE seizure_id = %(seizure)s) found (code, confirmed)
 WHERE NOT code = ANY (%(unspecific)s)
   AND NOT EXISTS (SELECT FROM seizures_substancesighting known WHERE known.substance = code)
 GROUP BY code ORDER BY code
ON CONFLICT DO NOTHING RETURNING substance, confirmed
"""


def note_first_sightings(actor: Actor, seizure: Seizure) -> None:
    """Append one event for each substance of a submitted seizure that the network had never seen.

    Inside the act that submits the seizure or tells the substance. The event lies on the seizure's list: whoever may
    not see the seizure is not told where it was.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTE, {"seizure": seizure.pk, "unspecific": list(UNSPECIFIC)})
        found = cursor.fetchall()
    for substance, confirmed in sorted(found):
        append(SubstanceFirstSeen(seizure.pk, substance, confirmed), about=seizure, actor=actor)
