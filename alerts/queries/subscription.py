"""Reads of subscriptions: one's own, and which alerts fit which of them, said once, as SQL."""

from uuid import UUID

from django.db import connection

from aircop.access.actor import Actor
from aircop.access.still import still_sees
from aircop.errors import Missing
from alerts.models import Alert, Delivery, Subscription

LOOK_BACK = 30  # days

# What an alert `e` tells, with all under which it falls: places and their countries, a substance and its groups.
KIN = """
(SELECT
   ARRAY(SELECT unnest(ARRAY[a.iata, a.country_id]) FROM reference_airport a WHERE a.iata = e.route[1]) AS origins,
   ARRAY(SELECT unnest(ARRAY[a.iata, a.country_id]) FROM reference_airport a WHERE a.iata = ANY (e.route)) AS places,
   ARRAY(SELECT unnest(ARRAY[a.iata, a.country_id]) FROM reference_airport a
          WHERE a.iata = e.route[cardinality(e.route)]) AS destinations,
   ARRAY(SELECT unnest(ARRAY[c.code, p.code, g.code]) FROM reference_code c
          LEFT JOIN reference_code p ON p.id = c.parent_id LEFT JOIN reference_code g ON g.id = p.parent_id
          WHERE c.code_list_id = 'substance' AND c.code = e.substance) AS substances,
   ARRAY(SELECT unnest(ARRAY[s."group", s.subgroup]) FROM reference_substance s
          JOIN reference_code c ON c.id = s.code_id WHERE c.code = e.substance) AS substance_groups,
   ARRAY(SELECT unnest(ARRAY[c.code, p.code]) FROM reference_code c LEFT JOIN reference_code p ON p.id = c.parent_id
          WHERE c.code_list_id = 'concealment' AND c.code = e.concealment) AS concealments,
   array_position(ARRAY['info', 'high', 'urgent'], e.severity::text) AS severity_rank)
"""
# Whether an alert `e` with its kin fits a subscription `b`. What an alert does not tell fits no filter asking for it.
FITS = """
(b.stopped_at IS NULL
 AND (b.origin = '' OR b.origin = ANY (e.origins)) AND (b.via = '' OR b.via = ANY (e.places))
 AND (b.destination = '' OR b.destination = ANY (e.destinations))
 AND (b.substance = '' OR b.substance = ANY (e.substances))
 AND (b.substance_group = '' OR b.substance_group = ANY (e.substance_groups))
 AND (b.concealment = '' OR b.concealment = ANY (e.concealments))
 AND (b.conveyance = '' OR b.conveyance = e.conveyance) AND (b.kind = '' OR b.kind = e.kind)
 AND array_position(ARRAY['info', 'high', 'urgent'], b.severity::text) <= e.severity_rank
 AND (b.weight_kg IS NULL OR e.weight_kg >= b.weight_kg))
"""
# Whether the person of `b` sits where it was made, and reads `e` from there.
REACHES = """
(EXISTS (SELECT FROM access_seat x
   WHERE x.user_id = b.person_id AND x.agency_id = b.agency_id AND x.unit_id IS NOT DISTINCT FROM b.unit_id
     AND x.valid_from <= statement_timestamp() AND (x.valid_to IS NULL OR x.valid_to > statement_timestamp()))
 AND SEES)
""".replace("SEES", still_sees("e", "b.person_id", frame="b"))
# Alerts `e` with their kin; kept apart, so that the kin of each is looked up once however many subscriptions there are.
WITH_KIN = """
AS MATERIALIZED (SELECT e.*, k.* FROM alerts_alert e CROSS JOIN LATERAL KIN k WHERE e.withdrawn_at IS NULL AND WHICH)
""".replace("KIN", KIN)
WOULD = """
WITH told WITH_KIN
SELECT b.id, array_agg(e.id) FROM alerts_subscription b JOIN told e ON FITS
 WHERE b.person_id = %(person)s AND e.published_by_id <> b.person_id AND REACHES GROUP BY b.id
"""


def with_kin(which: str) -> str:
    """Return the body of a CTE that holds alerts with their kin: those of which `which` is true."""
    return WITH_KIN.replace("WHICH", which)


def own_subscriptions(actor: Actor) -> list[Subscription]:
    """Return the actor's subscriptions by their names."""
    rows = Subscription.objects.visible_to(actor).select_related("agency", "unit")
    return sorted(rows, key=lambda row: row.name.casefold())


def own_subscription(actor: Actor, pk: UUID) -> Subscription:
    """Return one of the actor's subscriptions; Missing for everybody else's, as for one that never was."""
    found = Subscription.objects.visible_to(actor).select_related("agency", "unit").filter(pk=pk).first()
    if found is None:
        raise Missing
    return found


def would_have_told(actor: Actor) -> dict[UUID, int]:
    """Return how many alerts of the last 30 days fit each of the actor's subscriptions that are on: two statements.

    What the actor does not see is not among them, and neither is what it told itself.
    """
    since = f"e.published_at >= statement_timestamp() - interval '{LOOK_BACK} days'"
    sql = WOULD.replace("WITH_KIN", with_kin(since)).replace("FITS", FITS).replace("REACHES", REACHES)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"person": actor.subject_id})
        found = dict(cursor.fetchall())
    ids = {alert for alerts in found.values() for alert in alerts}
    seen = set(Alert.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return {subscription: len(seen.intersection(alerts)) for subscription, alerts in found.items()}


def told_why(actor: Actor, alerts: list[UUID]) -> dict[UUID, Delivery]:
    """Return how the actor came to be told these alerts, each row with the subscription that it fits."""
    rows = Delivery.objects.filter(recipient_id=actor.subject_id, alert_id__in=alerts, channel="app")
    return {row.alert_id: row for row in rows.select_related("subscription") if row.alert_id}
