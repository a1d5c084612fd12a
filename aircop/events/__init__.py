"""One append-only stream of domain events, written in the transaction of the act.

Words: an *event* says that something happened (ids and codes only, never text about a case); its *kind* names what;
its *position* is its place in the log that everybody reads; a *consumer* is a name, a place in the log and a function;
an event that a consumer failed on three times is *parked*.

A service appends events and nothing else. Consumers, run later by workers, do what follows from them. The sequencer
gives positions only to committed events, so whoever reads the log by position misses nothing.
"""

from aircop.events.consumers import EventView, consumer
from aircop.events.registry import Payload, kind
from aircop.events.stream import NotInTransaction, append

__all__ = ["EventView", "NotInTransaction", "Payload", "append", "consumer", "kind"]
