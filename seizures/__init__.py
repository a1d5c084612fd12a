"""WHAT HAPPENED: seizures; later persons, arrests, cases and evidence.

Words: a *seizure* is the unit of counting, one incident at one airport, by one unit with a lead agency; an *item* is
what was found. A seizure is a *draft* (its author's alone), *submitted* (the unit's), *verified* by a supervisor
other than its author, and *locked*. Below lie `taskforces` (who) and `aircop` (access, audit, events); above,
`alerts` and `aircop.reports` read it.
"""
