"""A reader's place in the log, as a token that a restore makes void.

A token holds the era and a position. The era is made from what PostgreSQL's control file and catalogue say: the
server's identifier, the timeline (a new one begins at each point-in-time recovery), the database, the table of the
log. After a restore one of them is another, and the old token does not quietly skip what the restored log says anew.
"""

import base64
import binascii
import hashlib
import struct

from django.db import connection

from aircop.events.models import Position

PLACE = struct.Struct(">8sQ")
# pg_control_checkpoint() tells the old timeline until the first checkpoint after a recovery; the name of the WAL
# file being written tells the new one at once.
ERA = """
    SELECT concat_ws('/',
        (SELECT system_identifier FROM pg_control_system()),
        (SELECT timeline_id FROM pg_split_walfile_name(pg_walfile_name(pg_current_wal_lsn()))),
        (SELECT oid FROM pg_database WHERE datname = current_database()),
        'events_position'::regclass::oid)
"""


class BadToken(ValueError):
    """Text that is no token (HTTP 400)."""


class LostPlace(LookupError):
    """A token from before a restore: its reader must begin again from a snapshot (HTTP 410)."""


def era() -> bytes:
    """Return eight bytes that are others after every restore or recovery."""
    with connection.cursor() as cursor:
        cursor.execute(ERA)
        (facts,) = cursor.fetchone()
    return hashlib.sha256(str(facts).encode()).digest()[:8]


def head() -> int:
    """Return the last position of the log, 0 for an empty one."""
    return Position.objects.order_by("-position").values_list("position", flat=True).first() or 0


def encode(position: int) -> str:
    """Return the token of a position in this era."""
    return base64.urlsafe_b64encode(PLACE.pack(era(), position)).rstrip(b"=").decode()


def decode(token: str) -> int:
    """Return the position that a token holds; raise `BadToken` or `LostPlace`."""
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        written_in, position = PLACE.unpack(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeEncodeError, binascii.Error, struct.error) as error:
        message = "This is no place in the log."
        raise BadToken(message) from error
    if written_in != era() or position > head():
        message = "The log was restored since this place was given."
        raise LostPlace(message)
    return int(position)
