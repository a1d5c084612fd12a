"""The lockout: five misses in fifteen minutes per name and per address, on every way to sign in.

An attempt is charged before the secret is looked at and refunded when it was right, in the transaction of the
request. The row lock makes attempts of one name or one address queue, so twenty at once get five looks, not twenty,
and honest people who sign in together are never refused.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac

from aircop.accounts.address import network_of
from aircop.accounts.models import SignInMiss

LIMIT = 5
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)

CHARGE = """
WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at)
INSERT INTO accounts_signinmiss AS kept (key, misses)
SELECT one.key, ARRAY[moment.at] FROM unnest(%(keys)s::text[]) AS one(key), moment ORDER BY one.key
ON CONFLICT (key) DO UPDATE SET misses = (
    SELECT CASE WHEN count(*) < %(limit)s THEN coalesce(array_agg(miss ORDER BY miss), '{}') || EXCLUDED.misses
                ELSE array_agg(miss ORDER BY miss) END
    FROM unnest(kept.misses) AS miss WHERE miss > EXCLUDED.misses[1] - %(window)s::interval)
RETURNING (SELECT at FROM moment),
          kept.misses[cardinality(kept.misses)] = (SELECT at FROM moment),
          extract(epoch FROM kept.misses[1] + %(window)s::interval - (SELECT at FROM moment))
"""
REFUND = "UPDATE accounts_signinmiss SET misses = array_remove(misses, %(at)s) WHERE key = ANY(%(keys)s)"


@dataclass(frozen=True, slots=True)
class Charge:
    """One attempt: on which keys it was counted, when, and whether it must be refused without a look."""

    keys: list[str]
    at: datetime
    refused: bool
    wait: int  # seconds until the oldest miss is forgotten; 0 when not refused


def normal_name(name: str) -> str:
    """Return the one spelling of what was typed as a name."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[:254]


def keys_of(name: str, address: str) -> list[str]:
    """Return the hashed keys of an attempt, in the order in which they are locked."""
    said = {"name": normal_name(name), "address": network_of(address)}
    return sorted(
        salted_hmac("aircop.accounts.lockout", f"{kind}:{value}", algorithm="sha256").hexdigest()
        for kind, value in said.items()
        if value
    )


def charge(name: str, address: str) -> Charge:
    """Count an attempt, and tell whether it may be looked at. Call it inside the transaction of the attempt."""
    keys = keys_of(name, address)
    with connection.cursor() as cursor:
        cursor.execute(CHARGE, {"keys": keys, "limit": LIMIT, "window": str(WINDOW)})
        rows = cursor.fetchall()
    waits = [ceil(wait) for _, admitted, wait in rows if not admitted]
    return Charge(
        keys=keys,
        at=rows[0][0] if rows else datetime.min.replace(tzinfo=UTC),
        refused=bool(waits),
        wait=max([0, *waits]),
    )


def refund(attempt: Charge) -> None:
    """Take an attempt back: its secret was right, or it was never looked at."""
    with connection.cursor() as cursor:
        cursor.execute(REFUND, {"keys": attempt.keys, "at": attempt.at})


def forget_old_misses() -> int:
    """Drop the names and addresses that have missed nothing for a day; return how many."""
    return SignInMiss.objects.exclude(misses__0__gt=Now() - KEPT).delete()[0]
