"""Who did what, when and why: append-only entries, sealed into a hash chain, and the history that pages show.

An *entry* is written in the transaction of the act and holds no old or new text, only a keyed hash of it; a *change*
holds the values, lies on the record's access list and can be erased by law without breaking the chain; a *seal*
gives an entry its place in the chain.
"""

from aircop.audit.recorder import record

__all__ = ["record"]
