"""Identifiers of travel and transport: read from text, checked, written one way.

Passport and visa lines, boarding pass text, air waybills, postal items, bag tags, flights, seats, tickets, containers.
Pure functions on the standard library alone: `read_<identifier>(text)` answers the parts, or raises `Fault`, which
says by a key what is wrong and at which character. Words for people are found further up, in `aircop.web.identifiers`.
"""

from aircop.identifiers.faults import Fault, Suspect
from aircop.identifiers.recognise import Recognised, recognise

__all__ = ["Fault", "Recognised", "Suspect", "recognise"]
